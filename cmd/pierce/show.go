package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// showCmd shows an entity or a record.
type showCmd struct {
	ID     string `arg:"" placeholder:"ID|NAME" help:"An entity, a record, or a name (the best hit is shown)."`
	Record bool   `help:"Show the record as published, with its earlier versions, not the entity that it is part of."`
}

// Help gives examples under the flags.
func (*showCmd) Help() string {
	return `Examples:
  pierce show e5x2k7q3mzdpa
  pierce show "Lumenpeak Compute"
  pierce show --record ofac/36`
}

// Run shows.
func (c *showCmd) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	if c.Record {
		versions, err := a.Store.Versions(engine.RecordID(c.ID))
		if err != nil {
			return err
		}
		return printVersions(e, versions)
	}
	ent, err := e.find(a, c.ID)
	if err != nil {
		var missing *engine.Error
		if errors.As(err, &missing) && strings.Contains(c.ID, "/") {
			if versions, verr := a.Store.Versions(engine.RecordID(c.ID)); verr == nil {
				return printVersions(e, versions) // a record of no party, as an interest's
			}
		}
		return err
	}
	p, err := a.Query.Profile(ent.ID)
	if err != nil {
		return err
	}
	offices, err := a.Query.Offices(ent.ID)
	if err != nil {
		return err
	}
	today, err := e.asOf("")
	if err != nil {
		return err
	}
	front, err := a.Query.Front(ent.ID, today)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			*query.Profile
			Offices []query.Link `json:"offices,omitempty"`
			Front   *query.Front `json:"front,omitempty"`
		}{p, offices, front})
	}
	printProfile(e, p)
	printOffices(e, offices)
	printFront(e, front)
	return nil
}

// maxOffices is how many offices are printed for a reader; --json has all.
const maxOffices = 20

// printOffices prints who acts for the entity, and for whom it acts.
func printOffices(e *env, list []query.Link) {
	if len(list) == 0 {
		return
	}
	e.printf("\nofficers and others\n")
	for i := range list[:min(len(list), maxOffices)] {
		l := &list[i]
		what := string(l.Kind) + " of this"
		if l.Owner == l.From {
			what = "this is its " + string(l.Kind)
		}
		tags := []string{what}
		if l.Value != "" && l.Value != string(l.Kind) {
			tags = append(tags, plain(l.Value))
		}
		if l.Since != 0 || l.Until != 0 {
			tags = append(tags, span(l.Since, l.Until))
		}
		e.printf("  %s\n", wrap(tagged(plain(l.ToName), tags...)+"  "+string(l.To)+"  ‹"+cut(string(l.Sources[0]), 40)+"›", e.columns(), "    "))
	}
	if n := len(list) - maxOffices; n > 0 {
		e.printf("  … and %s more (--json has all)\n", thousands(int64(n)))
	}
}

// version is a record in JSON: as understood, and as published.
type version struct {
	*engine.Record
	Published string `json:"published"`
}

func printVersions(e *env, versions []*engine.Record) error {
	for i, r := range versions {
		if e.json {
			if err := e.printJSON(version{r, string(r.Raw)}); err != nil {
				return err
			}
			continue
		}
		state := "as it stands"
		if i < len(versions)-1 {
			state = "an earlier version"
		} else if r.Ended != 0 {
			state = "ended: a full snapshot of " + r.Ended.String() + " lacks it"
		}
		e.printf("%s  %s, retrieved %s, %s line %d\n", plain(string(r.ID)), state, r.Retrieved.Format("2006-01-02 15:04"), plain(r.File), r.Line)
		e.printf("as published\n  %s\n", strings.ReplaceAll(wrap(string(r.Raw), e.columns(), "  "), "\n\n", "\n"))
		shape := *r
		b, err := json.MarshalIndent(shape, "  ", "  ")
		if err != nil {
			return err
		}
		e.printf("as understood\n  %s\n", b)
	}
	return nil
}

// printProfile prints what the sources say of an entity.
func printProfile(e *env, p *query.Profile) {
	e.printf("%s\n%s", plain(p.Name), p.ID)
	for _, s := range []string{string(p.Kind), p.Country} {
		if s != "" {
			e.printf(" · %s", plain(s))
		}
	}
	e.printf("\n")
	if len(p.Listings) > 0 {
		e.printf("\nlisted\n")
		for _, l := range p.Listings {
			e.printf("  %s  %s  %s\n", l.List, span(l.From, l.Until), plain(strings.TrimSpace(strings.Join(l.Programs, ", ")+"  "+l.Citation)))
			if l.Detail != "" {
				e.printf("    %s\n", wrap(l.Detail, e.columns(), "    "))
			}
		}
	}
	section(e, "names", p.Names, func(n engine.Name) string { return tagged(n.Text, string(n.Kind), n.Until.String()) })
	section(e, "identifiers", p.Identifiers, func(x engine.Identifier) string { return tagged(x.Scheme+" "+x.Value, x.Country) })
	section(e, "addresses", p.Addresses, func(x engine.Address) string { return tagged(x.Line(), string(x.Kind)) })
	section(e, "born or incorporated", p.Born, engine.Date.String)
	section(e, "nationalities", p.Nations, func(s string) string { return s })
	section(e, "status", p.Status, func(s string) string { return s })
	section(e, "notes", p.Notes, func(s string) string { return s })
	e.printf("\nrecords\n")
	for _, s := range p.Seen {
		end := ""
		if s.Ended != 0 {
			end = ", ended " + s.Ended.String()
		}
		e.printf("  %s  %s%s\n", plain(string(s.Party)), s.Retrieved.Format("2006-01-02"), end)
	}
	if len(p.Possible) > 0 {
		e.printf("\npossibly the same as\n")
		for _, l := range p.Possible {
			e.printf("  %s  %+.1f bits (pierce why %s %s)\n", l.Entity, l.Weight, plain(string(l.Pair.A)), plain(string(l.Pair.B)))
		}
	}
}

// section prints a heading and a line a value, with the number of sources.
func section[T any](e *env, head string, said []query.Said[T], line func(T) string) {
	if len(said) == 0 {
		return
	}
	e.printf("\n%s\n", head)
	for _, s := range said {
		by := string(s.Records[0])
		if n := len(s.Records) - 1; n > 0 {
			by += fmt.Sprintf(" +%d", n)
		}
		e.printf("  %s\n", wrap(line(s.Value)+"  ‹"+cut(by, 40)+"›", e.columns(), "    "))
	}
}

// tagged writes a value with its tags in parentheses.
func tagged(s string, tags ...string) string {
	var keep []string
	for _, t := range tags {
		if t != "" {
			keep = append(keep, t)
		}
	}
	if len(keep) == 0 {
		return s
	}
	return s + " (" + strings.Join(keep, ", ") + ")"
}

// span writes from–until for a reader.
func span(from, until engine.Date) string {
	switch {
	case from == 0 && until == 0:
		return "in force"
	case until == 0:
		return "since " + from.String()
	case from == 0:
		return "until " + until.String()
	}
	return from.String() + " to " + until.String()
}
