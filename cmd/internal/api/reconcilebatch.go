package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
	"github.com/pierce-er/pierce/ingest/registry/ftm"
)

// reconResult is a candidate.
type reconResult struct {
	ID          string         `json:"id"`
	Name        string         `json:"name"`
	Description string         `json:"description,omitempty"`
	Score       float64        `json:"score"` // 0 to 100: the probability in per cent; of one that a search alone found half its likeness
	Match       bool           `json:"match"`
	Type        []reconType    `json:"type"`
	Features    []reconFeature `json:"features,omitempty"`
}

type reconFeature struct {
	ID    string  `json:"id"`
	Value float64 `json:"value"` // bits
}

// reconResults are the candidates of one query.
type reconResults struct {
	Result []reconResult `json:"result"`
}

// reconcileBatch answers a batch of queries.
func (s *Server) reconcileBatch(r *http.Request, text, dataset string, onList bool) (map[string]reconResults, error) {
	var batch map[string]*reconQuery
	if err := json.Unmarshal([]byte(text), &batch); err != nil {
		return nil, badRequest("queries", "", "want a JSON object of queries: "+err.Error())
	}
	if len(batch) == 0 || len(batch) > maxBatch {
		return nil, badRequest("queries", strconv.Itoa(len(batch)), "want 1 to "+strconv.Itoa(maxBatch))
	}
	keys := make([]string, 0, len(batch))
	for k := range batch {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	rows, err := s.reconRows(keys, batch)
	if err != nil {
		return nil, err
	}
	out := make(map[string]reconResults, len(keys))
	for i, k := range keys {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		list, err := s.candidates(r, batch[k], rows[strconv.Itoa(i)], dataset, onList)
		if err != nil {
			return nil, err
		}
		out[k] = reconResults{list}
	}
	return out, nil
}

// reconRows reads the queries as parties, by the numbers of their keys.
func (s *Server) reconRows(keys []string, batch map[string]*reconQuery) (map[string]app.Understood, error) {
	var lines bytes.Buffer
	for i, k := range keys {
		q := batch[k]
		if q == nil || strings.TrimSpace(q.Query) == "" && len(q.Properties) == 0 {
			return nil, badRequest("query "+k, "", "want a query or properties")
		}
		x, err := q.example()
		if err != nil {
			return nil, err
		}
		if _, named := x.Properties["name"]; !named {
			x.Properties["name"] = []string{"?"} // asked for by properties alone: nobody has the name
		}
		row, err := x.row(strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		lines.Write(append(row, '\n'))
	}
	return s.app.Understand(ftm.New(), lines.Bytes())
}

// candidates are who a query may mean: the entity whose id it is; else who it
// matches, and below them who a search finds by the name.
func (s *Server) candidates(r *http.Request, q *reconQuery, row app.Understood, dataset string, onList bool) ([]reconResult, error) {
	limit := 10
	if q.Limit >= 1 {
		limit = int(min(q.Limit, 100))
	}
	today := engine.DateOf(s.now())
	if ent, err := s.app.Query.Entity(q.Query); err == nil {
		lists, err := s.app.Query.ListedOn(ent.ID, today)
		return []reconResult{{ID: string(ent.ID), Name: ent.Name, Description: describedAs(ent.Kind, ent.Country, lists), Score: 100, Match: true, Type: typesOf(ent.Kind)}}, err
	}
	out := []reconResult{}
	if row.Record == nil || len(row.Record.Parties) == 0 {
		return out, nil
	}
	found, err := s.app.Match(&row.Record.Parties[0], today)
	if err != nil {
		return nil, err
	}
	for i := range found {
		m := &found[i]
		if !within(m.Records, dataset) || onList && len(m.Lists) == 0 {
			continue
		}
		sure := m.Band == engine.Same && (len(found) == 1 || i == 0 && found[1].Band != engine.Same)
		x := reconResult{ID: string(m.Entity), Name: m.Name, Description: describedAs(m.Kind, m.Country, m.Lists), Score: 100 * m.Probability, Match: sure, Type: typesOf(m.Kind)}
		for _, ev := range m.Evidence {
			x.Features = append(x.Features, reconFeature{ev.Comparison, ev.Weight})
		}
		out = append(out, x)
	}
	if len(out) < limit && strings.TrimSpace(q.Query) != "" {
		if out, err = s.searched(r, q, out, limit, dataset, onList); err != nil {
			return nil, err
		}
	}
	return out[:min(limit, len(out))], nil
}

// searched adds whom a search finds by the name, below those that match.
func (s *Server) searched(r *http.Request, q *reconQuery, out []reconResult, limit int, dataset string, onList bool) ([]reconResult, error) {
	iq := index.Query{Text: q.Query, Dataset: dataset, AsOf: engine.DateOf(s.now()), Limit: limit}
	if schema, err := q.schema(); err == nil {
		if k, ok := app.KindOf(schema); ok && k != engine.Unknown {
			iq.Kind = k
		}
	}
	if onList {
		iq.Status = index.Listed
	}
	res, err := s.app.Search(r.Context(), iq)
	if err != nil {
		return nil, err
	}
	ceiling := 50.0
	if len(out) > 0 {
		ceiling = min(ceiling, out[len(out)-1].Score)
	}
	for _, h := range res.Hits {
		if h.Entity == "" || slices.ContainsFunc(out, func(x reconResult) bool { return x.ID == string(h.Entity) }) {
			continue
		}
		out = append(out, reconResult{ID: string(h.Entity), Name: h.Name, Description: describedAs(h.Kind, h.Country, h.Lists), Score: ceiling * h.Score, Type: typesOf(h.Kind)})
	}
	return out, nil
}

// within reports whether one of an entity's records is of a dataset; "" is any.
func within(records []engine.PartyID, dataset string) bool {
	return dataset == "" || slices.ContainsFunc(records, func(p engine.PartyID) bool { return p.Record().Dataset() == dataset })
}
