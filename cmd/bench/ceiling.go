package main

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/dgraph-io/badger/v4"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// The names of the ceilings.
const (
	badgerWrite  = "Badger, batches of 300 bytes"
	badgerCommit = "Badger, one synced commit a key"
	badgerRead   = "Badger, point reads"
	badgerScan   = "Badger, scan"
	bleveIndex   = "Bleve, names alone"
	bleveSearch  = "Bleve, words of names"
	parserOnly   = "parser alone"
	linesOnly    = "parser of lines alone"
)

// mostRaw is how many keys and documents a ceiling is measured with at most:
// enough for a rate.
const mostRaw = 200_000

// rate times work and adds what it reached as a ceiling.
func (w *world) rate(name, unit string, work func() (int, error)) error {
	start := time.Now()
	n, err := work()
	w.report.Ceilings = append(w.report.Ceilings, ceiling{name, unit, float64(n) / time.Since(start).Seconds()})
	return err
}

// rawBadger measures Badger as it comes out of the box.
func (w *world) rawBadger() (err error) {
	db, err := badger.Open(badger.DefaultOptions(filepath.Join(w.dir, "raw-badger")).WithLogger(nil))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	n := min(max(w.o.records, 1000), mostRaw)
	rng := rand.New(rand.NewPCG(1, 1))
	value := make([]byte, 300)
	for i := range value {
		value[i] = byte('a' + rng.IntN(26))
	}
	key := func(i int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(i)) }
	write := w.rate(badgerWrite, "keys", func() (int, error) {
		b := db.NewWriteBatch()
		defer b.Cancel()
		for i := range n {
			if err := b.Set(key(i), value); err != nil {
				return i, err
			}
		}
		return n, b.Flush()
	})
	commit := w.rate(badgerCommit, "commits", func() (int, error) {
		for i := range 200 {
			if err := db.Update(func(txn *badger.Txn) error { return txn.Set(key(n+i), value) }); err != nil {
				return i, err
			}
			if err := db.Sync(); err != nil {
				return i, err
			}
		}
		return 200, nil
	})
	read := w.rate(badgerRead, "keys", func() (int, error) {
		for i := range n / 4 {
			err := db.View(func(txn *badger.Txn) error {
				item, err := txn.Get(key(rng.IntN(n)))
				if err != nil {
					return err
				}
				return item.Value(func([]byte) error { return nil })
			})
			if err != nil {
				return i, err
			}
		}
		return n / 4, nil
	})
	scan := w.rate(badgerScan, "keys", func() (seen int, err error) {
		return seen, db.View(func(txn *badger.Txn) error {
			it := txn.NewIterator(badger.DefaultIteratorOptions)
			defer it.Close()
			for it.Rewind(); it.Valid(); it.Next() {
				if err := it.Item().Value(func([]byte) error { return nil }); err != nil {
					return err
				}
				seen++
			}
			return nil
		})
	})
	return errors.Join(write, commit, read, scan)
}

// rawBleve measures Bleve with one field of names, as it comes out of the box.
func (w *world) rawBleve(names []string) (err error) {
	x, err := bleve.New(filepath.Join(w.dir, "raw-bleve"), bleve.NewIndexMapping())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	index := w.rate(bleveIndex, "documents", func() (int, error) {
		b := x.NewBatch()
		for i, name := range names {
			if err := b.Index(strconv.Itoa(i), map[string]string{"name": name}); err != nil {
				return i, err
			}
			if b.Size() == 1000 || i == len(names)-1 {
				if err := x.Batch(b); err != nil {
					return i, err
				}
				b.Reset()
			}
		}
		return len(names), nil
	})
	search := w.rate(bleveSearch, "searches", func() (int, error) {
		n := min(500, len(names))
		for i := range n {
			if _, err := x.Search(bleve.NewSearchRequest(bleve.NewMatchQuery(names[i*len(names)/n]))); err != nil {
				return i, err
			}
		}
		return n, nil
	})
	return errors.Join(index, search)
}

// counter takes records in and forgets them.
type counter struct{ records int }

func (c *counter) Record(r *engine.Record) error { c.records += max(1, len(r.Shipments)); return nil }

func (c *counter) Reject(e ingest.RowError) error { return &e }

// rawParser reads files and stores nothing.
func (w *world) rawParser(name, unit string, inputs ...ingest.Options) error {
	return w.rate(name, unit, func() (int, error) {
		var c counter
		for _, o := range inputs {
			if _, err := ingest.ReadAll(o, &c); err != nil {
				return c.records, err
			}
		}
		return c.records, nil
	})
}
