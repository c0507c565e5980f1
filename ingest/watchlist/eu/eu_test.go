package eu

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
	files := sourcetest.Sample(t, "testdata")
	header, _, _ := strings.Cut(files["eu-fsf.csv"], "\n")
	sourcetest.Run(t, sourcetest.Suite{Source: New(), Files: files, Records: 2, Rows: true, Header: 1,
		Bad: []sourcetest.Bad{{Row: strings.Repeat(";", strings.Count(header, ";")), Reason: "want an id"}, {Row: header, Reason: "header"}, {Row: "a;b", Reason: "fields"}}})
}

func load(t testing.TB, path string) (map[string]*engine.Record, *ingest.Collect, *ingest.Input) {
	t.Helper()
	c := &ingest.Collect{}
	in, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
	if err != nil {
		t.Fatal(err)
	}
	recs := map[string]*engine.Record{}
	for _, r := range c.Records {
		recs[r.ID.Key()] = r
	}
	return recs, c, in
}

func TestWhatEntriesMean(t *testing.T) {
	recs, _, in := load(t, "testdata/eu-fsf.csv")
	if got := in.RetrievedOrNow().Format("2006-01-02"); got != "2026-09-29" {
		t.Errorf("retrieved %s, want the day on which the file was generated, 2026-09-29", got)
	}
	company, person := recs["900001"], recs["900002"]
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"names", company.Parties[0].Names, []engine.Name{{Text: "Sample Micro LLC"}, {Text: "ООО Образец Микро", Kind: engine.Transliterated}, {Text: "Obrazets Mikro", Kind: engine.Former}}},
		{"address", company.Parties[0].Addresses, []engine.Address{{Street: "1 Sample Lane", City: "Moscow", Postcode: "101000", Country: "RU"}}},
		{"contacts", []any{company.Parties[0].Phones, company.Parties[0].Emails}, []any{[]string{"+7 495 000 0001"}, []string{"info@sample-micro.example"}}},
		{"numbers", company.Parties[0].Identifiers, []engine.Identifier{{Scheme: "ru-ogrn", Value: "1027700000001", Country: "RU"}, {Scheme: "eu-fsf", Value: "EU.9000.01", Country: "EU"}}},
		{"listing", company.Listings, []engine.Listing{{Party: "eu-fsf/900001", List: engine.EUFSF, Programs: []string{"UKR"}, From: 20230224, Number: "EU.9000.01", Citation: "2023/9999 (OJ L00)"}}},
		{"a listing without its own day", person.Listings[0].From, engine.Date(20220315)},
		{"person", []any{person.Parties[0].Kind, person.Parties[0].Names, person.Parties[0].Born, person.Parties[0].Nations, person.Parties[0].Roles, person.Parties[0].Gender}, []any{engine.Person,
			[]engine.Name{{Text: "Ivan Petrovich Example"}, {Text: "Vanya Example", Kind: engine.WeakAlias}}, []engine.Date{19621000, 19600000, 19610000}, []string{"RU"}, []string{"Dr", "Director"}, "M"}},
		{"place of birth", person.Parties[0].Addresses, []engine.Address{{Kind: engine.BirthPlace, City: "Sampletown", Country: "RU"}}},
		{"papers, not the false one", person.Parties[0].Identifiers, []engine.Identifier{{Scheme: "passport", Value: "381000001", Country: "RU"}, {Scheme: "eu-fsf", Value: "EU.9000.02", Country: "EU"}}},
		{"rows and line", []any{person.Line, strings.Count(string(person.Raw), "\n")}, []any{int64(8), 6}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

// TestBadEntries: an entry without a name is filed, and what does not exist costs
// itself alone.
func TestBadEntries(t *testing.T) {
	path := filepath.Join(t.TempDir(), "eu.csv")
	text := "Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName;Entity_DesignationDate;BirthDate_BirthDate;BirthDate_YearRangeFrom;BirthDate_YearRangeTo\n" +
		"1;enterprise;;2020-01-01;;;\n2;person;Kept;2020-02-31;1960-31-31;1970;1960\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	recs, c, _ := load(t, path)
	var got []string
	for _, e := range c.Rejects {
		got = append(got, fmt.Sprint(e.Field, " ", e.Line, " ", e.Kept))
	}
	want := []string{"NameAlias_WholeName 2 false", "BirthDate_BirthDate 3 true", "BirthDate_YearRangeFrom 3 true", "Entity_DesignationDate 3 true"}
	if d := cmp.Diff(want, got); d != "" || len(recs) != 1 || recs["2"] == nil {
		t.Errorf("%d records, rejects (-want +got):\n%s", len(recs), d)
	}
}

// FuzzRead: whatever the bytes, records of the dataset and rejects, never both a
// panic nor a silent success on nothing.
func FuzzRead(f *testing.F) {
	sample, err := os.ReadFile("testdata/eu-fsf.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "eu.csv")
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		c := &ingest.Collect{}
		if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c); err != nil {
			return
		}
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check(Name, r) {
				t.Error(fault)
			}
		}
	})
}
