package store

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Screening is the head of a saved screening. Its lines stand in chunks, whose
// bytes the store does not read.
type Screening struct {
	Name     string   `cbor:"1,keyasint"`
	At       string   `cbor:"2,keyasint"` // of the last run, RFC 3339, UTC
	Seq      uint64   `cbor:"3,keyasint"` // of the change log, up to which the lines follow it
	Lines    int64    `cbor:"4,keyasint"`
	Rejected int64    `cbor:"5,keyasint"`
	Terms    []byte   `cbor:"6,keyasint"`  // how it was screened, as the writer puts it
	Runs     uint64   `cbor:"7,keyasint"`  // screenings and re-screenings so far, counting from 1
	Chunks   []uint64 `cbor:"8,keyasint"`  // the run in which each chunk was written
	Alerts   uint64   `cbor:"9,keyasint"`  // the last alert's number
	Sum      [32]byte `cbor:"10,keyasint"` // SHA-256 over the sums of the chunks
}

// screeningChunk is some lines of a screening as stored.
type screeningChunk struct {
	Body     []byte            `cbor:"1,keyasint"`
	Entities []engine.EntityID `cbor:"2,keyasint"` // sorted: those under which the chunk is found
	First    int64             `cbor:"3,keyasint"` // its first line
}

func (c *screeningChunk) sum() [32]byte { return sha256.Sum256(c.Body) }

// EntityLines are the lines of a chunk that an entity stands in, rising.
type EntityLines map[engine.EntityID][]int64

// chunkKey is where a chunk of a run stands.
func chunkKey(name string, chunk, run uint64) []byte {
	k := binary.BigEndian.AppendUint64(key1(keyScreened, name), chunk)
	return binary.BigEndian.AppendUint64(k, run)
}

// lineKey is where an entity's lines of a chunk stand.
func lineKey(id engine.EntityID, name string, first int64) []byte {
	return binary.BigEndian.AppendUint64(key2(keyLineOf, id, name), uint64(first))
}

func alertKey(name string, number uint64) []byte {
	return binary.BigEndian.AppendUint64(key1(keyAlert, name), number)
}

// ScreeningWriter writes a screening, or what changed in one. Nothing of it is
// visible before Commit, which is one transaction. It is used by one goroutine.
type ScreeningWriter struct {
	s      *Store
	old    *Screening // nil where the name is new
	head   Screening
	sums   map[uint64][32]byte
	put    map[uint64]bool
	number uint64 // of the last alert
}

// BeginScreening begins to write a screening under a name: a new one, which at
// its Commit takes the place of what stood there, or with amend the changes of
// the one that stands, NotFound where there is none. A name has 1 to 4096 bytes.
func (s *Store) BeginScreening(name string, amend bool) (*ScreeningWriter, error) {
	const op = "store.BeginScreening"
	if name == "" || len(name) > maxID {
		return nil, invalid(op, short(name), "got a name of %d bytes, want 1 to %d", len(name), maxID)
	}
	w := &ScreeningWriter{s: s, head: Screening{Name: name, Runs: 1}, sums: map[uint64][32]byte{}, put: map[uint64]bool{}}
	old, err := s.Screening(name)
	switch {
	case err == nil:
		w.old, w.head.Runs, w.number = old, old.Runs+1, old.Alerts
	case amend || !isNotFound(err):
		return nil, err
	}
	if amend {
		w.head.Chunks = slices.Clone(old.Chunks)
	}
	return w, nil
}

// Put writes a chunk of lines by its number, counting from 0 without gaps, with
// the entities that stand in them.
func (w *ScreeningWriter) Put(chunk int, body []byte, of EntityLines) error {
	c := screeningChunk{Body: body}
	for id, lines := range of {
		c.Entities = append(c.Entities, id)
		if len(lines) > 0 && (c.First == 0 || lines[0] < c.First) {
			c.First = lines[0]
		}
	}
	slices.Sort(c.Entities)
	b, err := encode(&c)
	if err != nil {
		return err
	}
	n := uint64(chunk)
	for uint64(len(w.head.Chunks)) <= n {
		w.head.Chunks = append(w.head.Chunks, 0)
	}
	w.head.Chunks[n] = w.head.Runs
	w.sums[n], w.put[n] = c.sum(), true
	if err := w.s.room(); err != nil {
		return wrap("store.Put", w.head.Name, err)
	}
	batch := w.s.db.NewWriteBatch()
	defer batch.Cancel()
	if err := batch.Set(chunkKey(w.head.Name, n, w.head.Runs), b); err != nil {
		return wrap("store.Put", w.head.Name, err)
	}
	for _, id := range c.Entities {
		v := binary.BigEndian.AppendUint64(nil, w.head.Runs)
		last := int64(0)
		for _, l := range of[id] {
			v = binary.AppendUvarint(v, uint64(l-last))
			last = l
		}
		if err := batch.Set(lineKey(id, w.head.Name, c.First), v); err != nil {
			return wrap("store.Put", w.head.Name, err)
		}
	}
	return wrap("store.Put", w.head.Name, batch.Flush())
}

// Alert adds an alert and gives its number. It is visible after Commit.
func (w *ScreeningWriter) Alert(body []byte) (uint64, error) {
	w.number++
	b, err := encode(&Alert{Number: w.number, Body: body})
	if err != nil {
		return 0, err
	}
	return w.number, wrap("store.Alert", w.head.Name, w.s.write(func(txn *badger.Txn) error {
		return txn.Set(alertKey(w.head.Name, w.number), b)
	}))
}

// Commit makes what was written visible, with an entry in the audit log that
// holds the head and with it the sum of all lines. Of h the name, the runs, the
// chunks, the alerts and the sum are set here; so is the time.
func (w *ScreeningWriter) Commit(h Screening) (Screening, error) {
	const op = "store.Commit"
	h.Name, h.Runs, h.Chunks, h.Alerts = w.head.Name, w.head.Runs, w.head.Chunks, w.number
	sum := sha256.New()
	for n, run := range h.Chunks {
		if run == 0 {
			return h, invalid(op, h.Name, "chunk %d is missing", n)
		}
		s, ok := w.sums[uint64(n)]
		if !ok {
			c, err := w.s.chunk(h.Name, uint64(n), run)
			if err != nil {
				return h, wrap(op, h.Name, err)
			}
			s = c.sum()
		}
		sum.Write(s[:])
	}
	sum.Sum(h.Sum[:0])
	w.s.mu.Lock()
	defer w.s.mu.Unlock()
	at := w.s.now()
	h.At = rfc3339(at)
	b, err := encode(&h)
	if err != nil {
		return h, err
	}
	err = w.s.write(func(txn *badger.Txn) error {
		if err := txn.Set(key1(keyScreening, h.Name), b); err != nil {
			return err
		}
		return w.s.audit(txn, auditScreening, at, b)
	})
	if err != nil {
		return h, wrap(op, h.Name, err)
	}
	return h, wrap(op, h.Name, w.sweep(h))
}

// sweep removes what the last run left behind. What a kill keeps from being
// removed is no part of any answer.
func (w *ScreeningWriter) sweep(h Screening) error {
	if w.old == nil {
		return nil
	}
	for n, run := range w.old.Chunks {
		if n < len(h.Chunks) && h.Chunks[n] == run {
			continue
		}
		c, err := w.s.chunk(h.Name, uint64(n), run)
		if err != nil {
			return err
		}
		batch := w.s.db.NewWriteBatch()
		err = batch.Delete(chunkKey(h.Name, uint64(n), run))
		for _, id := range c.Entities {
			k := lineKey(id, h.Name, c.First)
			if err == nil && w.s.runOf(k) == run {
				err = batch.Delete(k)
			}
		}
		if err == nil {
			err = batch.Flush()
		}
		batch.Cancel()
		if err != nil {
			return err
		}
	}
	return nil
}

// runOf is the run that wrote the lines at a key; 0 where there are none.
func (s *Store) runOf(key []byte) (run uint64) {
	_ = s.db.View(func(txn *badger.Txn) error { // what cannot be read stays
		b, err := get(txn, key)
		if err == nil && len(b) >= 8 {
			run = binary.BigEndian.Uint64(b)
		}
		return nil
	})
	return run
}

// chunk reads one chunk.
func (s *Store) chunk(name string, n, run uint64) (*screeningChunk, error) {
	c := new(screeningChunk)
	return c, s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, chunkKey(name, n, run))
		if err != nil {
			return corrupt("chunk %d of run %d: %w", n, run, err)
		}
		return decode(b, c)
	})
}

// Screening gives the head of a saved screening; NotFound if there is none of
// the name.
func (s *Store) Screening(name string) (*Screening, error) {
	out := new(Screening)
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, key1(keyScreening, name))
		if err != nil {
			return err
		}
		return decode(b, out)
	})
	if err != nil {
		return nil, wrap("store.Screening", name, err)
	}
	return out, nil
}

// Screenings gives the heads of all saved screenings, by name.
func (s *Store) Screenings() ([]Screening, error) {
	var out []Screening
	err := s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyScreening}, true, func(_, v []byte) error {
			var h Screening
			if err := decode(v, &h); err != nil {
				return err
			}
			out = append(out, h)
			return nil
		})
	})
	slices.SortFunc(out, func(a, b Screening) int { return cmp.Compare(a.Name, b.Name) })
	return out, wrap("store.Screenings", "", err)
}

// ScreeningChunks yields the chunks of a screening in order.
func (s *Store) ScreeningChunks(h *Screening, yield func(chunk int, body []byte) error) error {
	for n, run := range h.Chunks {
		c, err := s.chunk(h.Name, uint64(n), run)
		if err != nil {
			return wrap("store.ScreeningChunks", h.Name, err)
		}
		if err := yield(n, c.Body); err != nil {
			return err
		}
	}
	return nil
}

// LinesOf yields the lines of each saved screening that an entity stands in, by
// name, rising.
func (s *Store) LinesOf(id engine.EntityID, yield func(screening string, line int64) error) error {
	return wrap("store.LinesOf", string(id), s.db.View(func(txn *badger.Txn) error {
		prefix := key1(keyLineOf, id)
		return scan(txn, prefix, true, func(k, v []byte) error {
			name, _, ok := cutText(k[len(prefix):])
			if !ok || len(v) < 8 {
				return corrupt("lines at %x", k)
			}
			last := uint64(0)
			for v = v[8:]; len(v) > 0; {
				d, n := binary.Uvarint(v)
				if n <= 0 {
					return corrupt("lines at %x", k)
				}
				last, v = last+d, v[n:]
				if err := yield(name, int64(last)); err != nil {
					return err
				}
			}
			return nil
		})
	}))
}
