package query

import (
	"errors"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// Claims gathers what the lines of a manifest ask of licences, so that they
// draw in the order of their dates. Add may be called from several goroutines.
type Claims struct {
	s *Screening

	mu    sync.Mutex
	all   []screen.Claim
	bills map[string]bool // ids of the manifest's shipments that claim
}

// Claims begins to gather; nil where there is nothing to be drawn on, so that
// the lines need not be read for it.
func (s *Screening) Claims() *Claims {
	if len(s.approvals) == 0 && len(s.o.Volumes) == 0 {
		s.book.Settle(nil)
		return nil
	}
	return &Claims{s: s, bills: map[string]bool{}}
}

// Add gathers what a record asks. A line that cannot be screened asks nothing.
func (c *Claims) Add(rec *engine.Record, line int64) error {
	if len(rec.Shipments) == 0 || !c.s.screener.Concerns(c.s.book, &rec.Shipments[0]) {
		return nil
	}
	claim, ok, err := c.s.claim(rec, line, "")
	if err != nil || !ok {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, claim)
	if id := rec.Shipments[0].ID; id != "" {
		c.bills[id] = true
	}
	return nil
}

// claim is what one record asks.
func (s *Screening) claim(rec *engine.Record, line int64, stored engine.RecordID) (screen.Claim, bool, error) {
	f, err := s.Facts(rec, line)
	if errors.Is(err, engine.Invalid) {
		return screen.Claim{}, false, nil
	}
	if err != nil {
		return screen.Claim{}, false, err
	}
	w, ok := s.screener.Wanted(f)
	if !ok {
		return screen.Claim{}, false, nil
	}
	c, ok := s.book.Claim(w, stored)
	if ok && stored == "" {
		c.Words(rec.Raw)
	}
	return c, ok, nil
}

// Settle draws the claims, after those of the store's shipments that are not
// lines of the manifest themselves. Lines may be screened from then on.
func (c *Claims) Settle() error {
	uses := make([]LicenceUse, len(c.s.approvals))
	for i := range uses {
		uses[i].Approval = c.s.approvals[i]
	}
	stored, err := c.s.q.shipmentsUnder(uses)
	if err != nil {
		return err
	}
	for _, rec := range stored {
		if c.bills[rec.Shipments[0].ID] {
			continue
		}
		claim, ok, err := c.s.claim(rec, rec.Line, rec.ID)
		if err != nil {
			return err
		}
		if ok {
			c.all = append(c.all, claim)
		}
	}
	c.s.book.Settle(c.all)
	return nil
}
