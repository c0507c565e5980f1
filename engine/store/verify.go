package store

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Report is what Verify found.
type Report struct {
	Keys     map[string]int64 `json:"keys"`     // by the family's prefix, as Families has it
	Records  int64            `json:"records"`  // with at least one sighting that counts
	Versions int64            `json:"versions"` // sightings, those that do not count among them
	Seq      uint64           `json:"seq"`
	Problems []string         `json:"problems"` // sorted; at most maxProblems
	Found    int64            `json:"found"`    // all problems, those not named too
}

// OK reports whether nothing is wrong.
func (r *Report) OK() bool { return r.Found == 0 }

// maxProblems is how many problems a report names; the rest is counted.
const maxProblems = 100

func (r *Report) problem(format string, args ...any) {
	if r.Found++; len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// Verify reads the whole store and tells what does not hold together: damaged
// blocks on disk, and, where there are none, keys and
// values that cannot be read, contents whose hash differs, gaps in the change
// log, a broken audit log, derived results that point nowhere. Deep also checks
// that records and postings agree, both ways. What is wrong stands in the
// Report; the error is for a store that cannot be read at all.
func (s *Store) Verify(deep bool) (Report, error) {
	const op = "store.Verify"
	r := Report{Keys: map[string]int64{}, Seq: s.Seq()}
	s.mu.Lock() // a load or derivation between two of its transactions is not a fault
	defer s.mu.Unlock()
	if err := s.verifyBlocks(&r); err != nil || !r.OK() {
		return r, wrap(op, s.dir, err)
	}
	for _, step := range []func(*Report) error{s.verifyKeys, s.verifyChanges, s.verifyAudit, s.verifyScreenings, s.verifyDerived} {
		if err := step(&r); err != nil {
			return r, wrap(op, s.dir, err)
		}
	}
	if err := s.verifyRecords(&r, deep); err != nil {
		return r, wrap(op, s.dir, err)
	}
	if deep {
		if err := s.verifyPostings(&r); err != nil {
			return r, wrap(op, s.dir, err)
		}
	}
	slices.Sort(r.Problems)
	return r, nil
}

// verifyBlocks compares the checksum of every block on disk. Where one is
// damaged nothing else is read: what stands in it would be missing without a
// word, and some damage Badger meets with a panic.
func (s *Store) verifyBlocks(r *Report) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.problem("a table of data is damaged")
			err = nil
		}
	}()
	if cerr := s.db.VerifyChecksum(); cerr != nil {
		r.problem("a table of data is damaged: %v", cerr)
	}
	return nil
}

// verifyKeys counts keys by family and finds those of none.
func (s *Store) verifyKeys(r *Report) error {
	families := map[string]bool{}
	for _, f := range Families() {
		families[f.Prefix] = true
	}
	return s.db.View(func(txn *badger.Txn) error {
		return scan(txn, nil, false, func(k, _ []byte) error {
			name := string(k[:1])
			if k[0] == keyDerived && len(k) >= 6 {
				name = "D...." + string(k[5:6])
				if g := binary.BigEndian.Uint32(k[1:]); g != s.gen.Load() {
					r.problem("key %x: generation %d does not count", k, g)
				}
			}
			if !families[name] {
				r.problem("key %x: of no family", k)
			}
			r.Keys[name]++
			return nil
		})
	})
}

func (s *Store) verifyChanges(r *Report) error {
	var seq uint64
	err := s.Changes(0, func(c Change) error {
		if seq++; c.Seq != seq {
			r.problem("change log: entry %d after %d", c.Seq, seq-1)
			seq = c.Seq
		}
		return nil
	})
	if err != nil {
		r.problem("change log: %v", err)
	} else if seq != s.Seq() {
		r.problem("change log: ends at %d, want %d", seq, s.Seq())
	}
	return s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyCursor}, true, func(k, v []byte) error {
			if n, err := parseNumber(v); err != nil || n > s.Seq() {
				r.problem("cursor %s: at %d of %d, %v", k[1:], n, s.Seq(), err)
			}
			return nil
		})
	})
}

// verifyAudit checks the chain of hashes, and that each judgement stands as the
// log last told.
func (s *Store) verifyAudit(r *Report) error {
	var last AuditEntry
	stands := map[string]string{}
	err := s.Audit(func(e AuditEntry) error {
		sum, err := e.sum()
		if err != nil {
			return err
		}
		if e.Number != last.Number+1 || e.Before != last.Hash || e.Hash != sum {
			r.problem("audit log: the chain breaks at entry %d", e.Number)
		}
		last = e
		if e.What == "judge" || e.What == "undo" {
			var j engine.Judgement
			if err := decode(e.Body, &j); err != nil {
				r.problem("audit entry %d: %v", e.Number, err)
			}
			stands[j.ID] = string(e.Body)
		}
		return nil
	})
	if err != nil {
		r.problem("audit log: %v", err)
	}
	err = s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyJudgement}, true, func(k, v []byte) error {
			id, _, _ := cutText(k[1:])
			if stands[id] != string(v) {
				r.problem("judgement %s: not as the audit log tells", id)
			}
			delete(stands, id)
			return nil
		})
	})
	for _, id := range slices.Sorted(maps.Keys(stands)) {
		r.problem("judgement %s: in the audit log alone", id)
	}
	return err
}

// verifyDerived checks that parties and entities point at each other, matches
// stand both ways, and all values can be read.
func (s *Store) verifyDerived(r *Report) error {
	err := s.Entities(func(e *engine.Entity) error {
		for _, p := range e.Parties {
			if of, err := s.EntityOf(p); err != nil || of != e.ID {
				r.problem("entity %s: its party %s is part of %q", e.ID, p, of)
			}
		}
		return nil
	})
	if err != nil {
		r.problem("entities: %v", err)
	}
	var members, named int64
	err = s.Members(func(engine.PartyID, engine.EntityID) error { members++; return nil })
	if err != nil {
		r.problem("members: %v", err)
	}
	if err := s.Entities(func(e *engine.Entity) error { named += int64(len(e.Parties)); return nil }); err == nil && named != members {
		r.problem("entities name %d parties, and %d parties have an entity", named, members)
	}
	for name, step := range map[string]func() error{
		"matches":  func() error { return s.AllMatches(func(StoredMatch) error { return nil }) },
		"postings": func() error { return s.AllPostings(func(Posting) error { return nil }) },
		"stakes":   func() error { return s.Stakes(func(engine.Stake) error { return nil }) },
		"events":   func() error { return s.Events(func(engine.Event) error { return nil }) },
	} {
		if err := step(); err != nil {
			r.problem("%s: %v", name, err)
		}
	}
	return nil
}

// verifyRecords decodes every content, hashes it, and where deep looks for the
// postings that it asks for.
func (s *Store) verifyRecords(r *Report, deep bool) error {
	return s.db.View(func(txn *badger.Txn) error {
		return s.eachHistory("", true, func(id engine.RecordID, all []sighting, cat *catalog) error {
			r.Versions += int64(len(all))
			counting := cat.counting(all, 0)
			if len(counting) > 0 {
				r.Records++
			}
			if _, err := versionsOf(counting, nil); err != nil {
				r.problem("record %s: %v", id, err)
			}
			for i := range all {
				c := &all[i]
				if _, ok := cat.loads[c.load]; !ok {
					r.problem("record %s: of load %d, which is not there", id, c.load)
				}
				if c.content != nil {
					s.verifyContent(r, txn, id, c, deep)
				}
			}
			return nil
		})
	})
}

func (s *Store) verifyContent(r *Report, txn *badger.Txn, id engine.RecordID, c *sighting, deep bool) {
	rec, err := c.record()
	if err != nil {
		r.problem("record %s: %v", id, err)
		return
	}
	_, h, flags, err := encodeContent(rec)
	if err != nil || rec.ID != id || h != c.hash || flags|hasContent != c.flags {
		r.problem("record %s: the content is not what its key says", id)
	}
	if !deep {
		return
	}
	for _, k := range postingsOf(rec) {
		if _, err := txn.Get(k); err != nil {
			r.problem("record %s: posting %x: %v", id, k, err)
		}
	}
}

// verifyPostings looks for postings that no version of their record asks for.
func (s *Store) verifyPostings(r *Report) error {
	h := s.openHistory()
	defer h.close()
	asked := map[engine.RecordID]map[string]bool{}
	for _, f := range []byte{keyOwner, keyOwned, keyListingOf, keyListingIn, keyShipOf, keyShipTime, keyLicence, keyLicenceOf} {
		err := scan(h.txn, []byte{f}, false, func(k, _ []byte) error {
			id, ok := postedBy(k)
			if !ok {
				r.problem("posting %x: malformed", k)
				return nil
			}
			if asked[id] == nil {
				if len(asked) > 10_000 {
					clear(asked)
				}
				keys, err := h.postings(id)
				if err != nil {
					r.problem("record %s: %v", id, err)
				}
				asked[id] = keys
			}
			if !asked[id][string(k)] {
				r.problem("posting %x: record %s does not ask for it", k, id)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// postings gives all postings that the contents of a record ask for.
func (h *history) postings(id engine.RecordID) (map[string]bool, error) {
	out := map[string]bool{}
	all, err := h.of(id, true)
	for i := range all {
		if all[i].content == nil || err != nil {
			continue
		}
		var rec *engine.Record
		if rec, err = all[i].record(); err == nil {
			for _, k := range postingsOf(rec) {
				out[string(k)] = true
			}
		}
	}
	return out, err
}

// postedBy gives the record that a posting names.
func postedBy(k []byte) (engine.RecordID, bool) {
	rest, ok := k[1:], true
	switch k[0] {
	case keyOwner, keyOwned, keyListingOf, keyListingIn, keyLicenceOf, keyShipOf:
		_, rest, ok = cutText(rest)
	}
	if k[0] == keyShipOf || k[0] == keyShipTime {
		if len(rest) < 4 {
			return "", false
		}
		rest = rest[4:]
	}
	if !ok {
		return "", false
	}
	id, rest, ok := cutText(rest)
	return engine.RecordID(id), ok && len(rest) == 0
}
