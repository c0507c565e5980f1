package store

import (
	"encoding/binary"
	"maps"
	"slices"
	"time"

	"github.com/dgraph-io/badger/v4"
)

// Load says what is loaded, before the first record.
type Load struct {
	Dataset   string    // without a slash
	Format    string    // the source's format
	Retrieved time.Time // when the publisher was asked; orders versions
	// Full says that the input is everything the dataset holds: records that
	// it lacks end. Nothing of it counts before Commit.
	Full bool
	// AcceptShrink commits a full load that is empty or lost more than a fifth.
	AcceptShrink bool
	// Stamp names the input (names, sizes, hash). A load that was cut short is
	// resumed only under the same stamp; the empty stamp never resumes.
	Stamp string
}

// loadState is how far a load has come.
type loadState uint8

const (
	streaming loadState = iota // not full: each batch counts at once
	pending                    // full: nothing counts yet
	committed
	aborted // full and given up; its sightings are being removed
)

// hidden reports whether the sightings of a load in this state do not count.
func (s loadState) hidden() bool { return s == pending || s == aborted }

// loadRow is a load as stored: what it is and its checkpoint.
type loadRow struct {
	Number    uint64    `cbor:"1,keyasint,omitempty"`
	Dataset   string    `cbor:"2,keyasint,omitempty"`
	Format    string    `cbor:"3,keyasint,omitempty"`
	Retrieved instant   `cbor:"4,keyasint,omitempty"`
	Full      bool      `cbor:"5,keyasint,omitempty"`
	Stamp     string    `cbor:"6,keyasint,omitempty"`
	State     loadState `cbor:"7,keyasint,omitempty"`
	Rows      int64     `cbor:"8,keyasint,omitempty"` // of the input, dealt with
	Stats     LoadStats `cbor:"9,keyasint,omitempty"`
	Chunks    uint64    `cbor:"10,keyasint,omitempty"` // of changed ids, written so far
	Seen      int64     `cbor:"11,keyasint,omitempty"` // distinct records
}

// LoadStats counts what a load did. Removed counts records that were there
// and that a full load's input lacks. Seq is the change log's last entry after
// the commit.
type LoadStats struct {
	Added     int64  `json:"added" cbor:"1,keyasint,omitempty"`
	Changed   int64  `json:"changed" cbor:"2,keyasint,omitempty"`
	Same      int64  `json:"same" cbor:"3,keyasint,omitempty"`
	History   int64  `json:"history" cbor:"4,keyasint,omitempty"`
	Duplicate int64  `json:"duplicate" cbor:"5,keyasint,omitempty"`
	Removed   int64  `json:"removed" cbor:"6,keyasint,omitempty"`
	Seq       uint64 `json:"seq" cbor:"7,keyasint,omitempty"`
}

// catalog says which sightings and snapshots count. It is never changed once
// published: a reader that took one sees one state throughout.
type catalog struct {
	loads     map[uint64]loadRow
	hidden    map[uint64]bool      // loads whose sightings do not count
	snapshots map[string][]instant // committed full ones of each dataset, rising
}

// with is the catalog after rows were written (a row of Number n replaces the
// one before) and the loads in gone were removed.
func (c *catalog) with(rows []loadRow, gone ...uint64) *catalog {
	loads := maps.Clone(c.loads)
	for _, n := range gone {
		delete(loads, n)
	}
	for _, r := range rows {
		loads[r.Number] = r
	}
	return newCatalog(loads)
}

func newCatalog(loads map[uint64]loadRow) *catalog {
	c := &catalog{loads: loads, hidden: map[uint64]bool{}, snapshots: map[string][]instant{}}
	for n, r := range loads {
		if r.State.hidden() {
			c.hidden[n] = true
		}
		if r.Full && r.State == committed {
			c.snapshots[r.Dataset] = append(c.snapshots[r.Dataset], r.Retrieved)
		}
	}
	for d, s := range c.snapshots {
		slices.Sort(s)
		c.snapshots[d] = slices.Compact(s)
	}
	return c
}

// of gives the loads of a dataset by number.
func (c *catalog) of(dataset string) []loadRow {
	var out []loadRow
	for _, r := range c.loads {
		if r.Dataset == dataset {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b loadRow) int { return int(int64(a.Number) - int64(b.Number)) })
	return out
}

// readCatalog reads all loads.
func (s *Store) readCatalog() (*catalog, error) {
	loads := map[uint64]loadRow{}
	err := s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyLoad}, true, func(k, v []byte) error {
			var r loadRow
			if err := decode(v, &r); err != nil {
				return err
			}
			if len(k) != 9 || binary.BigEndian.Uint64(k[1:]) != r.Number {
				return corrupt("load %d under key %x", r.Number, k)
			}
			loads[r.Number] = r
			return nil
		})
	})
	return newCatalog(loads), err
}
