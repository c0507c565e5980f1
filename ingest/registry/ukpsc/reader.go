// Package ukpsc reads the snapshot of people with significant control that
// Companies House publishes: one JSON object a line, with the number of the
// company and what it says of one holder, of a statement in place of holders,
// or of an exemption. Format: Companies House, "People with significant
// control (PSC) snapshot"; codes: companieshouse/api-enumerations,
// psc_descriptions.yml.
package ukpsc

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "uk-psc"

// Source reads the snapshot.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "UK people with significant control, snapshot as JSON lines",
		Publisher: "Companies House",
		Files:     "persons-with-significant-control-snapshot*.txt psc-snapshot*.txt *psc*.json *psc*.jsonl *psc*.txt",
		Example:   `{"company_number":"01234567","data":{"kind":"corporate-entity-person-with-significant-control","name":"Sample Ltd","natures_of_control":["ownership-of-shares-50-to-75-percent"],"notified_on":"2016-04-06","links":{"self":"/company/01234567/persons-with-significant-control/corporate-entity/abc"}}}`,
	}
}

// The kinds of line that name no holder.
const (
	statementKind  = "persons-with-significant-control-statement"
	exemptionsKind = "exemptions"
	totalsKind     = "totals#persons-of-significant-control-snapshot"
)

// Read hands over one record a line, in the order of the files. The line of
// totals at the end is passed over.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	for _, f := range in.Files {
		if err := read(in, f, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, out ingest.Output) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	seen := false
	return j.Each(out, func(r *ingest.Row) error {
		data := r.Value.Get("data")
		kind := data.Get("kind").Str()
		if !seen && (data == nil || kind == "") {
			return ingest.WrongFormat(f.Name, Name, []byte(r.Text), `has no "data" with a "kind" in its first line`)
		}
		seen = true
		switch {
		case kind == totalsKind:
			return nil
		case !known(kind):
			return r.Bad("kind", kind, errors.New("want a kind of the snapshot"))
		}
		for i := range data.Members {
			if key := data.Members[i].Key; !slices.Contains(keys, key) {
				in.Unknown(key)
			}
		}
		m := &mapper{in: in, row: r, data: data, kind: kind}
		rec, err := m.record(r.Value.Get("company_number").Str())
		if err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return out.Record(rec)
	})
}

// keys are the members of data that the snapshot is known to have.
var keys = []string{"address", "ceased", "ceased_on", "country_of_residence", "date_of_birth", "description", "etag", "exemptions", "identification",
	"identity_verification_details", "is_sanctioned", "kind", "links", "linked_psc_name", "name", "name_elements", "nationality", "natures_of_control",
	"notified_on", "principal_office_address", "restrictions_notice_withdrawal_reason", "service_address_is_same_as_registered_office_address", "statement"}

var errNoKey = errors.New("want the line's own link, which is its key")

// PadNumber writes a company number with its eight characters: 1234567 is
// 01234567, SC12345 is SC012345.
func PadNumber(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	letters := len(s) - len(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if s == "" || letters > 2 || len(s) >= 8 || strings.Trim(s[letters:], "0123456789") != "" {
		return s
	}
	return s[:letters] + strings.Repeat("0", 8-len(s)) + s[letters:]
}

// company is the company that the line is about, as a party inside of the
// record: the number joins it to the same company of other sources.
func company(id engine.RecordID, number string) engine.Party {
	number = PadNumber(number)
	p := engine.Party{ID: id.Part("company", 0), Kind: engine.Company, Country: "GB"}
	// The register of overseas entities gives numbers too, but its companies
	// are at home elsewhere.
	if strings.HasPrefix(number, "OE") {
		p.Country = ""
	}
	p.Identifiers = []engine.Identifier{{Scheme: "gb-coh", Value: number, Country: "GB"}}
	return p
}
