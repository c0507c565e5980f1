package all

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	parties "github.com/pierce-er/pierce/ingest/registry/table"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// detectBytes is how much of a file is looked at to tell its format.
const detectBytes = 64 << 10

// detectFiles is how many files of a folder or an archive are looked at.
const detectFiles = 40

// Detect tells the format of the files that the options name, by what they
// hold: their own telltales, or the headings of a table of shipments or of
// parties. What it reads of standard input it puts back, so that the options
// can be used to read all of it; a named pipe, which could not be put back, is
// taken for a table of shipments. Invalid where the format is not known.
func Detect(o *ingest.Options) (ingest.Source, error) {
	p := *o
	for _, path := range o.Paths {
		if info, err := os.Stat(path); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
			return shipments.Source{}, nil
		}
	}
	if slices.Contains(o.Paths, ingest.Stdin) && o.Stdin != nil {
		head := make([]byte, detectBytes)
		n, err := io.ReadAtLeast(o.Stdin, head, 1)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		o.Stdin = io.MultiReader(bytes.NewReader(head[:n]), o.Stdin)
		p.Stdin = bytes.NewReader(head[:n])
	}
	files, err := ingest.FindFiles(ingest.Format{Files: "*"}, p)
	if err != nil {
		return nil, err
	}
	for _, f := range files[:min(len(files), detectFiles)] {
		if s := of(f); s != nil {
			return s, nil
		}
	}
	return nil, &engine.Error{Op: "all.Detect", Code: engine.Invalid, ID: files[0].Name, Err: errors.New("its format is not known"),
		Hint: "name it with --as (pierce formats lists all), or let pierce map FILE write a map for a table"}
}

// of tells one file's format; nil where it is not known.
func of(f ingest.File) ingest.Source {
	r, err := f.Open()
	if err != nil {
		return nil
	}
	head := make([]byte, detectBytes)
	n, _ := io.ReadFull(r, head) // a file that is cut off is told when it is read
	if r.Close() != nil {
		return nil
	}
	if name := ingest.Guess(head[:n]); name != "" {
		s, err := Find(name)
		if err != nil {
			return nil
		}
		return s
	}
	files, err := ingest.FindFiles(ingest.Format{Files: "*"}, ingest.Options{Paths: []string{ingest.Stdin}, Stdin: bytes.NewReader(head[:n])})
	if err != nil {
		return nil
	}
	t, err := ingest.OpenTable(files[0], nil, "csv")
	if err != nil {
		return nil
	}
	defer t.Close() // of memory
	switch {
	case shipments.Moves(t.Headings):
		return shipments.Source{}
	case slices.ContainsFunc(t.Headings, func(h string) bool { return parties.Meaning(h) == "name" }):
		return parties.Source{Recognise: true}
	}
	return nil
}
