package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/export"
	"github.com/pierce-er/pierce/engine"
)

// exportCmd writes results for others.
type exportCmd struct {
	As  string `required:"" enum:"clusters,csv,ftm,bods,model" placeholder:"FORMAT" help:"clusters: record_id,entity_id. csv: a row an entity. ftm: FollowTheMoney. bods: Beneficial Ownership Data Standard 0.4. model: the weights by which records are matched."`
	Out string `short:"o" placeholder:"FILE" default:"-" help:"Where to write; default standard output."`
}

// Help gives examples under the flags.
func (*exportCmd) Help() string {
	return `clusters is sorted by record id and holds every party, so that two runs can be
compared line by line.

Examples:
  pierce export --as clusters -o clusters.csv
  pierce export --as csv -o entities.csv
  pierce export --as bods -o statements.json
  pierce export --as ftm | ftm validate`
}

// Run writes the export.
func (c *exportCmd) Run(e *env) error {
	a, err := e.decide()
	if err != nil {
		return err
	}
	write := exportClusters
	switch c.As {
	case "csv":
		write = exportEntities
	case "ftm":
		write = others(e, export.FTM)
	case "bods":
		write = others(e, export.BODS)
	case "model":
		write = exportModel
	}
	if c.Out == "-" {
		return write(a, e.stdout)
	}
	return writeFile(e.path(c.Out), func(w io.Writer) error { return write(a, w) })
}

// others is a writer of another's format.
func others(e *env, write func(*export.Folder, io.Writer) error) func(*app.App, io.Writer) error {
	return func(a *app.App, w io.Writer) error {
		return write(&export.Folder{Query: a.Query, Store: a.Store, Now: e.now()}, w)
	}
}

// replaceable refuses a name under which something stands that is no plain
// file: what is written whole and then renamed would take the place of a device
// or a pipe instead of going through it.
func replaceable(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().IsRegular() {
		return nil // what else is wrong with the name shows when it is written
	}
	return &engine.Error{ID: path, Code: engine.Invalid, Err: errors.New("there is something here that is no plain file"),
		Hint: "name another file, or leave out -o and send standard output there"}
}

// writeFile writes a file beside its name and renames it when it is whole.
func writeFile(path string, write func(io.Writer) error) error {
	if err := replaceable(path); err != nil {
		return err
	}
	f, err := os.CreateTemp(dirOf(path), ".pierce-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already where all went well
	w := bufio.NewWriterSize(f, 1<<20)
	if err := errors.Join(write(w), w.Flush(), f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func dirOf(path string) string { return filepath.Dir(path) }

// exportClusters writes every party with its entity, sorted by party.
func exportClusters(a *app.App, w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"record_id", "entity_id"}); err != nil {
		return err
	}
	var rows [][2]string
	err := a.Store.Entities(func(e *engine.Entity) error {
		for _, p := range e.Parties {
			rows = append(rows, [2]string{string(p), string(e.ID)})
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	for _, r := range rows {
		if err := out.Write([]string{cell(r[0]), r[1]}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// exportEntities writes a row an entity.
func exportEntities(a *app.App, w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"entity_id", "name", "kind", "country", "parties", "lists", "names", "identifiers", "possibly_same_as"}); err != nil {
		return err
	}
	err := a.Store.Entities(func(e *engine.Entity) error {
		p, err := a.Query.Profile(e.ID)
		if err != nil {
			return err
		}
		var names, ids, lists, possible, parties []string
		for _, n := range p.Names {
			names = append(names, n.Value.Text)
		}
		for _, x := range p.Identifiers {
			ids = append(ids, x.Value.Scheme+" "+x.Value.Value)
		}
		for _, l := range p.Listings {
			lists = append(lists, string(l.List))
		}
		for _, l := range p.Possible {
			possible = append(possible, string(l.Entity))
		}
		for _, id := range p.Parties {
			parties = append(parties, string(id))
		}
		row := []string{string(e.ID), e.Name, string(e.Kind), e.Country}
		for _, many := range [][]string{parties, slices.Compact(lists), names, ids, possible} {
			row = append(row, strings.Join(many, "; "))
		}
		for i := range row {
			row[i] = cell(row[i])
		}
		return out.Write(row)
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

// cell keeps a value from being read as a formula by a spreadsheet: names are
// data, and one that begins as a formula would run on the reader's desk.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
