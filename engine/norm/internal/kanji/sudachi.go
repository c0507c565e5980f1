//go:build ignore

package main

import (
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"unicode/utf16"
)

// word is an entry of the dictionary.
type word struct {
	text    string
	reading string // katakana
	pos     string // parts of speech, joined by commas
	cost    int    // the lower, the more frequent
}

// readSudachi reads the binary dictionary: a header of 272 bytes, the parts
// of speech, a matrix of connections, a trie, a table of word numbers, the costs,
// and the words (format of sudachi 0.3 to 0.6).
func readSudachi(path string) ([]word, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := reader{b: b, at: 272}
	pos := make([]string, r.u16())
	for i := range pos {
		parts := make([]string, 6)
		for j := range parts {
			parts[j] = r.text()
		}
		pos[i] = strings.Join(parts[:4], ",")
	}
	left, right := int(r.u16()), int(r.u16())
	r.at += 2 * left * right
	r.at += 4 * int(r.u32())
	r.at += int(r.u32())
	n := int(r.u32())
	costs := r.at
	offsets := costs + 6*n
	words := make([]word, 0, n)
	for i := range n {
		if offsets+4*i+4 > len(b) {
			return nil, errors.New("the dictionary is cut short")
		}
		w := word{cost: int(int16(binary.LittleEndian.Uint16(b[costs+6*i+4:])))}
		if int16(binary.LittleEndian.Uint16(b[costs+6*i:])) < 0 {
			w.cost = 12000 // only a part of longer words
		}
		r.at = int(binary.LittleEndian.Uint32(b[offsets+4*i:]))
		w.text = r.text()
		r.length()
		w.pos = pos[r.u16()]
		r.text() // normalised form
		r.at += 4
		w.reading = r.text()
		words = append(words, w)
	}
	return words, nil
}

// reader reads the numbers and strings of the dictionary.
type reader struct {
	b  []byte
	at int
}

func (r *reader) u16() uint16 {
	r.at += 2
	return binary.LittleEndian.Uint16(r.b[r.at-2:])
}

func (r *reader) u32() uint32 {
	r.at += 4
	return binary.LittleEndian.Uint32(r.b[r.at-4:])
}

// length is a length of one byte or two.
func (r *reader) length() int {
	n := int(r.b[r.at])
	r.at++
	if n >= 128 {
		n = n&127<<8 | int(r.b[r.at])
		r.at++
	}
	return n
}

func (r *reader) text() string {
	units := make([]uint16, r.length())
	for i := range units {
		units[i] = r.u16()
	}
	return string(utf16.Decode(units))
}
