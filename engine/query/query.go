// Package query answers questions over the store: who an entity is, who owns
// it, what each rule makes of it, who a stranger's name might be, and what a
// shipment's line amounts to. It gathers facts and hands them to the pure
// packages that judge them; it writes nothing.
package query

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
)

// Query asks one store. It is safe for use by several goroutines. What it
// remembers between questions is dropped when the store has changed.
type Query struct {
	st       *store.Store
	military *front.Military
	products *goods.Dictionary

	mu     sync.Mutex // guards what follows
	seq    uint64     // the store's state that what is remembered belongs to
	finder *resolve.Finder
	facts  map[engine.EntityID]*facts
	loaded map[asked]bool // whether anyone stands on the list
	watch  *watch         // of the listed parties; nil until a screening begins
}

// maxRemembered bounds the entities whose facts are kept between questions; at
// some 2 KB each that is about 200 MB.
const maxRemembered = 100_000

// Options add what a user knows to what is shipped. The zero value adds nothing.
type Options struct {
	Military []front.MilitaryEntry // what else ties a company to armed forces
	Products []goods.Product       // what else to look for in goods
}

// New asks questions of s.
func New(s *store.Store, o Options) (*Query, error) {
	m, err := front.NewMilitary(o.Military)
	if err != nil {
		return nil, err
	}
	d, err := goods.New(goods.Options{Extra: o.Products})
	if err != nil {
		return nil, err
	}
	q := &Query{st: s, military: m, products: d}
	q.forget()
	return q, nil
}

// Refresh drops what is remembered. It is called when the store's derived part
// was written.
func (q *Query) Refresh() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.forget()
}

func (q *Query) forget() {
	q.seq = q.st.Seq()
	q.finder = resolve.NewFinder(q.st, resolve.FinderOptions{})
	q.facts = make(map[engine.EntityID]*facts)
	q.loaded = make(map[asked]bool)
	q.watch = nil
}

// watching gives the index of the listed parties, and makes it first where
// there is none.
func (q *Query) watching() (*watch, error) {
	q.mu.Lock()
	w := q.watch
	q.mu.Unlock()
	if w != nil {
		return w, nil
	}
	w, err := newWatch(q.st)
	if err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.watch = w
	return w, nil
}

var entityID = regexp.MustCompile(`^e[a-z2-7]{12}$`)

// Entity finds the entity that ref names by an id: its own, an older one that
// redirects to it, a record's or a party's. Anything else is NotFound: a name
// is looked up in the index.
func (q *Query) Entity(ref string) (*engine.Entity, error) {
	ref = strings.TrimSpace(ref)
	switch {
	case entityID.MatchString(ref):
		return q.st.Entity(engine.EntityID(ref))
	case strings.Contains(ref, "/"):
		id, err := q.entityOf(ref)
		if err != nil {
			return nil, err
		}
		return q.st.Entity(id)
	}
	return nil, &engine.Error{Op: "query.Entity", ID: ref, Code: engine.NotFound}
}

// entityOf finds the entity of a party or a record. A record whose row is no
// party itself stands for its first party.
func (q *Query) entityOf(ref string) (engine.EntityID, error) {
	id, err := q.st.EntityOf(engine.PartyID(ref))
	if !errors.Is(err, engine.NotFound) {
		return id, err
	}
	rec, rerr := q.st.Record(engine.RecordID(ref))
	if rerr != nil {
		return "", rerr
	}
	if len(rec.Parties) == 0 {
		return "", &engine.Error{Op: "query.Entity", ID: ref, Code: engine.NotFound, Err: errors.New("the record speaks of no party"),
			Hint: "pierce show " + ref}
	}
	id, err = q.st.EntityOf(rec.Parties[0].ID)
	if errors.Is(err, engine.NotFound) {
		return "", &engine.Error{Op: "query.Entity", ID: ref, Code: engine.Stale, Err: errors.New("the record is loaded and not yet resolved"),
			Hint: "pierce resolve"}
	}
	return id, err
}

// Party finds the party that ref names: by its own id or its record's. An
// entity's id stands for its first party.
func (q *Query) Party(ref string) (engine.PartyID, error) {
	if entityID.MatchString(ref) {
		e, err := q.st.Entity(engine.EntityID(ref))
		if err != nil {
			return "", err
		}
		return e.Parties[0], nil
	}
	_, _, err := q.st.Party(engine.PartyID(ref))
	if err == nil || !errors.Is(err, engine.NotFound) {
		return engine.PartyID(ref), err
	}
	rec, rerr := q.st.Record(engine.RecordID(ref))
	if rerr != nil {
		return "", err
	}
	if len(rec.Parties) == 0 {
		return "", err
	}
	return rec.Parties[0].ID, nil
}

// Members are the parties of an entity, sorted; none where there is no such
// entity.
func (q *Query) Members(id engine.EntityID) []engine.PartyID {
	if id == "" {
		return nil
	}
	e, err := q.st.Entity(id)
	if err != nil {
		return nil
	}
	return e.Parties
}
