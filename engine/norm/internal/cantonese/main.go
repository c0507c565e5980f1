//go:build ignore

// Cantonese writes the table cantonese.txt of package norm from the Unihan
// database (Unicode licence): lines of a syllable in Jyutping, without its tone, and the
// characters that are read so.
//
//	go run engine/norm/internal/cantonese/main.go Unihan_Readings.txt.bz2 > engine/norm/cantonese.txt
package main

import (
	"bufio"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "cantonese:", err)
		os.Exit(1) //nolint:forbidigo // a program of its own, run by hand
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 1 {
		return errors.New("want the file of readings")
	}
	f, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer f.Close()
	// Of the characters that norm folds into one, that which stays says how it
	// is read, or else the first.
	readings := map[rune]string{}
	lines := bufio.NewScanner(bzip2.NewReader(f))
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) < 3 || fields[1] != "kCantonese" {
			continue
		}
		var r rune
		if _, err := fmt.Sscanf(fields[0], "U+%X", &r); err != nil {
			return fmt.Errorf("got %q: %w", fields[0], err)
		}
		if r < 0x4E00 || r > 0x9FFF {
			continue
		}
		folded := []rune(norm.Fold(string(r)))
		syllable, _, _ := strings.Cut(fields[2], " ")
		if len(folded) == 1 && (folded[0] == r || readings[folded[0]] == "") {
			readings[folded[0]] = strings.TrimRight(syllable, "123456")
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	chars := map[string][]rune{}
	for r, s := range readings {
		chars[s] = append(chars[s], r)
	}
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "# Syllables of Cantonese in Jyutping and their characters; written by internal/cantonese from Unihan.")
	for _, s := range sorted(chars) {
		slices.Sort(chars[s])
		fmt.Fprintf(w, "%s: %s\n", s, string(chars[s]))
	}
	return w.Flush()
}

func sorted(chars map[string][]rune) []string {
	var out []string
	for s := range chars {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
