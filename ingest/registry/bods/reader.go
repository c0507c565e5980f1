// Package bods reads statements of the Beneficial Ownership Data Standard,
// versions 0.1 to 0.4, as a JSON array or as JSON lines. Format:
// openownership/data-standard, schema and code lists of each version.
//
// A statement is about a record: an entity, a person, or the relationship
// between a subject and an interested party. Several statements may be about
// one record: later ones take the place of earlier ones, from their own date
// on. Version 0.4 names the record; before it, a statement names those that it
// replaces, and the first of such a chain stands for the record. All
// statements about a record make one record here, with the interests of each
// over the time in which it stood.
//
// For that every file is read twice, so that neither the order nor the place of
// statements matters. What comes from standard input is kept in memory
// meanwhile.
package bods

import (
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "bods"

// Source reads statements.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "Beneficial Ownership Data Standard, 0.1 to 0.4",
		Publisher: "Open Ownership, registers that publish in its standard",
		Files:     "*bods*.json *bods*.jsonl *statements*.json *statements*.jsonl",
		Example: `{"statementId":"s1","statementDate":"2024-01-31","declarationSubject":"r1","recordId":"r1","recordType":"entity",` +
			`"recordDetails":{"isComponent":false,"entityType":{"type":"registeredEntity"},"name":"Sample Ltd"}}`,
	}
}

// Read hands over one record for all statements about it, when the last of
// them was met.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	b := newBook(in)
	ahead := func(f ingest.File) error {
		return each(f, ingest.Nowhere{}, func(r *ingest.Row) error { b.note(r); return nil })
	}
	if err := ingest.ReadAhead(in, ahead); err != nil {
		return err
	}
	streams := make([][]ingest.Row, len(in.Files))
	for i, f := range in.Files {
		if !f.Stream() {
			continue
		}
		err := each(f, out, func(r *ingest.Row) error { // can be read once: kept
			row := *r
			row.Value = clone(r.Value)
			streams[i] = append(streams[i], row)
			b.note(&row)
			return nil
		})
		if err != nil {
			return err
		}
	}
	b.settle()
	for i, f := range in.Files {
		for j := range streams[i] {
			if err := b.take(&streams[i][j], out); err != nil {
				return err
			}
		}
		if f.Stream() {
			continue
		}
		if err := each(f, out, func(r *ingest.Row) error { return b.take(r, out) }); err != nil {
			return err
		}
	}
	return nil
}

// each calls use for every object of a file.
func each(f ingest.File, out ingest.Output, use func(*ingest.Row) error) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	seen := false
	return j.Each(out, func(r *ingest.Row) error {
		if !seen && r.Value.Get("recordType") == nil && r.Value.Get("statementType") == nil {
			return ingest.WrongFormat(f.Name, Name, []byte(r.Text), `has no "recordType" or "statementType" in its first statement`)
		}
		seen = true
		return use(r)
	})
}

// clone copies a value out of its reader's memory.
func clone(v *ingest.Value) *ingest.Value {
	if v == nil {
		return nil
	}
	out := *v
	out.Members = make([]ingest.Value, len(v.Members))
	for i := range v.Members {
		out.Members[i] = *clone(&v.Members[i])
	}
	return &out
}
