package edifact

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"github.com/pierce-er/pierce/ingest"
)

// segment is one segment: its tag and its elements with their components.
type segment struct {
	n    int64 // its number in the file, from 1: the line that messages speak of
	text string
	tag  string
	el   [][]string
}

// get is a component of an element, counted from 1 and 0; "" where it is not
// there.
func (s *segment) get(element, component int) string {
	if element > len(s.el) || component >= len(s.el[element-1]) {
		return ""
	}
	return strings.TrimSpace(s.el[element-1][component])
}

// all are the components of an element that are filled.
func (s *segment) all(element int) []string {
	var out []string
	if element <= len(s.el) {
		for _, c := range s.el[element-1] {
			if c = strings.TrimSpace(c); c != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// marks are the characters that part an interchange, as ISO 9735 has them or
// as a UNA segment says.
type marks struct{ component, element, release, end byte }

func usualMarks() marks { return marks{':', '+', '?', '\''} }

// scanner cuts an interchange into segments.
type scanner struct {
	in    *bufio.Reader
	marks marks
	set   encoding.Encoding // of the interchange; nil: UTF-8 where it is well-formed, and windows-1252
	n     int64
}

var errLong = errors.New("longer than 4 MiB")

// long is a segment over the limit.
type long struct {
	n    int64
	head []byte
	size int64
}

func (l *long) Error() string { return errLong.Error() }

// begin reads a byte order mark and a UNA segment.
func (s *scanner) begin() error {
	s.marks = usualMarks()
	if b, err := s.in.Peek(3); err == nil && bytes.Equal(b, []byte("\xef\xbb\xbf")) {
		if _, err := s.in.Discard(3); err != nil {
			return err
		}
	}
	if err := s.blanks(); err != nil {
		return err
	}
	b, err := s.in.Peek(9)
	if err != nil || string(b[:3]) != "UNA" {
		return nil
	}
	s.marks = marks{b[3], b[4], b[6], b[8]}
	if s.marks.release == ' ' { // not used
		s.marks.release = 0
	}
	s.n++
	if _, err = s.in.Discard(9); err != nil {
		return err
	}
	return s.blanks()
}

// blanks passes over line ends between segments.
func (s *scanner) blanks() error {
	for {
		b, err := s.in.Peek(1)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' && b[0] != ' ' && b[0] != '\t' {
			return nil
		}
		if _, err := s.in.Discard(1); err != nil {
			return err
		}
	}
}

// next gives the next segment, io.EOF after the last, a *long for one that is
// too long, and ingest.ErrTruncated for one without its end.
func (s *scanner) next() (*segment, error) {
	if err := s.blanks(); err != nil {
		return nil, err
	}
	var raw []byte
	size, released := int64(0), false
	for {
		b, err := s.in.ReadByte()
		if errors.Is(err, io.EOF) {
			if size == 0 {
				return nil, io.EOF
			}
			s.n++
			return &segment{n: s.n, text: s.decode(raw)}, ingest.ErrTruncated
		}
		if err != nil {
			return nil, err
		}
		if b == s.marks.end && !released {
			break
		}
		released = b == s.marks.release && s.marks.release != 0 && !released
		if size++; size <= ingest.MaxRow {
			raw = append(raw, b)
		}
	}
	s.n++
	if size > ingest.MaxRow {
		return nil, &long{n: s.n, head: raw[:ingest.MaxRawKept], size: size}
	}
	return s.cut(raw), nil
}

// cut parts a segment at its marks, which are ASCII in every character set of
// the standard.
func (s *scanner) cut(raw []byte) *segment {
	seg := &segment{n: s.n, text: s.decode(raw)}
	var part []byte
	element := []string{}
	tag := true
	flush := func(end bool) {
		v := s.decode(part)
		part = part[:0]
		switch {
		case tag && end:
			seg.tag = strings.ToUpper(strings.TrimSpace(v))
			tag = false
		case tag: // explicit nesting behind the tag: not used by these messages
			part = append(part, v...)
		default:
			element = append(element, v)
			if end {
				seg.el = append(seg.el, element)
				element = nil
			}
		}
	}
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == s.marks.release && s.marks.release != 0 && i+1 < len(raw):
			i++
			part = append(part, raw[i])
		case c == s.marks.element:
			flush(true)
		case c == s.marks.component && !tag:
			flush(false)
		case c == '\r' || c == '\n': // lines are broken at 80 columns by some senders
		default:
			part = append(part, c)
		}
	}
	flush(true)
	return seg
}

// decode makes UTF-8 of a piece of text. Senders often name a narrower set than
// they use: what is well-formed UTF-8 with letters beyond ASCII is taken as that
// where the set is Latin or none.
func (s *scanner) decode(b []byte) string {
	for _, c := range b {
		if c >= utf8.RuneSelf || c == 0x1b {
			return s.beyond(b)
		}
	}
	return string(b)
}

func (s *scanner) beyond(b []byte) string {
	set := s.set
	if set == nil || set == charmap.ISO8859_1 {
		if utf8.Valid(b) && set != japanese.ISO2022JP {
			return string(b)
		}
		set = charmap.Windows1252 // what ISO 8859-1 leaves empty, senders fill with it
	}
	out, err := set.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	return string(out)
}

// syntaxSet is the character set of a syntax identifier (ISO 9735, annex A;
// UN/EDIFACT syntax rules 4): nil for UNOA and UNOB, which are ASCII, and for
// UNOW and UNOY, which are UTF-8.
func syntaxSet(id string) encoding.Encoding {
	switch strings.ToUpper(id) {
	case "UNOC":
		return charmap.ISO8859_1
	case "UNOD":
		return charmap.ISO8859_2
	case "UNOE":
		return charmap.ISO8859_5
	case "UNOF":
		return charmap.ISO8859_7
	case "UNOG":
		return charmap.ISO8859_3
	case "UNOH":
		return charmap.ISO8859_4
	case "UNOI":
		return charmap.ISO8859_6
	case "UNOJ":
		return charmap.ISO8859_8
	case "UNOK":
		return charmap.ISO8859_9
	case "UNOX":
		return japanese.ISO2022JP
	}
	return nil
}
