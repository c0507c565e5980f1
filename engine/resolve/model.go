package resolve

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// StoredModel is the model that a store has in the stead of the one that ships.
type StoredModel struct {
	Text string `json:"text"`           // in the form of model.json
	How  string `json:"how"`            // "trained" or "imported"
	From string `json:"from,omitempty"` // version of the model that it was trained from
	At   string `json:"at,omitempty"`   // RFC 3339, UTC
}

// ModelOf is the model by which a store's pairs are scored: its own, or the one
// that ships. Whoever scores parties of a store takes it from here. The error is
// Stale for a model that this version cannot read, as one of an older version
// that lacks a level.
func ModelOf(st *store.Store) (*score.Model, error) {
	m, err := ModelStored(st)
	if err != nil {
		return nil, err
	}
	if m == nil {
		return score.Default(), nil
	}
	read, err := score.Read([]byte(m.Text))
	if err != nil {
		return nil, &engine.Error{Op: "resolve.ModelOf", Code: engine.Stale, Err: err, Hint: "pierce resolve --train, or pierce resolve --model shipped"}
	}
	return read, nil
}

// ModelStored is the store's own model; nil where it has none.
func ModelStored(st *store.Store) (*StoredModel, error) {
	b, err := st.Model()
	if errors.Is(err, engine.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	m := new(StoredModel)
	if err := json.Unmarshal(b, m); err != nil {
		return nil, &engine.Error{Op: "resolve.ModelOf", Code: engine.Corrupt, Err: err}
	}
	return m, nil
}

// SetModel makes m the store's own model, nil the one that ships. how is
// "trained" or "imported". The next run begins from scratch where the model is
// another than the last run's.
func SetModel(st *store.Store, m *score.Model, how string, now func() time.Time) error {
	if m == nil {
		return st.SetModel(nil)
	}
	s := StoredModel{Text: string(m.Bytes()), How: how}
	if how == "trained" {
		s.From = score.Default().Version
	}
	if now != nil {
		s.At = now().UTC().Format(time.RFC3339)
	}
	b, err := json.Marshal(s)
	if err != nil {
		return &engine.Error{Op: "resolve.SetModel", Err: err}
	}
	return st.SetModel(b)
}
