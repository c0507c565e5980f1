package ingest

import (
	"bufio"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mixed reads a text of which guess said windows-1252, line by line: a line
// that is well-formed UTF-8 is left as it is. Files put together out of several
// have lines of both, and one damaged byte at the beginning of a file in UTF-8
// must not spoil the accents of all lines after it. A line in windows-1252 is
// hardly ever well-formed UTF-8 by chance: that takes a capital with an accent
// before a sign such as © in every place.
type mixed struct {
	in   *bufio.Reader
	rest []byte // decoded, not yet handed over
	kept []byte // the beginning of a character that was cut by the window
	err  error
}

// mixedWindow is how much of a long line is settled at once.
const mixedWindow = 64 << 10

func newMixed(in io.Reader) *mixed {
	return &mixed{in: bufio.NewReaderSize(in, mixedWindow)}
}

func (m *mixed) Read(p []byte) (int, error) {
	for len(m.rest) == 0 {
		if m.err != nil {
			return 0, m.err
		}
		m.fill()
	}
	n := copy(p, m.rest)
	m.rest = m.rest[n:]
	return n, nil
}

// fill decodes the next line, or as much of a long one as the window holds.
func (m *mixed) fill() {
	line, err := m.in.ReadSlice('\n')
	whole := err == nil
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	m.err = err
	chunk := append(m.kept, line...)
	m.kept = nil
	if !whole && err == nil {
		if n := cutCharacter(chunk); n > 0 {
			m.kept = append([]byte(nil), chunk[len(chunk)-n:]...)
			chunk = chunk[:len(chunk)-n]
		}
	}
	if utf8.Valid(chunk) {
		m.rest = chunk
		return
	}
	text, derr := charmap.Windows1252.NewDecoder().Bytes(chunk)
	if derr != nil {
		m.err = derr
	}
	m.rest = text
}

// cutCharacter is how many bytes at the end begin a character of UTF-8 that
// goes on behind it.
func cutCharacter(b []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(b)); n++ {
		c := b[len(b)-n]
		if utf8.RuneStart(c) {
			if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
