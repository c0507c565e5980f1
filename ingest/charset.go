package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"

	"github.com/pierce-er/pierce/engine"
)

// headLen is how much is looked at for a byte order mark, an XML declaration,
// and the zeros of UTF-16.
const headLen = 4 << 10

// windowLen is how much text after the first character beyond ASCII the guess
// of a character set looks at. In 64 kB of names and addresses the guess does
// not change any more.
const windowLen = 64 << 10

// decode turns a text into UTF-8. The character set is, in this order: the one
// that the caller names; that of the byte order mark; UTF-16 where every other
// byte of the beginning is zero; that of an XML declaration; and otherwise,
// decided when the first character beyond ASCII comes, UTF-8 or what guess
// says. From a pipe (interactive) it never waits for more than it has.
func decode(in io.Reader, name, charset string, interactive bool) (io.Reader, error) {
	if charset != "" {
		e, err := encodingByName(charset)
		if err != nil {
			return nil, &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: name, Err: err}
		}
		return transcode(in, e), nil
	}
	head := make([]byte, headLen)
	least := headLen
	if interactive {
		least = magicLen
	}
	n, err := io.ReadAtLeast(in, head, least)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	var tail io.Reader = in
	if err != nil {
		// The end, or a truncation that the source of the bytes reports again.
		tail = &rest{in: in, err: err}
	}
	whole := io.MultiReader(bytes.NewReader(head), tail)
	if e := declared(head); e != nil {
		return transcode(whole, e), nil
	}
	if bytes.HasPrefix(head, utf8BOM) {
		head = head[len(utf8BOM):]
		return io.MultiReader(bytes.NewReader(head), tail), nil
	}
	return &late{in: whole, interactive: interactive}, nil
}

// rest is what follows a head that was shorter than asked for. A stream whose
// end came too early gives its error once more; one that just ended, io.EOF.
type rest struct {
	in  io.Reader
	err error
}

func (r *rest) Read(p []byte) (int, error) {
	var known *engine.Error
	if errors.As(r.err, &known) {
		return 0, r.err
	}
	return r.in.Read(p)
}

var utf8BOM = []byte("\xef\xbb\xbf")

// declared is the character set that the head of a file tells beyond doubt;
// nil for UTF-8 and for none.
func declared(head []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, utf8BOM):
		return nil
	}
	if e := utf16ByZeros(head); e != nil {
		return e
	}
	return xmlDeclared(head)
}

// utf16ByZeros knows UTF-16 without a mark by its separators, digits and line
// ends, whose upper byte is zero: more than one unit in twelve, and four at
// least, has it on one side, and hardly any on the other. Even tables of
// nothing but Han have one separator in eight characters.
func utf16ByZeros(head []byte) encoding.Encoding {
	units := len(head) / 2
	var zeros [2]int
	for i := range units * 2 {
		if head[i] == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1] >= 4 && zeros[1]*12 > units && zeros[0]*50 <= zeros[1]:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	case zeros[0] >= 4 && zeros[0]*12 > units && zeros[1]*50 <= zeros[0]:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	}
	return nil
}

// xmlDeclared reads the encoding out of an XML declaration.
func xmlDeclared(head []byte) encoding.Encoding {
	text := strings.TrimLeft(string(head), " \t\r\n")
	if !strings.HasPrefix(text, "<?xml") {
		return nil
	}
	decl, _, ok := strings.Cut(text, "?>")
	_, value, found := strings.Cut(decl, "encoding=")
	if !ok || !found || len(value) < 2 {
		return nil
	}
	name, _, _ := strings.Cut(value[1:], value[:1])
	e, err := encodingByName(name)
	if err != nil || e == unicode.UTF8 || strings.HasPrefix(strings.ToLower(name), "utf") {
		return nil
	}
	return e
}

// encodingByName takes the names of the WHATWG Encoding Standard, as
// "gb18030", "shift_jis", "windows-1252".
func encodingByName(name string) (encoding.Encoding, error) {
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil, fmt.Errorf("got character set %q, want one as utf-8, utf-16le, gb18030, big5, shift_jis, euc-jp, euc-kr, windows-1251 or windows-1252", name)
	}
	return e, nil
}

// transcode decodes, dropping a byte order mark.
func transcode(in io.Reader, e encoding.Encoding) io.Reader {
	return &markless{in: transform.NewReader(in, e.NewDecoder())}
}

// markless drops a byte order mark from the beginning of a UTF-8 text.
type markless struct {
	in   io.Reader
	head []byte
	done bool
}

func (m *markless) Read(p []byte) (int, error) {
	if !m.done {
		m.done = true
		head := make([]byte, len(utf8BOM))
		n, err := io.ReadFull(m.in, head)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, err
		}
		m.head = bytes.TrimPrefix(head[:n], utf8BOM)
	}
	if len(m.head) > 0 {
		n := copy(p, m.head)
		m.head = m.head[n:]
		return n, nil
	}
	return m.in.Read(p)
}

// late passes ASCII through and settles the character set at the first byte
// beyond it.
type late struct {
	in          io.Reader
	out         io.Reader // once settled
	pending     []byte
	interactive bool
}

func (l *late) Read(p []byte) (int, error) {
	if l.out != nil {
		return l.out.Read(p)
	}
	if l.pending != nil {
		return l.settle(p)
	}
	n, err := l.in.Read(p)
	i := beyondASCII(p[:n])
	if i < 0 {
		return n, err
	}
	l.pending = bytes.Clone(p[i:n])
	if err != nil {
		l.in = &fixedError{err}
	}
	if i > 0 {
		return i, nil
	}
	return l.settle(p)
}

func (l *late) settle(p []byte) (int, error) {
	window := l.pending
	var tail error
	if !l.interactive {
		more := make([]byte, windowLen)
		n, err := io.ReadFull(l.in, more)
		window = append(window, more[:n]...)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			tail = err
		} else if err != nil {
			tail = io.EOF
			var known *engine.Error
			if errors.As(err, &known) {
				tail = err
			}
		}
	}
	after := l.in
	if tail != nil {
		after = &fixedError{tail}
	}
	whole := io.MultiReader(bytes.NewReader(window), after)
	switch e := guess(window); e {
	case nil:
	case charmap.Windows1252:
		whole = newMixed(whole)
	default:
		whole = transcode(whole, e)
	}
	l.out, l.pending = whole, nil
	return l.out.Read(p)
}

// fixedError is a reader that has nothing but its error.
type fixedError struct{ err error }

func (f *fixedError) Read([]byte) (int, error) { return 0, f.err }

// beyondASCII is the place of the first byte that is not ASCII; -1 if all are.
func beyondASCII(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}
