package bods

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest"
)

// statement is what the head of a statement says, the same in all versions.
type statement struct {
	id      string // of the statement
	record  string // version 0.4: of the record
	kind    string // entity, person or relationship
	date    engine.Date
	closed  bool
	details *ingest.Value
}

// kinds are the kinds of statement in the words of all versions.
var kinds = map[string]string{
	"entity": "entity", "person": "person", "relationship": "relationship",
	"entityStatement": "entity", "personStatement": "person", "ownershipOrControlStatement": "relationship",
}

// head reads a statement's head.
func head(r *ingest.Row) statement {
	v := r.Value
	s := statement{id: v.Get("statementId").Str(), record: v.Get("recordId").Str(), kind: kinds[v.Get("recordType").Str()], closed: v.Get("recordStatus").Str() == "closed", details: v.Get("recordDetails")}
	if v.Get("recordType") == nil {
		s.id, s.record, s.kind, s.details = v.Get("statementID").Str(), "", kinds[v.Get("statementType").Str()], v
	}
	s.date, _ = day(v.Get("statementDate"))
	return s
}

// day reads a date or a time.
func day(v *ingest.Value) (engine.Date, error) {
	text, _, _ := strings.Cut(v.Str(), "T")
	return engine.ParseDate(text)
}

// book knows which statements are about one record.
type book struct {
	in       *ingest.Input
	replaces map[string]string  // before 0.4: statement → the one that it replaces
	count    map[string]int     // statements by key; by record once settled
	faceless map[string]string  // records that name nobody, and why
	held     map[string][]piece // statements that wait for others about their record
	rows     int
}

// piece is a statement that waits for the others about its record.
type piece struct {
	at  int // place in the order of reading
	s   statement
	rec *engine.Record // nil for one that was rejected
}

func newBook(in *ingest.Input) *book {
	return &book{in: in, replaces: map[string]string{}, count: map[string]int{}, faceless: map[string]string{}, held: map[string][]piece{}}
}

// key is what a statement itself says of its record.
func (s *statement) key() string {
	if s.record != "" {
		return s.record
	}
	return s.id
}

// note counts a statement.
func (b *book) note(r *ingest.Row) {
	s := head(r)
	if s.key() == "" || s.kind == "" {
		return
	}
	b.count[s.key()]++
	if s.record == "" {
		for _, old := range s.details.Get("replacesStatements").Strings() {
			if old != s.id {
				b.replaces[s.id] = old
			}
		}
	}
	switch kind := typeOf(s.details); kind {
	case "anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson":
		if len(names(s.details, s.kind)) == 0 {
			b.faceless[s.key()] = kind + reasonOf(s.details)
		}
	}
}

// typeOf is the type of an entity or a person.
func typeOf(v *ingest.Value) string {
	for _, k := range []string{"entityType", "personType"} {
		t := v.Get(k)
		if s := t.Str(); s != "" {
			return s
		}
		if s := t.Get("type").Str(); s != "" {
			return s
		}
	}
	return ""
}

// reasonOf says why somebody is not named, where the source does.
func reasonOf(v *ingest.Value) string {
	for _, k := range []string{"unspecifiedEntityDetails", "unspecifiedPersonDetails", "missingInfoReason"} {
		d := v.Get(k)
		if s := d.Str(); s != "" {
			return ": " + s
		}
		if s := d.Get("reason").Str(); s != "" {
			return ": " + strings.TrimSpace(s+" "+d.Get("description").Str())
		}
	}
	return ""
}

// settle counts by record.
func (b *book) settle() {
	if len(b.replaces) == 0 {
		return
	}
	count := make(map[string]int, len(b.count))
	for k, n := range b.count {
		count[b.root(k)] += n
	}
	b.count = count
	for k, why := range b.faceless {
		if r := b.root(k); r != k {
			delete(b.faceless, k)
			b.faceless[r] = why
		}
	}
}

// maxChain bounds a chain of replacements: a source that goes round in circles
// ends somewhere.
const maxChain = 10_000

// root is the first statement of a chain of replacements. Of a circle it is the
// smallest, so that all agree.
func (b *book) root(key string) string {
	least := key
	for n := 0; ; n++ {
		old, ok := b.replaces[key]
		switch {
		case !ok:
			return key
		case n > maxChain:
			return least
		}
		key, least = old, min(least, old)
	}
}

// take maps a statement, and hands the record over when it was the last about
// it.
func (b *book) take(r *ingest.Row, out ingest.Output) error {
	b.rows++
	s := head(r)
	switch {
	case s.kind == "":
		return out.Reject(*r.Badf("recordType", r.Value.Get("recordType").Str()+r.Value.Get("statementType").Str(), "want entity, person or relationship"))
	case s.key() == "":
		return out.Reject(*r.Badf("recordId", "", "want an id"))
	}
	m := &mapper{book: b, row: r, s: s}
	key := b.root(s.key())
	rec, err := m.record(key)
	var bad *ingest.RowError
	if err != nil && !errors.As(err, &bad) {
		return err
	}
	if bad != nil {
		rec = nil
		if err := out.Reject(*bad); err != nil {
			return err
		}
	}
	if err := ingest.RejectAll(out, m.warnings); err != nil {
		return err
	}
	b.held[key] = append(b.held[key], piece{b.rows, s, rec})
	if len(b.held[key]) < b.count[key] {
		return nil
	}
	rec = merged(b.held[key])
	delete(b.held, key)
	if rec == nil {
		return nil
	}
	return out.Record(rec)
}

// merged is one record out of all statements about it. The latest describes a
// party, with the names that it had before as former ones; a relationship has
// the interests of each statement for as long as it stood.
func merged(pieces []piece) *engine.Record {
	pieces = slices.DeleteFunc(pieces, func(p piece) bool { return p.rec == nil })
	if len(pieces) == 0 {
		return nil
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Or(cmp.Compare(a.s.date, b.s.date), cmp.Compare(a.at, b.at)) })
	last := pieces[len(pieces)-1]
	rec := last.rec
	for i := len(pieces) - 2; i >= 0; i-- {
		for _, p := range pieces[i].rec.Parties {
			if len(rec.Parties) == 1 {
				former(&rec.Parties[0], p.Names)
			}
		}
	}
	var interests []engine.Interest
	for i, p := range pieces {
		for _, in := range p.rec.Interests {
			if i+1 < len(pieces) && in.Until == 0 {
				if slices.ContainsFunc(pieces[i+1].rec.Interests, func(next engine.Interest) bool { return alike(in, next) }) {
					continue // the next statement says it again
				}
				in.Until = pieces[i+1].s.date
			}
			if p.s.closed && in.Until == 0 {
				in.Until = p.s.date
			}
			if p.s.closed && i > 0 && in.Until == p.s.date && in.From == p.s.date {
				continue
			}
			if len(pieces) > 1 && in.ID != "" {
				in.ID = fmt.Sprintf("%d.%s", i, in.ID) // the same place in another statement is another claim
			}
			interests = append(interests, in)
		}
	}
	rec.Interests = interests
	return rec
}

// alike reports whether two statements make the same claim, the later perhaps
// with an end.
func alike(a, b engine.Interest) bool {
	a.Until, b.Until, a.ID, b.ID = 0, 0, "", ""
	return a == b
}

// former adds names that are no longer used.
func former(p *engine.Party, old []engine.Name) {
	for _, n := range old {
		if !slices.ContainsFunc(p.Names, func(have engine.Name) bool { return have.Text == n.Text }) {
			n.Kind = engine.Former
			p.Names = append(p.Names, n)
		}
	}
}

// country reads a country given as a code or as {code, name}.
func country(v *ingest.Value) string {
	for _, s := range []string{v.Str(), v.Get("code").Str(), v.Get("name").Str()} {
		code, _, _ := strings.Cut(s, "-")
		if c := norm.Country(code); c != "" {
			return c
		}
		if c := norm.Country(s); c != "" {
			return c
		}
	}
	return ""
}
