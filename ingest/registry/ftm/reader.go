// Package ftm reads FollowTheMoney entities as JSON lines, the model of
// Aleph and OpenSanctions: {"id", "schema", "properties": {name: [values]}}.
// Format: alephdata/followthemoney, followthemoney/schema/*.yaml.
//
// A line is a record of its own: a thing gives a party, a link an interest
// between parties of other records, a sanction a listing of one. Addresses and
// identifications are records too, and are besides put into the party that
// they belong to; for that every file is read twice, so that the order of
// lines does not matter. Standard input can be read once only: there they stay
// apart. A line of any other schema is kept as a record without a party.
package ftm

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "ftm"

// Source reads FollowTheMoney.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "FollowTheMoney entities, JSON lines (Aleph, OpenSanctions)",
		Publisher: "OCCRP, OpenSanctions",
		Files:     "*.ftm.json *.ftm.jsonl *entities*.json *ftm*.json *ftm*.jsonl",
		Example:   `{"id":"sample-1","schema":"Company","properties":{"name":["Sample Holding Ltd"],"jurisdiction":["vg"],"registrationNumber":["1234567"]}}`,
	}
}

// Read hands over one record a line, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	extra := &attachments{addresses: map[string]address{}, ids: map[string][]engine.Identifier{}}
	if err := ingest.ReadAhead(in, extra.collect); err != nil {
		return err
	}
	for _, f := range in.Files {
		if err := read(in, f, extra, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, extra *attachments, out ingest.Output) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	seen := false
	return j.Each(out, func(r *ingest.Row) error {
		id, schema := r.Value.Get("id").Str(), r.Value.Get("schema").Str()
		if !seen && schema == "" {
			return ingest.WrongFormat(f.Name, Name, []byte(r.Text), `has no "schema" in its first line`)
		}
		seen = true
		switch {
		case id == "":
			return r.Badf("id", "", "want an id")
		case schema == "":
			return r.Badf("schema", "", "want a schema")
		}
		if p := r.Value.Get("properties"); p == nil || p.Kind != ingest.Object {
			return r.Badf("properties", "", "want an object of properties")
		}
		m := &mapper{in: in, row: r, props: r.Value.Get("properties"), extra: extra, schema: schema}
		rec := r.Record(in.ID(id))
		if err := m.record(rec); err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return out.Record(rec)
	})
}

// attachments are what lines say about the parties of other lines.
type attachments struct {
	addresses map[string]address             // by the id of the Address
	ids       map[string][]engine.Identifier // by the id of the holder
}

type address = engine.Address

// maxAttachments bounds what is kept in memory: at some 300 bytes each, 3 GB.
// What lies beyond stays a record of its own.
const maxAttachments = 10_000_000

// maxIDs bounds the identifications of one holder: an honest one has a dozen.
const maxIDs = 200

// collect reads a file for its addresses and identifications. Bad lines are
// passed over: the second reading files them.
func (a *attachments) collect(f ingest.File) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	return j.Each(ingest.Nowhere{}, func(r *ingest.Row) error {
		m := &mapper{row: r, props: r.Value.Get("properties"), schema: r.Value.Get("schema").Str()}
		switch {
		case len(a.addresses)+len(a.ids) >= maxAttachments:
		case m.schema == "Address":
			if id := r.Value.Get("id").Str(); id != "" {
				a.addresses[id] = m.address()
			}
		case m.schema == "Identification" || m.schema == "Passport":
			for _, holder := range m.all("holder") {
				if len(a.ids[holder]) < maxIDs {
					a.ids[holder] = appendIDs(a.ids[holder], m.identification())
				}
			}
		}
		return nil
	})
}

// all are a property's values without empty ones.
func (m *mapper) all(name string) []string { return m.props.Get(name).Strings() }

// one is a property's first value.
func (m *mapper) one(names ...string) string {
	for _, n := range names {
		if all := m.all(n); len(all) > 0 {
			return all[0]
		}
	}
	return ""
}

// join joins a property's values.
func (m *mapper) join(name string) string { return strings.Join(m.all(name), ", ") }
