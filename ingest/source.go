package ingest

import (
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Format tells what a Source reads.
type Format struct {
	Name      string // the word after --as, lower-case letters, digits and hyphens
	Title     string // for a reader, as "Specially Designated Nationals List, CSV"
	Publisher string
	Dataset   string // the default dataset; empty means Name
	Files     string // patterns of base names, separated by spaces, as "sdn*.csv add*.csv": which files of a folder or an archive are wanted
	Example   string // one line as published
	NeedsMap  bool   // cannot read without Options.Map
}

// DefaultDataset is the dataset that records go to unless the caller names
// another.
func (f Format) DefaultDataset() string {
	if f.Dataset != "" {
		return f.Dataset
	}
	return f.Name
}

// Source reads one published format. It holds no state: Read may be called
// many times, also at once for different inputs.
type Source interface {
	// Format tells what the source reads.
	Format() Format

	// Read hands every row of the input to out, in the order of the files. A
	// row that cannot be used is a Reject and reading goes on; an error means
	// that reading cannot go on, and what was handed over before it stands. A
	// non-nil error of out ends Read, which returns it as it is.
	Read(in *Input, out Output) error
}

// Output takes what a Source reads. The record, with all it refers to, belongs
// to the Output once handed over.
type Output interface {
	Record(*engine.Record) error
	Reject(RowError) error
}

// Input is what a Source reads from.
type Input struct {
	Dataset   string
	Map       *Map      // nil unless the caller gave one
	Files     []File    // at least one, none of them empty
	Now       time.Time // the clock, for nothing but what the format leaves open; UTC
	Retrieved time.Time // when the caller says the files were retrieved; zero if not said

	published time.Time
	unknown   map[string]int64
}

// ID is the record id of a source key in the input's dataset.
func (in *Input) ID(key string) engine.RecordID { return engine.NewRecordID(in.Dataset, key) }

// SetRetrieved passes on the date that the publisher wrote into the file. It
// counts only before the first record, and where the caller stated no date.
func (in *Input) SetRetrieved(t time.Time) {
	if in.published.IsZero() {
		in.published = t.UTC()
	}
}

// RetrievedOrNow is the date that counts: the caller's, the publisher's, or
// else the clock's.
func (in *Input) RetrievedOrNow() time.Time {
	switch {
	case !in.Retrieved.IsZero():
		return in.Retrieved.UTC()
	case !in.published.IsZero():
		return in.published
	}
	return in.Now.UTC()
}

// Unknown counts a field that the format does not know. Its content stays in
// the record's raw bytes; the count is shown in Stats.Unknown.
func (in *Input) Unknown(field string) {
	if in.unknown == nil {
		in.unknown = map[string]int64{}
	}
	if _, seen := in.unknown[field]; !seen && len(in.unknown) >= maxUnknown {
		field = "…"
	}
	in.unknown[field]++
}

// maxUnknown is how many names of unknown fields are told apart: more than any
// format has, and few enough that keys made of data cannot fill the memory.
const maxUnknown = 1000

// UnknownFields are the fields that Unknown counted.
func (in *Input) UnknownFields() map[string]int64 { return in.unknown }
