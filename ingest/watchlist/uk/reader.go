// Package uk reads the UK Sanctions List of the Foreign, Commonwealth and
// Development Office in its CSV form, and the Consolidated List of the Office of
// Financial Sanctions Implementation, "ConList.csv", which it replaced on 28
// January 2026. Both repeat an entry for each of its names and addresses, below a
// line that tells when the file was made. Format: gov.uk, "The UK Sanctions List";
// OFSI, "Consolidated list of targets", format of 2022.
package uk

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
	"github.com/pierce-er/pierce/ingest/watchlist/entry"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// Name is the format's name.
const Name = "uk-sl"

// The headings of an entry's id: of the UK Sanctions List, and of ConList.csv.
const (
	uniqueID = "Unique ID"
	groupID  = "Group ID"
)

// Source reads both lists.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "UK Sanctions List, CSV; and OFSI's Consolidated List (ConList.csv), which it replaced",
		Publisher: "Foreign, Commonwealth and Development Office; Office of Financial Sanctions Implementation",
		Files:     "*anctions*ist*.csv ConList*.csv",
		Example:   `21/09/2026,RUS0000,0,,SAMPLE TRADING LLC,,,,,,Primary Name,,,,,,The Russia (Sanctions) (EU Exit) Regulations 2019,Entity,UK,Asset freeze,…`,
	}
}

// made finds the day on which a file was made in the line above its header.
var made = regexp.MustCompile(`\d{1,2}[-/][A-Za-z0-9]{2,9}[-/]\d{4}`)

// Read hands over one record an entry, in the order of the file. All rows are
// held, some 40 MB. The day in the first line counts as the retrieval, where the
// caller states none.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	var all entry.Entries
	var broken error
	for _, f := range in.Files {
		if err := read(in, f, out, &all); errors.Is(err, ingest.ErrTruncated) {
			broken = err
		} else if err != nil {
			return err
		}
	}
	names := &remark.Names{}
	for _, e := range all.List {
		for _, n := range namesOf(e) {
			names.Add(e.Key, n.Text, n.Kind != engine.Primary)
		}
	}
	for _, e := range all.List {
		if len(namesOf(e)) == 0 {
			if err := e.Reject(out, "Name 6", "", errors.New("want a name"), false); err != nil {
				return err
			}
			continue
		}
		rec, flaws := Map(in.Dataset, e, names)
		for _, f := range flaws {
			if err := e.Reject(out, f.Field, f.Value, f.Err, true); err != nil {
				return err
			}
		}
		if err := out.Record(rec); err != nil {
			return err
		}
	}
	if len(all.List) == 0 && broken == nil {
		return &engine.Error{Op: "uk.Read", Code: engine.Invalid, Err: errors.New("the list holds no entry")}
	}
	return broken
}

// read takes one file's rows in.
func read(in *ingest.Input, f ingest.File, out ingest.Output, all *entry.Entries) error {
	c, err := ingest.OpenCSV(f, ingest.CSVOptions{Comma: ',', Format: Name, Banner: true, Want: []string{"Name 6", "Name 1"}})
	if err != nil {
		return err
	}
	defer c.Close()
	if c.Column(uniqueID, groupID) < 0 {
		return ingest.WrongFormat(f.Name, Name, c.Head, `has no column "`+uniqueID+`"`)
	}
	if d := dayMade(c.Banner); d != 0 {
		in.SetRetrieved(d.Time())
	}
	return all.Read(c, out, uniqueID, groupID)
}

// dayMade reads "Report Date: 24-Jun-2026" and "Last Updated,05/01/2024".
func dayMade(banner string) engine.Date {
	day := made.FindString(banner)
	if d, err := date.British(day); err == nil && d != 0 {
		return d
	}
	d, err := date.Words(strings.ReplaceAll(day, "-", " "))
	if err != nil {
		return 0
	}
	return d
}

// namesOf are the names of an entry, the primary one first. One name may stand in
// many rows; in another script it stands beside the Latin one.
func namesOf(e *entry.Entry) []engine.Name {
	p := engine.Party{}
	for _, primary := range []bool{true, false} {
		for _, r := range e.Rows {
			kind := nameKind(r)
			if (kind == engine.Primary) != primary {
				continue
			}
			remark.AddName(&p, latin(r), kind)
		}
	}
	for _, s := range e.All("Name non-latin script", "Name Non-Latin Script") {
		remark.AddName(&p, s, engine.Transliterated)
	}
	if i := slices.IndexFunc(p.Names, func(n engine.Name) bool { return n.Kind == engine.Primary }); i < 0 && len(p.Names) > 0 {
		p.Names[0].Kind = engine.Primary // a list that lost a row still names the entry
	}
	return p.Names
}

// latin is a row's name: "Name 6" is the family name or the whole name of an
// entity or ship, the other five what stands before it.
func latin(r entry.Row) string {
	var parts []string
	for _, h := range []string{"Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"} {
		if v := r.Get(h); v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

// nameKind reads "Primary Name", "Primary Name Variation", "Alias", "AKA" and
// "FKA", and how sure the list is of an alias.
func nameKind(r entry.Row) engine.NameKind {
	kind := strings.ToLower(r.Get("Name type", "Alias Type"))
	strength := strings.ToLower(r.Get("Alias strength", "Alias Quality"))
	switch {
	case kind == "primary name" || kind == "":
		return engine.Primary
	case strings.HasPrefix(kind, "f") || strings.Contains(kind, "former"):
		return engine.Former
	case strings.HasPrefix(strength, "low"):
		return engine.WeakAlias
	}
	return engine.Alias
}
