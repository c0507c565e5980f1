package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/report"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
)

// How much of an entity's surroundings goes into a dossier; what is left out is
// told under what is missing.
const (
	dossierDepth     = 6    // steps of holdings
	dossierHoldings  = 500  // holdings
	dossierShipments = 500  // shipments, the latest
	dossierSources   = 2000 // records as evidence
	dossierBranches  = 300  // branches that are drawn: more are no picture
)

// Dossier gathers all that the folder holds of an entity, and what the rules
// that can catch it say, as of a day. Cost: a
// walk to the top, one reading of each record that it rests on, and half a
// second for the picture.
func (a *App) Dossier(ctx context.Context, id engine.EntityID, asOf engine.Date) (*report.Dossier, error) {
	p, err := a.Query.Profile(id)
	if err != nil {
		return nil, err
	}
	d := &report.Dossier{Version: report.Version, Entity: p.ID, Name: p.Name, Kind: p.Kind, Country: p.Country, AsOf: asOf, Made: engine.DateOf(a.now())}
	g := &gathering{a: a, d: d, have: map[engine.RecordID]bool{}}
	for _, step := range []func(*query.Profile) error{g.facts, g.owners, g.holdings, g.shipments, g.identity, g.evidence, g.stamp} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := step(p); err != nil {
			return nil, err
		}
	}
	return d, g.picture(ctx)
}

// gathering is a dossier under way.
type gathering struct {
	a       *App
	d       *report.Dossier
	records []engine.RecordID // that something rests on, in the order of use
	have    map[engine.RecordID]bool
}

// use notes records as evidence.
func (g *gathering) use(ids ...engine.RecordID) {
	for _, id := range ids {
		if id != "" && !g.have[id] {
			g.have[id] = true
			g.records = append(g.records, id)
		}
	}
}

func (g *gathering) lack(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(g.d.Missing, text) {
		g.d.Missing = append(g.d.Missing, text)
	}
}

// facts takes what the sources say of the entity itself.
func (g *gathering) facts(p *query.Profile) error {
	for _, s := range p.Seen {
		g.use(s.Record)
	}
	put := func(what, text string, records []engine.RecordID) {
		if text != "" {
			g.d.Facts = append(g.d.Facts, report.Fact{What: what, Text: text, Records: records})
		}
	}
	for _, n := range p.Names {
		what := "name"
		if n.Value.Kind != engine.Primary {
			what += ", " + string(n.Value.Kind)
		}
		put(what, n.Value.Text, n.Records)
	}
	for _, x := range p.Identifiers {
		put("identifier", strings.TrimSpace(x.Value.Scheme+" "+x.Value.Value+" "+x.Value.Country), x.Records)
	}
	for _, x := range p.Addresses {
		put(strings.TrimSpace(string(x.Value.Kind)+" address"), x.Value.Line(), x.Records)
	}
	for _, x := range p.Born {
		put("born or incorporated", x.Value.String(), x.Records)
	}
	for what, list := range map[string][]query.Said[string]{"nationality": p.Nations} {
		for _, x := range list {
			put(what, x.Value, x.Records)
		}
	}
	for _, x := range p.Status {
		put("status", x.Value, x.Records)
	}
	for _, x := range p.Notes {
		put("note", x.Value, x.Records)
	}
	for _, l := range p.Listings {
		g.use(l.Record)
		g.d.Listings = append(g.d.Listings, report.Listing{Listing: l.Listing, Record: l.Record, Stands: engine.Covers(l.From, l.Until, g.d.AsOf) != engine.No})
	}
	return nil
}

// owners takes the tree, the verdicts, and the signs that rest on them.
func (g *gathering) owners(p *query.Profile) error {
	t, err := g.a.Query.Trace(p.ID, g.d.AsOf, nil)
	if err != nil {
		return err
	}
	g.d.Tree, g.d.Lists, g.d.Cut = t.Tree, t.Lists, t.Cut
	if g.d.Tree.Owners == nil {
		g.d.Tree.Owners = []own.Branch{}
	}
	if g.d.Verdicts, err = WithRules(t.Verdicts, g.d.AsOf); err != nil {
		return err
	}
	for _, v := range g.d.Verdicts {
		for _, s := range v.Path {
			g.use(s.Sources...)
		}
		for _, m := range v.Missing {
			g.lack("%s would settle %s", m, v.Rule)
		}
	}
	for _, r := range g.d.Owners() {
		g.use(r.Sources...)
		if err := g.listings(r.Owner, r.Listed); err != nil {
			return err
		}
	}
	for _, x := range t.Tree.Terminals {
		switch x.Kind {
		case own.EndRest, own.EndUndisclosed, own.EndUnnamed, own.EndDangling, own.EndCompany:
			g.lack("who is behind %s %% of it: %s %s", x.Percent, strings.ReplaceAll(string(x.Kind), "-", " "), strings.TrimSpace(x.Name+" "+x.Reason))
		}
	}
	facts, err := g.a.Query.Company(p.ID, g.d.AsOf)
	if err != nil {
		return err
	}
	signs, lacks := front.Signs(facts)
	g.d.Signs = signs
	for _, l := range lacks {
		g.lack("the sign “%s” could not be looked for: it needs %s", strings.ReplaceAll(l.Sign, "-", " "), l.Needs)
	}
	return nil
}

// listings takes the records that list an owner as evidence.
func (g *gathering) listings(id engine.EntityID, lists []engine.ListID) error {
	if len(lists) == 0 || id == "" {
		return nil
	}
	for _, party := range g.a.Query.Members(id) {
		listed, err := g.a.Store.ListingsOf(party)
		if err != nil {
			return err
		}
		for _, l := range listed {
			if slices.Contains(lists, l.List) {
				g.use(l.Record)
			}
		}
	}
	return nil
}

// holdings takes what the entity holds, level by level.
func (g *gathering) holdings(p *query.Profile) error {
	held, err := g.a.Query.Holdings(p.ID, g.d.AsOf, dossierDepth)
	if err != nil {
		return err
	}
	for level := held; len(level) > 0; {
		var below []query.Down
		for _, h := range level {
			if len(g.d.Holdings) == dossierHoldings {
				g.lack("further holdings: %d are told", dossierHoldings)
				return nil
			}
			g.d.Holdings = append(g.d.Holdings, report.Holding{Depth: h.Depth, Step: h.Step})
			g.use(h.Sources...)
			below = append(below, h.Holdings...)
		}
		level = below
	}
	return nil
}

// shipments takes the shipments of the store, the latest first.
func (g *gathering) shipments(p *query.Profile) error {
	list, more, err := g.a.Shipments(p.ID, dossierShipments)
	if err != nil {
		return err
	}
	if more > 0 {
		g.lack("%d earlier shipments are not told", more)
	}
	for _, s := range list {
		g.d.Shipped = append(g.d.Shipped, s)
		g.use(s.Record)
	}
	return nil
}

// identity takes what holds the entity together, who else it might be, and what
// people judged.
func (g *gathering) identity(p *query.Profile) error {
	h, err := g.a.Query.Holding(p.ID)
	if err != nil {
		return err
	}
	for _, b := range h.Bonds {
		g.d.Bonds = append(g.d.Bonds, report.Bond{A: b.Pair.A, B: b.Pair.B, Bits: b.Weight, Why: Reason(&b.Match), Judged: b.Judged})
	}
	for _, l := range p.Possible {
		e, err := g.a.Store.Entity(l.Entity)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		lists, err := g.a.Query.ListedOn(e.ID, g.d.AsOf)
		if err != nil {
			return err
		}
		g.d.Possible = append(g.d.Possible, report.Possible{Entity: e.ID, Name: e.Name, Bits: l.Weight, Lists: lists})
	}
	return g.a.Store.Judgements(func(j engine.Judgement) error {
		if slices.Contains(p.Parties, j.A) || slices.Contains(p.Parties, j.B) {
			g.d.Judged = append(g.d.Judged, j)
			g.use(j.A.Record(), j.B.Record())
		}
		return nil
	})
}

// evidence reads every record that was used.
func (g *gathering) evidence(*query.Profile) error {
	slices.Sort(g.records)
	if n := len(g.records) - dossierSources; n > 0 {
		g.lack("%d further records are not shown as evidence", n)
		g.records = g.records[:dossierSources]
	}
	g.d.Evidence = []report.Source{}
	for _, id := range g.records {
		r, err := g.a.Store.Record(id)
		if errors.Is(err, engine.NotFound) {
			g.lack("the record %s, which is named as a source, is not loaded", id)
			continue
		}
		if err != nil {
			return err
		}
		sum := sha256.Sum256(r.Raw)
		raw := bytes.ToValidUTF8(r.Raw, []byte("�"))
		text := string(raw[:min(len(raw), report.MaxText)])
		for !utf8.ValidString(text) {
			text = text[:len(text)-1]
		}
		g.d.Evidence = append(g.d.Evidence, report.Source{Record: r.ID, Format: r.Format, File: r.File, Line: r.Line, Retrieved: r.Retrieved, Ended: r.Ended,
			SHA256: hex.EncodeToString(sum[:]), Text: text, Cut: len(text) < len(raw)})
	}
	return nil
}

// stamp says what the dossier was made with.
func (g *gathering) stamp(*query.Profile) error {
	version, _ := Version()
	all, err := g.a.Store.Datasets()
	if err != nil {
		return err
	}
	for _, s := range all {
		g.d.Loaded = append(g.d.Loaded, report.Dataset{Name: s.Dataset, Format: s.Format, Records: s.Records, Retrieved: s.Retrieved})
	}
	st, _, err := resolve.StampOf(g.a.Store)
	if err != nil {
		return err
	}
	rules, err := json.Marshal(own.Rules())
	if err != nil {
		return err
	}
	sum := sha256.Sum256(rules)
	g.d.Stamp = report.Stamp{Pierce: version, Store: store.Format, Seq: g.a.Store.Seq(), Model: st.Model, Normaliser: st.Normaliser, Scheme: st.Scheme, Rules: hex.EncodeToString(sum[:])}
	return nil
}

// picture draws the owners, where they are few enough to be a picture.
func (g *gathering) picture(ctx context.Context) error {
	if n := len(g.d.Owners()); n == 0 || n > dossierBranches {
		return nil
	}
	var dot bytes.Buffer
	w := draw.NewDot(&dot, g.d.Lists)
	w.Tree(&g.d.Tree)
	if err := w.Close(); err != nil {
		return err
	}
	svg, err := draw.SVG(ctx, dot.Bytes())
	g.d.Picture = string(svg)
	return err
}

// WithRules puts the text and dates of each verdict's rule beside it.
func WithRules(verdicts []own.Verdict, asOf engine.Date) ([]report.Verdict, error) {
	out := make([]report.Verdict, 0, len(verdicts))
	for _, v := range verdicts {
		row, err := own.Find(v.Rule, asOf)
		if err != nil {
			return nil, err
		}
		out = append(out, report.Verdict{Verdict: v, Title: row.Title, Text: row.Text, From: row.From, Until: row.Until, Because: report.Because(&v)})
	}
	return out, nil
}

// DossierFile is a dossier as "json", "html" or "pdf". A PDF is printed by the
// browser that is named, or the first that is found.
func DossierFile(ctx context.Context, d *report.Dossier, form, browser string) ([]byte, error) {
	if form == "json" {
		return d.JSON()
	}
	page, err := d.HTML()
	if err != nil || form == "html" {
		return page, err
	}
	path, err := draw.Browser(browser)
	if err != nil {
		return nil, err
	}
	pdf, err := draw.PDF(ctx, path, page)
	if err != nil {
		return nil, err
	}
	return d.Attach(pdf)
}
