package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/report"
	"github.com/pierce-er/pierce/index"
)

// entityPage is all that is known of one.
type entityPage struct {
	*query.Profile
	AsOf     engine.Date
	Today    bool
	Trace    *query.Trace
	Owners   []report.Owner
	Verdicts []report.Verdict
	Holdings []query.Down
	Offices  []query.Link
	Shipped  []report.Shipment
	MoreShip int
	Signs    []front.Sign
	Lacks    []front.Lack
	Undone   []query.Undecided
	Judged   []engine.Judgement
	Pivots   []index.Pivot
	Cases    []*dossierCase
	PDF      bool
}

// How much of a large entity's surroundings a page shows; the dossier and the
// picture show more.
const (
	pageBranches  = 200
	pageHoldings  = 100
	pageShipments = 50
	pageOffices   = 50
)

// entity shows one, by its own id, an older one's, a record's or a party's.
func (s *site) entity(w http.ResponseWriter, r *http.Request) error {
	e, err := s.app.Query.Entity(r.PathValue("id"))
	if err != nil {
		if errors.Is(err, engine.NotFound) {
			return notFound(short(r.PathValue("id"), 80))
		}
		return err
	}
	if string(e.ID) != r.PathValue("id") {
		to := url.URL{Path: "/entity/" + string(e.ID), RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, to.String(), http.StatusSeeOther)
		return nil
	}
	p := entityPage{Pivots: app.Pivots()}
	if p.AsOf, err = s.asOf(r); err != nil {
		return err
	}
	p.Today = p.AsOf == engine.DateOf(s.now())
	for _, step := range []func(*entityPage, engine.EntityID) error{s.known, s.behind, s.beside, s.past} {
		if err := step(&p, e.ID); err != nil {
			return err
		}
	}
	_, err = draw.Browser("")
	p.PDF = err == nil
	return s.show(w, r, "entity", "search", p.Name, p)
}

// known is what the sources say.
func (s *site) known(p *entityPage, id engine.EntityID) (err error) {
	p.Profile, err = s.app.Query.Profile(id)
	return err
}

// behind is who stands behind it and what the rules say.
func (s *site) behind(p *entityPage, id engine.EntityID) error {
	t, err := s.app.Query.Trace(id, p.AsOf, nil)
	if err != nil {
		return err
	}
	p.Trace = t
	d := report.Dossier{Tree: t.Tree, Lists: t.Lists}
	p.Owners = d.Owners()
	p.Owners = p.Owners[:min(len(p.Owners), pageBranches)]
	if p.Verdicts, err = app.WithRules(t.Verdicts, p.AsOf); err != nil {
		return err
	}
	slices.SortStableFunc(p.Verdicts, func(a, b report.Verdict) int {
		return cmp.Compare(slices.Index(answers(), a.Verdict.Verdict), slices.Index(answers(), b.Verdict.Verdict))
	})
	facts, err := s.app.Query.Company(id, p.AsOf)
	if err != nil {
		return err
	}
	p.Signs, p.Lacks = front.Signs(facts)
	return nil
}

// beside is what it holds, who acts for it, and what it shipped.
func (s *site) beside(p *entityPage, id engine.EntityID) (err error) {
	if p.Holdings, err = s.app.Query.Holdings(id, p.AsOf, 1); err != nil {
		return err
	}
	if p.Offices, err = s.app.Query.Offices(id); err != nil {
		return err
	}
	p.Holdings, p.Offices = p.Holdings[:min(len(p.Holdings), pageHoldings)], p.Offices[:min(len(p.Offices), pageOffices)]
	p.Shipped, p.MoreShip, err = s.app.Shipments(id, pageShipments)
	return err
}

// past is what people decided, and what became of it.
func (s *site) past(p *entityPage, id engine.EntityID) (err error) {
	if p.Undone, err = s.app.Query.UndecidedOf(id, p.AsOf); err != nil {
		return err
	}
	mine := map[engine.PartyID]bool{}
	for _, x := range p.Parties {
		mine[x] = true
	}
	err = s.app.Store.Judgements(func(j engine.Judgement) error {
		if mine[j.A] || mine[j.B] {
			p.Judged = append(p.Judged, j)
		}
		return nil
	})
	if err != nil {
		return err
	}
	p.Cases, err = s.casesOf(string(id))
	return err
}

// recordPage is a record with its versions, the newest first.
type recordPage struct {
	ID       engine.RecordID
	Versions []*engine.Record
	Texts    []string
}

// record shows a record as published.
func (s *site) record(w http.ResponseWriter, r *http.Request) error {
	p := recordPage{ID: engine.RecordID(r.PathValue("id"))}
	versions, err := s.app.Store.Versions(p.ID)
	if err != nil {
		return err
	}
	for i := len(versions) - 1; i >= 0; i-- {
		p.Versions = append(p.Versions, versions[i])
		p.Texts = append(p.Texts, strings.ToValidUTF8(string(versions[i].Raw), "�"))
	}
	return s.show(w, r, "record", "search", string(p.ID), p)
}

// dossier writes the file of one.
func (s *site) dossier(w http.ResponseWriter, r *http.Request) error {
	day, err := s.asOf(r)
	if err != nil {
		return err
	}
	types := map[string]string{"json": "application/json", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}
	form := r.PathValue("form")
	if types[form] == "" {
		return notFound("this page")
	}
	e, err := s.app.Query.Entity(r.PathValue("id"))
	if err != nil {
		return err
	}
	d, err := s.app.Dossier(r.Context(), e.ID, day)
	if err != nil {
		return err
	}
	file, err := app.DossierFile(r.Context(), d, form, "")
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", types[form])
	h.Set("Content-Disposition", `attachment; filename="dossier-`+string(e.ID)+"-"+day.String()+"."+form+`"`)
	_, _ = w.Write(file) // whoever asked may be gone
	return nil
}
