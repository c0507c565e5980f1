package norm

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"io"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// The tables of Japanese readings are written by internal/kanji, which names
// their sources: SudachiDict (Apache License 2.0), UniDic (BSD licence) and Unihan (Unicode
// licence).
//
//go:embed kanji.txt.gz
var kanjiData []byte

//go:embed given.txt.gz
var givenData []byte

//go:embed loans.txt.gz
var loansData []byte

// sortedLines is a table of lines "KEY VALUE", sorted by their bytes, in one
// string, so that 270,000 words take 7 MB and no pointers.
type sortedLines struct {
	text   string
	starts []uint32
	ranges map[rune][2]uint32 // the lines of keys that begin with a rune
}

// unpack reads a table; what cannot be read is empty, which the tests of the
// package would show.
func unpack(data []byte) *sortedLines {
	t := &sortedLines{ranges: map[rune][2]uint32{}}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return t
	}
	var b strings.Builder
	b.Grow(int(binary.LittleEndian.Uint32(data[len(data)-4:]))) // gzip ends with the size
	if _, err := io.Copy(&b, z); err != nil {
		return t
	}
	t.text = b.String()
	t.starts = make([]uint32, 0, strings.Count(t.text, "\n")+1)
	before, from := rune(-1), uint32(0)
	for at := 0; at < len(t.text); {
		r, _ := utf8.DecodeRuneInString(t.text[at:])
		n := uint32(len(t.starts))
		if r != before {
			before, from = r, n
		}
		t.starts = append(t.starts, uint32(at))
		at += strings.IndexByte(t.text[at:], '\n') + 1
		if next, _ := utf8.DecodeRuneInString(t.text[at:]); next != r {
			t.ranges[r] = [2]uint32{from, n + 1}
		}
	}
	return t
}

// kanjiWords are words of kanji: "KEY COST READING" or "KEY COST
// READING|READING", and of one character "KEY . ALONE FIRST LAST". It is
// unpacked once, in some 60 ms.
var kanjiWords = sync.OnceValue(func() *sortedLines { return unpack(kanjiData) })

// givenNames are the given names of Japan, as kanjiWords.
var givenNames = sync.OnceValue(func() *sortedLines { return unpack(givenData) })

// loanWords are katakana words and what they come from, mostly English, as
// "KEY COST WORD".
var loanWords = sync.OnceValue(func() *sortedLines { return unpack(loansData) })

func (t *sortedLines) line(i uint32) string {
	s := t.text[t.starts[i]:]
	return s[:strings.IndexByte(s, '\n')]
}

// find is the value of a key. more tells whether there are longer keys that
// begin with it.
func (t *sortedLines) find(key string) (value string, ok, more bool) {
	r, _ := utf8.DecodeRuneInString(key)
	span, found := t.ranges[r]
	if !found {
		return "", false, false
	}
	from, n := span[0], int(span[1]-span[0])
	i := from + uint32(sort.Search(n, func(i int) bool { return t.text[t.starts[from+uint32(i)]:] >= key }))
	if i == span[1] {
		return "", false, false
	}
	line := t.line(i)
	if rest, is := strings.CutPrefix(line, key); is && strings.HasPrefix(rest, " ") {
		value, ok = rest[1:], true
		i++
	}
	return value, ok, i < span[1] && strings.HasPrefix(t.text[t.starts[i]:], key)
}

// kanjiWord is a word of two characters or more.
type kanjiWord struct {
	reading string
	other   string // a second reading that is nearly as usual, or ""
	cost    int    // 0 to 25, the rarer the more
}

// kanjiWordOf parses a value of kanjiWords or givenNames.
func kanjiWordOf(value string) (w kanjiWord, ok bool) {
	if len(value) < 3 || value[0] == '.' {
		return w, false
	}
	w.cost = int(value[0] - 'a')
	w.reading, w.other, _ = strings.Cut(value[2:], "|")
	return w, true
}

// kanjiSingle is one character as a word of its own, as the first of a word
// and after the first.
func kanjiSingle(r string) (alone, first, last string) {
	v, ok, _ := kanjiWords().find(r)
	if !ok || v[0] != '.' {
		return "", "", ""
	}
	alone, rest, _ := strings.Cut(v[2:], " ")
	first, last, _ = strings.Cut(rest, " ")
	return alone, first, last
}
