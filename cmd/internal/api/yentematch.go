package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest/registry/ftm"
)

// maxBatch is how many are asked about at once.
const maxBatch = 500

// yenteMatchIn is a batch in yente's words.
type yenteMatchIn struct {
	Dataset   string   `path:"dataset" maxLength:"200" doc:"A dataset that is loaded, or default for all, or sanctions for all that is listed."`
	Limit     int      `query:"limit" minimum:"1" maximum:"500" default:"5"`
	Threshold float64  `query:"threshold" minimum:"0" maximum:"1" default:"0.7" doc:"The probability from which match is true."`
	Cutoff    float64  `query:"cutoff" minimum:"0" maximum:"1" doc:"The probability below which nobody is given. Default: all that may be the one."`
	Algorithm string   `query:"algorithm" maxLength:"40"`
	Include   []string `query:"include_dataset,explode" doc:"Only entities with a record of these."`
	Exclude   []string `query:"exclude_dataset,explode" doc:"No entities that only these know."`
	NoSchema  []string `query:"exclude_schema,explode"`
	Topics    []string `query:"topics,explode" doc:"Only entities with one of these topics."`
	NotThese  []string `query:"exclude_entity_ids,explode" maxItems:"500"`
	Body      struct {
		_       struct{}               `json:"-" additionalProperties:"true"`
		Weights map[string]float64     `json:"weights,omitempty" doc:"Not read: the weights are the model's."`
		Queries map[string]*ftmExample `json:"queries" minProperties:"1" maxProperties:"500"`
	}
}

// scored is an entity with how likely it is the one.
type scored struct {
	ftmEntity
	Score    float64            `json:"score" doc:"A calibrated probability."`
	Features map[string]float64 `json:"features" doc:"Bits of each comparison."`
	Match    bool               `json:"match"`
}

// yenteMatches is the answer to one of a batch.
type yenteMatches struct {
	Status  int         `json:"status"`
	Results []scored    `json:"results"`
	Total   total       `json:"total"`
	Query   *ftmExample `json:"query"`
}

// yenteBatch is the answer to a batch.
type yenteBatch struct {
	Responses map[string]yenteMatches `json:"responses"`
	Matcher   map[string]featureDoc   `json:"matcher"`
	Limit     int                     `json:"limit"`
}

func (s *Server) yenteMatch(ctx context.Context, in *yenteMatchIn) (*yenteBatch, error) {
	dataset, onList, err := s.scope(in.Dataset)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(yenteAlgorithms, in.Algorithm) {
		return nil, badRequest("algorithm", in.Algorithm, "there is no such; /algorithms lists them")
	}
	keys, rows, err := s.examples(in)
	if err != nil {
		return nil, err
	}
	out := &yenteBatch{Responses: make(map[string]yenteMatches, len(keys)), Limit: in.Limit}
	if out.Matcher, _, err = s.features(); err != nil {
		return nil, err
	}
	for i, key := range keys {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		found, err := s.app.Match(&rows[strconv.Itoa(i)].Record.Parties[0], engine.DateOf(s.now()))
		if err != nil {
			return nil, err
		}
		m := yenteMatches{Status: http.StatusOK, Results: []scored{}, Query: in.Body.Queries[key]}
		for j := range found {
			x, ok, err := s.scored(&found[j], in, dataset, onList)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			if m.Total.Value++; len(m.Results) < in.Limit {
				m.Results = append(m.Results, x)
			}
		}
		m.Total.Relation = "eq"
		out.Responses[key] = m
	}
	return out, nil
}

// examples reads the batch; the rows stand under the numbers of their keys.
func (s *Server) examples(in *yenteMatchIn) (keys []string, rows map[string]app.Understood, err error) {
	for k, q := range in.Body.Queries {
		if q != nil {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	if len(keys) == 0 || len(keys) > maxBatch {
		return nil, nil, badRequest("queries", strconv.Itoa(len(keys)), "want 1 to "+strconv.Itoa(maxBatch))
	}
	var lines bytes.Buffer
	for i, k := range keys {
		row, err := in.Body.Queries[k].row(strconv.Itoa(i))
		if err != nil {
			return nil, nil, badRequest("query "+k, "", err.Error())
		}
		lines.Write(append(row, '\n'))
	}
	if rows, err = s.app.Understand(ftm.New(), lines.Bytes()); err != nil {
		return nil, nil, err
	}
	for i, k := range keys {
		if u := rows[strconv.Itoa(i)]; u.Record == nil || len(u.Record.Parties) == 0 {
			why := "it names nobody: want properties.name"
			if bad := rows[""].Err; bad != nil {
				why = bad.Error()
			}
			return nil, nil, badRequest("query "+k, "", why)
		}
	}
	return keys, rows, nil
}

// scored is a candidate as yente shows it; false where the question leaves it
// out.
func (s *Server) scored(m *app.Meant, in *yenteMatchIn, dataset string, onList bool) (scored, bool, error) {
	if m.Probability < in.Cutoff || onList && len(m.Lists) == 0 || slices.Contains(in.NotThese, string(m.Entity)) {
		return scored{}, false, nil
	}
	e, _, err := s.ftmOf(m.Entity)
	if err != nil {
		return scored{}, false, err
	}
	in1 := func(all []string) func(string) bool { return func(x string) bool { return slices.Contains(all, x) } }
	switch {
	case dataset != "" && !slices.Contains(e.Datasets, dataset),
		len(in.Include) > 0 && !slices.ContainsFunc(e.Datasets, in1(in.Include)),
		len(in.Exclude) > 0 && !slices.ContainsFunc(e.Datasets, func(d string) bool { return !slices.Contains(in.Exclude, d) }),
		slices.Contains(in.NoSchema, e.Schema), slices.ContainsFunc(e.Referents, in1(in.NotThese)),
		len(in.Topics) > 0 && !slices.ContainsFunc(topicsOf(m.Lists), in1(in.Topics)):
		return scored{}, false, nil
	}
	x := scored{ftmEntity: *e, Score: m.Probability, Features: map[string]float64{}, Match: m.Probability >= in.Threshold}
	for _, ev := range m.Evidence {
		x.Features[ev.Comparison] += ev.Weight
	}
	return x, true, nil
}

// badRequest is a problem of status 400, by which yente tells a query that can
// not be read.
func badRequest(what, value, want string) error {
	text := strings.TrimSpace(fmt.Sprintf("%s %s", what, cutText(value, 80)))
	p := problem(http.StatusBadRequest, text+": "+want, "")
	p.Code = engine.Invalid
	return p
}
