package ingest

import (
	"errors"
	"fmt"

	"github.com/pierce-er/pierce/engine"
)

// Limits stop an archive or a document that was made to exhaust the machine.
// A zero field has its default.
type Limits struct {
	Bytes   int64 // decompressed bytes of one file; default 256 GiB, negative: none
	Ratio   int64 // decompressed to compressed bytes of one file, looked at from its 16th MiB on; default 400, negative: none
	Members int   // files in one archive; default 10,000
	Depth   int   // nesting of a JSON value; default 64
}

// Defaults. The largest published file known, the beneficial owners of the
// United Kingdom, has 11 GiB. Registers compress 5 to 40 times, a table of
// empty columns 200 times; deflate ends at 1,032, where bombs are made. No
// format read here nests deeper than 9.
const (
	defaultBytes   = 256 << 30
	defaultRatio   = 400
	defaultMembers = 10_000
	defaultDepth   = 64
	ratioFrom      = 16 << 20
)

func (l Limits) withDefaults() Limits {
	if l.Bytes == 0 {
		l.Bytes = defaultBytes
	}
	if l.Ratio == 0 {
		l.Ratio = defaultRatio
	}
	if l.Members <= 0 {
		l.Members = defaultMembers
	}
	if l.Depth <= 0 {
		l.Depth = defaultDepth
	}
	return l
}

// ErrTruncated tells that a file ends where its format does not: it was cut
// off, most likely while it was being downloaded.
var ErrTruncated = errors.New("the file is cut off: it ends in the middle")

// truncated is the error of a file that is cut off.
func truncated(op, file string, cause error) error {
	err := ErrTruncated
	if cause != nil {
		err = fmt.Errorf("%w (%w)", ErrTruncated, cause)
	}
	return &engine.Error{Op: op, Code: engine.Invalid, ID: file, Err: err, Hint: "download the file again"}
}
