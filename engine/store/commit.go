package store

import (
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// update runs fn in one transaction, commits it, and only then calls done.
// The caller holds mu where fn takes numbers.
func (s *Store) update(fn func(*badger.Txn) error, done func()) error {
	if err := s.write(fn); err != nil {
		return err
	}
	if done != nil {
		done()
	}
	return nil
}

func setLoad(txn *badger.Txn, r loadRow) error {
	b, err := encode(&r)
	if err != nil {
		return err
	}
	return txn.Set(keyN(keyLoad, r.Number), b)
}

// saveLoad writes a load's row and publishes it. The caller holds mu.
func (s *Store) saveLoad(r loadRow) error {
	return s.update(func(txn *badger.Txn) error { return setLoad(txn, r) },
		func() { s.cat.Store(s.cat.Load().with([]loadRow{r})) })
}

// flush sends the batch off to be committed, once the one before is, and
// begins the next. Filling one batch while the other is written and synced
// makes a first load a third faster.
func (l *Loader) flush() error {
	if err := l.land(); err != nil {
		return err
	}
	b, row := l.cur, l.row
	l.cur, l.flying = newBatch(), b
	if row.Full && len(b.changed) > 0 {
		l.row.Chunks++
	}
	b.over = make(chan error, 1)
	go func() { b.over <- l.s.commitBatch(b, row) }()
	return nil
}

// land waits for the batch that is being committed.
func (l *Loader) land() error {
	if l.prior != nil { // it may not see what lands now
		l.prior.close()
		l.prior = nil
	}
	if l.flying == nil || l.failed != nil {
		return l.failed
	}
	err := <-l.flying.over
	if errors.Is(err, badger.ErrTxnTooBig) {
		err = invalid("", "", "a record with too many interests, listings or shipments for one transaction")
	}
	l.flying, l.failed = nil, err
	return err
}

// commitBatch commits a batch: sightings, postings, the change-log entry (of a
// full load: its chunk) and the checkpoint, in one transaction.
func (s *Store) commitBatch(b *batch, row loadRow) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	seq := s.seq.Load()
	return s.update(func(txn *badger.Txn) error {
		for _, p := range b.pairs {
			if err := txn.Set(p.key, p.value); err != nil {
				return err
			}
		}
		switch {
		case len(b.changed) == 0:
		case row.Full:
			if err := txn.Set(keyN(keyChunk, row.Number, row.Chunks), packIDs(nil, b.changed)); err != nil {
				return err
			}
			row.Chunks++
		default:
			seq++
			c := changeRow{Kind: KindRecords, At: instantOf(s.now()), Last: seq, Count: 1, IDs: packIDs(nil, b.changed)}
			if err := setChange(txn, c); err != nil {
				return err
			}
		}
		return setLoad(txn, row)
	}, func() {
		s.seq.Store(seq)
		s.cat.Store(s.cat.Load().with([]loadRow{row}))
	})
}

// Commit ends the load. A full load becomes visible here, by one small
// transaction, with the change-log entries of all that it added, changed and
// removed. A full load that is empty, or lacks more than a fifth of what was
// there before it, is Invalid unless AcceptShrink is set: nothing changes, and
// the load may be aborted, or begun again with AcceptShrink and the same stamp,
// which resumes it at its end.
func (l *Loader) Commit() (LoadStats, error) {
	const op = "store.Commit"
	if err := l.usable(); err != nil {
		return LoadStats{}, wrap(op, l.row.Dataset, err)
	}
	if err := l.settle(); err != nil {
		return LoadStats{}, wrap(op, l.row.Dataset, err)
	}
	row := l.row
	var gone *removal
	if row.Full {
		var err error
		if gone, err = l.findRemoved(); err != nil {
			return LoadStats{}, wrap(op, row.Dataset, err)
		}
		if err := l.refuseShrink(gone); err != nil {
			return LoadStats{}, err
		}
		if err := l.writeRemoved(&row, gone); err != nil {
			return LoadStats{}, wrap(op, row.Dataset, err)
		}
	}
	if err := l.flip(row); err != nil {
		return LoadStats{}, wrap(op, row.Dataset, err)
	}
	l.end()
	return l.row.Stats, nil
}

// settle commits all that was put.
func (l *Loader) settle() error {
	if err := l.flush(); err != nil {
		return err
	}
	return l.land()
}

// flip commits the load's row: from here on it counts.
func (l *Loader) flip(row loadRow) error {
	s := l.s
	s.mu.Lock()
	defer s.mu.Unlock()
	seq := s.seq.Load()
	if row.Full {
		seq += row.Chunks
	}
	row.State = committed
	row.Stats.Seq = seq
	return s.update(func(txn *badger.Txn) error {
		if row.Full {
			if err := txn.Set(snapshotKey(row.Dataset, row.Retrieved, row.Number), number(uint64(row.Seen))); err != nil {
				return err
			}
			if row.Chunks > 0 {
				c := changeRow{Kind: KindRecords, At: instantOf(s.now()), Last: seq, Count: row.Chunks, Chunks: row.Number}
				if err := setChange(txn, c); err != nil {
					return err
				}
			}
		}
		return setLoad(txn, row)
	}, func() {
		l.row = row
		s.seq.Store(seq)
		s.cat.Store(s.cat.Load().with([]loadRow{row}))
	})
}

// end lets the dataset go.
func (l *Loader) end() {
	l.done = true
	if l.flying != nil && l.failed == nil {
		l.failed = <-l.flying.over
		l.flying = nil
	}
	if l.prior != nil {
		l.prior.close()
		l.prior = nil
	}
	l.s.mu.Lock()
	delete(l.s.loading, l.row.Dataset)
	l.s.mu.Unlock()
}

// Suspend ends the Loader and leaves the load to be resumed: what was put is
// committed with its checkpoint.
func (l *Loader) Suspend() error {
	if l.done {
		return nil
	}
	err := l.failed
	if err == nil {
		err = l.settle()
	}
	l.end()
	return wrap("store.Suspend", l.row.Dataset, err)
}

// Abort gives the load up. Of a full load nothing remains. Of any other the
// batches that are committed stand and can be resumed; the last one is
// dropped. After Commit it does nothing.
func (l *Loader) Abort() error {
	if l.done {
		return nil
	}
	l.end()
	if !l.row.Full {
		return nil
	}
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	return wrap("store.Abort", l.row.Dataset, l.s.removeLoad(l.row))
}

// removal is what a full load ends.
type removal struct {
	before int64               // records that were there just before the snapshot
	live   int64               // of those that it lacks: are there now, and end
	ids    [][]engine.RecordID // all whose history changes, in chunks
}

// chunkIDs is how many ids an entry of the change log holds at most: some 40 KB.
const chunkIDs = 4000

// findRemoved looks through the dataset for records that were there just
// before the snapshot and that it lacks.
func (l *Loader) findRemoved() (*removal, error) {
	out := &removal{}
	at := l.row.Retrieved
	err := l.s.eachHistory(l.row.Dataset+"/", false, func(id engine.RecordID, all []sighting, cat *catalog) error {
		var before *sighting
		later := false
		for i := range all {
			switch c := &all[i]; {
			case c.load == l.row.Number:
				return out.seen(cat.counting(all[:i], 0), l.snaps, at)
			case cat.hidden[c.load]:
			case c.at < at:
				before = c
			case c.at == at: // another load of the same day saw it
				return out.seen(cat.counting(all[:i], 0), l.snaps, at)
			default:
				later = true
			}
		}
		if before == nil || before.flags&isDeleted != 0 || between(l.snaps, before.at, at) {
			return nil
		}
		out.before++
		if _, ended := firstAfter(l.snaps, at); !later && !ended {
			out.live++
		}
		if n := len(out.ids); n == 0 || len(out.ids[n-1]) >= chunkIDs {
			out.ids = append(out.ids, nil)
		}
		n := len(out.ids) - 1
		out.ids[n] = append(out.ids[n], id)
		return nil
	})
	return out, err
}

// seen counts a record that the snapshot has among those that were there just
// before it, if it was.
func (r *removal) seen(before []sighting, snaps []instant, at instant) error {
	for i := len(before) - 1; i >= 0; i-- {
		if before[i].at < at {
			if before[i].flags&isDeleted == 0 && !between(snaps, before[i].at, at) {
				r.before++
			}
			return nil
		}
	}
	return nil
}

// A list that lost more than a fifth is taken for a broken download: of the
// published lists at hand the largest honest loss between two editions is
// below a tenth.
const shrinkPart = 5

func (l *Loader) refuseShrink(r *removal) error {
	now := l.row.Seen
	if l.load.AcceptShrink || now > 0 && now*shrinkPart >= r.before*(shrinkPart-1) {
		return nil
	}
	return &engine.Error{Op: "store.Commit", Code: engine.Invalid, ID: l.row.Dataset,
		Err:  fmt.Errorf("the list has %d records where there were %d: refused, and what was there stays", now, r.before),
		Hint: "if the list is right, load it again with --accept-shrink"}
}

// writeRemoved writes the removed ids as further chunks, after those of the
// batches. Until flip nothing points at them; doing it again writes the same.
func (l *Loader) writeRemoved(row *loadRow, r *removal) error {
	for _, ids := range r.ids {
		err := l.s.write(func(txn *badger.Txn) error {
			return txn.Set(keyN(keyChunk, row.Number, row.Chunks), packIDs(nil, ids))
		})
		if err != nil {
			return err
		}
		row.Chunks++
	}
	row.Stats.Removed = r.live
	return nil
}
