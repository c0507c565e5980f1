package uk

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

const list = "UK-Sanctions-List.csv"

func TestSuite(t *testing.T) {
	all := sourcetest.Sample(t, "testdata")
	for file, records := range map[string]int{list: 4, "ConList.csv": 2} {
		sourcetest.Run(t, sourcetest.Suite{Source: New(), Files: map[string]string{file: all[file]}, Records: records, Rows: true, Header: 2,
			Bad: []sourcetest.Bad{{Row: noID(strings.Split(all[file], "\n")[1]), Reason: "want an id"}, {Row: "a,b", Reason: "fields"}}})
	}
}

// noID is a row with a name and no id, as wide as the header.
func noID(header string) string {
	fields := strings.Split(header, ",")
	for i, h := range fields {
		if fields[i] = ""; h == "Name 6" {
			fields[i] = "Nobody"
		}
	}
	return strings.Join(fields, ",")
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
	recs, _, in := load(t, "testdata/"+list)
	if got := in.RetrievedOrNow().Format("2006-01-02"); got != "2026-06-24" {
		t.Errorf("retrieved %s, want the report's day, 2026-06-24", got)
	}
	company, person, parent, ship := recs["RUS9001"], recs["RUS9002"], recs["RUS9003"], recs["RUS9004"]
	old, _, in := load(t, "testdata/ConList.csv")
	if got := in.RetrievedOrNow().Format("2006-01-02"); got != "2024-01-05" {
		t.Errorf("retrieved %s, want the list's day, 2024-01-05", got)
	}
	regime := []string{"The Russia (Sanctions) (EU Exit) Regulations 2019"}
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"names", company.Parties[0].Names, []engine.Name{{Text: "SAMPLE MICRO LLC"}, {Text: "OBRAZETS MIKRO", Kind: engine.Alias}, {Text: "SML", Kind: engine.WeakAlias}, {Text: "ООО Образец Микро", Kind: engine.Transliterated}}},
		{"address, once", company.Parties[0].Addresses, []engine.Address{{Text: "1 Sample Lane, Moscow, 101000, Russia", Country: "RU"}}},
		{"numbers", company.Parties[0].Identifiers, []engine.Identifier{{Scheme: "ru-ogrn", Value: "1027700000001", Country: "RU"}, {Scheme: "ru-inn", Value: "7700000001", Country: "RU"}, {Scheme: "uk-sl", Value: "RUS9001", Country: "GB"}, {Scheme: "ofsi", Value: "99001", Country: "GB"}}},
		{"contacts", []any{company.Parties[0].Phones, company.Parties[0].Websites, company.Parties[0].Roles}, []any{[]string{"+7 495 000 0001"}, []string{"sample-micro.example"}, []string{"Limited Liability Company"}}},
		{"listing", company.Listings, []engine.Listing{{Party: "uk-sl/RUS9001", List: engine.UKSL, Programs: regime, From: 20230224, Number: "RUS9001", Detail: "Asset freeze"}}},
		{"parents", company.Interests, []engine.Interest{{Owner: "uk-sl/RUS9003", Owned: "uk-sl/RUS9001", Kind: engine.Influence, Role: "Parent company", OwnerName: "Example Holdings PLC"}, {Owned: "uk-sl/RUS9001", Kind: engine.Influence, Role: "Parent company", OwnerName: "Unlisted Parent"}}},
		{"rows and line", []any{company.Line, strings.Count(string(company.Raw), "\n")}, []any{int64(3), 2}},
		{"person", []any{person.Parties[0].Kind, person.Parties[0].Names, person.Parties[0].Born, person.Parties[0].Nations, person.Parties[0].Roles, person.Parties[0].Gender}, []any{engine.Person,
			[]engine.Name{{Text: "Ivan Petrovich Example"}, {Text: "Vanya Example", Kind: engine.Alias}}, []engine.Date{19621000, 19621007}, []string{"RU"}, []string{"Dr", "Director", "Shareholder"}, "Male"}},
		{"papers", person.Parties[0].Identifiers, []engine.Identifier{{Scheme: "passport", Value: "381000001", Country: "RU"}, {Scheme: "ru-inn", Value: "770300000001", Country: "RU"}, {Scheme: "uk-sl", Value: "RUS9002", Country: "GB"}, {Scheme: "ofsi", Value: "99002", Country: "GB"}}},
		{"subsidiaries", []any{parent.Interests, parent.Parties[0].Notes}, []any{[]engine.Interest{{Owner: "uk-sl/RUS9003", Owned: "uk-sl/RUS9001", Kind: engine.Influence, Role: "Parent company"}}, []string{"Subsidiary: Nobody Known"}}},
		{"a ship, whose assets are not frozen", []any{ship.Parties[0].Kind, ship.Listings[0].List, ship.Parties[0].Country, ship.Parties[0].Identifiers[0], ship.Interests}, []any{engine.Vessel, Other, "PA", engine.Identifier{Scheme: "imo", Value: "9176187"},
			[]engine.Interest{{Owner: "uk-sl/RUS9001", Owned: "uk-sl/RUS9004", Kind: engine.Associate, Role: "Owner or operator", OwnerName: "Sample Micro LLC"}}}},
		{"OFSI's company", []any{old["99001"].Listings, old["99001"].Parties[0].Identifiers}, []any{[]engine.Listing{{Party: "uk-sl/99001", List: engine.UKSL, Programs: []string{"Russia"}, From: 20230224, Number: "99001"}}, []engine.Identifier{{Scheme: "ofsi", Value: "99001", Country: "GB"}}}},
		{"OFSI's person", []any{old["99002"].Parties[0].Names, old["99002"].Parties[0].Born, old["99002"].Parties[0].Nations}, []any{[]engine.Name{{Text: "Ivan EXAMPLE"}, {Text: "I EXAMPL", Kind: engine.WeakAlias}}, []engine.Date{19620000}, []string{"RU", "CY"}}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

// TestBadEntries: an entry without a name is filed, and a date that does not exist
// costs itself alone.
func TestBadEntries(t *testing.T) {
	path := filepath.Join(t.TempDir(), list)
	text := "Unique ID,Name 6,Name 1,Name type,Designation Type,Date Designated,D.O.B\nA1,,,Primary Name,Entity,01/01/2020,\nA2,Kept,,Primary Name,Individual,31/02/2020,31/31/1960\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	recs, c, _ := load(t, path)
	var got []string
	for _, e := range c.Rejects {
		got = append(got, fmt.Sprint(e.Field, " ", e.Line, " ", e.Kept))
	}
	want := []string{"Name 6 2 false", "D.O.B 3 true", "Date Designated 3 true"}
	if d := cmp.Diff(want, got); d != "" || len(recs) != 1 || recs["A2"] == nil {
		t.Errorf("%d records, rejects (-want +got):\n%s", len(recs), d)
	}
}

func TestBorn(t *testing.T) {
	for in, want := range map[string]engine.Date{"07/10/1952": 19521007, "00/00/1958": 19580000, "dd/mm/1958": 19580000, "dd/10/1958": 19581000, "1958": 19580000, "31/02/1958": 0, "07/13/1958": 0, "x/10/1958": 0, "07/10/yyyy": 0, "": 0} {
		if got, err := Born(in); got != want || (err != nil) != (want == 0) {
			t.Errorf("Born(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
}

func FuzzBorn(f *testing.F) {
	f.Add("dd/10/1958")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := Born(s); err == nil && !d.Valid() {
			t.Errorf("Born(%q) = %v, which is no date", s, d)
		}
	})
}
