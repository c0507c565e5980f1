package store

import (
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Badger maps its logs and the tables that it makes into memory: where the disk
// fills up beneath them, the first touch of a page that cannot be had ends the
// process with a signal (SIGBUS) instead of an error. Nothing committed is lost
// by that, but nobody is told why either. So every write looks first whether
// the disk has room for what Badger may do on its own before the next look.

// Room that must be left on the disk for a write to begin.
const (
	// roomLogs is for what is not yet sorted in: two memtables that are being
	// written out and one that fills, each with a log of up to twice its size and
	// a table of up to its size.
	roomLogs = 3 * 3 * memtable
	// roomSorting bounds what is set aside for sorting tables into the next
	// level, where the new ones stand beside the old until they are whole: level
	// zero and as much again beneath it, by two compactors.
	roomSorting = 2 * 2 * levelZero * memtable
	// lookEvery is how many bytes are written in bulk between two looks.
	lookEvery = memtable / 2
)

// errNoRoom is the cause of a write that was refused for want of disk.
var errNoRoom = errors.New("the disk is nearly full")

// room refuses a write when the disk of the store has not roomLogs and, up to
// roomSorting, the size of the store free. What cannot be measured is not
// refused. It costs a system call.
func (s *Store) room() error {
	if s.free == nil {
		return nil
	}
	free, ok := s.free()
	if !ok {
		return nil
	}
	var sorted int64
	for _, l := range s.db.Levels() { // Size is counted once a minute only
		sorted += l.Size
	}
	need := uint64(roomLogs + min(sorted, roomSorting))
	if free >= need {
		return nil
	}
	return &engine.Error{ID: s.dir, Err: fmt.Errorf("%w: got %d MiB free, want %d MiB", errNoRoom, free>>20, need>>20),
		Hint: "make room on this disk or move the data folder to a larger one, and run the command again: what was committed stands, and it goes on from there"}
}

// write runs fn in one transaction, when there is room for it.
func (s *Store) write(fn func(*badger.Txn) error) error {
	if err := s.room(); err != nil {
		return err
	}
	return s.db.Update(fn)
}
