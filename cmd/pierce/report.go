package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/report"
)

// reportCmd makes and checks dossiers.
type reportCmd struct {
	Make   reportMake   `cmd:"" default:"withargs" help:"Write the dossier of one."`
	Verify reportVerify `cmd:"" help:"Check whether a dossier is as it was made, and what has changed since."`
}

// reportMake writes a dossier.
type reportMake struct {
	AsOf    string `placeholder:"DATE" help:"The day that is asked about. Default: today."`
	Out     string `short:"o" required:"" placeholder:"FILE" help:"Where to write; its ending says as what: .html, .pdf or .json."`
	Browser string `placeholder:"NAME" help:"The Chromium that prints the PDF. Default: the first in the search path."`
	Who     string `arg:"" placeholder:"ID|NAME" help:"An entity, a record, or a name."`
}

// Help gives examples under the flags.
func (*reportMake) Help() string {
	return `One file with names, sources, lists, owners and their picture, holdings, shipments,
signs, each rule's verdict with path, arithmetic and citation, the evidence as
published, the judgements made, what is not known, and what it was all made
from, under one SHA-256. The same store and day give the same bytes. A PDF is
the HTML printed by a Chromium, with the content attached.

Examples:
  pierce report "Lumenpeak Compute" -o lumenpeak.html
  pierce report e5x2k7q3mzdpa --as-of 2024-06-30 -o file.pdf
  pierce report verify lumenpeak.html`
}

// Run writes the dossier.
func (c *reportMake) Run(e *env) error {
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	form := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.Out)), ".")
	browser := ""
	switch form {
	case "json", "html":
	case "pdf":
		if browser, err = draw.Browser(c.Browser); err != nil { // before the work, not after it
			return err
		}
	default:
		return usagef("-o: got %q, want a file that ends in .html, .pdf or .json", c.Out)
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	ent, err := e.find(a, c.Who)
	if err != nil {
		return err
	}
	d, err := a.Dossier(e.ctx, ent.ID, asOf)
	if err != nil {
		return err
	}
	file, err := app.DossierFile(e.ctx, d, form, browser)
	if err != nil {
		return err
	}
	if err := writeFile(e.path(c.Out), func(w io.Writer) error { _, err := w.Write(file); return err }); err != nil {
		return err
	}
	digest, err := d.Digest()
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			File   string          `json:"file"`
			Entity engine.EntityID `json:"entity"`
			AsOf   engine.Date     `json:"as_of"`
			SHA256 string          `json:"sha256"`
		}{c.Out, ent.ID, asOf, digest})
	}
	e.printf("%s  %s\n", digest, c.Out)
	return nil
}

// reportVerify checks a dossier.
type reportVerify struct {
	File string `arg:"" placeholder:"FILE" help:"A dossier: HTML, PDF or JSON."`
}

// Help gives examples under the flags.
func (*reportVerify) Help() string {
	return `Says whether the file is as it was made, and what the store now says otherwise
of the same entity on the same day. Exit code 1: the file was altered; 4: it is
as it was made, and the store has changed since. Without a data folder only the
file is checked. A seal finds what was altered; it cannot tell who made the
file: compare the SHA-256 with the one that was noted when it was made.

Example:
  pierce report verify lumenpeak.html`
}

// verified is what there is to say of a dossier.
type verified struct {
	File    string          `json:"file"`
	Format  string          `json:"format"`
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name"`
	AsOf    engine.Date     `json:"as_of"`
	Made    engine.Date     `json:"made"`
	SHA256  string          `json:"sha256"`
	Intact  bool            `json:"intact"`
	Against string          `json:"against,omitempty"` // the data folder; "" where there is none
	Changes []report.Change `json:"changes"`
}

// Run checks the dossier.
func (c *reportVerify) Run(e *env) error {
	file, err := os.ReadFile(e.path(c.File))
	if errors.Is(err, os.ErrNotExist) {
		return &engine.Error{Op: "report", ID: c.File, Code: engine.NotFound, Err: errors.New("no such file")}
	}
	if err != nil {
		return err
	}
	o, err := report.Open(file)
	if err != nil {
		return err
	}
	v := verified{File: c.File, Format: o.Format, Entity: o.Dossier.Entity, Name: o.Dossier.Name, AsOf: o.Dossier.AsOf, Made: o.Dossier.Made, SHA256: o.Digest, Intact: o.Intact, Changes: []report.Change{}}
	if o.Intact {
		if err := v.compare(e, o.Dossier); err != nil {
			return err
		}
	}
	if e.json {
		if err := e.printJSON(v); err != nil {
			return err
		}
	} else {
		v.print(e)
	}
	switch {
	case !v.Intact:
		return &engine.Error{Op: "report", ID: c.File, Code: engine.Corrupt, Err: errors.New("the dossier is not as it was made")}
	case len(v.Changes) > 0:
		return &engine.Error{Op: "report", ID: c.File, Code: engine.Stale, Err: fmt.Errorf("the store has changed since: %s", many(len(v.Changes), "difference", "differences")), Hint: fmt.Sprintf("pierce report %s --as-of %s -o FILE makes a new one", v.Entity, v.AsOf)}
	}
	return nil
}

// compare makes the dossier again from the store as it is, if there is one.
func (v *verified) compare(e *env, was *report.Dossier) error {
	a, err := e.decide()
	if errors.Is(err, engine.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	v.Against = a.Dir
	ent, err := a.Query.Entity(string(was.Entity))
	if errors.Is(err, engine.NotFound) {
		v.Changes = append(v.Changes, report.Change{Section: "entity", What: string(was.Entity), Was: was.Name})
		return nil
	}
	if err != nil {
		return err
	}
	is, err := a.Dossier(e.ctx, ent.ID, was.AsOf)
	if err != nil {
		return err
	}
	v.Changes = append(v.Changes, report.Changes(was, is)...)
	return nil
}

// mostChanges is how many differences are printed for a reader; --json has all.
const mostChanges = 40

func (v *verified) print(e *env) {
	e.printf("%s\n%s · as of %s · made %s\nsha256 %s\n", plain(v.Name), v.Entity, v.AsOf, v.Made, v.SHA256)
	switch {
	case !v.Intact:
		e.printf("ALTERED: the file is not as it was made\n")
		return
	case v.Against == "":
		e.printf("the file is as it was made; there is no data folder to compare it with\n")
		return
	case len(v.Changes) == 0:
		e.printf("the file is as it was made, and the store says the same today\n")
		return
	}
	e.printf("the file is as it was made; the store says otherwise today:\n")
	for _, c := range v.Changes[:min(len(v.Changes), mostChanges)] {
		text := c.Was + "  →  " + c.Is
		switch {
		case c.Was == "":
			text = "new: " + c.Is
		case c.Is == "":
			text = "gone: " + c.Was
		}
		e.printf("  %s\n", wrap(fmt.Sprintf("%s %s: %s", c.Section, plain(c.What), plain(text)), e.columns(), "    "))
	}
	if n := len(v.Changes) - mostChanges; n > 0 {
		e.printf("  … and %d more (--json has all)\n", n)
	}
}
