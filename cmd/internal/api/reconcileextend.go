package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// extendQuery asks for properties of entities.
type extendQuery struct {
	IDs        []string `json:"ids"`
	Properties []struct {
		ID       string `json:"id"`
		Settings struct {
			Limit json.RawMessage `json:"limit"`
		} `json:"settings"`
	} `json:"properties"`
}

// extendValue is one value: a text, or an entity.
type extendValue struct {
	Str  string `json:"str,omitempty"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}

// extended is the answer to an extension.
type extended struct {
	Meta []extendMeta                        `json:"meta"`
	Rows map[string]map[string][]extendValue `json:"rows"`
}

type extendMeta struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	Type *reconType `json:"type,omitempty"`
}

// verdictPrefix begins a property that is a rule's verdict.
const verdictPrefix = "verdict-"

// reconProperties are all properties: those of FollowTheMoney, which a query may
// give too, and what pierce knows besides.
func reconProperties() []reconType {
	out := []reconType{{"name", "Name"}, {"alias", "Other name"}, {"weakAlias", "Weak alias"}, {"previousName", "Previous name"}, {"jurisdiction", "Jurisdiction"}, {"country", "Country"},
		{"nationality", "Nationality"}, {"address", "Address"}, {"registrationNumber", "Registration number"}, {"leiCode", "LEI"}, {"idNumber", "ID number"}, {"passportNumber", "Passport number"},
		{"imoNumber", "IMO number"}, {"incorporationDate", "Incorporation date"}, {"birthDate", "Birth date"}, {"flag", "Flag"}, {"topics", "Topics"},
		{"lists", "Lists that it is on"}, {"datasets", "Datasets"}, {"records", "Records"}, {"owners", "Direct owners"}, {"ultimateParent", "Ultimate parent"}}
	for _, id := range own.RuleIDs() {
		out = append(out, reconType{verdictPrefix + id, "Verdict of " + id})
	}
	return out
}

// propose gives the properties that a type may be extended by.
func (s *Server) propose(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	all := reconProperties()
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n > 0 {
		all = all[:min(n, len(all))]
	}
	s.answer(w, r, map[string]any{"type": cutText(q.Get("type"), 80), "limit": len(all), "properties": all}, nil)
}

// extend fetches properties of entities.
func (s *Server) extend(r *http.Request, text string) (*extended, error) {
	var q extendQuery
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		return nil, badRequest("extend", "", "want a JSON object with ids and properties: "+err.Error())
	}
	if len(q.IDs) > maxBatch || len(q.Properties) > maxBatch {
		return nil, badRequest("extend", "", "want at most "+strconv.Itoa(maxBatch)+" ids and properties")
	}
	out := &extended{Meta: []extendMeta{}, Rows: map[string]map[string][]extendValue{}}
	known := reconProperties()
	for _, p := range q.Properties {
		at := slices.IndexFunc(known, func(t reconType) bool { return t.ID == p.ID })
		if at < 0 {
			return nil, badRequest("property", p.ID, "want one of those that /reconcile/suggest/property gives")
		}
		m := extendMeta{ID: p.ID, Name: known[at].Name}
		if p.ID == "owners" || p.ID == "ultimateParent" {
			m.Type = &reconTypes[0]
		}
		out.Meta = append(out.Meta, m)
	}
	for _, id := range q.IDs {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		row, err := s.extendRow(id, &q)
		if err != nil {
			return nil, err
		}
		out.Rows[id] = row
	}
	return out, nil
}

// extendRow is one entity's values; all empty where there is no such.
func (s *Server) extendRow(id string, q *extendQuery) (map[string][]extendValue, error) {
	row := map[string][]extendValue{}
	for _, p := range q.Properties {
		row[p.ID] = []extendValue{}
	}
	ent, err := s.app.Query.Entity(id)
	if errors.Is(err, engine.NotFound) {
		return row, nil
	}
	if err != nil {
		return nil, err
	}
	e, _, err := s.ftmOf(ent.ID)
	if err != nil {
		return nil, err
	}
	for _, p := range q.Properties {
		values, err := s.extendValues(e, ent.ID, p.ID)
		if err != nil {
			return nil, err
		}
		if n, _ := strconv.ParseFloat(strings.Trim(string(p.Settings.Limit), `"`), 64); n >= 1 && int(n) < len(values) {
			values = values[:int(n)]
		}
		row[p.ID] = append(row[p.ID], values...)
	}
	return row, nil
}

// extendValues are the values of one property.
func (s *Server) extendValues(e *ftmEntity, id engine.EntityID, property string) ([]extendValue, error) {
	today := engine.DateOf(s.now())
	var out []extendValue
	add := func(text string) { out = append(out, extendValue{Str: text}) }
	switch {
	case property == "lists":
		lists, err := s.app.Query.ListedOn(id, today)
		for _, l := range lists {
			add(string(l))
		}
		return out, err
	case property == "datasets", property == "records":
		for _, t := range map[string][]string{"datasets": e.Datasets, "records": e.Referents}[property] {
			add(t)
		}
		return out, nil
	case property == "owners", property == "ultimateParent":
		return s.above(id, property, today)
	case strings.HasPrefix(property, verdictPrefix):
		_, rules, err := s.rulesOn("", strings.TrimPrefix(property, verdictPrefix))
		if err != nil {
			return nil, err
		}
		if _, err := s.app.Fresh(); err != nil {
			return nil, err
		}
		t, err := s.app.Query.Trace(id, today, rules)
		if err != nil {
			return nil, err
		}
		for _, v := range t.Verdicts {
			add(string(v.Verdict))
		}
		return out, nil
	}
	for _, v := range e.Properties[property] {
		if t, ok := v.(string); ok && t != "" {
			add(t)
		}
	}
	return out, nil
}

// above are an entity's direct owners, or its ultimate parent.
func (s *Server) above(id engine.EntityID, property string, day engine.Date) ([]extendValue, error) {
	t, err := s.app.Query.Trace(id, day, nil)
	if err != nil {
		return nil, err
	}
	if property == "ultimateParent" {
		if p := t.Tree.Parent; p.Entity != "" {
			return []extendValue{{ID: string(p.Entity), Name: p.Name}}, nil
		}
		return nil, nil
	}
	var out []extendValue
	for _, b := range t.Tree.Owners {
		if b.Owner != "" && !slices.ContainsFunc(out, func(v extendValue) bool { return v.ID == string(b.Owner) }) {
			out = append(out, extendValue{ID: string(b.Owner), Name: b.Name})
		}
	}
	return out, nil
}
