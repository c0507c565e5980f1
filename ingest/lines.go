package ingest

import (
	"bytes"
	"errors"
	"io"

	"github.com/pierce-er/pierce/engine"
)

// lines is a window on a text that grows until it holds the row looked for.
type lines struct {
	in         io.Reader
	name       string
	buf        []byte
	start, end int
	eol        byte  // '\n', or '\r' in a text that has no other
	line       int64 // of buf[start], counting from 1
	err        error // what reading ended with
}

// errLong tells that a row outgrew MaxRow.
var errLong = errors.New("longer than 4 MiB")

func newLines(in io.Reader, name string) *lines {
	return &lines{in: in, name: name, buf: make([]byte, readBuffer), eol: '\n', line: 1}
}

// head fills the window once and settles the line end.
func (l *lines) head() ([]byte, error) {
	if l.end == 0 {
		if err := l.fill(); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
	}
	h := l.buf[l.start:l.end]
	if bytes.IndexByte(h, '\r') >= 0 && bytes.IndexByte(h, '\n') < 0 {
		l.eol = '\r'
	}
	return h, nil
}

// fill reads more; it gives io.EOF at the end and any other error as it is.
func (l *lines) fill() error {
	if l.err != nil {
		return l.err
	}
	if l.end == len(l.buf) {
		if l.start > 0 {
			l.end = copy(l.buf, l.buf[l.start:l.end])
			l.start = 0
		} else {
			l.buf = append(l.buf, make([]byte, len(l.buf))...)
		}
	}
	for range 100 {
		n, err := l.in.Read(l.buf[l.end:])
		l.end += n
		if err != nil {
			l.err = err
		}
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	l.err = io.ErrNoProgress
	return l.err
}

// find is the offset of the next line end at or after from, relative to the
// window's start; io.EOF with the rest's length where there is none, errLong
// where it lies beyond MaxRow.
func (l *lines) find(from int) (int, error) {
	for from > l.rest() {
		if err := l.fill(); err != nil {
			return l.rest(), err
		}
	}
	for {
		if i := bytes.IndexByte(l.buf[l.start+from:l.end], l.eol); i >= 0 {
			return from + i, nil
		}
		if from = l.end - l.start; from > MaxRow {
			return from, errLong
		}
		if err := l.fill(); err != nil {
			return l.end - l.start, err
		}
	}
}

// bytes is the window's first n bytes; valid until the next fill.
func (l *lines) bytes(n int) []byte { return l.buf[l.start : l.start+n] }

// rest is how much of the text is in the window.
func (l *lines) rest() int { return l.end - l.start }

// take moves past n bytes, and past the line end behind them if there is one.
func (l *lines) take(n int) {
	l.line += int64(bytes.Count(l.bytes(n), []byte{l.eol}))
	l.start += n
	if l.start < l.end && l.buf[l.start] == l.eol {
		l.start++
		l.line++
	}
}

// skip moves past a line that is too long, and gives its beginning and length.
func (l *lines) skip() (head []byte, size int64, err error) {
	head = bytes.Clone(l.bytes(min(l.rest(), MaxRawKept)))
	for {
		if i := bytes.IndexByte(l.buf[l.start:l.end], l.eol); i >= 0 {
			size += int64(i)
			l.take(i)
			return head, size, nil
		}
		size += int64(l.rest())
		l.start, l.end = 0, 0
		if err := l.fill(); err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return head, size, err
		}
	}
}

// ended turns what reading ended with into what a reader of rows gives.
func (l *lines) ended(err error) error {
	var known *engine.Error
	switch {
	case errors.Is(err, io.EOF) || errors.As(err, &known):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF):
		return truncated("ingest.Read", l.name, nil)
	}
	return &engine.Error{Op: "ingest.Read", Code: engine.Invalid, ID: l.name, Err: err}
}
