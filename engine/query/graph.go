package query

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/store"
)

// facts is what the questions need to know of one entity.
type facts struct {
	entity   *engine.Entity
	fact     own.Fact
	listings []own.Listed
	born     engine.Date // the earliest that a source gives, at its latest day
	doors    []door      // where it sits, each address once
	business []string    // what sources say of its business
	notes    []string
	names    []string
	website  bool
	ended    engine.Date // dissolved
}

// door is an address, by the key under which the store counts its holders.
type door struct {
	key            uint64
	text           string
	unit, building string // keys of package norm
}

// maxUpstream bounds the entities that a walk to the top visits. The largest
// real group seen has some 20,000.
const maxUpstream = 200_000

// undisclosed are jurisdictions whose registers publish no owners, ISO
// alpha-2. Unverified: general knowledge as of 2026, given so that a chain that
// ends there is not mistaken for one that has no owners.
var undisclosed = []string{"AE", "AG", "AI", "BM", "BS", "BZ", "CK", "GI", "KN", "KY", "LC", "LI", "MH", "PA", "SC", "TC", "VC", "VG", "VU", "WS"}

// factsOf reads what the sources say of an entity, or remembers it.
func (q *Query) factsOf(id engine.EntityID) (*facts, error) {
	q.mu.Lock()
	f := q.facts[id]
	q.mu.Unlock()
	if f != nil {
		return f, nil
	}
	e, err := q.st.Entity(id)
	if err != nil {
		return nil, err
	}
	f = &facts{entity: e, fact: own.Fact{Entity: e.ID, Kind: said(e.Kind), Name: e.Name, Country: e.Country}}
	for _, pid := range e.Parties {
		if err := q.addParty(f, pid); err != nil {
			return nil, err
		}
	}
	f.fact.Undisclosed = e.Kind != engine.Person && slices.Contains(undisclosed, e.Country)
	for _, l := range e.Possible {
		f.fact.Possible = append(f.fact.Possible, l.Entity)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.facts) >= maxRemembered {
		clear(q.facts)
	}
	q.facts[id] = f
	return f, nil
}

// said is a kind as a source gives it; where none does, it may be a company
// with holders of its own.
func said(k engine.Kind) engine.Kind {
	if k == "" {
		return engine.Unknown
	}
	return k
}

// addParty adds one party's part to an entity's facts.
func (q *Query) addParty(f *facts, pid engine.PartyID) error {
	party, _, err := q.st.Party(pid)
	if err != nil {
		return err
	}
	f.fact.Complete = f.fact.Complete || party.Complete
	f.fact.Traded = f.fact.Traded || party.Traded
	for i := range party.Addresses {
		a := norm.PrepareAddress(&party.Addresses[i])
		key := block.AddressKey(&a)
		if key != 0 && !slices.ContainsFunc(f.doors, func(d door) bool { return d.key == key }) {
			f.doors = append(f.doors, door{key, a.Text, a.UnitKey, a.BuildingKey})
		}
		if f.fact.Seat == "" && party.Addresses[i].Kind == engine.Headquarters {
			f.fact.Seat = a.Country
		}
	}
	f.business, f.notes = append(f.business, party.Roles...), append(f.notes, party.Notes...)
	for i := range party.Names {
		f.names = append(f.names, party.Names[i].Text)
	}
	f.website = f.website || len(party.Websites) > 0
	f.ended = max(f.ended, party.Died)
	for _, d := range party.Born {
		if d != 0 && (f.born == 0 || d.Latest() < f.born) {
			f.born = d.Latest()
		}
	}
	listed, err := q.st.ListingsOf(pid)
	if err != nil {
		return err
	}
	for _, l := range listed {
		f.listings = append(f.listings, own.Listed{Entity: f.entity.ID, List: l.List, Programs: l.Programs, From: l.From, Until: l.Until, Record: l.Record})
	}
	return nil
}

// Upstream is the graph of everyone above an entity: its owners, theirs, and
// whoever one of them might be without being merged. Entities is sorted in the
// order of the walk, the entity itself first.
type Upstream struct {
	Graph    *own.Graph
	Entities []engine.EntityID
	Cut      bool // the walk met more entities than it may visit

	listings map[engine.EntityID][]own.Listed
}

// Upstream walks from an entity to the top. Cost: two reads and the parties of
// every entity above it.
func (q *Query) Upstream(id engine.EntityID) (*Upstream, error) { return q.upstream(id, nil) }

// upstream is Upstream of what was known, or of all where known is nil. Who is
// whom is always as it is taken to be today.
func (q *Query) upstream(id engine.EntityID, known *store.Known) (*Upstream, error) {
	b := own.NewBuilder(own.Options{})
	up := &Upstream{Entities: []engine.EntityID{id}, listings: map[engine.EntityID][]own.Listed{}}
	seen := map[engine.EntityID]bool{id: true}
	visit := func(e engine.EntityID) {
		if e == "" || seen[e] {
			return
		}
		if len(up.Entities) >= maxUpstream {
			up.Cut = true
			return
		}
		seen[e] = true
		up.Entities = append(up.Entities, e)
	}
	for i := 0; i < len(up.Entities); i++ {
		f, err := q.factsOf(up.Entities[i])
		if errors.Is(err, engine.NotFound) && i > 0 {
			continue // an owner whose records were dropped since the stake was written
		}
		if err != nil {
			return nil, err
		}
		b.Fact(f.fact)
		stakes, listings, err := q.about(f, known)
		if err != nil {
			return nil, err
		}
		up.listings[up.Entities[i]] = listings
		for _, l := range listings {
			b.Listing(l)
		}
		for _, s := range stakes {
			b.Stake(s)
			visit(s.Owner)
		}
		for _, p := range f.fact.Possible {
			visit(p)
		}
	}
	up.Graph = b.Graph()
	return up, nil
}

// about gives the stakes in an entity and its listings, as they are or as they
// were known.
func (q *Query) about(f *facts, known *store.Known) ([]engine.Stake, []own.Listed, error) {
	if known == nil {
		stakes, err := q.st.StakesByOwned(f.entity.ID)
		return stakes, f.listings, err
	}
	var claims []own.Claim
	var listings []own.Listed
	for _, p := range f.entity.Parties {
		found, err := known.ClaimsByOwned(p)
		if err != nil {
			return nil, nil, err
		}
		for i := range found {
			c := own.Claim{Interest: found[i].Interest, OwnedEntity: f.entity.ID, Record: found[i].Record, Retrieved: found[i].Retrieved}
			if c.Owner != "" {
				if c.OwnerEntity, err = q.st.EntityOf(c.Owner); err != nil && !errors.Is(err, engine.NotFound) {
					return nil, nil, err
				}
			}
			claims = append(claims, c)
		}
		listed, err := known.ListingsOf(p)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range listed {
			listings = append(listings, own.Listed{Entity: f.entity.ID, List: l.List, Programs: l.Programs, From: l.From, Until: l.Until, Record: l.Record})
		}
	}
	return own.Reconcile(f.entity.ID, claims), listings, nil
}

// Whole is the graph of the whole store, for a question about every entity at
// once. Names and sources are left out of it; 10,000,000 stakes take some
// 350 MB.
func (q *Query) Whole(ctx context.Context) (*own.Graph, error) {
	b := own.NewBuilder(own.Options{Lean: true})
	err := q.st.Entities(func(e *engine.Entity) error {
		f := own.Fact{Entity: e.ID, Kind: said(e.Kind), Country: e.Country}
		for _, l := range e.Possible {
			f.Possible = append(f.Possible, l.Entity)
		}
		b.Fact(f)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	if err := q.st.Stakes(func(s engine.Stake) error { b.Stake(s); return ctx.Err() }); err != nil {
		return nil, err
	}
	if err := q.addListings(b); err != nil {
		return nil, err
	}
	return b.Graph(), nil
}

// wholeKnown is Whole of what was known, or of all where known is nil. What was
// known is put together anew, entity by entity: some ten times the cost.
func (q *Query) wholeKnown(ctx context.Context, known *store.Known) (*own.Graph, error) {
	if known == nil {
		return q.Whole(ctx)
	}
	ids, err := q.ids(ctx)
	if err != nil {
		return nil, err
	}
	b := own.NewBuilder(own.Options{Lean: true})
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f, err := q.factsOf(id)
		if err != nil {
			return nil, err
		}
		b.Fact(f.fact)
		stakes, listings, err := q.about(f, known)
		if err != nil {
			return nil, err
		}
		for _, s := range stakes {
			b.Stake(s)
		}
		for _, l := range listings {
			b.Listing(l)
		}
	}
	return b.Graph(), nil
}

// addListings puts every listing of the store into a graph.
func (q *Query) addListings(b *own.Builder) error {
	return q.st.Listings("", func(l store.Listed) error {
		id, err := q.st.EntityOf(l.Party)
		if errors.Is(err, engine.NotFound) {
			return nil // listed by a record whose party never appeared: pierce status counts them
		}
		if err != nil {
			return err
		}
		b.Listing(own.Listed{Entity: id, List: l.List, Programs: l.Programs, From: l.From, Until: l.Until, Record: l.Record})
		return nil
	})
}

// Down is one holding of an entity, with what the held one holds in turn.
type Down struct {
	own.Step
	Depth    int    `json:"depth"`
	Repeated bool   `json:"repeated,omitempty"` // its holdings stand elsewhere in the tree
	Holdings []Down `json:"holdings,omitempty"`
}

// Holdings is what an entity holds on a day, and what that holds, down to
// maxDepth steps.
func (q *Query) Holdings(id engine.EntityID, asOf engine.Date, maxDepth int) ([]Down, error) {
	return q.holdings(id, asOf, 1, maxDepth, map[engine.EntityID]bool{id: true})
}

func (q *Query) holdings(id engine.EntityID, asOf engine.Date, depth, maxDepth int, seen map[engine.EntityID]bool) ([]Down, error) {
	stakes, err := q.st.StakesByOwner(id)
	if err != nil || depth > maxDepth {
		return nil, err
	}
	name := func(id engine.EntityID) string {
		if f, err := q.factsOf(id); err == nil {
			return f.fact.Name
		}
		return ""
	}
	var out []Down
	for _, s := range stakes {
		if engine.Covers(s.From, s.Until, asOf) == engine.No {
			continue
		}
		out = append(out, Down{Step: own.Step{Owner: s.Owner, Name: name(s.Owner), Owned: s.Owned, OwnedName: name(s.Owned), Kind: s.Kind, Share: s.Share,
			From: s.From, Until: s.Until, Sources: s.Sources, Flags: s.Flags}, Depth: depth})
	}
	slices.SortStableFunc(out, func(a, b Down) int {
		return cmp.Or(cmp.Compare(b.Share.Lo, a.Share.Lo), cmp.Compare(a.OwnedName, b.OwnedName), cmp.Compare(a.Owned, b.Owned), cmp.Compare(a.Kind, b.Kind))
	})
	for i := range out {
		d := &out[i]
		if d.Repeated = seen[d.Owned]; d.Repeated {
			continue
		}
		seen[d.Owned] = true
		if d.Holdings, err = q.holdings(d.Owned, asOf, depth+1, maxDepth, seen); err != nil {
			return nil, err
		}
	}
	return out, nil
}
