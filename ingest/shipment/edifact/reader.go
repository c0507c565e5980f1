// Package edifact reads shipments out of UN/EDIFACT interchanges: cargo reports
// to customs (CUSCAR), forwarding summaries (IFCSUM), transport instructions
// and contracts (IFTMIN, IFTMCS), arrival notices (IFTMAN) and declarations
// (CUSDEC). Each consignment, the segments from a CNI to the next, is one
// record together with what its message says of all; a message without CNI is
// one consignment.
//
// The service characters are those of the UNA segment, and the character set
// that of the syntax identifier, UNOA to UNOY (ISO 9735). The "line" of a
// record or rejection is the number of the segment, since many interchanges
// have no line ends.
//
// The source key is the number of the house bill or else of the bill; the
// second consignment of one bill is "bill/2". Segment and code meanings are
// those of the UN/EDIFACT directory D.03A (mem).
package edifact

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "edifact"

// Source reads interchanges.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name: Name, Title: "UN/EDIFACT cargo messages: CUSCAR, IFCSUM, IFTMIN, IFTMCS, IFTMAN, CUSDEC", Publisher: "any",
		Files:   "*.edi *.edifact *.txt *.cuscar *.ifcsum",
		Example: "NAD+CN+++ACME LTD+12 SAMPLE ROAD+LOS ANGELES++90001+US'",
	}
}

// about are the messages that speak of goods and parties.
func about() []string { return []string{"CUSCAR", "IFCSUM", "IFTMIN", "IFTMCS", "IFTMAN", "CUSDEC"} }

// Read hands over a record for each consignment, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	r := reader{in: in, out: out, ids: map[string]int{}}
	for _, f := range in.Files {
		if err := r.file(f); err != nil {
			return err
		}
	}
	return nil
}

// reader is a reading under way.
type reader struct {
	in      *ingest.Input
	out     ingest.Output
	name    string
	ids     map[string]int // how often a bill came
	message string         // type and number; empty outside of a message
	skip    bool           // the message is of another kind
	head    []*segment     // of the message
	own     []*segment     // of the consignment
	size    int
	inside  bool // a CNI was seen in this message
	open    bool // the interchange has begun and not ended
}

func (r *reader) file(f ingest.File) error {
	text, err := f.OpenBytes()
	if err != nil {
		return err
	}
	defer text.Close()
	s := &scanner{in: bufio.NewReaderSize(text, 1<<16)}
	if err := s.begin(); err != nil {
		return err
	}
	head, err := s.in.Peek(3)
	if tag := string(head); err != nil && !errors.Is(err, io.EOF) || tag != "UNB" && tag != "UNH" {
		sample, _ := s.in.Peek(4 << 10)
		return ingest.WrongFormat(f.Name, Name, sample, "does not begin with a segment UNA, UNB or UNH")
	}
	r.name, r.message, r.head, r.own, r.size, r.open = f.Name, "", nil, nil, 0, false
	for {
		seg, err := s.next()
		var l *long
		switch {
		case errors.Is(err, io.EOF):
			return r.end(s)
		case seg != nil && errors.Is(err, ingest.ErrTruncated):
			return errors.Join(r.reject(seg, "", "", err), r.truncated(f.Name))
		case errors.As(err, &l):
			err = r.out.Reject(ingest.RowError{File: f.Name, Line: l.n, Raw: l.head, Size: l.size, Err: errLong})
		case err == nil:
			switch seg.tag {
			case "UNB":
				s.set, r.open = syntaxSet(seg.get(1, 0)), true
			case "UNZ":
				r.open = false
			}
			err = r.take(seg)
		}
		if err != nil {
			return err
		}
	}
}

// end closes a file. One that ends inside of a message was cut off.
func (r *reader) end(s *scanner) error {
	if r.message == "" {
		if r.open {
			return r.truncated(r.name)
		}
		return nil
	}
	if err := r.reject(&segment{n: s.n, text: "UNH"}, "UNT", "", errors.New("the message "+r.message+" has no end; its last consignment is left out")); err != nil {
		return err
	}
	return r.truncated(r.name)
}

func (r *reader) truncated(name string) error {
	return &engine.Error{Op: "edifact.Read", Code: engine.Invalid, ID: name, Err: ingest.ErrTruncated, Hint: "fetch the interchange again"}
}

func (r *reader) reject(seg *segment, field, value string, err error) error {
	return r.out.Reject(ingest.RowError{File: r.name, Line: seg.n, Field: field, Value: value, Raw: []byte(seg.text), Err: err})
}

// maxGroup is the size in bytes of the longest consignment that is read.
const maxGroup = ingest.MaxRow

// take deals with one segment.
func (r *reader) take(seg *segment) error {
	switch {
	case !isTag(seg.tag):
		return r.reject(seg, "", seg.tag, errors.New("is no segment: want a tag of three letters"))
	case seg.tag == "UNH":
		return r.begin(seg)
	case seg.tag == "UNT":
		err := r.flush()
		r.message, r.head, r.own, r.inside = "", nil, nil, false
		return err
	case slices.Contains([]string{"UNB", "UNZ", "UNG", "UNE", "UNS"}, seg.tag):
		return nil
	case r.message == "":
		return r.reject(seg, "", seg.tag, errors.New("stands outside of any message"))
	case r.skip:
		return nil
	case seg.tag == "CNI":
		if r.inside { // what stands before the first belongs to all
			if err := r.flush(); err != nil {
				return err
			}
		}
		r.inside, r.size = true, 0
	}
	if r.size += len(seg.text); r.size > maxGroup {
		return r.reject(seg, "", seg.tag, fmt.Errorf("belongs to a consignment longer than %d bytes; what came before stands", maxGroup))
	}
	if r.inside {
		r.own = append(r.own, seg)
	} else {
		r.head = append(r.head, seg)
	}
	return nil
}

func isTag(s string) bool {
	ok := len(s) == 3
	for _, c := range s {
		ok = ok && (c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	return ok
}

// begin begins a message.
func (r *reader) begin(seg *segment) error {
	var err error
	if r.message != "" {
		err = errors.Join(r.reject(seg, "UNH", seg.get(1, 0), errors.New("begins inside of the message "+r.message+", which has no end")), r.flush())
	}
	kind := seg.get(2, 0)
	r.message, r.head, r.own, r.inside, r.size = kind+" "+seg.get(1, 0), nil, nil, false, 0
	if r.skip = !slices.Contains(about(), kind); r.skip {
		err = errors.Join(err, r.reject(seg, "UNH", kind, fmt.Errorf("is no message that is read here: want one of %v", about())))
	}
	return err
}

// flush hands over the consignment that ends here.
func (r *reader) flush() error {
	if r.skip || len(r.own) == 0 && (r.inside || len(r.head) == 0) {
		return nil
	}
	first := r.head
	if r.inside {
		first = r.own
	}
	var m mapper
	m.read(r.head, true)
	m.read(r.own, false)
	raw := rawOf(append(slices.Clone(r.head), r.own...))
	r.own, r.size = nil, 0
	if m.d.Parties() == 0 && len(m.goods) == 0 {
		return r.out.Reject(ingest.RowError{File: r.name, Line: first[0].n, Raw: raw, Err: errors.New("the consignment has no party and no goods")})
	}
	key := m.key()
	if key == "" {
		key = r.message
	}
	if r.ids[key]++; r.ids[key] > 1 {
		key += "/" + strconv.Itoa(r.ids[key])
	}
	rec := &engine.Record{ID: r.in.ID(key), Raw: raw, File: r.name, Line: first[0].n}
	m.finish(rec, r.in)
	if err := r.out.Record(rec); err != nil {
		return err
	}
	for _, w := range m.flaws {
		w.File = r.name
		if err := r.out.Reject(w); err != nil {
			return err
		}
	}
	return nil
}

// rawOf is segments as text, one a line.
func rawOf(segs []*segment) []byte {
	var b []byte
	for _, s := range segs {
		b = append(append(b, s.text...), '\'', '\n')
	}
	return b
}
