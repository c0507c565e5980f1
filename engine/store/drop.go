package store

import (
	"errors"
	"slices"
	"strings"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// dropChunk is how many records one transaction drops.
const dropChunk = 500

// Drop removes a dataset, or the record whose id holds a slash: all its
// versions, postings, loads and snapshots, as if it had never been loaded. It
// writes change-log entries that name what went, in the transactions that
// removed it, so that a follower takes apart what these records held together.
// It gives how many records went. The error is NotFound where there is nothing,
// Locked while the dataset is being loaded. Cut short, it can be repeated.
func (s *Store) Drop(datasetOrRecord string) (int64, error) {
	const op = "store.Drop"
	dataset, _, one := strings.Cut(datasetOrRecord, "/")
	prefix := appendOpen([]byte{keyVersion}, dataset+"/")
	if one {
		prefix = versionPrefix(engine.RecordID(datasetOrRecord))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loading[dataset] {
		return 0, &engine.Error{Op: op, Code: engine.Locked, ID: dataset, Err: errors.New("this dataset is being loaded")}
	}
	n, err := s.remove(prefix, true, func(*sighting) bool { return true })
	if err == nil && !one {
		var had bool
		had, err = s.forgetLoads(s.cat.Load().of(dataset))
		if n == 0 && !had && err == nil {
			err = engine.NotFound
		}
	} else if err == nil && n == 0 {
		err = engine.NotFound
	}
	return n, wrap(op, short(datasetOrRecord), err)
}

// removeLoad removes a full load that was given up. It is marked first, so
// that it can no longer be resumed whatever happens. The caller holds mu.
func (s *Store) removeLoad(r loadRow) error {
	r.State = aborted
	if err := s.saveLoad(r); err != nil {
		return err
	}
	prefix := appendOpen([]byte{keyVersion}, r.Dataset+"/")
	if _, err := s.remove(prefix, false, func(c *sighting) bool { return c.load == r.Number }); err != nil {
		return err
	}
	_, err := s.forgetLoads([]loadRow{r})
	return err
}

// forgetLoads removes the rows, snapshots and chunks of loads. Chunks that the
// change log points at stay. The caller holds mu.
func (s *Store) forgetLoads(rows []loadRow) (bool, error) {
	var gone []uint64
	for _, r := range rows {
		for r.State != committed && r.Full && r.Chunks > 0 {
			n := min(r.Chunks, 1000)
			err := s.write(func(txn *badger.Txn) error {
				for i := r.Chunks - n; i < r.Chunks; i++ {
					if err := txn.Delete(keyN(keyChunk, r.Number, i)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return false, err
			}
			r.Chunks -= n
		}
		err := s.write(func(txn *badger.Txn) error {
			return errors.Join(txn.Delete(snapshotKey(r.Dataset, r.Retrieved, r.Number)), txn.Delete(keyN(keyLoad, r.Number)))
		})
		if err != nil {
			return false, err
		}
		gone = append(gone, r.Number)
		s.cat.Store(s.cat.Load().with(nil, r.Number))
	}
	return len(gone) > 0, nil
}

// doomed is a record some of whose sightings go.
type doomed struct {
	id        engine.RecordID
	go_, stay []sighting
}

// remove deletes the sightings under prefix that which picks, and the postings
// that no remaining sighting asks for. Where log is set each transaction writes
// the change-log entry of its records. It gives how many records it touched.
// The caller holds mu.
func (s *Store) remove(prefix []byte, log bool, which func(*sighting) bool) (int64, error) {
	var n int64
	for from := prefix; ; {
		batch, next, err := s.doomed(prefix, from, which)
		if err != nil {
			return n, err
		}
		if err := s.removeBatch(batch, log); err != nil {
			return n, err
		}
		n += int64(len(batch))
		if next == nil {
			return n, nil
		}
		from = next
	}
}

// doomed reads up to dropChunk records that have sightings to remove, and
// where to go on.
func (s *Store) doomed(prefix, from []byte, which func(*sighting) bool) (out []doomed, next []byte, err error) {
	full := errors.New("enough")
	var cur doomed
	size := 0
	end := func() {
		if len(cur.go_) > 0 {
			out = append(out, cur)
		}
	}
	err = s.db.View(func(txn *badger.Txn) error {
		return scanFrom(txn, prefix, from, true, func(k, v []byte) error {
			id, c, err := parseSighting(k, v)
			if err != nil {
				return err
			}
			if id != cur.id {
				end()
				cur = doomed{id: id}
				if len(out) >= dropChunk || size > batchBytes {
					next = versionPrefix(id)
					return full
				}
			}
			size += len(v)
			c.content = slices.Clone(c.content)
			if which(&c) {
				cur.go_ = append(cur.go_, c)
			} else {
				cur.stay = append(cur.stay, c)
			}
			return nil
		})
	})
	if err == full {
		return out, next, nil
	}
	end()
	return out, nil, err
}

// removeBatch deletes in one transaction, but for crowds of postings.
func (s *Store) removeBatch(batch []doomed, log bool) error {
	if len(batch) == 0 {
		return nil
	}
	cat, seq := s.cat.Load(), s.seq.Load()
	var ids []engine.RecordID
	var sightings, posts [][]byte
	for i := range batch {
		d := &batch[i]
		p, err := d.postings()
		if err != nil {
			return err
		}
		posts = append(posts, p...)
		for j := range d.go_ {
			sightings = append(sightings, versionKey(d.id, &d.go_[j]))
		}
		if len(cat.counting(d.go_, 0)) > 0 {
			ids = append(ids, d.id)
		}
	}
	posts, err := s.removeCrowd(posts)
	if err != nil {
		return err
	}
	err = s.write(func(txn *badger.Txn) error {
		for _, k := range slices.Concat(posts, sightings) {
			if err := txn.Delete(k); err != nil {
				return err
			}
		}
		if !log || len(ids) == 0 {
			return nil
		}
		seq++
		return setChange(txn, changeRow{Kind: KindRecords, At: instantOf(s.now()), Last: seq, Count: 1, IDs: packIDs(nil, ids)})
	})
	if err == nil {
		s.seq.Store(seq)
	}
	return err
}

// removeCrowd deletes postings that are too many for one transaction, and gives
// those that are left to delete. Cut short between this and what follows, the
// sightings are still there, and removing them again removes the rest.
func (s *Store) removeCrowd(posts [][]byte) ([][]byte, error) {
	size := 0
	for _, k := range posts {
		size += len(k)
	}
	if len(posts) <= maxPostings && size <= maxPostingSize {
		return posts, nil
	}
	wb := s.db.NewWriteBatch()
	defer wb.Cancel()
	for _, k := range posts {
		if err := wb.Delete(k); err != nil {
			return nil, err
		}
	}
	return nil, wb.Flush()
}

// postings gives the postings to delete: those of the contents that go, which
// the remaining contents do not need.
func (d *doomed) postings() ([][]byte, error) {
	need := map[string]bool{}
	postings := func(all []sighting, each func(k []byte)) error {
		for i := range all {
			if all[i].content == nil {
				continue
			}
			rec, err := all[i].record()
			if err != nil {
				return err
			}
			for _, k := range postingsOf(rec) {
				each(k)
			}
		}
		return nil
	}
	if err := postings(d.stay, func(k []byte) { need[string(k)] = true }); err != nil {
		return nil, err
	}
	var out [][]byte
	err := postings(d.go_, func(k []byte) {
		if !need[string(k)] {
			out = append(out, k)
		}
	})
	return out, err
}

// noKeys reports whether no key begins with prefix.
func (s *Store) noKeys(prefix []byte) (bool, error) {
	none := true
	err := s.db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
		defer it.Close()
		it.Seek(prefix)
		none = !it.ValidForPrefix(prefix)
		return nil
	})
	return none, err
}
