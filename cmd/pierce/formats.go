package main

import (
	"strings"

	"github.com/pierce-er/pierce/ingest/all"
)

// formatsCmd lists the source formats.
type formatsCmd struct{}

// Help gives an example under the flags.
func (*formatsCmd) Help() string {
	return `Examples:
  pierce formats
  pierce formats --json`
}

// Run prints every format.
func (*formatsCmd) Run(e *env) error {
	for i, s := range all.Sources() {
		f := s.Format()
		if e.json {
			if err := e.printJSON(f); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			e.printf("\n")
		}
		e.printf("%s  %s", f.Name, f.Title)
		if f.Publisher != "" {
			e.printf(" (%s)", f.Publisher)
		}
		e.printf("\n  files    %s\n", wrap(f.Files, e.columns(), "           "))
		for i, line := range strings.Split(strings.TrimSpace(f.Example), "\n") {
			label := "         "
			if i == 0 {
				label = "  example"
			}
			e.printf("%s  %s\n", label, cut(line, e.columns()-11))
		}
	}
	return nil
}
