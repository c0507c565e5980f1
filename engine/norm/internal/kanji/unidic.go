//go:build ignore

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// readLoans reads the loan words of UniDic as lines "katakana cost english". The
// binary dictionary of MeCab has a header of 72 bytes of which the numbers at 24, 28 and
// 32 are the sizes of the trie, the words and the features.
func readLoans(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	trie, words, features := int(binary.LittleEndian.Uint32(b[24:])), int(binary.LittleEndian.Uint32(b[28:])), int(binary.LittleEndian.Uint32(b[32:]))
	if 72+trie+words+features > len(b) {
		return nil, errors.New("the dictionary is cut short")
	}
	list, text := b[72+trie:72+trie+words], b[72+trie+words:]
	type loan struct {
		word string
		cost int
	}
	best := map[string]loan{}
	for ; len(list) >= 16; list = list[16:] {
		cost := int(int16(binary.LittleEndian.Uint16(list[6:])))
		from := binary.LittleEndian.Uint32(list[8:])
		to := bytes.IndexByte(text[from:], 0)
		f := strings.Split(string(text[from:int(from)+to]), ",")
		if len(f) < 13 || f[12] != "外" || f[0] != "名詞" && f[0] != "形状詞" && f[0] != "接頭辞" && f[0] != "接尾辞" {
			continue
		}
		key, word := f[10], etymon(f[7])
		if word == "" || !katakana(key) {
			continue
		}
		if old, ok := best[key]; !ok || cost < old.cost {
			best[key] = loan{word, cost}
		}
	}
	var lines []string
	for k, l := range best {
		lines = append(lines, k+" "+costLetter(l.cost)+" "+l.word)
	}
	return lines, nil
}

// etymon is the word after the dash of a lemma such as システム-system, in
// bare letters; "" if it is no single word of Latin letters.
func etymon(lemma string) string {
	_, s, _ := strings.Cut(lemma, "-")
	var out []byte
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '.' || r == '-':
		case r < 0x80 && unicode.IsLetter(r):
			out = append(out, byte(unicode.ToLower(r)))
		default:
			return ""
		}
	}
	if len(out) < 2 {
		return ""
	}
	return string(out)
}

func katakana(s string) bool {
	for _, r := range s {
		if r < 'ァ' || r > 'ー' || r == '・' {
			return false
		}
	}
	return strings.Count(s, "")-1 >= 2
}
