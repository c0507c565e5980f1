package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/index"
)

// perPage is how many hits a page shows.
const perPage = 20

// maxQuery is the longest text that is searched for, in bytes: an address in
// full has some 300.
const maxQuery = 2000

// homePage is the first page.
type homePage struct {
	Status app.Status
	Open   int // cases that are not closed
}

// home is the search box, with what is loaded.
func (s *site) home(w http.ResponseWriter, r *http.Request) error {
	st, err := s.status()
	if err != nil {
		return err
	}
	open, err := s.openCases()
	if err != nil {
		return err
	}
	return s.show(w, r, "home", "search", "pierce", homePage{st, open})
}

// searchPage is what was found.
type searchPage struct {
	Query    string
	Ships    bool
	Result   *app.SearchResult
	Took     time.Duration
	Facets   []facet
	Chosen   []choice
	From     int
	Next     string // addresses of the pages before and after
	Previous string
	Other    string // the same text among shipments, or among parties
	Undone   []query.Undecided
}

// facet is a property with its values as links.
type facet struct {
	Field  string
	Values []choice
}

// choice is a value of a facet.
type choice struct {
	Value string
	Count int
	Link  string
	On    bool
}

// filterNames are the filters of a search's address, in the order of the page.
var filterNames = []string{"kind", "country", "list", "status", "dataset"}

// ask reads a search from its address.
func (s *site) ask(v url.Values) (index.Query, error) {
	q := index.Query{Text: strings.TrimSpace(v.Get("q")), Kind: engine.Kind(v.Get("kind")), Country: v.Get("country"), List: engine.ListID(v.Get("list")),
		Dataset: v.Get("dataset"), Status: index.Status(v.Get("status")), AsOf: engine.DateOf(s.now()), Limit: perPage, Facets: true, Shipments: v.Get("of") == "shipments"}
	if len(q.Text) > maxQuery {
		return q, invalid("the text has %d bytes, want at most %d", len(q.Text), maxQuery)
	}
	if q.Kind != "" && !slices.Contains(engine.Kinds(), q.Kind) {
		return q, invalid("kind: got %q", short(string(q.Kind), 40))
	}
	if text := v.Get("date"); text != "" {
		d, err := engine.ParseDate(text)
		if err != nil {
			return q, invalid("date: got %q, want a year, a month or a day", short(text, 40))
		}
		q.From, q.Until = d.Earliest(), d.Next()
	}
	q.Offset, _ = strconv.Atoi(v.Get("from"))
	q.Offset = min(max(q.Offset, 0), index.MaxLimit-perPage)
	q.Shipment = index.ShipmentFilter{HS: v.Get("hs")}
	return q, nil
}

// search finds and shows.
func (s *site) search(w http.ResponseWriter, r *http.Request) error {
	v := r.URL.Query()
	q, err := s.ask(v)
	if err != nil {
		return err
	}
	start := s.now()
	found, err := s.app.Search(r.Context(), q)
	if err != nil {
		return err
	}
	p := searchPage{Query: q.Text, Ships: q.Shipments, Result: found, Took: s.now().Sub(start), From: q.Offset}
	p.lay(v, q)
	return s.show(w, r, "search", "search", "Search: "+short(q.Text, 60), p)
}

// lay makes the links of the facets and pages.
func (p *searchPage) lay(v url.Values, q index.Query) {
	link := func(change func(url.Values)) string {
		c := url.Values{}
		for k, list := range v {
			c[k] = slices.Clone(list)
		}
		c.Del("from")
		change(c)
		return "/search?" + c.Encode()
	}
	fields := slices.Concat(filterNames, []string{"date", "hs"})
	for _, f := range p.Result.Facets {
		if !slices.Contains(fields, f.Field) {
			continue
		}
		x := facet{Field: f.Field}
		for _, c := range f.Values[:min(len(f.Values), 12)] {
			x.Values = append(x.Values, choice{c.Value, c.Count, link(func(u url.Values) { u.Set(f.Field, c.Value) }), v.Get(f.Field) == c.Value})
		}
		if len(x.Values) > 0 {
			p.Facets = append(p.Facets, x)
		}
	}
	for _, f := range fields {
		if on := v.Get(f); on != "" {
			p.Chosen = append(p.Chosen, choice{f + ": " + short(on, 40), 0, link(func(u url.Values) { u.Del(f) }), true})
		}
	}
	if n := len(p.Result.Hits); n == perPage && q.Offset+2*perPage <= index.MaxLimit {
		p.Next = link(func(u url.Values) { u.Set("from", strconv.Itoa(q.Offset+perPage)) })
	}
	if q.Offset > 0 {
		p.Previous = link(func(u url.Values) { u.Set("from", strconv.Itoa(max(0, q.Offset-perPage))) })
	}
	p.Other = "/search?" + url.Values{"q": {q.Text}, "of": {map[bool]string{true: "", false: "shipments"}[q.Shipments]}}.Encode()
}

// suggest answers as one types.
func (s *site) suggest(w http.ResponseWriter, r *http.Request) error {
	text := r.URL.Query().Get("q")
	if len(text) > 200 {
		text = ""
	}
	list := []index.Suggestion{}
	if strings.TrimSpace(text) != "" {
		var err error
		if list, err = s.app.Suggest(r.Context(), text, 8); err != nil {
			return err
		}
	}
	return sendJSON(w, list)
}

// samePage is who shares something with an entity.
type samePage struct {
	By     index.Pivot
	Pivots []index.Pivot
	*app.SameResult
}

// same shows who shares an address, a number or an officer.
func (s *site) same(w http.ResponseWriter, r *http.Request) error {
	by := index.Pivot(r.PathValue("by"))
	pivots := app.Pivots()
	if !slices.Contains(pivots, by) {
		return notFound("this page")
	}
	e, err := s.app.Query.Entity(r.PathValue("id"))
	if err != nil {
		return err
	}
	day, err := s.asOf(r)
	if err != nil {
		return err
	}
	found, err := s.app.Same(r.Context(), by, e.ID, day, 200)
	if err != nil {
		return err
	}
	return s.show(w, r, "same", "search", "Same "+string(by), samePage{by, pivots, found})
}
