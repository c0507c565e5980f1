//go:build ignore

// Kanji writes the tables kanji.txt.gz, given.txt.gz and loans.txt.gz of
// package norm, which say how Japanese names are read:
//
//	cd engine/norm/internal/kanji
//	go run main.go sudachi.go unidic.go unihan.go choose.go -sudachi system_core.dic -unidic sys.dic -unihan Unihan_Readings.txt.bz2 -to ../..
//
// The sources, none of which is needed afterwards:
//
//   - SudachiDict core 20240409 (Works Applications; Apache License 2.0), in
//     the binary form of its Python package of that version: words of kanji with
//     their readings and costs. It is made from UniDic and NEologd.
//   - UniDic 2.1.2 (The UniDic Consortium; BSD licence), in the binary form of the
//     Python package unidic-lite 1.0.8: loan words with the word that they come from.
//   - Unihan 15.0 (Unicode licence): the readings of single characters.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	var o options
	flag.StringVar(&o.sudachi, "sudachi", "", "system_core.dic")
	flag.StringVar(&o.unidic, "unidic", "", "sys.dic")
	flag.StringVar(&o.unihan, "unihan", "", "Unihan_Readings.txt.bz2")
	flag.StringVar(&o.to, "to", "../..", "folder to write to")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "kanji:", err)
		os.Exit(1) //nolint:forbidigo // a program of its own, run by hand
	}
}

type options struct{ sudachi, unidic, unihan, to string }

func run(o options) error {
	if o.sudachi == "" || o.unidic == "" || o.unihan == "" {
		return errors.New("want -sudachi, -unidic and -unihan")
	}
	words, err := readSudachi(o.sudachi)
	if err != nil {
		return err
	}
	sounds, err := readUnihan(o.unihan)
	if err != nil {
		return err
	}
	loans, err := readLoans(o.unidic)
	if err != nil {
		return err
	}
	table := choose(words, sounds)
	for _, t := range []struct {
		file  string
		lines []string
	}{{"kanji.txt.gz", table.company}, {"given.txt.gz", table.given}, {"loans.txt.gz", loans}} {
		if err := write(filepath.Join(o.to, t.file), t.lines); err != nil {
			return err
		}
	}
	return nil
}

// write writes sorted lines, compressed, without a date so that the same
// sources give the same bytes.
func write(path string, lines []string) error {
	slices.Sort(lines)
	var raw, out bytes.Buffer
	for _, l := range lines {
		raw.WriteString(l)
		raw.WriteByte('\n')
	}
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(raw.Bytes()); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d lines, %d bytes, %d compressed\n", path, len(lines), raw.Len(), out.Len())
	return os.WriteFile(path, out.Bytes(), 0o644)
}
