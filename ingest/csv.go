package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// CSVOptions say how a table is written.
type CSVOptions struct {
	Comma    byte     // between fields; 0: the most frequent of , ; tab | in the first line
	NoHeader bool     // the first row is data
	Banner   bool     // a line may stand before the header; one that lacks the first of Want is it
	Fields   int      // of each row; 0: as many as the header, or the first row, has
	Short    bool     // rows may lack fields at their end
	NoQuotes bool     // a quotation mark means itself
	Want     []string // headings without which the file is of another format; letter case does not count
	Format   string   // the format's name, for the error that says so
}

// CSV reads a table row by row. It follows RFC 4180 and takes what publishers
// really write: any line end, a quotation mark inside a field, empty fields
// and blank lines at the end, a lone 0x1A after the last row. It rejects rows
// with too many or too few fields, with the header's text, with NULs, other
// control characters or bytes that are no UTF-8, and rows over MaxRow. Where a
// row of several lines cannot be used, its first line alone is rejected and
// reading goes on with the second, so that a stray quotation mark costs one
// row and not the rest of the file.
type CSV struct {
	Header []string // headings without spaces around them; nil with NoHeader
	Banner string   // the line before the header, where the options allow one and there is one
	Head   []byte   // the beginning of the text, up to 256 kB of it

	in     *lines
	o      CSVOptions
	close  io.Closer
	row    Row
	rescan int64
}

// maxRescan bounds in bytes how much is read twice in looking for the end of
// stray quotation marks: some seconds' worth.
const maxRescan = 1 << 30

// OpenCSV opens a table and reads its header. The error of a file that lacks
// wanted headings says what it looks like instead.
func OpenCSV(f File, o CSVOptions) (*CSV, error) {
	text, err := f.Open()
	if err != nil {
		return nil, err
	}
	return newCSV(text, f, o)
}

// newCSV reads a text that is open already; it closes it where it fails.
func newCSV(text io.ReadCloser, f File, o CSVOptions) (*CSV, error) {
	c := &CSV{in: newLines(text, f.Name), o: o, close: text}
	if err := c.begin(); err != nil {
		text.Close()
		return nil, err
	}
	return c, nil
}

// Close closes the file.
func (c *CSV) Close() error { return c.close.Close() }

func (c *CSV) begin() error {
	head, err := c.in.head()
	if err != nil {
		return c.in.ended(err)
	}
	c.row.File = c.in.name
	if c.o.Comma == 0 {
		c.o.Comma = likelyComma(head)
	}
	head = bytes.Clone(head)
	c.Head = head
	if c.o.NoHeader {
		return nil
	}
	row, err := c.Read()
	if err == nil && c.o.Banner && !slices.ContainsFunc(row.Fields, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), c.o.Want[0]) }) {
		c.Banner = row.Text
		row, err = c.Read()
	}
	if err != nil {
		var bad *RowError
		if errors.Is(err, io.EOF) {
			err = errors.New("holds no header")
		} else if !errors.As(err, &bad) {
			return err
		} else {
			err = fmt.Errorf("has a header that cannot be used: %w", bad.Err)
		}
		return WrongFormat(c.in.name, c.o.Format, head, err.Error())
	}
	for _, h := range row.Fields {
		c.Header = append(c.Header, strings.TrimSpace(h))
	}
	for len(c.Header) > 1 && c.Header[len(c.Header)-1] == "" {
		c.Header = c.Header[:len(c.Header)-1]
	}
	for _, want := range c.o.Want {
		if c.Column(want) < 0 {
			return WrongFormat(c.in.name, c.o.Format, head, fmt.Sprintf("has no column %q", want))
		}
	}
	if c.o.Fields == 0 {
		c.o.Fields = len(c.Header)
	}
	return nil
}

// Column is the place of the first of the given headings that the table has,
// letter case aside; -1 if it has none.
func (c *CSV) Column(names ...string) int {
	for _, name := range names {
		if i := slices.IndexFunc(c.Header, func(h string) bool { return strings.EqualFold(h, name) }); i >= 0 {
			return i
		}
	}
	return -1
}

// likelyComma is the most frequent of the usual separators in the first line.
func likelyComma(head []byte) byte {
	if i := bytes.IndexAny(head, "\r\n"); i >= 0 {
		head = head[:i]
	}
	best, most := byte(','), 0
	for _, c := range []byte(",;\t|") {
		if n := bytes.Count(head, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// Each calls use for every good row and files the others, as well as those for
// which use gives a *RowError. Any other error ends it.
func (c *CSV) Each(out Output, use func(*Row) error) error {
	for {
		row, err := c.Read()
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

// reject files err if it is a RowError and gives back any other.
func reject(err error, out Output) error {
	var bad *RowError
	if errors.As(err, &bad) {
		return out.Reject(*bad)
	}
	return err
}

// Read gives the next row, a *RowError for one that cannot be used, after
// which reading goes on, or io.EOF. A last row that ends in the middle is a
// *RowError and then ErrTruncated.
func (c *CSV) Read() (*Row, error) {
	for {
		n, err := c.in.find(0)
		switch {
		case errors.Is(err, errLong):
			return nil, c.long()
		case err != nil && (n == 0 || !errors.Is(err, io.EOF)):
			return nil, c.in.ended(err)
		}
		line := trimLine(c.in.bytes(n))
		if len(line) == 0 || len(line) == 1 && line[0] == 0x1a && c.last(n) {
			c.in.take(n)
			continue
		}
		return c.parse(n, err != nil)
	}
}

// trimLine cuts the carriage return before a line feed.
func trimLine(b []byte) []byte { return bytes.TrimSuffix(b, []byte{'\r'}) }

// last reports whether nothing but line ends follows the first n bytes.
func (c *CSV) last(n int) bool {
	for {
		if len(bytes.TrimLeft(c.in.buf[c.in.start+n:c.in.end], "\r\n")) > 0 {
			return false
		}
		if err := c.in.fill(); err != nil {
			return true
		}
	}
}

// long rejects a line over MaxRow.
func (c *CSV) long() error {
	line := c.in.line
	head, size, err := c.in.skip()
	if err != nil {
		return c.in.ended(err)
	}
	return &RowError{File: c.in.name, Line: line, Raw: head, Size: size, Err: errLong}
}

// parse makes a row of the first line, n bytes long, and of those after it
// that a quoted field takes in. atEnd tells that no line end follows.
func (c *CSV) parse(n int, atEnd bool) (*Row, error) {
	first, firstAtEnd := n, atEnd
	open := !c.o.NoQuotes && bytes.IndexByte(c.in.bytes(n), '"') >= 0
	if open {
		from, inside := 0, false
		for {
			if inside = quoteState(c.in.bytes(n)[from:], c.o.Comma, inside); !inside {
				break
			}
			next, err := c.in.find(n + 1)
			if atEnd || next > MaxRow || err != nil && (!errors.Is(err, io.EOF) || next <= n) {
				return nil, c.reject(first, firstAtEnd, next, errors.New("a quotation mark is never closed"))
			}
			from, n, atEnd = n+1, next, err != nil
		}
	}
	raw := trimLine(c.in.bytes(n))
	if err := flaw(raw); err != nil {
		return nil, c.reject(first, firstAtEnd, n, err)
	}
	c.row.Line, c.row.Text = c.in.line, string(raw)
	if open {
		c.row.Fields = splitQuoted(c.row.Text, c.o.Comma, c.row.Fields[:0])
	} else {
		c.row.Fields = split(c.row.Text, c.o.Comma, c.row.Fields[:0])
	}
	if err := c.count(); err != nil {
		return nil, c.reject(first, firstAtEnd, n, err)
	}
	c.in.take(n)
	return &c.row, nil
}

// reject sets aside the first line, and leaves what follows it to be read
// again; after too much of that, it sets aside all n bytes.
func (c *CSV) reject(first int, atEnd bool, n int, why error) error {
	if first < n {
		if c.rescan += int64(n - first); c.rescan > maxRescan {
			first = n
		}
		why = fmt.Errorf("%w (in a row that goes on for several lines)", why)
	}
	raw := bytes.Clone(trimLine(c.in.bytes(first)))
	bad := &RowError{File: c.in.name, Line: c.in.line, Raw: raw, Err: why}
	c.in.take(first)
	if atEnd && c.o.Fields > 0 && errors.Is(c.in.err, io.EOF) {
		c.in.err = io.ErrUnexpectedEOF
	}
	return bad
}

// count checks the number of fields, and that the row is not the header again.
func (c *CSV) count() error {
	got, want := len(c.row.Fields), c.o.Fields
	if want == 0 {
		if c.Header == nil && c.o.NoHeader {
			c.o.Fields = got
		}
		return nil
	}
	for got > want && strings.TrimSpace(c.row.Fields[got-1]) == "" {
		got--
	}
	c.row.Fields = c.row.Fields[:got]
	if got != want && !(c.o.Short && got < want) {
		return fmt.Errorf("got %d fields, want %d", got, want)
	}
	if c.Header != nil && strings.TrimSpace(c.row.Fields[0]) == c.Header[0] &&
		slices.EqualFunc(c.row.Fields, c.Header[:got], func(f, h string) bool { return strings.TrimSpace(f) == h }) {
		return errors.New("is the header again")
	}
	return nil
}
