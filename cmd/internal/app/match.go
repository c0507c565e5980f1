package app

import (
	"bytes"
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/ingest"
)

// Meant is an entity that somebody's party is, or may be.
type Meant struct {
	Entity      engine.EntityID   `json:"entity"`
	Name        string            `json:"name"`
	Kind        engine.Kind       `json:"kind,omitempty"`
	Country     string            `json:"country,omitempty"`
	Lists       []engine.ListID   `json:"lists,omitempty"` // that it is on, on the day
	Probability float64           `json:"probability"`
	Weight      float64           `json:"weight"` // bits
	Band        engine.Band       `json:"band"`
	Evidence    []engine.Evidence `json:"evidence,omitempty"`
	Records     []engine.PartyID  `json:"records"`
}

// Match finds who a party is, or may be, as a screening finds the parties of a
// line: the likeliest first, and listed ones that it may be by a slip. What is
// loaded must be resolved, or it is Stale, since no hit would be taken for an
// answer.
func (a *App) Match(p *engine.Party, asOf engine.Date) ([]Meant, error) {
	if _, err := a.Fresh(); err != nil {
		return nil, err
	}
	found, err := a.Query.Meant(p)
	if err != nil {
		return nil, err
	}
	out := make([]Meant, 0, len(found))
	for i := range found {
		m, err := a.meant(&found[i], asOf)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// meant completes a candidate from the store.
func (a *App) meant(c *resolve.Candidate, asOf engine.Date) (Meant, error) {
	e, err := a.Store.Entity(c.Entity)
	if err != nil {
		return Meant{}, err
	}
	m := Meant{Entity: e.ID, Name: e.Name, Kind: e.Kind, Country: e.Country, Probability: c.Match.Probability, Weight: c.Match.Weight, Band: c.Match.Band, Evidence: c.Match.Evidence, Records: e.Parties}
	m.Lists, err = a.Query.ListedOn(e.ID, asOf)
	return m, err
}

// Understood is a row that was read, or why it could not be.
type Understood struct {
	Record *engine.Record
	Err    error
}

// Understand reads rows, JSON lines of a format, without storing them: what a
// client asks about, in the words of a source. It gives the rows by their keys.
func (a *App) Understand(src ingest.Source, rows []byte) (map[string]Understood, error) {
	out := understood{}
	_, err := ingest.ReadAll(ingest.Options{Source: src, Dataset: "asked", Paths: []string{"-"}, Stdin: bytes.NewReader(rows), Now: a.now}, out)
	return out, err
}

// understood takes what a source reads.
type understood map[string]Understood

// Record keeps a row.
func (u understood) Record(r *engine.Record) error {
	for i := range r.Parties {
		if r.Parties[i].Kind == "" {
			r.Parties[i].Kind = engine.Unknown
		}
	}
	u[r.ID.Key()] = Understood{Record: r}
	return nil
}

// Reject keeps why a row could not be read. A row that stands without one of
// its values stands.
func (u understood) Reject(e ingest.RowError) error {
	if !e.Kept {
		u[""] = Understood{Err: errors.Join(engine.Invalid, &e)}
	}
	return nil
}
