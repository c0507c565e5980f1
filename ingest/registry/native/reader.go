// Package native reads pierce's own format: JSON lines for whoever has no
// published format to give. A line is one of
//
//	{"id":"p1","kind":"company","names":["…"],"country":"HK","identifiers":{"lei":"…"},"addresses":["…"],"born":"2023-05"}
//	{"owner":"p2","owned":"p1","kind":"shares","share":"[25,50)","from":"2021-01-01","until":"2024-06-30"}
//	{"party":"p2","list":"us-bis-el","program":"…","from":"2024-12-02"}
//	{"shipment":"s1","date":"2024-05-01","parties":{"consignee":"p1","notify":{"names":["…"]}},"goods":[{"text":"…"}],"route":[…]}
//	{"licence":"L1","holder":"p1","items":[{"class":"3A090.a","quantity":8}],"from":"2024-01-01","conditions":["…"]}
//	{"id":"p1","deleted":true}
//
// A reference such as "p2" means the party of that id in the same dataset; one
// with a slash, as "gleif/5299…", is an id of another dataset and taken as it
// is. A field that the format does not know stays in the record's raw bytes
// and is counted. A value that cannot be read, a date that does not exist or a
// share of 120 %, is set aside and filed, and the rest of its line stands.
package native

import "github.com/pierce-er/pierce/ingest"

// Source reads the native format.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name: "pierce", Title: "Parties, interests, listings, shipments and licences as JSON lines", Publisher: "you",
		Files:   "*.jsonl *.ndjson *.json",
		Example: `{"id":"p1","kind":"company","names":["Example Trading Limited","例子贸易有限公司"],"country":"HK"}`,
	}
}

// Read maps every line.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	for _, f := range in.Files {
		if err := read(in, f, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, out ingest.Output) error {
	rows, err := ingest.OpenJSON(f, "pierce")
	if err != nil {
		return err
	}
	defer rows.Close()
	m := mapper{in: in}
	return rows.Each(out, func(row *ingest.Row) error {
		m.row, m.warnings = row, m.warnings[:0]
		rec, err := m.line(row.Value)
		if err != nil {
			return err
		}
		if err := out.Record(rec); err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return nil
	})
}
