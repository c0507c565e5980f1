package ukpsc

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// line writes a line about a holder with its own link and further members.
func line(more string) string {
	return `{"company_number":"09999990","data":{"kind":"individual-person-with-significant-control","links":{"self":"/company/09999990/x/1"},` + more + `}}`
}

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 10,
		Ended:   4,
		Rows:    true,
		Bad: []sourcetest.Bad{
			{Row: `{"data":{"etag":"x","kind":"unknown-kind"}}`, Field: "kind", Reason: "want a kind"},
			{Row: `{"company_number":"09999990"}`, Field: "kind"},
			{Row: line(`"name":""`), Field: "name", Reason: "want a name"},
			{Row: `{"company_number":"1","data":{"kind":"exemptions"}}`, Field: "links.self"},
			{Row: `{"data":{"kind":"exemptions","links":{"self":"/x"}}}`, Field: "company_number"},
			{Row: line(`"name":"X","ceased_on":"the other day"`), Field: "ceased_on", Reason: "want a date"},
			{Row: line(`"name":"X","notified_on":"2023-02-30"`), Field: "notified_on", Kept: true},
			{Row: line(`"name":"X","notified_on":"2023-02-03","ceased_on":"2022-01-01"`), Field: "notified_on", Reason: "after ceased_on", Kept: true},
			{Row: line(`"name":"X","date_of_birth":{"month":13,"year":1970}`), Field: "date_of_birth", Kept: true},
			{Row: `[1,2]`}, {Row: `{"company_number":`},
		},
	})
}

func load(t testing.TB, path string) (*ingest.Collect, *ingest.Input) {
	t.Helper()
	c := &ingest.Collect{}
	in, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
	if err != nil {
		t.Fatalf("ReadAll(%q): %v", path, err)
	}
	return c, in
}

func TestWhatLinesMean(t *testing.T) {
	c, _ := load(t, "testdata/psc-snapshot.txt")
	var got []string
	for _, r := range c.Records {
		for _, in := range r.Interests {
			owner := "nobody"
			if in.Owner != "" {
				owner = r.Party(in.Owner).Name()
			}
			got = append(got, fmt.Sprintf("%s: %s %s %s %s, %s to %s, %s%s", r.Party(in.Owned).Identifiers[0].Value, owner, in.Kind, in.Share, in.Directness, in.From, in.Until, in.Unnamed, in.Detail))
		}
	}
	want := []string{
		"09999999: Sample John Probe shares (50,75) either, 2016-04-06 to , ",
		"09999999: Sample John Probe votes (50,75) either, 2016-04-06 to , ",
		"09999999: Sample John Probe appointment ? either, 2016-04-06 to , ",
		"09999999: Sample Holding Limited shares (25,50] either, 2017-01-01 to 2021-06-30, as trust",
		"09999999: Sample Holding Limited influence ? either, 2017-01-01 to 2021-06-30, ",
		"09999999: 示例控股有限公司 shares [75,100] either, 2022-01-01 to , ",
		"SC099999: Sample City Council votes [75,100] either, 2019-02-01 to , ",
		"09999997: nobody influence ? ,  to , super-secure-person-with-significant-control",
		"09999996: nobody influence ? , 2016-07-12 to 2018-10-11, no-individual-or-entity-with-signficant-control",
		"09999996: nobody influence ? , 2018-10-11 to , psc-exists-but-not-identified",
		"09999995: nobody influence ? , 2016-10-29 to 2020-01-01, psc-exempt-as-shares-admitted-on-market",
		"09999995: nobody influence ? , 2021-01-01 to , psc-exempt-as-shares-admitted-on-market",
		"OE009999: Sample Owner shares (25,100] either, 2023-01-31 to , as control over trust",
		"OE009999: Sample Owner nominee ? either, 2023-01-31 to , ",
		"OE009999: Sample Owner influence ? either, 2023-01-31 to , ",
		"09999994: Nature Unknown Ltd influence ? either, 2016-04-06 to , ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("interests (-want +got):\n%s", d)
	}
}

func TestHolders(t *testing.T) {
	c, in := load(t, "testdata/psc-snapshot.txt")
	p := func(i int) *engine.Party { return &c.Records[i].Parties[0] }
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"person", []any{p(0).Kind, p(0).Born, p(0).Nations, p(0).Country, p(0).Roles}, []any{engine.Person, []engine.Date{19551000}, []string{"GB", "CN"}, "GB", []string{"Mr"}}},
		{"address", p(0).Addresses, []engine.Address{{Street: "12, Sample Road", City: "London", Postcode: "N1 1AA", Country: "GB"}}},
		{"company", []any{p(1).Kind, p(1).LegalForm, p(1).Country, p(1).Identifiers}, []any{engine.Company, "Limited Company", "GB", []engine.Identifier{{Scheme: "gb-coh", Value: "09999998", Country: "GB"}}}},
		{"address in care of", p(1).Addresses, []engine.Address{{CareOf: "Sample Agents", Street: "PO Box 77, Unit 1, Example Wharf", City: "Leeds", Region: "West Yorkshire", Postcode: "LS1 1AA", Country: "GB"}}},
		{"abroad", []any{p(2).Country, p(2).Identifiers}, []any{"HK", []engine.Identifier{{Scheme: "hk-br", Value: "79999999", Country: "HK"}}}},
		{"a nationality that no one knows", p(8).Notes, []string{"nationality Sampelian"}},
		{"a country that is none", []any{p(9).Country, p(9).Notes, len(p(9).Identifiers)}, []any{"", []string{"country registered: West Yorkshire"}, 0}},
		{"overseas entity", c.Records[8].Parties[1].Country, ""},
		{"ids", []any{c.Records[0].ID, p(0).ID, c.Records[0].Parties[1].ID}, []any{
			"uk-psc//company/09999999/persons-with-significant-control/individual/aaa", "uk-psc//company/09999999/persons-with-significant-control/individual/aaa",
			"uk-psc//company/09999999/persons-with-significant-control/individual/aaa#company[0]"}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
	_ = in
}

func TestPadNumber(t *testing.T) {
	for in, want := range map[string]string{"1234567": "01234567", "sc12345": "SC012345", "01234567": "01234567", "": "", "R123": "R0000123", "HRB 99": "HRB 99", "123456789": "123456789"} {
		if got := PadNumber(in); got != want {
			t.Errorf("PadNumber(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestForeignNumber reads holders' numbers as their own registers write them:
// only the British one has eight characters.
func TestForeignNumber(t *testing.T) {
	for _, c := range []struct{ country, number, want string }{
		{"Hong Kong", "1234567", "hk-cr 1234567 HK"},
		{"Hong Kong", "61234567", "hk-br 61234567 HK"},
		{"England", "1234567", "gb-coh 01234567 GB"},
		{"Scotland", "sc12345", "gb-coh SC012345 GB"},
		{"Germany", "4711", "registration 4711 DE"},
	} {
		v := fmt.Sprintf(`{"company_number":"09999999","data":{"kind":"corporate-entity-person-with-significant-control","name":"Sample Holding","links":{"self":"/x"},"natures_of_control":["ownership-of-shares-25-to-50-percent"],"notified_on":"2016-04-06","identification":{"country_registered":%q,"registration_number":%q}}}`+"\n", c.country, c.number)
		path := filepath.Join(t.TempDir(), "psc.txt")
		if err := os.WriteFile(path, []byte(v), 0o600); err != nil {
			t.Fatal(err)
		}
		read, _ := load(t, path)
		id := read.Records[0].Parties[0].Identifiers[0]
		if got := fmt.Sprintf("%s %s %s", id.Scheme, id.Value, id.Country); got != c.want {
			t.Errorf("number %q of %s: got %q, want %q", c.number, c.country, got, c.want)
		}
	}
}

// TestPublishedCodes reads every code that Companies House lists.
func TestPublishedCodes(t *testing.T) {
	text, err := os.ReadFile(sourcetest.Shared(t, "data/registries/uk-psc-and-enumerations/api-enumerations/psc_descriptions.yml"))
	if err != nil {
		t.Fatal(err)
	}
	codes := regexp.MustCompile(`(?m)^\s+'((?:ownership-of|voting-rights|right-to|part-right|significant-influence|registered-owner)[a-z0-9-]*)'`).FindAllStringSubmatch(string(text), -1)
	seen, unknown := map[string]bool{}, 0
	for _, m := range codes {
		if seen[m[1]] {
			continue
		}
		seen[m[1]] = true
		n, ok := ParseNature(m[1])
		if !ok {
			unknown++
			t.Errorf("ParseNature(%q) = false", m[1])
		}
		if strings.Contains(m[1], "percent") != n.Share.Known {
			t.Errorf("ParseNature(%q) has the share %v", m[1], n.Share)
		}
	}
	if len(seen) < 50 {
		t.Errorf("found %d codes, want at least 50", len(seen))
	}
	t.Logf("%d codes, %d unknown", len(seen), unknown)
}

// TestPublishedShapes reads the shapes of every kind of line: all but the
// unknown one give a record, and the totals none.
func TestPublishedShapes(t *testing.T) {
	dir := sourcetest.Shared(t, "data/registries/uk-psc-and-enumerations/psc-fixtures")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		c, _ := load(t, filepath.Join(dir, e.Name()))
		records, rejects := 1, 0
		switch e.Name() {
		case "psc_totals.json":
			records = 0
		case "psc_unknown_kind.json":
			records, rejects = 0, 1
		}
		if len(c.Records) != records || len(c.Rejects) != rejects {
			t.Errorf("%s: %d records, %d rejects; want %d and %d", e.Name(), len(c.Records), len(c.Rejects), records, rejects)
		}
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check("uk-psc", r) {
				t.Error(fault)
			}
		}
	}
}

func FuzzParseNature(f *testing.F) {
	for _, s := range []string{"ownership-of-shares-25-to-50-percent", "voting-rights--percent-as-firm", "right-to-appoint-and-remove-", "-as-trust-as-firm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, code string) {
		n, ok := ParseNature(code)
		if ok && n.Kind == "" {
			t.Errorf("ParseNature(%q) has no kind", code)
		}
		if n.Share.Known && !strings.Contains(code, "25") && !strings.Contains(code, "50") && !strings.Contains(code, "75") {
			t.Errorf("ParseNature(%q) invents the share %v", code, n.Share)
		}
	})
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/psc-snapshot.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		f.Add(l)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "x.txt")
		if text == "" {
			t.Skip("the input is absent: an empty file is refused before it is read, which the suite of sources tests")
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := &ingest.Collect{}
		_, _ = ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c) // an error is an answer too
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check("uk-psc", r) {
				if !strings.Contains(fault, "means that there is none") {
					t.Error(fault)
				}
			}
		}
	})
}
