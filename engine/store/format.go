package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Format is the version of what is on disk: the keys of keys.go and the values
// behind them. A store of another version is refused, never guessed at.
//
//	1  the first
const Format = 1

// Names under the family '!'.
const (
	metaFormat     = "format"
	metaNext       = "next"       // the next number for loads, derivations and chunks
	metaGeneration = "generation" // of the derived families
)

func metaKey(name string) []byte { return append([]byte{keyMeta}, name...) }

// checkFormat reads the format of an opened store and writes it into a new
// one.
func (s *Store) checkFormat() error {
	v, err := s.metaNumber(metaFormat)
	if errors.Is(err, engine.NotFound) {
		empty, err := s.empty()
		if err != nil {
			return err
		}
		if !empty {
			return &engine.Error{Op: "store.Open", Code: engine.Corrupt, ID: s.dir, Err: errors.New("there is data but no format version")}
		}
		return s.write(func(txn *badger.Txn) error {
			return txn.Set(metaKey(metaFormat), number(Format))
		})
	}
	if err != nil {
		return err
	}
	if v != Format {
		return &engine.Error{Op: "store.Open", Code: engine.Stale, ID: s.dir,
			Err:  fmt.Errorf("got a store of format %d, want format %d", v, Format),
			Hint: "load the files again into a new folder, or use the version of pierce that wrote this one"}
	}
	return nil
}

// empty reports whether the store has no key at all.
func (s *Store) empty() (bool, error) {
	empty := true
	err := s.db.View(func(txn *badger.Txn) error {
		it := txn.NewIterator(badger.IteratorOptions{})
		defer it.Close()
		it.Rewind()
		empty = !it.Valid()
		return nil
	})
	return empty, err
}

// metaNumber reads a number of the family '!'.
func (s *Store) metaNumber(name string) (uint64, error) {
	var n uint64
	err := s.db.View(func(txn *badger.Txn) error {
		b, err := get(txn, metaKey(name))
		if err != nil {
			return err
		}
		n, err = parseNumber(b)
		return err
	})
	return n, err
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func parseNumber(b []byte) (uint64, error) {
	if len(b) != 8 {
		return 0, corrupt("a number of %d bytes", len(b))
	}
	return binary.BigEndian.Uint64(b), nil
}

// corrupt is the error for a value that cannot be read.
func corrupt(format string, args ...any) error {
	return &engine.Error{Code: engine.Corrupt, Err: fmt.Errorf(format, args...)}
}
