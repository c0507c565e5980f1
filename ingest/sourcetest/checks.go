package sourcetest

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Check tells what is wrong with a record, whatever its source: ids that are
// not its own, empty or unprintable names, dates that do not exist, shares out
// of range, kinds that no one knows.
func Check(dataset string, rec *engine.Record) []string {
	c := checker{rec: rec}
	if rec.ID.Dataset() != dataset || rec.ID.Key() == "" {
		c.fault("id %q is not of the form %q", rec.ID, dataset+"/key")
	}
	if rec.Format == "" || rec.File == "" || rec.Line < 1 {
		c.fault("lacks format, file or line")
	}
	if len(rec.Raw) == 0 || !utf8.Valid(rec.Raw) {
		c.fault("lacks its raw bytes in UTF-8")
	}
	seen := map[engine.PartyID]bool{}
	for i := range rec.Parties {
		p := &rec.Parties[i]
		if seen[p.ID] {
			c.fault("has two parties %q", p.ID)
		}
		seen[p.ID] = true
		c.party(p)
	}
	c.interests()
	for _, l := range rec.Listings {
		c.text("list", string(l.List))
		c.text("listed party", string(l.Party))
		c.span(l.From, l.Until)
	}
	for _, s := range rec.Shipments {
		c.dates(s.Date)
		for _, p := range s.Parties {
			c.text("role", string(p.Role))
			c.text("party of a shipment", string(p.Party))
		}
	}
	for _, l := range rec.Licences {
		c.text("licence", l.ID)
		c.span(l.From, l.Until)
	}
	return c.faults
}

type checker struct {
	rec    *engine.Record
	faults []string
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, string(c.rec.ID)+": "+sprintf(format, args...))
}

func (c *checker) text(what, s string) {
	switch {
	case strings.TrimSpace(s) == "":
		c.fault("empty %s", what)
	case s != strings.TrimSpace(s):
		c.fault("%s %q has spaces around it", what, s)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 && r != '\n' && r != '\r' && r != '\t' }):
		c.fault("%s %q holds what cannot be printed", what, s)
	case slices.Contains(nulls, s):
		c.fault("%s %q means that there is none", what, s)
	}
}

// nulls are what publishers write for nothing.
var nulls = []string{"-0-", "NULL", "null", "N/A", "n/a", "none", "None"}

func (c *checker) dates(ds ...engine.Date) {
	for _, d := range ds {
		if !d.Valid() {
			c.fault("date %d does not exist", int32(d))
		}
	}
}

func (c *checker) span(from, until engine.Date) {
	c.dates(from, until)
	if from != 0 && until != 0 && from.Earliest() > until.Latest() {
		c.fault("the span from %v until %v runs backwards", from, until)
	}
}

var kinds = []engine.Kind{engine.Company, engine.Person, engine.Vessel, engine.Aircraft, engine.Arrangement, engine.State, engine.Unknown}

func (c *checker) party(p *engine.Party) {
	if p.ID.Record() != c.rec.ID {
		c.fault("party %q is not of this record", p.ID)
	}
	if !slices.Contains(kinds, p.Kind) {
		c.fault("party %q has the kind %q", p.ID, p.Kind)
	}
	for _, n := range p.Names {
		c.text("name", n.Text)
		c.span(n.From, n.Until)
	}
	for _, i := range p.Identifiers {
		c.text("scheme", i.Scheme)
		c.text("identifier", i.Value)
	}
	for _, a := range p.Addresses {
		c.text("address", a.Line())
	}
	for _, list := range [][]string{p.Nations, p.Phones, p.Emails, p.Websites, p.Roles, p.Notes} {
		for _, s := range list {
			c.text("value", s)
		}
	}
	c.dates(p.Born...)
	c.dates(p.Died)
}

func (c *checker) interests() {
	seen := map[string]bool{}
	for _, i := range c.rec.Interests {
		if i.ID != "" && seen[i.ID] {
			c.fault("two interests have the id %q", i.ID)
		}
		seen[i.ID] = true
		if !slices.Contains(engine.InterestKinds, i.Kind) {
			c.fault("an interest has the kind %q", i.Kind)
		}
		if i.Owner == "" && i.OwnerName == "" && i.Unnamed == "" {
			c.fault("an interest has no owner and no reason why")
		}
		c.text("owned party", string(i.Owned))
		c.span(i.From, i.Until)
		if s := i.Share; s.Known && (s.Lo < 0 || s.Lo > s.Hi || s.Hi > engine.Whole) {
			c.fault("the share %v is out of range", s)
		}
	}
}

func (s *Suite) sound(t *testing.T, base *result) {
	dataset := s.Source.Format().DefaultDataset()
	if s.Map != nil && s.Map.Dataset != "" {
		dataset = s.Map.Dataset
	}
	seen := map[engine.RecordID]bool{}
	ended := 0
	for _, rec := range base.Records {
		for _, fault := range Check(dataset, rec) {
			t.Error(fault)
		}
		if seen[rec.ID] {
			t.Errorf("the id %q comes twice", rec.ID)
		}
		seen[rec.ID] = true
		for _, i := range rec.Interests {
			if i.Until != 0 {
				ended++
			}
		}
		for _, l := range rec.Listings {
			if l.Until != 0 {
				ended++
			}
		}
	}
	if ended != s.Ended {
		t.Errorf("%d interests and listings have an end, want %d", ended, s.Ended)
	}
}

func (s *Suite) twice(t *testing.T, base *result) {
	var wait sync.WaitGroup
	both := [2]*result{}
	options := [2]ingest.Options{s.options(t, s.Files), s.options(t, s.Files)}
	for i := range both {
		both[i] = &result{}
		wait.Go(func() { _, both[i].err = ingest.ReadAll(options[i], both[i]) })
	}
	wait.Wait()
	for _, r := range both {
		if d := diff(base.Records, r.Records); d != "" || r.err != nil {
			t.Errorf("reading again (%v) gives other records (-first +again):\n%s", r.err, d)
		}
	}
}

func (s *Suite) dataset(t *testing.T, base *result) {
	o := s.options(t, s.Files)
	o.Dataset = "another-1"
	r := &result{}
	if _, r.err = ingest.ReadAll(o, r); r.err != nil || len(r.Records) != len(base.Records) {
		t.Fatalf("with another dataset: %d records, %v; want %d", len(r.Records), r.err, len(base.Records))
	}
	for i, rec := range r.Records {
		for _, fault := range Check("another-1", rec) {
			t.Error(fault)
		}
		if want := base.Records[i].ID.Key(); rec.ID.Key() != want {
			t.Errorf("with another dataset: key %q, want %q", rec.ID.Key(), want)
		}
	}
}

func (s *Suite) empty(t *testing.T) {
	for _, name := range s.names() {
		r := s.try(t, s.with(name, ""))
		if !errors.Is(r.err, engine.Invalid) || len(r.Records) > 0 {
			t.Errorf("with %s empty: %d records, %v; want none and Invalid", name, len(r.Records), r.err)
		}
	}
	if s.Rows && s.Header > 0 {
		head := strings.Join(strings.SplitAfter(s.Files[s.Main], "\n")[:s.Header], "")
		if r := s.try(t, map[string]string{s.Main: head}); len(r.Records)+len(r.Rejects) > 0 {
			t.Errorf("the header alone gives %d records and %d rejects (%v), want none", len(r.Records), len(r.Rejects), r.err)
		}
	}
}
