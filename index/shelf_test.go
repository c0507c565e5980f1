package index

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// shelf is a Reader in memory: the store as the index sees it.
type shelf struct {
	mu       sync.Mutex
	entities map[engine.EntityID]*engine.Entity
	records  map[engine.RecordID]*engine.Record
	of       map[engine.PartyID]engine.EntityID
	changes  []store.Change
}

func newShelf() *shelf {
	return &shelf{entities: map[engine.EntityID]*engine.Entity{}, records: map[engine.RecordID]*engine.Record{}, of: map[engine.PartyID]engine.EntityID{}}
}

// put adds a record and, with an id, the entity of its first party; each a
// change of its own, as loading and resolving are.
func (s *shelf) put(id engine.EntityID, rec *engine.Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.records[rec.ID] = rec
	s.changes = append(s.changes, store.Change{Seq: uint64(len(s.changes) + 1), Kind: store.KindRecords, Records: []engine.RecordID{rec.ID}})
	if id == "" {
		return
	}
	p := &rec.Parties[0]
	s.entities[id] = &engine.Entity{ID: id, Kind: p.Kind, Name: p.Name(), Country: p.Country, Parties: []engine.PartyID{p.ID}}
	s.of[p.ID] = id
	s.changes = append(s.changes, store.Change{Seq: uint64(len(s.changes) + 1), Kind: store.KindEntities, Entities: []engine.EntityID{id}})
}

// merge puts the parties of b into a.
func (s *shelf) merge(a, b engine.EntityID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := *s.entities[a]
	for _, p := range s.entities[b].Parties {
		e.Parties = append(slices.Clone(e.Parties), p)
		s.of[p] = a
	}
	s.entities[a] = &e
	delete(s.entities, b)
	s.changes = append(s.changes, store.Change{Seq: uint64(len(s.changes) + 1), Kind: store.KindEntities, Entities: []engine.EntityID{a, b}})
}

// drop removes a record and the entity of its party.
func (s *shelf) drop(id engine.RecordID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.records, id)
	s.changes = append(s.changes, store.Change{Seq: uint64(len(s.changes) + 1), Kind: store.KindRecords, Records: []engine.RecordID{id}})
	if e, ok := s.of[id.Party()]; ok {
		delete(s.entities, e)
		s.changes = append(s.changes, store.Change{Seq: uint64(len(s.changes) + 1), Kind: store.KindEntities, Entities: []engine.EntityID{e}})
	}
}

func missing(id string) error {
	return &engine.Error{Op: "shelf", ID: id, Code: engine.NotFound}
}

func (s *shelf) Seq() uint64 { s.mu.Lock(); defer s.mu.Unlock(); return uint64(len(s.changes)) }

func (s *shelf) Changes(since uint64, yield func(store.Change) error) error {
	s.mu.Lock()
	all := s.changes[min(int(since), len(s.changes)):]
	s.mu.Unlock()
	for _, c := range all {
		if err := yield(c); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) Entities(yield func(*engine.Entity) error) error {
	s.mu.Lock()
	var all []*engine.Entity
	for _, e := range s.entities {
		all = append(all, e)
	}
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b *engine.Entity) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, e := range all {
		if err := yield(e); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) Entity(id engine.EntityID) (*engine.Entity, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.entities[id]; e != nil {
		return e, nil
	}
	return nil, missing(string(id))
}

func (s *shelf) EntityOf(id engine.PartyID) (engine.EntityID, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.of[id]; ok {
		return e, nil
	}
	return "", missing(string(id))
}

func (s *shelf) Party(id engine.PartyID) (*engine.Party, *engine.Record, error) {
	rec, err := s.Record(id.Record())
	if err != nil {
		return nil, nil, err
	}
	if p := rec.Party(id); p != nil {
		return p, rec, nil
	}
	return nil, nil, missing(string(id))
}

func (s *shelf) ListingsOf(id engine.PartyID) ([]store.Listed, error) {
	rec, err := s.Record(id.Record())
	if err != nil {
		return nil, err
	}
	var out []store.Listed
	for _, l := range rec.Listings {
		if l.Party == id {
			out = append(out, store.Listed{Listing: l, Record: rec.ID})
		}
	}
	return out, nil
}

func (s *shelf) Records(prefix string, yield func(*engine.Record) error) error {
	s.mu.Lock()
	var all []*engine.Record
	for id, r := range s.records {
		if strings.HasPrefix(string(id), prefix) {
			all = append(all, r)
		}
	}
	s.mu.Unlock()
	slices.SortFunc(all, func(a, b *engine.Record) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, r := range all {
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) Record(id engine.RecordID) (*engine.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.records[id]; r != nil {
		return r, nil
	}
	return nil, missing(string(id))
}

// corpus reads testdata/corpus.txt. The entity of the n-th line is e001 and so
// on, its record "test/001".
func corpus(t testing.TB) *shelf {
	t.Helper()
	raw, err := os.ReadFile("testdata/corpus.txt")
	if err != nil {
		t.Fatal(err)
	}
	s := newShelf()
	n := 0
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		n++
		s.put(engine.EntityID(fmt.Sprintf("e%03d", n)), parseLine(t, fmt.Sprintf("%03d", n), line))
	}
	return s
}

func parseLine(t testing.TB, key, line string) *engine.Record {
	t.Helper()
	cols := strings.Split(line, "|")
	for i := range cols {
		cols[i] = strings.TrimSpace(cols[i])
	}
	if len(cols) < 5 {
		t.Fatalf("corpus line %s: got %d columns, want 5 or 6: %s", key, len(cols), line)
	}
	kind, country, _ := strings.Cut(cols[0], " ")
	id := engine.NewRecordID("test", key)
	p := engine.Party{ID: id.Party(), Kind: engine.Kind(kind), Country: country}
	rec := &engine.Record{ID: id}
	for name := range strings.SplitSeq(cols[1], ";") {
		name = strings.TrimSpace(name)
		n := engine.Name{Text: name}
		if k, rest, ok := strings.Cut(name, ":"); ok && slices.Contains([]string{"alias", "weak", "former", "trading"}, k) {
			n = engine.Name{Text: rest, Kind: engine.NameKind(k)}
		}
		p.Names = append(p.Names, n)
	}
	scheme := ""
	for w := range strings.FieldsSeq(cols[2]) {
		s, v, ok := strings.Cut(w, "=")
		switch {
		case !ok && scheme == "phone":
			p.Phones[len(p.Phones)-1] += " " + w
			continue
		case s == "phone":
			p.Phones = append(p.Phones, v)
		default:
			p.Identifiers = append(p.Identifiers, engine.Identifier{Scheme: s, Value: v})
		}
		scheme = s
	}
	for a := range strings.SplitSeq(cols[3], ";") {
		if a = strings.TrimSpace(a); a != "" {
			p.Addresses = append(p.Addresses, engine.Address{Text: a})
		}
	}
	if f := strings.Fields(cols[4]); len(f) > 0 {
		l := engine.Listing{Party: p.ID, List: engine.ListID(f[0]), From: day(t, f[1])}
		if len(f) > 2 {
			l.Until = day(t, f[2])
		}
		rec.Listings = []engine.Listing{l}
	}
	if len(cols) > 5 && cols[5] != "" {
		p.Born = []engine.Date{day(t, cols[5])}
	}
	rec.Parties = []engine.Party{p}
	return rec
}

func day(t testing.TB, s string) engine.Date {
	t.Helper()
	d, err := engine.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
