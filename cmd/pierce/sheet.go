package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// sheet is a small table with a header, read from a file or standard input in
// any common character set, packed or not.
type sheet struct {
	name string
	csv  *ingest.CSV
}

// sheetOf opens a table; "-" is standard input.
func (e *env) sheetOf(path string) (*sheet, error) {
	files, err := ingest.FindFiles(ingest.Format{Files: "*.csv *.tsv *.txt"}, ingest.Options{Paths: []string{e.path(path)}, Stdin: e.stdin})
	if err != nil {
		return nil, unhinted(err)
	}
	if len(files) != 1 {
		return nil, usagef("%s holds %d files, want one", path, len(files))
	}
	t, err := ingest.OpenCSV(files[0], ingest.CSVOptions{Format: "csv"})
	if err != nil {
		return nil, unhinted(err)
	}
	return &sheet{name: files[0].Name, csv: t}, nil
}

// unhinted drops advice that is meant for those who load lists.
func unhinted(err error) error {
	var e *engine.Error
	if !errors.As(err, &e) || e.Hint == "" {
		return err
	}
	c := *e
	c.Hint = ""
	return &c
}

// column is the place of the first of the names that the sheet has, told by
// letters and digits alone, so that name1, "Name 1" and NAME_1 are one; -1
// where it has none.
func (s *sheet) column(names ...string) int {
	for _, n := range names {
		for i, h := range s.csv.Header {
			if ingest.FoldHeading(h) == ingest.FoldHeading(n) {
				return i
			}
		}
	}
	return -1
}

// need is column, or an error that names what the sheet has.
func (s *sheet) need(names ...string) (int, error) {
	if i := s.column(names...); i >= 0 {
		return i, nil
	}
	return -1, &engine.Error{Op: "read", ID: s.name, Code: engine.Invalid,
		Err:  fmt.Errorf("has no column %s; it has %s", strings.Join(names, " or "), ingest.Quoted(strings.Join(s.csv.Header, ", "))),
		Hint: "the first line names the columns"}
}

// each calls use for every row. A row that cannot be read, or for which use
// gives an *ingest.RowError, goes to bad; any other error ends it.
func (s *sheet) each(use func(*ingest.Row) error, bad func(*ingest.RowError) error) error {
	defer s.csv.Close() // read only
	for {
		row, err := s.csv.Read()
		if err == nil {
			err = use(row)
		} else if errors.Is(err, io.EOF) {
			return nil
		}
		var r *ingest.RowError
		if errors.As(err, &r) {
			if r.File == "" {
				r.File = s.name
			}
			err = bad(r)
		}
		if err != nil {
			return err
		}
	}
}

// all is each where a bad row ends it: truth that is not whole measures
// nothing.
func (s *sheet) all(use func(*ingest.Row) error) error {
	rows := 0
	err := s.each(func(r *ingest.Row) error { rows++; return use(r) }, func(r *ingest.RowError) error {
		return &engine.Error{Op: "read", Code: engine.Invalid, Err: r}
	})
	if err == nil && rows == 0 {
		return &engine.Error{Op: "read", ID: s.name, Code: engine.Invalid, Err: errors.New("has a header and no rows")}
	}
	return err
}
