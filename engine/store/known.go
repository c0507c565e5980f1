package store

import (
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Known is the store as it was known at a time: what was retrieved by then,
// and nothing that was learnt later, not even that something had ended before.
// Loads go by the retrieval that they state, whenever they were made.
type Known struct {
	s  *Store
	at instant
}

// Known reads the store as it was known at a time.
func (s *Store) Known(at time.Time) *Known { return &Known{s, max(instantOf(at), 1)} }

// At is the time, in UTC.
func (k *Known) At() time.Time { return k.at.time() }

// ClaimsByOwned is Store.ClaimsByOwned of what was known.
func (k *Known) ClaimsByOwned(id engine.PartyID) ([]Claim, error) {
	return k.s.claims("store.ClaimsByOwned", k.at, keyOwned, id, func(c *Claim) bool { return c.Owned == id })
}

// ListingsOf is Store.ListingsOf of what was known.
func (k *Known) ListingsOf(id engine.PartyID) ([]Listed, error) { return k.s.listingsOf(k.at, id) }

// Listings is Store.Listings of what was known. A list of which nothing had
// been retrieved by then yields nothing.
func (k *Known) Listings(list engine.ListID, yield func(Listed) error) error {
	return k.s.listings(k.at, list, yield)
}
