// Package awb reads air waybills: the messages FWB (master) and FHL (houses of
// a consolidation) of IATA's Cargo Interchange Message Procedures, one after
// another in a file. AWB lists in tables are read as shipments.
//
// Each FWB, and each house of an FHL, is one record. Its key is the house's
// number behind the master's, "057-12345675/HAWB1"; a waybill that comes again
// is "057-12345675/2". The line identifiers and their parts are those of
// Cargo-IMP versions FWB/9 to FWB/17 and FHL/2 to FHL/5 (mem): in the older ones
// names stand on lines of their own behind SHP, in the newer behind NAM, ADR
// and LOC.
package awb

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "awb"

// Source reads messages.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name: Name, Title: "Air waybills, Cargo-IMP messages FWB and FHL", Publisher: "any (IATA Cargo-IMP)",
		Files:   "*.fwb *.fhl *.imp *.txt",
		Example: "FWB/16\n057-12345675TPEHKG/T8K250.5MC1.5\nSHP\nNAM/EXAMPLE SEMICONDUCTOR CO",
	}
}

// Read hands over a record for each waybill, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	r := reader{in: in, out: out, ids: map[string]int{}}
	for _, f := range in.Files {
		if err := r.file(f); err != nil {
			return err
		}
	}
	return nil
}

// line is a line of a message.
type line struct {
	n    int64
	text string
}

// tag is what stands before the first slash.
func (l line) tag() string {
	tag, _, _ := strings.Cut(l.text, "/")
	return strings.ToUpper(strings.TrimSpace(tag))
}

// reader is a reading under way.
type reader struct {
	in   *ingest.Input
	out  ingest.Output
	name string
	ids  map[string]int
	kind string // "FWB", "FHL", or "" outside of a message
	at   int64  // line on which it begins
	body []line
	size int
	seen int // messages of the file
}

// maxLines bounds a message: the standard ends each at some hundred lines, a
// consolidation of a full freighter at some ten thousand.
const maxLines = 50_000

func (r *reader) file(f ingest.File) error {
	text, err := f.Open()
	if err != nil {
		return err
	}
	defer text.Close()
	in := bufio.NewReaderSize(text, 1<<16)
	head, _ := in.Peek(4 << 10) // an error comes again when the lines are read
	r.name, r.kind, r.body, r.seen = f.Name, "", nil, 0
	for n := int64(1); ; n++ {
		s, size, err := readLine(in)
		ended := errors.Is(err, io.EOF)
		switch {
		case err != nil && !ended:
			return errors.Join(err, r.flush())
		case size > maxLine:
			err = r.out.Reject(ingest.RowError{File: r.name, Line: n, Raw: []byte(s), Size: size, Err: fmt.Errorf("longer than %d bytes", maxLine)})
		default:
			err = r.line(line{n, s})
		}
		if err == nil && ended {
			if err = r.flush(); err == nil && r.seen == 0 {
				err = ingest.WrongFormat(f.Name, Name, head, "has no line FWB/ or FHL/")
			}
			return err
		}
		if err != nil {
			return err
		}
	}
}

// maxLine is longer than any line of the standard, which has 69 characters, and
// of those who do not keep to it.
const maxLine = 64 << 10

// readLine reads a line of any length and keeps at most maxLine bytes of it.
func readLine(in *bufio.Reader) (string, int64, error) {
	var b []byte
	size := int64(0)
	for {
		part, err := in.ReadSlice('\n')
		size += int64(len(part))
		if room := maxLine - len(b); room > 0 {
			b = append(b, part[:min(room, len(part))]...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return strings.TrimRight(string(b), "\r\n \t\x03"), size, err
		}
	}
}

// line deals with a line: the beginning of a message, or a part of one. What
// stands before the first message is the envelope of the telegram.
func (r *reader) line(l line) error {
	if i := strings.IndexFunc(l.text, func(c rune) bool { return c < 0x20 && c != '\t' || c == 0x7f }); i >= 0 {
		if r.seen > 0 || l.text[i] != 1 && l.text[i] != 2 { // marks around the head of a telegram
			return r.out.Reject(ingest.RowError{File: r.name, Line: l.n, Raw: []byte(l.text), Err: errors.New("holds a control character")})
		}
		l.text = strings.Trim(l.text, "\x01\x02")
	}
	switch tag := l.tag(); tag {
	case "FWB", "FHL":
		err := r.flush()
		r.kind, r.at, r.size = tag, l.n, 0
		r.seen++
		return err
	}
	if r.kind == "" || l.text == "" {
		return nil
	}
	r.size += len(l.text)
	if len(r.body) >= maxLines || r.size > ingest.MaxRow {
		return r.out.Reject(ingest.RowError{File: r.name, Line: l.n, Raw: []byte(l.text), Err: errors.New("belongs to a message longer than any honest one; what came before stands")})
	}
	r.body = append(r.body, l)
	return nil
}

// flush hands over the message that ends here.
func (r *reader) flush() error {
	kind, body := r.kind, r.body
	r.kind, r.body = "", nil
	if kind == "" {
		return nil
	}
	master, rest := masterOf(kind, body)
	if master.number == "" {
		raw := []byte(kind + "\n" + join(body))
		return r.out.Reject(ingest.RowError{File: r.name, Line: r.at, Field: "AWB", Raw: raw, Err: errors.New("want a waybill as 057-12345675TPEHKG/T8K250.5 behind " + kind)})
	}
	if kind == "FWB" {
		return r.hand(master, r.at, rest)
	}
	houses := 0
	for len(rest) > 0 {
		n := 1
		for n < len(rest) && rest[n].tag() != "HBS" {
			n++
		}
		if rest[0].tag() == "HBS" {
			houses++
			h := master
			h.house(rest[0].text)
			if err := r.hand(h, rest[0].n, rest[:n]); err != nil {
				return err
			}
		}
		rest = rest[n:]
	}
	if houses == 0 {
		return r.out.Reject(ingest.RowError{File: r.name, Line: r.at, Field: "HBS", Raw: []byte(kind + "\n" + join(body)), Err: errors.New("names no house waybill")})
	}
	return nil
}

// hand hands over one waybill.
func (r *reader) hand(w waybill, at int64, body []line) error {
	var m mapper
	m.waybill(w)
	for _, l := range body {
		m.line(l.text)
	}
	raw := []byte(w.text + "\n" + join(body))
	if m.d.Parties() == 0 && len(m.goods) == 0 {
		return r.out.Reject(ingest.RowError{File: r.name, Line: at, Raw: raw, Err: errors.New("the waybill has no party and no goods")})
	}
	key := w.key()
	if r.ids[key]++; r.ids[key] > 1 {
		key += "/" + strconv.Itoa(r.ids[key])
	}
	rec := &engine.Record{ID: r.in.ID(key), Raw: raw, File: r.name, Line: at}
	m.finish(rec, r.in, w)
	return r.out.Record(rec)
}

func join(body []line) string {
	var b strings.Builder
	for _, l := range body {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.String()
}
