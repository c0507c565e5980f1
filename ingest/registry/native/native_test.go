package native_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/native"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source: native.Source{}, Files: sourcetest.Sample(t, "testdata"), Records: 16, Ended: 3, Rows: true,
		Bad: []sourcetest.Bad{
			{Row: `{"id":"x","names":["X"]`, Reason: "is no valid JSON"},
			{Row: `{"id":"","names":["X"]}`, Field: "id", Reason: "is empty"},
			{Row: `{"id":"x"}`, Field: "names", Reason: "needs a name"},
			{Row: `{"colour":"red"}`, Reason: "none of the lines"},
			{Row: `["id"]`, Reason: "is no JSON object"},
			{Row: `{"owner":"p1","kind":"shares"}`, Field: "owned", Reason: "is missing"},
			{Row: `{"owned":"p1"}`, Field: "owner", Reason: "is missing"},
			{Row: `{"party":"","list":"un-sc"}`, Field: "party", Reason: "is missing"},
			{Row: `{"id":"x","names":["a\u0000b"]}`, Reason: "NUL"},
			{Row: `{"id":"x","names":["\ud800"]}`, Reason: "an escape that means nothing"},
			{Row: `{"id":"x","names":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, Reason: "nested too deep"},
			{Row: `{"licence":"L2","holder":"p1","items":[{"quantity":"many"}]}`, Field: "items.quantity"},
			{Row: `{"licence":"L2","holder":"p1","until":"2024-02-30"}`, Field: "until"},
			{Row: `{"owner":"p2","owned":"p3","share":"150"}`, Field: "share", Reason: `got "150"`, Kept: true},
			{Row: `{"owner":"p2","owned":"p3","share":"1,5"}`, Field: "share", Kept: true},
			{Row: `{"owner":"p2","owned":"p3","share":-5}`, Field: "share", Kept: true},
			{Row: `{"owner":"p2","owned":"p3","from":"2023-02-30"}`, Field: "from", Kept: true},
			{Row: `{"owner":"p2","owned":"p3","from":"2023-02-01","until":"2022-01-01"}`, Field: "until", Kept: true},
			{Row: `{"owner":"p2","owned":"p3","kind":"shareholding"}`, Field: "kind", Kept: true},
			{Row: `{"id":"x","names":["X"],"born":"1970-13"}`, Field: "born", Kept: true},
		},
	})
}

// read gives what comes of lines.
func read(t testing.TB, lines string) (*ingest.Collect, *ingest.Input) {
	t.Helper()
	p := filepath.Join(t.TempDir(), "x.jsonl")
	if err := os.WriteFile(p, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	var c ingest.Collect
	in, err := ingest.ReadAll(ingest.Options{Source: native.Source{}, Paths: []string{p}, Dataset: "d"}, &c)
	if err != nil {
		t.Fatal(err)
	}
	return &c, in
}

func TestLines(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"names", `{"id":"a","names":["A","B",{"text":"C","kind":"former","until":"2020"}]}`,
			`{"id":"d/a","parties":[{"id":"d/a","kind":"unknown","names":[{"text":"A"},{"text":"B","kind":"alias"},{"text":"C","kind":"former","until":"2020"}]}]}`},
		{"share", `{"id":"i","owner":"a","owned":"b","share":"33 1/3"}`,
			`{"id":"d/i","interests":[{"owner":"d/a","owned":"d/b","kind":"shares","share":"[33 1/3,33 1/3]"}]}`},
		{"bad share", `{"id":"i","owner":"a","owned":"x/b","share":"minority","detail":"see note"}`,
			`{"id":"d/i","interests":[{"owner":"d/a","owned":"x/b","kind":"shares","detail":"see note; share as published: \"minority\""}]}`},
		{"unknown kind", `{"id":"i","owner":"a","owned":"b","kind":"golden share"}`,
			`{"id":"d/i","interests":[{"owner":"d/a","owned":"d/b","kind":"associate","role":"golden share"}]}`},
		{"listing", `{"party":"x/a","list":"un-sc","program":"DPRK"}`,
			`{"id":"d/listing:x/a:un-sc:DPRK","listings":[{"party":"x/a","list":"un-sc","programs":["DPRK"]}]}`},
		{"shipment", `{"shipment":"s","parties":{"end_user":[{"names":["L"]},{"names":["M"]}],"notify":"p"},"goods":"chips","route":"Hong Kong"}`,
			`{"id":"d/s","parties":[{"id":"d/s#end-user[0]","kind":"unknown","names":[{"text":"L"}]},{"id":"d/s#end-user[1]","kind":"unknown","names":[{"text":"M"}]}],` +
				`"shipments":[{"id":"s","parties":[{"role":"end-user","party":"d/s#end-user[0]"},{"role":"end-user","party":"d/s#end-user[1]"},{"role":"notify","party":"d/p"}],"goods":[{"text":"chips"}],"route":[{"kind":"","place":"Hong Kong"}]}]}`},
		{"deleted", `{"id":"a","deleted":true}`, `{"id":"d/a","deleted":true}`},
	} {
		got, _ := read(t, c.line)
		if len(got.Records) != 1 {
			t.Errorf("%s: %d records of %s; rejects %v", c.name, len(got.Records), c.line, got.Rejects)
			continue
		}
		rec := got.Records[0]
		rec.File, rec.Line, rec.Format = "", 0, ""
		b, err := json.Marshal(rec)
		if err != nil || string(b) != c.want {
			t.Errorf("%s: %s\ngives %s (%v)\nwant  %s", c.name, c.line, b, err, c.want)
		}
	}
}

// TestInterestKeys is the law of lines without an id: alike is one claim,
// another share is another record.
func TestInterestKeys(t *testing.T) {
	got, _ := read(t, `{"owner":"a","owned":"b","share":"50","from":"2020-01-01"}
{"share":"[50,50]","from":"2020-01-01","owned":"b","owner":"a"}
{"owner":"a","owned":"b","share":"60","from":"2020-01-01"}
{"owner":"a","owned":"b","share":"50","from":"2021-01-01"}
{"owner":"a","owned":"b","kind":"votes","share":"50","from":"2020-01-01"}
`)
	ids := map[engine.RecordID]int{}
	for _, r := range got.Records {
		ids[r.ID]++
	}
	if len(ids) != 4 || ids[got.Records[0].ID] != 2 {
		t.Errorf("five lines, two of them alike, give the ids %v; want four", ids)
	}
}

func TestUnknownFields(t *testing.T) {
	_, in := read(t, `{"id":"a","names":["A"],"colour":"red","addresses":[{"text":"x","moon":1}]}
{"id":"b","names":["B"],"colour":"blue"}
`)
	if got := in.UnknownFields(); got["colour"] != 2 || got["addresses.moon"] != 1 || len(got) != 2 {
		t.Errorf("unknown fields: %v, want colour twice and addresses.moon once", got)
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/sample.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		f.Add(line)
	}
	p := filepath.Join(f.TempDir(), "x.jsonl")
	f.Fuzz(func(t *testing.T, in string) {
		if err := os.WriteFile(p, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		var c ingest.Collect
		if _, err := ingest.ReadAll(ingest.Options{Source: native.Source{}, Paths: []string{p}}, &c); err != nil {
			return
		}
		for _, rec := range c.Records {
			for _, p := range rec.Parties {
				if p.ID.Record() != rec.ID && !strings.Contains(string(rec.ID), "#") {
					t.Fatalf("reading %q: party %q of record %q", in, p.ID, rec.ID)
				}
			}
			for _, i := range rec.Interests {
				if i.Owned == "" || !i.From.Valid() || !i.Until.Valid() {
					t.Fatalf("reading %q: %+v", in, i)
				}
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	line := `{"id":"p%08d","kind":"company","names":["Harbour Lantern Trading Limited","海港燈貿易有限公司",{"text":"Old Lantern Limited","kind":"former","from":"2015-01-02","until":"2019-07"}],"country":"HK","identifiers":{"hk-cr":"1234567","lei":"529900T8BM49AURSDO55"},"addresses":["Room 1205, 12/F, Example Tower, 88 Queen's Road, Hong Kong",{"kind":"registered","street":"12 Lane","city":"Hong Kong","country":"HK"}],"born":"2014-05","phones":["+852 5550 1234"],"emails":["office@example.com"],"websites":["https://example.com"],"legal_form":"Limited","status":"live"}` + "\n"
	var s strings.Builder
	const n = 20000
	for i := range n {
		s.WriteString(strings.Replace(line, "%08d", time.Unix(int64(i), 0).UTC().Format("150405.0"), 1))
	}
	p := filepath.Join(b.TempDir(), "x.jsonl")
	if err := os.WriteFile(p, []byte(s.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(s.Len()))
	for b.Loop() {
		if _, err := ingest.ReadAll(ingest.Options{Source: native.Source{}, Paths: []string{p}}, discard{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "records/s")
}

type discard struct{}

func (discard) Record(*engine.Record) error  { return nil }
func (discard) Reject(ingest.RowError) error { return nil }
