package un

import (
	"bytes"
	"errors"
	"io"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// element is one INDIVIDUAL or ENTITY as published.
type element struct {
	raw  []byte // valid until the next one; a prefix where long
	line int64
	size int64 // of a long element; else 0
	cut  bool  // the file ends inside
}

// scanner cuts a document into its records without parsing it, so that one
// that is no XML costs itself alone and no more than one is held.
type scanner struct {
	in    io.Reader
	name  string
	buf   []byte
	line  int64 // of buf[0]
	eof   bool
	ended bool // the root's end tag was seen
}

// The tags that records stand in, and the one that ends the list.
var (
	starts  = [][]byte{[]byte("<INDIVIDUAL>"), []byte("<ENTITY>"), []byte("<INDIVIDUAL "), []byte("<ENTITY ")}
	ends    = [][]byte{[]byte("</INDIVIDUAL>"), []byte("</ENTITY>"), []byte("</INDIVIDUAL>"), []byte("</ENTITY>")}
	rootEnd = []byte("</CONSOLIDATED_LIST>")
)

// fill reads more; false at the end of the file.
func (s *scanner) fill() (bool, error) {
	if s.eof {
		return false, nil
	}
	n := len(s.buf)
	s.buf = append(s.buf, make([]byte, 64<<10)...)
	m, err := io.ReadAtLeast(s.in, s.buf[n:], 1)
	s.buf = s.buf[:n+m]
	if errors.Is(err, io.EOF) {
		s.eof = true
		return false, nil
	}
	return true, err
}

// take drops the first n bytes.
func (s *scanner) take(n int) {
	s.line += int64(bytes.Count(s.buf[:n], []byte{'\n'}))
	s.buf = s.buf[:copy(s.buf, s.buf[n:])]
}

// head is the document up to its first record, at most one read of it.
func (s *scanner) head() ([]byte, error) {
	for len(s.buf) < 4<<10 {
		if more, err := s.fill(); err != nil {
			return nil, err
		} else if !more {
			break
		}
	}
	return s.buf, nil
}

// next gives the next record, or io.EOF after the root's end tag, or
// ingest.ErrTruncated where the file ends before it.
func (s *scanner) next() (element, error) {
	for {
		which, at := -1, len(s.buf)
		for i, tag := range starts {
			if j := bytes.Index(s.buf, tag); j >= 0 && j < at {
				which, at = i, j
			}
		}
		if which >= 0 {
			s.take(at)
			return s.record(ends[which])
		}
		if bytes.Contains(s.buf, rootEnd) {
			s.ended = true
			return element{}, io.EOF
		}
		// A tag may stand across the end of what was read.
		if keep := len(rootEnd); len(s.buf) > keep {
			s.take(len(s.buf) - keep)
		}
		if more, err := s.fill(); err != nil {
			return element{}, err
		} else if !more {
			return element{}, s.truncated()
		}
	}
}

// record reads up to the record's end tag. Beyond ingest.MaxRow it keeps the
// beginning and drops the rest.
func (s *scanner) record(end []byte) (element, error) {
	e := element{line: s.line}
	var long []byte
	for from := 0; ; {
		if i := bytes.Index(s.buf[from:], end); i >= 0 {
			n := from + i + len(end)
			if long != nil {
				e.raw, e.size = long, e.size+int64(n)
			} else {
				e.raw = bytes.Clone(s.buf[:n])
			}
			s.take(n)
			return e, nil
		}
		if len(s.buf) > ingest.MaxRow {
			if long == nil {
				long = bytes.Clone(s.buf[:ingest.MaxRawKept])
			}
			n := len(s.buf) - len(end)
			e.size += int64(n)
			s.take(n)
		}
		from = max(0, len(s.buf)-len(end))
		more, err := s.fill()
		if err != nil {
			return e, err
		}
		if !more {
			e.raw, e.cut = bytes.Clone(s.buf), true
			if long != nil {
				e.raw, e.size = long, e.size+int64(len(s.buf))
			}
			s.buf = s.buf[:0]
			return e, nil
		}
	}
}

func (s *scanner) truncated() error {
	return &engine.Error{Op: "un.Read", Code: engine.Invalid, ID: s.name, Err: ingest.ErrTruncated, Hint: "download the file again"}
}
