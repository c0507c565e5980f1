//go:build ignore

package main

import (
	"bufio"
	"compress/bzip2"
	"fmt"
	"os"
	"strings"
)

// sounds are the readings of a character, in lower case.
type sounds struct{ on, kun []string }

func readUnihan(path string) (map[rune]sounds, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out := map[rune]sounds{}
	lines := bufio.NewScanner(bzip2.NewReader(f))
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 3 || fields[1] != "kJapaneseOn" && fields[1] != "kJapaneseKun" {
			continue
		}
		var r rune
		if _, err := fmt.Sscanf(fields[0], "U+%X", &r); err != nil {
			return nil, fmt.Errorf("got %q: %w", fields[0], err)
		}
		s := out[r]
		if list := strings.Fields(strings.ToLower(fields[2])); fields[1] == "kJapaneseOn" {
			s.on = list
		} else {
			s.kun = list
		}
		out[r] = s
	}
	return out, lines.Err()
}
