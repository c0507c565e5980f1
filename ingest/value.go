package ingest

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ValueKind is the kind of a JSON value.
type ValueKind uint8

// The kinds of a JSON value.
const (
	Null ValueKind = iota
	Bool
	Number
	String
	Array
	Object
)

// Value is a JSON value as read. Numbers keep their text. Keys are in the
// order of the file. It is valid until its reader reads on; strings stay.
type Value struct {
	Kind    ValueKind
	Text    string // of a string, a number, true or false
	Key     string // the value's key in the object that holds it
	Members []Value
}

// Get is the member with the key; nil if there is none, or v is no object.
// The first counts where a key repeats.
func (v *Value) Get(key string) *Value {
	if v == nil || v.Kind != Object {
		return nil
	}
	for i := range v.Members {
		if v.Members[i].Key == key {
			return &v.Members[i]
		}
	}
	return nil
}

// At is the member on a path of keys; nil where one is missing.
func (v *Value) At(keys ...string) *Value {
	for _, k := range keys {
		v = v.Get(k)
	}
	return v
}

// Str is the text of a string or a number; "" of anything else, and of nil.
func (v *Value) Str() string {
	if v == nil || v.Kind != String && v.Kind != Number {
		return ""
	}
	return strings.TrimSpace(v.Text)
}

// True reports whether v is true.
func (v *Value) True() bool { return v != nil && v.Kind == Bool && v.Text == "true" }

// IsNull reports whether v is missing or null.
func (v *Value) IsNull() bool { return v == nil || v.Kind == Null }

// Strings are the texts of an array of strings or numbers, or of one alone;
// empty ones left out.
func (v *Value) Strings() []string {
	if s := v.Str(); s != "" {
		return []string{s}
	}
	if v == nil || v.Kind != Array {
		return nil
	}
	var out []string
	for i := range v.Members {
		if s := v.Members[i].Str(); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// parser reads JSON strictly, as RFC 8259 has it, into values that it uses
// again for the next text. It exists because a row may have several shapes, a
// text here and an object there, which others can only read into maps: for
// that goccy/go-json takes about five times as long, and encoding/json twelve
// (BenchmarkParse).
type parser struct {
	depth int
	s     string
	i     int
	free  [][]Value
	used  int
	root  Value
}

var errDeep = errors.New("is nested too deep")

// maxPool is how many lists are kept for the next row: more than honest rows
// have, and few enough that one made of brackets is soon forgotten.
const maxPool = 4096

func (p *parser) parse(s string) (*Value, error) {
	p.s, p.i, p.used = s, 0, 0
	if len(p.free) > maxPool {
		p.free = nil
	}
	if p.depth == 0 {
		p.depth = defaultDepth
	}
	p.root = Value{}
	if err := p.value(&p.root, 0); err != nil {
		return nil, err
	}
	p.space()
	if p.i < len(s) {
		return nil, p.bad("more text after the value")
	}
	return &p.root, nil
}

func (p *parser) bad(what string) error {
	return fmt.Errorf("is no valid JSON: %s at byte %d", what, p.i+1)
}

func (p *parser) space() {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\r', '\n':
			p.i++
		default:
			return
		}
	}
}

func (p *parser) value(v *Value, depth int) error {
	p.space()
	if p.i >= len(p.s) {
		return p.bad("it ends")
	}
	if depth > p.depth {
		return errDeep
	}
	switch c := p.s[p.i]; {
	case c == '"':
		v.Kind = String
		return p.text(&v.Text)
	case c == '{':
		v.Kind = Object
		return p.members(v, depth, '}')
	case c == '[':
		v.Kind = Array
		return p.members(v, depth, ']')
	case c == '-' || c >= '0' && c <= '9':
		v.Kind = Number
		return p.number(v)
	}
	for _, w := range [...]struct {
		word string
		kind ValueKind
	}{{"null", Null}, {"true", Bool}, {"false", Bool}} {
		if strings.HasPrefix(p.s[p.i:], w.word) {
			v.Kind, v.Text = w.kind, w.word
			p.i += len(w.word)
			return nil
		}
	}
	return p.bad("no value")
}

// members reads what is inside of brackets into a list from the pool.
func (p *parser) members(v *Value, depth int, end byte) error {
	p.i++
	if p.used == len(p.free) {
		p.free = append(p.free, nil)
	}
	slot := p.used
	p.used++
	list := p.free[slot][:0]
	for {
		p.space()
		if p.i < len(p.s) && p.s[p.i] == end && len(list) == 0 {
			break
		}
		list = append(list, Value{})
		m := &list[len(list)-1]
		if end == '}' {
			if err := p.key(m); err != nil {
				return err
			}
		}
		if err := p.value(m, depth+1); err != nil {
			return err
		}
		p.space()
		if p.i >= len(p.s) {
			return p.bad("it ends")
		}
		if p.s[p.i] == end {
			break
		}
		if p.s[p.i] != ',' {
			return p.bad("no comma")
		}
		p.i++
	}
	p.i++
	p.free[slot], v.Members = list, list
	return nil
}

func (p *parser) key(m *Value) error {
	if p.i >= len(p.s) || p.s[p.i] != '"' {
		return p.bad("no key")
	}
	if err := p.text(&m.Key); err != nil {
		return err
	}
	p.space()
	if p.i >= len(p.s) || p.s[p.i] != ':' {
		return p.bad("no colon")
	}
	p.i++
	return nil
}

func (p *parser) number(v *Value) error {
	start := p.i
	digits := func() bool {
		from := p.i
		for p.i < len(p.s) && p.s[p.i] >= '0' && p.s[p.i] <= '9' {
			p.i++
		}
		return p.i > from
	}
	if p.s[p.i] == '-' {
		p.i++
	}
	zero := p.i < len(p.s) && p.s[p.i] == '0'
	from := p.i
	if !digits() || zero && p.i > from+1 {
		return p.bad("no number")
	}
	if p.i < len(p.s) && p.s[p.i] == '.' {
		p.i++
		if !digits() {
			return p.bad("no number")
		}
	}
	if p.i < len(p.s) && (p.s[p.i] == 'e' || p.s[p.i] == 'E') {
		p.i++
		if p.i < len(p.s) && (p.s[p.i] == '+' || p.s[p.i] == '-') {
			p.i++
		}
		if !digits() {
			return p.bad("no number")
		}
	}
	v.Text = p.s[start:p.i]
	return nil
}

// text reads a string; one without escapes shares the row's memory.
func (p *parser) text(out *string) error {
	p.i++
	start := p.i
	for p.i < len(p.s) {
		switch c := p.s[p.i]; {
		case c == '"':
			*out = p.s[start:p.i]
			p.i++
			return nil
		case c == '\\':
			return p.escaped(start, out)
		case c < 0x20:
			return p.bad("a control character")
		}
		p.i++
	}
	return p.bad("a string never ends")
}

func (p *parser) escaped(start int, out *string) error {
	var b strings.Builder
	b.Grow(len(p.s[start:p.i]) + 64)
	b.WriteString(p.s[start:p.i])
	for p.i < len(p.s) {
		c := p.s[p.i]
		switch {
		case c == '"':
			*out = b.String()
			p.i++
			return nil
		case c < 0x20:
			return p.bad("a control character")
		case c != '\\':
			b.WriteByte(c)
			p.i++
			continue
		}
		r, err := p.escape()
		if err != nil {
			return err
		}
		b.WriteRune(r)
	}
	return p.bad("a string never ends")
}

// escapes are the letters that may follow a backslash, and what they mean.
const (
	escapes   = `"\/bfnrt`
	escapedTo = "\"\\/ \n\n\r\t" // backspace and form feed have no place in a value
)

func (p *parser) escape() (rune, error) {
	p.i++
	if p.i >= len(p.s) {
		return 0, p.bad("a string never ends")
	}
	if i := strings.IndexByte(escapes, p.s[p.i]); i >= 0 {
		p.i++
		return rune(escapedTo[i]), nil
	}
	r, ok := p.hex()
	if ok && utf16.IsSurrogate(r) && strings.HasPrefix(p.s[p.i:], `\u`) {
		p.i++
		var low rune
		if low, ok = p.hex(); ok {
			r = utf16.DecodeRune(r, low)
			ok = r != utf8.RuneError
		}
	} else if utf16.IsSurrogate(r) {
		ok = false
	}
	if !ok {
		return 0, p.bad("an escape that means nothing")
	}
	if r == 0 {
		return 0, errNUL
	}
	if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
		return 0, errControl
	}
	return r, nil
}

// hex reads u and four digits.
func (p *parser) hex() (rune, bool) {
	if len(p.s) < p.i+5 || p.s[p.i] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(p.s[p.i+1 : p.i+5]) {
		d := strings.IndexByte("0123456789abcdef", c|0x20)
		if c < 0x20 || d < 0 {
			return 0, false
		}
		r = r<<4 | rune(d)
	}
	p.i += 5
	return r, true
}

// scan is where a search for the end of a value stands.
type scan struct {
	depth  int
	str    bool
	escape bool
}

// valueEnd goes through b from the state s and gives the length up to where
// the outermost bracket closes, or where a value without brackets ends before
// a comma or a bracket; -1 and the state to go on from if neither comes.
func valueEnd(b []byte, s scan) (int, scan) {
	for i, c := range b {
		switch {
		case s.escape:
			s.escape = false
		case s.str:
			s.escape, s.str = c == '\\', c != '"'
		case s.depth == 0 && (c == ',' || c == ']' || c == '}'):
			return max(i, 1), s
		case c == '"':
			s.str = true
		case c == '{' || c == '[':
			s.depth++
		case c == '}' || c == ']':
			if s.depth--; s.depth == 0 {
				return i + 1, s
			}
		}
	}
	return -1, s
}
