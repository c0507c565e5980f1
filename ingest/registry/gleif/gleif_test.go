package gleif

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	files := sourcetest.Sample(t, "testdata")
	a := strings.SplitN(strings.SplitN(files["lei.csv"], "\n", 3)[1], ",", 2)[0]
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   files,
		Records: 13,
		Ended:   2,
		Rows:    true,
		Main:    "lei.csv",
		Header:  1,
		Bad: []sourcetest.Bad{
			{Row: entity(files, map[string]string{"LEI": "TOO-SHORT", "Entity.LegalName": "X"}), Field: "LEI"},
			{Row: entity(files, map[string]string{"LEI": other(1)}), Field: "Entity.LegalName", Reason: "want a name"},
			{Row: entity(files, map[string]string{"LEI": other(1), "Entity.LegalName": "X", "Entity.EntityCreationDate": "2021-02-31"}), Field: "Entity.EntityCreationDate", Kept: true},
			{File: "rr.csv", Row: relationship(other(1), "LEI", a, "NODE", "IS_DIRECTLY_CONSOLIDATED_BY", ",,,,,,,,,,,,,,,"), Reason: "want a node of type LEI"},
			{File: "rr.csv", Row: relationship(other(1), "LEI", a, "LEI", "IS_FRIEND_OF", ",,,,,,,,,,,,,,,"), Field: "Relationship.RelationshipType"},
			{File: "rr.csv", Row: relationship(other(1), "LEI", a, "LEI", "IS_SUBFUND_OF", "INACTIVE,,,,,,,,,,,,,,,"), Field: "Relationship.RelationshipStatus", Kept: true},
			{File: "rr.csv", Row: relationship(other(1), "LEI", a, "LEI", "IS_SUBFUND_OF", "ACTIVE,,,,,,,,,,101.5,PERCENTAGE,,,,"), Field: "Relationship.Quantifiers.QuantifierAmount", Kept: true},
			{File: "rr.csv", Row: relationship(other(1), "LEI", a, "LEI", "IS_SUBFUND_OF", "ACTIVE,2020-01-01,2019-01-01,RELATIONSHIP_PERIOD,,,,,,,,,,,,"), Field: "Relationship.Period", Kept: true},
			{File: "repex.csv", Row: other(1) + ",SIDEWAYS_PARENT,NON_PUBLIC,,", Field: "Exception.Category"},
			{File: "repex.csv", Row: other(1) + ",DIRECT_ACCOUNTING_CONSOLIDATION_PARENT,,,", Field: "Exception.Reason", Reason: "want a reason"},
		},
	})
}

// other is the n-th number of the right shape that testdata does not have.
func other(n int) string { return fmt.Sprintf("999900ANOTHER%07d", n) }

// entity writes a row of lei.csv.
func entity(files map[string]string, fields map[string]string) string {
	header, _, _ := strings.Cut(files["lei.csv"], "\n")
	out := strings.Split(header, ",")
	for i, h := range out {
		out[i] = fields[h]
	}
	return strings.Join(out, ",")
}

// relationship writes a row of rr.csv: the nodes, the type, and the rest.
func relationship(fields ...string) string { return strings.Join(fields, ",") }

func load(t testing.TB, paths ...string) *ingest.Collect {
	t.Helper()
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: paths}, c); err != nil {
		t.Fatalf("ReadAll(%q): %v", paths, err)
	}
	return c
}

// short replaces the numbers of testdata by letters, in the order of lei.csv.
func short(t *testing.T, v any) string {
	t.Helper()
	f, err := os.Open("testdata/lei.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	s := fmt.Sprintf("%+v", v)
	for i, row := range rows[1:] {
		s = strings.ReplaceAll(s, row[0], string(rune('A'+i)))
	}
	return strings.ReplaceAll(s, "999900SAMPLEPARE0588", "PARENT")
}

func TestEntities(t *testing.T) {
	recs := load(t, "testdata/lei.csv").Records
	p := func(i int) *engine.Party { return &recs[i].Parties[0] }
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"names", p(0).Names, []engine.Name{{Text: "示例控股有限公司", Lang: "zh"}, {Text: "Sample Holding Limited", Kind: engine.Transliterated, Lang: "en"},
			{Text: "Sample Shell Limited", Kind: engine.Former, Lang: "en"}, {Text: "SampleCo", Kind: engine.Trading, Lang: "en"},
			{Text: "Shi Li Kong Gu You Xian Gong Si", Kind: engine.Transliterated, Lang: "zh"}}},
		{"addresses", p(0).Addresses, []engine.Address{{Kind: engine.Registered, Street: "Unit 601, 6/F, 45 Sample Street", City: "Hong Kong", Country: "HK"},
			{Kind: engine.Headquarters, Street: "No. 5 Sample Avenue", City: "Shenzhen", Region: "CN-GD", Postcode: "518000", Country: "CN"}}},
		{"identifiers", p(0).Identifiers, "[{Scheme:lei Value:A Country:} {Scheme:hk-br Value:79999999 Country:HK}]"},
		{"rest", []any{p(0).Country, p(0).Born, p(0).LegalForm, p(0).Status}, []any{"HK", []engine.Date{20150302}, "UFJM", "ACTIVE, registration ISSUED"}},
		{"company number", p(1).Identifiers[1], engine.Identifier{Scheme: "gb-coh", Value: "09999999", Country: "GB"}},
		{"lapsed", []any{p(1).Status, p(1).LegalForm}, []any{"ACTIVE, registration LAPSED", "Private company"}},
		{"fund", []any{p(2).Kind, p(2).Notes, len(p(2).Identifiers)}, []any{engine.Arrangement, []string{"category: FUND"}, 1}},
		{"branch", []any{p(3).Notes, p(3).Identifiers[1]}, []any{[]string{"category: BRANCH"}, engine.Identifier{Scheme: "ra000242", Value: "HRB 99999", Country: "DE"}}},
		{"a number lost in a spreadsheet", p(4).Identifiers, "[{Scheme:lei Value:E Country:}]"},
		{"successor", recs[4].Interests, "[{ID: Owner:gleif/E Owned:gleif/B Kind:successor Share:? From:2020-05-31 Until: Directness: Component:false Role:SuccessorEntity Unnamed: OwnerName: Aggregate:false Detail:SAMPLE TRADING LTD}]"},
	} {
		want, ok := c.want.(string)
		if !ok {
			want = fmt.Sprintf("%+v", c.want)
		}
		if d := cmp.Diff(want, short(t, c.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, d)
		}
	}
}

func TestRelationships(t *testing.T) {
	var got []string
	for _, r := range append(load(t, "testdata/rr.csv").Records, load(t, "testdata/repex.csv").Records...) {
		for _, in := range r.Interests {
			if len(r.Parties) != 0 {
				t.Errorf("%s has a party of its own", r.ID)
			}
			got = append(got, short(t, fmt.Sprintf("%s: %s holds %s of %s, %s %s %s, %s to %s, %s%s", r.ID.Key(), in.Owner, in.Share.Human(), in.Owned, in.Kind, in.Directness, in.Role, in.From, in.Until, in.Detail, in.Unnamed)))
		}
	}
	want := []string{
		"B>IS_DIRECTLY_CONSOLIDATED_BY>A: gleif/A holds ? of gleif/B, consolidation direct IS_DIRECTLY_CONSOLIDATED_BY, 2018-06-01 to , ACCOUNTING_STANDARD IFRS",
		"B>IS_ULTIMATELY_CONSOLIDATED_BY>PARENT: gleif/PARENT holds 60.5 % of gleif/B, consolidation indirect IS_ULTIMATELY_CONSOLIDATED_BY,  to , ACCOUNTING_CONSOLIDATION",
		"D>IS_INTERNATIONAL_BRANCH_OF>B: gleif/B holds ? of gleif/D, branch direct IS_INTERNATIONAL_BRANCH_OF, 2019-01-01 to , ",
		"C>IS_FUND-MANAGED_BY>A: gleif/A holds ? of gleif/C, contract direct IS_FUND-MANAGED_BY,  to , ",
		"E>IS_DIRECTLY_CONSOLIDATED_BY>A: gleif/A holds ? of gleif/E, consolidation direct IS_DIRECTLY_CONSOLIDATED_BY, 2012-01-01 to 2020-05-31, ",
		"E>IS_ULTIMATELY_CONSOLIDATED_BY>PARENT: gleif/PARENT holds ? of gleif/E, consolidation indirect IS_ULTIMATELY_CONSOLIDATED_BY,  to 2020-06-15, ",
		"A>DIRECT_ACCOUNTING_CONSOLIDATION_PARENT:  holds ? of gleif/A, consolidation direct DIRECT_ACCOUNTING_CONSOLIDATION_PARENT,  to , NATURAL_PERSONS",
		"A>ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT:  holds ? of gleif/A, consolidation indirect ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT,  to , Sample Family OfficeNON_PUBLIC",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("interests (-want +got):\n%s", d)
	}
}

func TestPublished(t *testing.T) {
	c := load(t, sourcetest.Shared(t, "data/registries/gleif-lei-records/lei-records.csv"))
	if len(c.Records) != 4971 || len(c.Rejects) != 0 {
		t.Fatalf("%d records, %d rejects; want 4971 and none", len(c.Records), len(c.Rejects))
	}
	countries := map[string]int{}
	for _, r := range c.Records {
		countries[r.Parties[0].Country]++
		for _, fault := range sourcetest.Check("gleif", r) {
			t.Error(fault)
		}
	}
	if countries["IN"] != 518 || countries["IT"] != 505 || countries[""] != 0 {
		t.Errorf("%d in India, %d in Italy, %d nowhere; want 518, 505 and 0", countries["IN"], countries["IT"], countries[""])
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"lei.csv", "rr.csv", "repex.csv"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) == 0 || !utf8.Valid(text) {
			t.Skip("such a file is decoded or refused before")
		}
		path := filepath.Join(t.TempDir(), "x.csv")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c := &ingest.Collect{}
		_, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
		rows := len(c.Records)
		for _, r := range c.Rejects {
			if !r.Kept { // else the record stands, and counts
				rows++
			}
		}
		if err == nil && rows > strings.Count(string(text), "\n")+strings.Count(string(text), "\r")+2 {
			t.Errorf("more records than lines: %d", rows)
		}
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check("gleif", r) {
				if !strings.Contains(fault, "means that there is none") {
					t.Error(fault)
				}
			}
		}
	})
}
