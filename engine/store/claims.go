package store

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Claim is an interest as it stands: read through its record's history, so
// that one which a later version or a full snapshot no longer makes carries
// Until. See tale.tell for the rules.
type Claim struct {
	engine.Interest
	Record    engine.RecordID
	Retrieved time.Time // when the last version that states it was first seen
}

// Listed is a listing as it stands, by the same rules as a Claim.
type Listed struct {
	engine.Listing
	Record    engine.RecordID
	Retrieved time.Time
}

// interestKey is what two interests of a record share that speak of the same
// holding.
type interestKey struct {
	id                 string
	owner, owned       engine.PartyID
	kind               engine.InterestKind
	ownerName, unnamed string
}

type interestSaid struct {
	share                engine.Share
	from, until          engine.Date
	directness           engine.Directness
	component, aggregate bool
}

type listingKey struct {
	party  engine.PartyID
	list   engine.ListID
	number string
}

type listingSaid struct {
	programs    string
	from, until engine.Date
}

func interestTale() tale[engine.Interest, interestKey, interestSaid] {
	return tale[engine.Interest, interestKey, interestSaid]{
		of: func(r *engine.Record) []engine.Interest { return r.Interests },
		says: func(c *engine.Interest) (interestKey, interestSaid) {
			return interestKey{c.ID, c.Owner, c.Owned, c.Kind, c.OwnerName, c.Unnamed},
				interestSaid{c.Share, c.From, c.Until, c.Directness, c.Component, c.Aggregate}
		},
		span: func(c *engine.Interest) (from, until *engine.Date) { return &c.From, &c.Until },
	}
}

func listingTale() tale[engine.Listing, listingKey, listingSaid] {
	return tale[engine.Listing, listingKey, listingSaid]{
		of: func(r *engine.Record) []engine.Listing { return r.Listings },
		says: func(c *engine.Listing) (listingKey, listingSaid) {
			return listingKey{c.Party, c.List, c.Number}, listingSaid{strings.Join(c.Programs, "\x00"), c.From, c.Until}
		},
		span: func(c *engine.Listing) (from, until *engine.Date) { return &c.From, &c.Until },
	}
}

// claimsOf gives the claims of one record's history, in the order of owner,
// owned, kind and beginning.
func claimsOf(versions []*engine.Record) []Claim {
	var out []Claim
	for _, o := range interestTale().tell(versions) {
		out = append(out, Claim{o.what, o.at.ID, o.at.Retrieved})
	}
	slices.SortStableFunc(out, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.Owned, b.Owned), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.From, b.From))
	})
	return out
}

func listingsOf(versions []*engine.Record) []Listed {
	var out []Listed
	for _, o := range listingTale().tell(versions) {
		out = append(out, Listed{o.what, o.at.ID, o.at.Retrieved})
	}
	slices.SortStableFunc(out, func(a, b Listed) int {
		return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.List, b.List), cmp.Compare(a.Number, b.Number), cmp.Compare(a.From, b.From))
	})
	return out
}

// ClaimsByOwned gives the claims of an interest in a party, in the order of
// record, owner, kind, id and beginning.
func (s *Store) ClaimsByOwned(id engine.PartyID) ([]Claim, error) {
	return s.claims("store.ClaimsByOwned", 0, keyOwned, id, func(c *Claim) bool { return c.Owned == id })
}

// ClaimsByOwner gives the claims of an interest that a party holds, in the
// order of record, owned, kind, id and beginning.
func (s *Store) ClaimsByOwner(id engine.PartyID) ([]Claim, error) {
	return s.claims("store.ClaimsByOwner", 0, keyOwner, id, func(c *Claim) bool { return c.Owner == id })
}

func (s *Store) claims(op string, known instant, family byte, id engine.PartyID, want func(*Claim) bool) ([]Claim, error) {
	var out []Claim
	err := s.histories(known, key1(family, id), func(versions []*engine.Record) error {
		for _, c := range claimsOf(versions) {
			if want(&c) {
				out = append(out, c)
			}
		}
		return nil
	})
	return out, wrap(op, string(id), err)
}

// ListingsOf gives a party's listings, in the order of record, list, number
// and beginning.
func (s *Store) ListingsOf(id engine.PartyID) ([]Listed, error) { return s.listingsOf(0, id) }

func (s *Store) listingsOf(known instant, id engine.PartyID) ([]Listed, error) {
	var out []Listed
	err := s.histories(known, key1(keyListingOf, id), func(versions []*engine.Record) error {
		for _, c := range listingsOf(versions) {
			if c.Party == id {
				out = append(out, c)
			}
		}
		return nil
	})
	return out, wrap("store.ListingsOf", string(id), err)
}

// Listings yields the listings on a list, or on all lists where list is "", in
// the order of record, party, list, number and beginning.
func (s *Store) Listings(list engine.ListID, yield func(Listed) error) error {
	return s.listings(0, list, yield)
}

func (s *Store) listings(known instant, list engine.ListID, yield func(Listed) error) error {
	each := func(versions []*engine.Record) error {
		for _, c := range listingsOf(versions) {
			if list != "" && c.List != list {
				continue
			}
			if err := yield(c); err != nil {
				return err
			}
		}
		return nil
	}
	if list == "" {
		return wrap("store.Listings", "", s.eachWith(hasListings, each))
	}
	return wrap("store.Listings", string(list), s.histories(known, key1(keyListingIn, list), each))
}

// Claims yields all claims in the store, in the order of record, owned, owner,
// kind, id and beginning. It reads only records that make any.
func (s *Store) Claims(yield func(Claim) error) error {
	return wrap("store.Claims", "", s.eachWith(hasInterests, func(versions []*engine.Record) error {
		for _, c := range claimsOf(versions) {
			if err := yield(c); err != nil {
				return err
			}
		}
		return nil
	}))
}

// histories yields the decoded versions of each record that a posting names, of
// those retrieved by a time if one is given. The prefix is a posting's key
// without the record.
func (s *Store) histories(known instant, prefix []byte, yield func([]*engine.Record) error) error {
	h := s.openHistory()
	defer h.close()
	h.known = known
	return eachPosting(h.txn, prefix, func(id engine.RecordID) error {
		vs, err := h.versions(id)
		if err != nil {
			return err
		}
		recs, err := decodeAll(vs)
		if err != nil {
			return err
		}
		return yield(recs)
	})
}

// eachPosting yields the records of the postings that begin with prefix. A
// date between prefix and record is passed over by the caller's prefix.
func eachPosting(txn *badger.Txn, prefix []byte, yield func(engine.RecordID) error) error {
	return scan(txn, prefix, false, func(k, _ []byte) error {
		id, rest, ok := cutText(k[len(prefix):])
		if !ok || len(rest) > 0 {
			return corrupt("posting %x", k)
		}
		return yield(engine.RecordID(id))
	})
}

// eachWith yields the decoded versions of each record of which one that counts
// has the flag.
func (s *Store) eachWith(flag byte, yield func([]*engine.Record) error) error {
	return s.eachHistory("", true, func(id engine.RecordID, all []sighting, cat *catalog) error {
		counting := cat.counting(all, 0)
		if !slices.ContainsFunc(counting, func(c sighting) bool { return c.flags&flag != 0 }) {
			return nil
		}
		vs, err := versionsOf(counting, cat.snapshots[id.Dataset()])
		if err != nil {
			return err
		}
		recs, err := decodeAll(vs)
		if err != nil {
			return err
		}
		return yield(recs)
	})
}

func decodeAll(vs []version) ([]*engine.Record, error) {
	out := make([]*engine.Record, len(vs))
	for i := range vs {
		var err error
		if out[i], err = vs[i].decode(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
