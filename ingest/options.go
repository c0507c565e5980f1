package ingest

import (
	"io"
	"time"
)

// Options say what to load, and how.
type Options struct {
	Source       Source
	Dataset      string           // empty: the map's, or the format's default
	Retrieved    time.Time        // when the files were retrieved; zero: what the publisher wrote into them, else Now
	Full         bool             // the files are the whole dataset: what they lack has ended
	AcceptShrink bool             // with Full: take it even if it lost more than a fifth
	Strict       bool             // a rejected row is an error in the end; with Full it keeps the load from becoming visible
	Map          *Map             // for the formats that need one
	Paths        []string         // files, folders, archives, or "-"
	Stdin        io.Reader        // what "-" reads
	Encoding     string           // character set of all files, by its WHATWG name; empty: found out for each
	Limits       Limits           // against archives and documents made to exhaust the machine
	Rejects      string           // folder for rejected rows; made if missing. Empty: they are counted, not kept
	Now          func() time.Time // the clock; required by Run
	Report       func(Progress)   // called about ten times a second from one goroutine; may be nil
}

// Progress is how far a load has come.
type Progress struct {
	Rows     int64         // read so far, rejected ones among them
	Rejected int64         // of them
	Bytes    int64         // read of the files as stored
	Of       int64         // size of the files as stored; 0 if unknown, as for standard input
	Elapsed  time.Duration // since the start
	Skipping bool          // still in what an interrupted load has committed
}

// Rate is rows a second since the start.
func (p Progress) Rate() float64 {
	if p.Elapsed <= 0 {
		return 0
	}
	return float64(p.Rows) / p.Elapsed.Seconds()
}

// Stats is what a load did.
type Stats struct {
	Dataset    string           `json:"dataset"`
	Retrieved  time.Time        `json:"retrieved"`
	Files      int64            `json:"files"`
	Rows       int64            `json:"rows"`      // records and rejected rows
	Records    int64            `json:"records"`   // handed to the store, in this run or the one it resumed
	Added      int64            `json:"added"`     // seen for the first time
	Changed    int64            `json:"changed"`   // with other content than before
	Same       int64            `json:"same"`      // as before
	History    int64            `json:"history"`   // older than what stands: kept as history
	Duplicate  int64            `json:"duplicate"` // the key came twice with other content: the first stands, the other is filed
	Removed    int64            `json:"removed"`   // with Full: no longer there
	Rejected   int64            `json:"rejected"`
	Warnings   int64            `json:"warnings"` // rows kept although something in them could not be used; filed as well
	Resumed    int64            `json:"resumed"`  // rows that an interrupted load had committed
	Unknown    map[string]int64 `json:"unknown,omitempty"`
	RejectFile string           `json:"reject_file,omitempty"` // the file of rejected rows, if there are any
	Seq        uint64           `json:"seq"`
}
