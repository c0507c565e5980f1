package ingest

import (
	"bytes"
	"errors"
	"io"
)

// JSON reads a file of JSON objects one by one: one object a line, one array
// of objects, or one or several objects written over many lines. It rejects
// what is no valid JSON, values over MaxRow, nested too deep, or holding NULs,
// control characters or bytes that are no UTF-8. In a file of lines a broken
// line costs itself alone.
type JSON struct {
	in     *lines
	close  io.Closer
	parser parser
	row    Row
	mode   jsonMode
	format string
	ended  bool
}

type jsonMode int

const (
	jsonLines jsonMode = iota
	jsonArray
	jsonValues // objects over many lines
)

// OpenJSON opens a file. The format's name stands in the error for a file that
// is no JSON.
func OpenJSON(f File, format string) (*JSON, error) {
	text, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newJSON(text, f, format)
}

// newJSON reads a text that is open already; it closes it where it fails.
func newJSON(text io.ReadCloser, f File, format string) (*JSON, error) {
	j := &JSON{in: newLines(text, f.Name), close: text, format: format}
	j.parser.depth = f.limits.withDefaults().Depth
	j.row.File = f.Name
	if err := j.begin(); err != nil {
		text.Close()
		return nil, err
	}
	return j, nil
}

// Close closes the file.
func (j *JSON) Close() error { return j.close.Close() }

// begin tells the three shapes apart by the first line.
func (j *JSON) begin() error {
	if _, err := j.in.head(); err != nil {
		return j.in.ended(err)
	}
	n, err := j.space()
	if err != nil {
		return j.in.ended(err)
	}
	j.in.take(n)
	if j.in.rest() == 0 {
		return WrongFormat(j.in.name, j.format, nil, "holds no JSON")
	}
	switch j.in.buf[j.in.start] {
	case '[':
		j.mode = jsonArray
		j.in.start++
	case '{':
		n, err := j.in.find(0)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLong) {
			return j.in.ended(err)
		}
		first := bytes.TrimSpace(j.in.bytes(n))
		// An object that goes on in the next line ends its first one after a
		// brace or a comma.
		if end, _ := valueEnd(first, scan{}); end < 0 && (len(first) == 1 || first[len(first)-1] == ',') {
			j.mode = jsonValues
		}
	default:
		head := bytes.Clone(j.in.bytes(min(j.in.rest(), guessLen)))
		return WrongFormat(j.in.name, j.format, head, "is no JSON: it begins with neither { nor [")
	}
	return nil
}

// space is the length of the white space at the window's start.
func (j *JSON) space() (int, error) {
	for n := 0; ; n++ {
		for n == j.in.rest() {
			if err := j.in.fill(); err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				return n, err
			}
		}
		switch j.in.buf[j.in.start+n] {
		case ' ', '\t', '\r', '\n':
		default:
			return n, nil
		}
	}
}

// Each calls use for every good object and files the others, as well as those
// for which use gives a *RowError. Any other error ends it.
func (j *JSON) Each(out Output, use func(*Row) error) error {
	for {
		row, err := j.Read()
		if err == nil {
			if err = use(row); err == nil {
				continue
			}
			err = row.handle(err, out)
		} else if errors.Is(err, io.EOF) {
			return nil
		} else {
			err = reject(err, out)
		}
		if err != nil {
			return err
		}
	}
}

// Read gives the next object, a *RowError for one that cannot be used, after
// which reading goes on, or io.EOF. A file that ends in the middle of an
// object or an array gives ErrTruncated. Row.Value is valid until the next
// Read; strings taken from it stay valid.
func (j *JSON) Read() (*Row, error) {
	if j.mode == jsonLines {
		return j.readLine()
	}
	return j.readValue()
}

func (j *JSON) readLine() (*Row, error) {
	for {
		n, err := j.in.find(0)
		switch {
		case errors.Is(err, errLong):
			return nil, j.long()
		case err != nil && (n == 0 || !errors.Is(err, io.EOF)):
			return nil, j.in.ended(err)
		}
		if text := bytes.TrimSpace(j.in.bytes(n)); len(text) > 0 && !(len(text) == 1 && text[0] == 0x1a) {
			return j.parse(text, n, err != nil)
		}
		j.in.take(n)
	}
}

func (j *JSON) long() error {
	line := j.in.line
	head, size, err := j.in.skip()
	if err != nil {
		return j.in.ended(err)
	}
	return &RowError{File: j.in.name, Line: line, Raw: head, Size: size, Err: errLong}
}

// parse makes a row of text, which stands in the window's first n bytes. An
// object that the end of the file cuts off is a truncated file.
func (j *JSON) parse(text []byte, n int, atEnd bool) (*Row, error) {
	line := j.in.line
	err := flaw(text)
	if err == nil {
		j.row.Line, j.row.Text = line, string(text)
		j.row.Value, err = j.parser.parse(j.row.Text)
	}
	if err == nil && j.row.Value.Kind != Object {
		err = errors.New("is no JSON object")
	}
	if err != nil {
		bad := &RowError{File: j.in.name, Line: line, Raw: bytes.Clone(text), Err: err}
		if end, _ := valueEnd(text, scan{}); end < 0 && atEnd {
			j.in.err = io.ErrUnexpectedEOF
		}
		j.in.take(n)
		return nil, bad
	}
	j.in.take(n)
	return &j.row, nil
}

// readValue reads the next value of an array or a sequence by its brackets.
func (j *JSON) readValue() (*Row, error) {
	if j.ended {
		return nil, io.EOF
	}
	if err := j.between(); err != nil {
		return nil, err
	}
	s := scan{}
	for n := 0; ; {
		end, next := valueEnd(j.in.buf[j.in.start+n:j.in.end], s)
		if end >= 0 {
			return j.parse(j.in.bytes(n+end), n+end, false)
		}
		s, n = next, j.in.rest()
		if n > MaxRow {
			return nil, j.longValue(s, n)
		}
		if err := j.in.fill(); errors.Is(err, io.EOF) {
			return nil, truncated("ingest.Read", j.in.name, nil)
		} else if err != nil {
			return nil, j.in.ended(err)
		}
	}
}

// between moves past white space and a comma to the next value.
func (j *JSON) between() error {
	for {
		n, err := j.space()
		if err != nil {
			return j.in.ended(err)
		}
		j.in.take(n)
		switch {
		case j.in.rest() == 0 && j.mode == jsonArray:
			return truncated("ingest.Read", j.in.name, nil)
		case j.in.rest() == 0:
			return io.EOF
		case j.in.buf[j.in.start] == ']' && j.mode == jsonArray:
			j.ended = true
			return io.EOF
		case j.in.buf[j.in.start] != ',':
			return nil
		}
		j.in.start++
	}
}

// longValue moves past a value over MaxRow and rejects it.
func (j *JSON) longValue(s scan, n int) error {
	bad := &RowError{File: j.in.name, Line: j.in.line, Raw: bytes.Clone(j.in.bytes(MaxRawKept)), Err: errLong}
	size := int64(n)
	j.in.take(n)
	for {
		if err := j.in.fill(); errors.Is(err, io.EOF) {
			return truncated("ingest.Read", j.in.name, nil)
		} else if err != nil {
			return j.in.ended(err)
		}
		end, next := valueEnd(j.in.bytes(j.in.rest()), s)
		if end >= 0 {
			j.in.take(end)
			bad.Size = size + int64(end)
			return bad
		}
		s = next
		size += int64(j.in.rest())
		j.in.take(j.in.rest())
	}
}
