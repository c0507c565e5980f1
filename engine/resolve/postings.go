package resolve

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// posting is a blocking key's holders before and after the run.
type posting struct {
	before  int              // how many held it
	parties []engine.PartyID // who holds it now, sorted; unknown where it was generic before
	known   bool             // parties are known
	now     int
	dirty   bool
}

// postings are the blocking keys that a run looks at, over those in the store.
type postings struct {
	st  *store.Store
	c   caps
	all map[uint64]*posting
}

func (p *postings) get(key uint64) (*posting, error) {
	if got, ok := p.all[key]; ok {
		return got, nil
	}
	in, err := p.st.Posting(key)
	if err != nil {
		return nil, err
	}
	got := &posting{before: in.Count, now: in.Count, parties: in.Parties, known: !in.Generic}
	p.all[key] = got
	return got, nil
}

// change takes a holder away or adds one.
func (p *postings) change(key uint64, id engine.PartyID, add bool) error {
	got, err := p.get(key)
	if err != nil {
		return err
	}
	if !got.dirty {
		got.dirty, got.parties = true, slices.Clone(got.parties)
	}
	if !got.known {
		if add {
			got.now++
		} else {
			got.now--
		}
		return nil
	}
	i, there := slices.BinarySearch(got.parties, id)
	switch {
	case add && !there:
		got.parties = slices.Insert(got.parties, i, id)
	case !add && there:
		got.parties = slices.Delete(got.parties, i, i+1)
	}
	got.now = len(got.parties)
	return nil
}

// crossed lists the holders of the keys whose number of holders has passed a
// cap, so that their candidates, components or scores may be others. The error
// is errScratch where they are not known.
func (p *postings) crossed() ([]engine.PartyID, error) {
	var out []engine.PartyID
	for key, got := range p.all {
		if !got.dirty || p.c.sameRole(key, got.before, got.now) {
			continue
		}
		if !got.known {
			return nil, errScratch
		}
		out = append(out, got.parties...)
	}
	return out, nil
}

// write puts what has changed.
func (p *postings) write(w *store.Derivation) {
	for key, got := range p.all {
		if !got.dirty {
			continue
		}
		if p.c.generic(key, got.now) {
			w.SetPostings(key, nil, got.now, true)
			continue
		}
		w.SetPostings(key, got.parties, got.now, false)
	}
}
