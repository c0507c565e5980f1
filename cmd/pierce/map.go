package main

import (
	"fmt"
	"io"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sketch"
)

// mapCmd writes a map for a table.
type mapCmd struct {
	As       string `enum:"csv,shipments," default:"" placeholder:"FORMAT" help:"csv for a list of parties, shipments for a manifest. Default: found out from the headings."`
	Encoding string `placeholder:"NAME" help:"Character set, as gb18030. Default: found out from the bytes."`
	Out      string `short:"o" placeholder:"FILE" default:"-" help:"Where to write; default standard output."`
	File     string `arg:"" placeholder:"FILE" help:"The table: CSV, JSON lines, packed or not; - reads standard input."`
}

// Help gives examples under the flags.
func (*mapCmd) Help() string {
	return `The map is written from the headings and the first 500 rows, one line a
column with cells as examples; what it is not sure of is marked (?). Edit it,
then give it with --map.

Examples:
  pierce map vendors.csv -o vendors.map.json
  pierce ingest --as csv --map vendors.map.json vendors.csv
  pierce map --as shipments declarations.csv`
}

// Run writes the map.
func (c *mapCmd) Run(e *env) error {
	files, err := ingest.FindFiles(ingest.Format{Files: "*.csv *.tsv *.txt *.json *.jsonl *.xlsx"}, ingest.Options{Paths: []string{e.path(c.File)}, Stdin: e.stdin, Encoding: c.Encoding})
	if err != nil {
		return err
	}
	s, err := sketch.Of(files[0], c.As)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error {
		_, err := s.WriteTo(w)
		return err
	}
	if c.Out == "-" {
		err = write(e.stdout)
	} else {
		err = writeFile(e.path(c.Out), write)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%d columns, %d of them for you to settle, marked (?); use it with --as %s --map\n", len(s.Columns), s.Doubtful(), s.Format)
	if len(files) > 1 {
		fmt.Fprintf(e.stderr, "written from %s, the first of %d files\n", plain(files[0].Name), len(files))
	}
	return nil
}
