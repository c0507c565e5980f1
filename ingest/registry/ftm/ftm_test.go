package ftm

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 25,
		Ended:   2,
		Rows:    true,
		Bad: []sourcetest.Bad{
			{Row: `{"schema":"Company","properties":{"name":["X"]}}`, Field: "id"},
			{Row: `{"id":"x","properties":{"name":["X"]}}`, Field: "schema"},
			{Row: `{"id":"x","schema":"Company"}`, Field: "properties"},
			{Row: `{"id":"x","schema":"Company","properties":{}}`, Field: "properties.name", Reason: "want a name"},
			{Row: `{"id":"x","schema":"Ownership","properties":{"owner":["a"]}}`, Field: "properties.asset"},
			{Row: `{"id":"x","schema":"Sanction","properties":{}}`, Field: "properties.entity"},
			{Row: `{"id":"x","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["101"]}}`, Field: "properties.percentage", Kept: true},
			{Row: `{"id":"x","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["50,1"]}}`, Field: "properties.percentage", Kept: true},
			{Row: `{"id":"x","schema":"Ownership","properties":{"owner":["a"],"asset":["b"],"percentage":["20","30"]}}`, Reason: "several", Kept: true},
			{Row: `{"id":"x","schema":"Directorship","properties":{"director":["a"],"organization":["b"],"startDate":["2020-01-01"],"endDate":["2019-01-01"]}}`, Reason: "before the start", Kept: true},
			{Row: `{"id":"x","schema":"Person","properties":{"name":["X"],"birthDate":["1970-02-30"]}}`, Field: "properties.birthDate", Kept: true},
			{Row: `{"id":`}, {Row: `null`},
		},
	})
}

func load(t testing.TB, o ingest.Options) map[string]*engine.Record {
	t.Helper()
	o.Source = New()
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(o, c); err != nil {
		t.Fatal(err)
	}
	out := map[string]*engine.Record{}
	for _, r := range c.Records {
		out[r.ID.Key()] = r
	}
	return out
}

func TestThings(t *testing.T) {
	recs := load(t, ingest.Options{Paths: []string{"testdata/sample.ftm.json"}})
	p := func(id string) *engine.Party { return &recs[id].Parties[0] }
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"names", p("co-1").Names, []engine.Name{{Text: "ООО Пример"}, {Text: "Primer LLC", Kind: engine.Alias}, {Text: "Primer", Kind: engine.Alias},
			{Text: "PRM", Kind: engine.WeakAlias}, {Text: "Staryy Primer", Kind: engine.Former}}},
		{"company numbers", p("co-1").Identifiers, []engine.Identifier{{Scheme: "ru-ogrn", Value: "1027700000001", Country: "RU"},
			{Scheme: "ru-inn", Value: "7700000001", Country: "RU"}, {Scheme: "ru-kpp", Value: "770001001", Country: "RU"}}},
		{"an address of its own", p("co-1").Addresses, []engine.Address{{Text: "12 Primernaya ul., Moscow", Street: "12 Primernaya ul.", City: "Moscow", Postcode: "100000", Country: "RU"}}},
		{"company", []any{p("co-1").Kind, p("co-1").Country, p("co-1").Born, p("co-1").LegalForm, p("co-1").Notes}, []any{engine.Company, "RU", []engine.Date{20020718}, "OOO", []string{"topic: sanction"}}},
		{"contacts", []any{p("co-1").Phones, p("co-1").Emails, p("co-1").Websites}, []any{[]string{"+70000000000"}, []string{"info@primer.example"}, []string{"https://primer.example"}}},
		{"an identification of its own", p("co-2").Identifiers, []engine.Identifier{{Scheme: "hk-br", Value: "79999999", Country: "HK"},
			{Scheme: "lei", Value: "999900SAMPLEHOLD0017"}, {Scheme: "samples-register-no", Value: "SC-99", Country: "HK"}}},
		{"person", []any{p("per-1").Kind, p("per-1").Name(), p("per-1").Born, p("per-1").Nations, p("per-1").Gender, p("per-1").Roles}, []any{
			engine.Person, "Sample Probe", []engine.Date{19700000, 19700500}, []string{"CN", "HK"}, "female", []string{"Director"}}},
		{"passport", p("per-1").Identifiers, []engine.Identifier{{Scheme: "national-id", Value: "X1"}, {Scheme: "passport", Value: "P1", Country: "CN"}}},
		{"kinds", []any{p("body-1").Kind, p("le-1").Kind, p("org-1").Kind, p("ves-1").Kind, p("air-1").Kind}, []any{engine.State, engine.Unknown, engine.Company, engine.Vessel, engine.Aircraft}},
		{"shipping company", p("org-1").Identifiers, []engine.Identifier{{Scheme: "cage", Value: "9ZZZ9"}, {Scheme: "imo-company", Value: "5999999"}}},
		{"vessel", []any{p("ves-1").Country, p("ves-1").Identifiers, p("ves-1").Born}, []any{"PA", []engine.Identifier{{Scheme: "vessel-registration", Value: "123", Country: "PA"}, {Scheme: "imo", Value: "9074729"}, {Scheme: "mmsi", Value: "370000001"}}, []engine.Date{19990000}}},
		{"others have no party", []int{len(recs["addr-1"].Parties), len(recs["pass-1"].Parties), len(recs["pay-1"].Parties)}, []int{0, 0, 0}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

func TestLinks(t *testing.T) {
	recs := load(t, ingest.Options{Paths: []string{"testdata/sample.ftm.json"}})
	for id, want := range map[string]string{
		"own-1":  "ftm/per-1 shares [25,50] ftm/co-1 shareholder 2019-01 2022-06-30",
		"own-2":  "ftm/co-2 shares [50,50] ftm/co-1    | ftm/co-2 shares [50,50] ftm/ves-1   ",
		"own-3":  "ftm/org-1 nominee ? ftm/co-1 nominee shareholder  ",
		"dir-1":  "ftm/per-1 officer ? ftm/co-1 Director 2015-01-01 ",
		"mem-1":  "ftm/per-1 associate ? ftm/org-1   ",
		"link-1": "ftm/co-1 associate ? ftm/org-1 linked to  ",
		"rep-1":  "ftm/org-1 agent ? ftm/co-2 registered agent  ",
		"suc-1":  "ftm/co-1 successor ? ftm/le-1   ",
		"fam-1":  "ftm/per-1 family ? ftm/per-2 sister  ",
		"ass-1":  "ftm/per-1 associate ? ftm/per-2 partner  ",
		"co-1":   "ftm/co-2 shares ? ftm/co-1 parent  ",
	} {
		var got []string
		for _, in := range recs[id].Interests {
			got = append(got, fmt.Sprintf("%s %s %s %s %s %s %s", in.Owner, in.Kind, in.Share, in.Owned, in.Role, in.From, in.Until))
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%s gives %q, want %q", id, g, want)
		}
	}
	for id, want := range map[string]string{
		"sanc-1": "ftm/co-1 us-ofac-sdn 2022-04-06 ",
		"sanc-2": "ftm/co-1 us-bis-el 2021-01-01 2023-01-01",
		"sanc-3": "ftm/per-1 xx-sample-list  ",
	} {
		l := recs[id].Listings[0]
		if got := fmt.Sprintf("%s %s %s %s", l.Party, l.List, l.From, l.Until); got != want {
			t.Errorf("%s gives %q, want %q", id, got, want)
		}
	}
}

// TestStream reads standard input, which can be read once only: addresses and
// identifications then stay records of their own.
func TestStream(t *testing.T) {
	f, err := os.Open("testdata/sample.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	recs := load(t, ingest.Options{Paths: []string{"-"}, Stdin: f})
	if len(recs) != 25 || len(recs["co-1"].Parties[0].Addresses) != 1 || recs["co-1"].Parties[0].Addresses[0].City != "" {
		t.Errorf("%d records, address %+v; want 25 and the address as its text alone", len(recs), recs["co-1"].Parties[0].Addresses)
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/sample.ftm.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		f.Add(l)
	}
	f.Add(`{"id":" ","schema":"Company","properties":{"name":[" ",1,null,{"a":[]}]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "x.json")
		if text == "" {
			t.Skip("the input is absent: an empty file is refused before it is read, which the suite of sources tests")
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := &ingest.Collect{}
		_, _ = ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c) // an error is an answer too
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check("ftm", r) {
				if !strings.Contains(fault, "means that there is none") {
					t.Error(fault)
				}
			}
		}
	})
}
