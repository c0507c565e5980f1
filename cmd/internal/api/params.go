package api

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/engine/sim"
)

// parameter is what a query may say: one value or a list of them, parted by
// commas unless the name may be repeated.
type parameter struct {
	name       string
	list, many bool
}

// parameters are those that each path of pierce's own takes in its query, by the
// route's pattern, as the OpenAPI document lists them. Paths in the shapes of
// others, as yente's, are left out: their clients send what these know.
func parameters(doc *huma.OpenAPI) map[string][]parameter {
	out := map[string][]parameter{}
	for path, item := range doc.Paths {
		if !strings.HasPrefix(path, "/api/") {
			continue
		}
		for method, op := range map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete} {
			if op == nil {
				continue
			}
			all := []parameter{}
			for _, p := range op.Parameters {
				if p.In == "query" {
					list := p.Schema != nil && p.Schema.Type == huma.TypeArray
					all = append(all, parameter{p.Name, list, list && p.Explode != nil && *p.Explode})
				}
			}
			slices.SortFunc(all, func(a, b parameter) int { return strings.Compare(a.name, b.name) })
			out[method+" "+path] = all
		}
	}
	return out
}

// misasked is the problem of a query that says what the path does not take: a
// filter that is misspelt would else be no filter, and the answer a wrong one.
func (s *Server) misasked(pattern string, u *url.URL) *Problem {
	all, ok := s.params[pattern]
	if !ok || u.RawQuery == "" {
		return nil
	}
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return problem(http.StatusBadRequest, "the query is not written as name=value&name=value", "write other characters than letters and digits as %XX")
	}
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = p.name
	}
	for _, name := range slices.Sorted(maps.Keys(q)) {
		i := slices.Index(names, name)
		switch {
		case i < 0 && len(all) == 0:
			return problem(http.StatusBadRequest, "this path takes no parameters, but the query has "+quoted(name), "/docs lists what there is")
		case i < 0:
			return problem(http.StatusBadRequest, "there is no parameter "+quoted(name), meant(name, names))
		case len(q[name]) > 1 && !all[i].many:
			return problem(http.StatusBadRequest, "the parameter "+quoted(name)+" is given more than once", onceHint(all[i]))
		}
	}
	return nil
}

// onceHint says how to give a parameter that may not be repeated.
func onceHint(p parameter) string {
	if p.list {
		return "part its values by commas"
	}
	return "give it once"
}

// meant is the hint for a name that there is not: the one that it is nearest to,
// or all.
func meant(name string, names []string) string {
	best, least := "", 0
	for _, n := range names {
		d := sim.OSADistance(strings.ToLower(cutText(name, 40)), n)
		if d*2 <= len(n) && (best == "" || d < least) {
			best, least = n, d
		}
	}
	if best != "" {
		return "perhaps " + best + "?"
	}
	return "it takes " + strings.Join(names, ", ")
}

// quoted is a name of the client's, short and without what does not print.
func quoted(name string) string {
	return `"` + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' {
			return '?'
		}
		return r
	}, cutText(name, 40)) + `"`
}
