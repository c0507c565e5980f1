package ingest

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
)

// Nowhere is an Output that takes nothing, for a reading that only looks for
// what other rows refer to.
type Nowhere struct{}

// Record drops a record.
func (Nowhere) Record(*engine.Record) error { return nil }

// Reject drops a rejection: the reading that counts files it.
func (Nowhere) Reject(RowError) error { return nil }

// Stream reports whether the file can be read once only: standard input, or a
// pipe.
func (f File) Stream() bool { return f.Size == 0 }

// ReadAhead calls read for every file that can be read again, before the
// reading that counts. A file that is cut off is read as far as it goes: the
// reading that counts says so.
func ReadAhead(in *Input, read func(File) error) error {
	for _, f := range in.Files {
		if f.Stream() {
			continue
		}
		if err := read(f); err != nil && !errors.Is(err, ErrTruncated) {
			return err
		}
	}
	return nil
}

// RejectAll files what could not be used of rows that are kept.
func RejectAll(out Output, list []RowError) error {
	for _, w := range list {
		if err := out.Reject(w); err != nil {
			return err
		}
	}
	return nil
}
