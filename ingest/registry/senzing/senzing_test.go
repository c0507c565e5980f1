package senzing

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  Source{},
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 8,
		Ended:   1,
		Rows:    true,
		Bad: []sourcetest.Bad{
			{Row: `{"NAME_FULL":"X"}`, Field: "DATA_SOURCE"},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x"}`, Field: "FEATURES", Reason: "want a name"},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","FEATURES":[{"NAME_FULL":""},{"GENDER":"F"}]}`, Field: "FEATURES"},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","NAME_FULL":"X","DATE_OF_BIRTH":"31/2/1970"}`, Field: "DATE_OF_BIRTH", Kept: true},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","NAME_FULL":"X","DATE_OF_BIRTH":"long ago"}`, Field: "DATE_OF_BIRTH", Kept: true},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","NAME_FULL":"X","REL_POINTER_KEY":"y","REL_POINTER_ROLE":"Owns 160%"}`, Field: "REL_POINTER_ROLE", Kept: true},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","NAME_FULL":"X","REL_POINTER_ROLE":"Owns 60%"}`, Field: "REL_POINTER_ROLE", Reason: "want a key", Kept: true},
			{Row: `{"DATA_SOURCE":"T","RECORD_ID":"x","NAME_FULL":"X","REL_POINTER_KEY":"y","REL_POINTER_FROM_DATE":"2020","REL_POINTER_THRU_DATE":"2019"}`, Field: "REL_POINTER_THRU_DATE", Kept: true},
			{Row: `{"DATA_SOURCE":`}, {Row: `null`},
		},
	})
}

// load reads files at a day of the year 2024.
func load(t testing.TB, paths ...string) (map[string]*engine.Record, *ingest.Collect, *ingest.Input) {
	t.Helper()
	c := &ingest.Collect{}
	in, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: paths, Now: func() time.Time { return time.Date(2024, 5, 31, 0, 0, 0, 0, time.UTC) }}, c)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*engine.Record{}
	for _, r := range c.Records {
		out[r.ID.Key()] = r
	}
	return out, c, in
}

// TestParties: what each line of the sample means.
func TestParties(t *testing.T) {
	recs, _, _ := load(t, "testdata/sample.jsonl")
	p := func(id string) *engine.Party {
		if recs[id] == nil {
			t.Fatalf("no record %q", id)
		}
		return &recs[id].Parties[0]
	}
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"parts of a name", p("CLIENTS/1").Names, []engine.Name{{Text: "Bertram J Quillon Jr"}, {Text: "Bert Quillon", Kind: engine.Alias}}},
		{"numbers", p("CLIENTS/1").Identifiers, []engine.Identifier{{Scheme: "ssn", Value: "900-00-1234"}, {Scheme: "driving-licence", Value: "NV-55 1234", Country: "US"},
			{Scheme: "passport", Value: "X1234567", Country: "US"}}},
		{"an address in parts", p("CLIENTS/1").Addresses, []engine.Address{{Kind: engine.Residence, Street: "4 Mill Lane, Flat 2", City: "Harborough", Region: "NV", Postcode: "89199", Country: "US"}}},
		{"the rest", []any{p("CLIENTS/1").Kind, p("CLIENTS/1").Born, p("CLIENTS/1").Gender, p("CLIENTS/1").Nations, p("CLIENTS/1").Groups, p("CLIENTS/1").Status, p("CLIENTS/1").Notes, p("CLIENTS/1").Emails},
			[]any{engine.Person, []engine.Date{19581224}, "M", []string{"US"}, []string{"Zandorf Plastics"}, "Active", []string{"NATIONALITY: British", "AMOUNT: 100", "VIP: true"}, []string{"Bert <bert@quillon.example>"}}},
		{"usages", []any{p("CLIENTS/2").Names, p("CLIENTS/2").Addresses, p("CLIENTS/2").Phones}, []any{
			[]engine.Name{{Text: "Quillon, Ada"}, {Text: "阿达", Kind: engine.Transliterated}},
			[]engine.Address{{Kind: engine.Residence, Text: "4 Mill Lane, Harborough NV 89199"}, {Kind: engine.Business, Text: "9 Canal Street, Leeds LS2 8PP"}},
			[]string{"702-555-0100", "+44 113 555 0100 ext 12"}}},
		{"handles and numbers", p("CLIENTS/2").Identifiers, []engine.Identifier{{Scheme: "ssn-last4", Value: "1234"}, {Scheme: "linkedin", Value: "ada-quillon"},
			{Scheme: "whatsapp", Value: "+44 7700 900100"}, {Scheme: "national-id", Value: "900101-01", Country: "SE"}}},
		{"month first, as most of the file", p("CLIENTS/2").Born, []engine.Date{19700304}},
		{"one that can only be day first", []any{p("CLIENTS/3").Born, p("CLIENTS/3").Kind, p("CLIENTS/3").Names}, []any{[]engine.Date{19910820}, engine.Person, []engine.Name{{Text: "王小明"}}}},
		{"other numbers", p("CLIENTS/3").Identifiers, []engine.Identifier{{Scheme: "library-card", Value: "L-77"}, {Scheme: "account-bank-x", Value: "00-1"}, {Scheme: "trusted-steward", Value: "T9"}}},
		{"lists", []any{p("CLIENTS/4").Kind, p("CLIENTS/4").Names, p("CLIENTS/4").Addresses, p("CLIENTS/4").Websites}, []any{engine.Company,
			[]engine.Name{{Text: "Brimhalt Marine Ltd"}, {Text: "Brimhalt Boats", Kind: engine.Trading}, {Text: "Old Brimhalt Ltd", Kind: engine.Former}},
			[]engine.Address{{Kind: engine.Registered, Text: "12 Wharf Street, Leeds"}, {Kind: engine.Business, Street: "1 Quay", City: "Hull"}},
			[]string{"https://brimhalt.example", "https://boats.example"}}},
		{"a company's numbers", p("CLIENTS/4").Identifiers, []engine.Identifier{{Scheme: "duns", Value: "15-048-3782"}, {Scheme: "lei", Value: "5493001KJTIIGC8Y1R12"},
			{Scheme: "gb-coh", Value: "01234567", Country: "GB"}, {Scheme: "vat", Value: "GB999999973", Country: "GB"}}},
		{"founded", []any{p("CLIENTS/4").Born, p("CLIENTS/4").Country}, []any{[]engine.Date{20010709}, "GB"}},
		{"a vessel", []any{p("VESSELS/v1").Kind, p("VESSELS/v1").Identifiers}, []any{engine.Vessel, []engine.Identifier{{Scheme: "imo", Value: "9074729"}}}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

// TestRelations: every pointer of the sample, the target known by its anchor,
// by its key, or not loaded yet.
func TestRelations(t *testing.T) {
	recs, _, _ := load(t, "testdata/sample.jsonl")
	for id, want := range map[string]string{
		"CLIENTS/1": "senzing/CLIENTS/1 shares [60,60] senzing/COMPANIES/c7 Owns 60%    | " +
			"senzing/CLIENTS/1 officer ? senzing/COMPANIES/c7 Managing Director 2019-02-01 2021-06-30  | " +
			"senzing/CLIENTS/1 family ? senzing/CLIENTS/2 spouse   ",
		"CLIENTS/4": "senzing/COMPANIES/c7 consolidation ? senzing/CLIENTS/4 Global Parent   either | " +
			"senzing/CLIENTS/4 associate ? senzing/COMPANIES/later supplier   ",
		"COMPANIES/c7": "",
		"COMPANIES/c8": "senzing/COMPANIES/c8 associate ? senzing/COMPANIES/c7    ",
	} {
		var got []string
		for _, in := range recs[id].Interests {
			got = append(got, fmt.Sprintf("%s %s %s %s %s %s %s %s", in.Owner, in.Kind, in.Share, in.Owned, in.Role, in.From, in.Until, in.Directness))
		}
		if g := strings.Join(got, " | "); g != want {
			t.Errorf("%s gives %q, want %q", id, g, want)
		}
	}
}

// TestRoles: what roles mean, which way and with which share.
func TestRoles(t *testing.T) {
	for text, want := range map[string]string{
		"Owns 60%": "a shares [60,60] b", "Owner": "a shares ? b", "33.3 percent shareholder": "a shares [33.3,33.3] b", "owned by 25-50%": "b shares [25,50] a",
		"12.5%": "a shares [12.5,12.5] b", "Beneficial Owner": "a shares ? b", "Principal": "a officer ? b", "PRESIDENT": "a officer ? b", "Vice-President": "a officer ? b",
		"Parent": "b consolidation ? a", "Ultimate Parent": "b consolidation ? a", "Branch Of": "b branch ? a", "Mother": "a family ? b", "Registered Agent": "a agent ? b",
		"Trustee": "a trustee ? b", "works with": "a associate ? b", "": "a associate ? b", "Friend 100%": "a shares [100,100] b", "Director 10%": "a officer ? b",
	} {
		m := &mapper{in: &ingest.Input{Dataset: "d"}, row: &ingest.Row{Value: &ingest.Value{}}, rec: &engine.Record{}, party: engine.Party{ID: "d/a"}, first: &survey{}}
		m.pointer(&feature{parts: []part{{"role", "REL_POINTER_ROLE", text}}}, anchor{"", "b"})
		in := m.rec.Interests[0]
		if got := fmt.Sprintf("%s %s %s %s", strings.TrimPrefix(string(in.Owner), "d/"), in.Kind, in.Share, strings.TrimPrefix(string(in.Owned), "d/")); got != want {
			t.Errorf("the role %q means %q, want %q", text, got, want)
		}
	}
}

// TestUnknown: what the specification does not name stays as a note; inside of
// a feature it is counted.
func TestUnknown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.jsonl")
	line := `{"DATA_SOURCE":"T","RECORD_ID":"1","SHOE_SIZE":"44","FEATURES":[{"NAME_FULL":"X Y","NAME_COLOUR":"red"}]}` + "\n"
	if err := os.WriteFile(path, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	recs, _, in := load(t, path)
	if d := cmp.Diff([]string{"SHOE_SIZE: 44", "NAME_COLOUR: red"}, recs["T/1"].Parties[0].Notes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[string]int64{"NAME_COLOUR": 1}, in.UnknownFields()); d != "" {
		t.Errorf("unknown fields (-want +got):\n%s", d)
	}
}

// TestPublishedTruthSets: both published forms of the demonstration truth set
// load unchanged and whole.
func TestPublishedTruthSets(t *testing.T) {
	for _, files := range [][]string{{"customers.jsonl", "reference.jsonl", "watchlist.jsonl"}, {"v3/customers.json", "v3/reference.json", "v3/watchlist.json"}} {
		var paths []string
		for _, f := range files {
			paths = append(paths, sourcetest.Shared(t, "data/truth/senzing-truth-set/"+f))
		}
		recs, c, in := load(t, paths...)
		if len(recs) != 159 || len(c.Rejects) > 0 || len(in.UnknownFields()) > 0 {
			t.Errorf("%v: %d records, %d rejects, unknown %v; want 159, none and none; first: %v", files, len(recs), len(c.Rejects), in.UnknownFields(), c.Rejects)
		}
		interests := 0
		for _, r := range c.Records {
			for _, f := range sourcetest.Check(Name, r) {
				t.Error(f)
			}
			for _, i := range r.Interests {
				interests++
				if recs[engine.RecordID(i.Owned).Key()] == nil || recs[engine.RecordID(i.Owner).Key()] == nil {
					t.Errorf("%s: the interest of %s in %s leads nowhere", r.ID, i.Owner, i.Owned)
				}
			}
		}
		if interests != 14 {
			t.Errorf("%v: %d interests, want 14, one for each pointer", files, interests)
		}
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/sample.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for l := range bytes.Lines(b) {
		f.Add(string(l))
	}
	f.Add(`{"DATA_SOURCE":" ","RECORD_ID":[1],"FEATURES":{"NAME_FULL":" x "},"A_B_NAME_FULL":"y","NAMES":[["z"],{"NAME_FULL":null}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "x.json")
		if text == "" {
			t.Skip("the input is absent: an empty file is refused before it is read, which the suite of sources tests")
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := &ingest.Collect{}
		_, _ = ingest.ReadAll(ingest.Options{Source: Source{}, Paths: []string{path}}, c) // an error is an answer too
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check(Name, r) {
				if !strings.Contains(fault, "means that there is none") {
					t.Error(fault)
				}
			}
		}
	})
}
