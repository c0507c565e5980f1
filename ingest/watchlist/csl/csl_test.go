package csl

import (
	"errors"
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
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

// row writes a row of 29 fields with the ones given set.
func row(fields map[int]string) string {
	out := make([]string, 29)
	for i := range out {
		out[i] = `"` + fields[i] + `"`
	}
	return strings.Join(out, ",")
}

const entityList = "Entity List (EL) - Bureau of Industry and Security"

func TestSuite(t *testing.T) {
	files := sourcetest.Sample(t, "testdata")
	header, _, _ := strings.Cut(files["consolidated.csv"], "\n")
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   files,
		Records: 9,
		Ended:   2,
		Rows:    true,
		Header:  1,
		Bad: []sourcetest.Bad{
			{Row: header, Reason: "header"},
			{Row: row(map[int]string{0: "b1", 1: entityList}), Field: "name", Reason: "want a name"},
			{Row: row(map[int]string{0: "b1", 5: "Nameless List"}), Field: "source", Reason: "want the name of a list"},
			{Row: row(map[int]string{1: entityList, 5: "Keyless"}), Field: "_id", Reason: "want an id"},
			{Row: `"b1","Entity List","","","","Eight Fields","",""`, Reason: "got 8 fields, want 29"},
			{Row: row(map[int]string{0: "b1", 1: entityList, 5: "Dated", 9: "2023-02-30"}), Field: "start_date", Kept: true},
			{Row: row(map[int]string{0: "b1", 1: entityList, 5: "Backwards", 9: "2023-02-03", 10: "2022-01-01"}), Field: "end_date", Reason: "before the start", Kept: true},
			{Row: row(map[int]string{0: "b1", 1: entityList, 5: "Born", 24: "31 Jun 1960"}), Field: "dates_of_birth", Kept: true},
		},
	})
}

func load(t testing.TB, path string) (*ingest.Collect, error) {
	t.Helper()
	c := &ingest.Collect{}
	_, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
	return c, err
}

func TestWhatRowsMean(t *testing.T) {
	c, err := load(t, "testdata/consolidated.csv")
	if err != nil {
		t.Fatal(err)
	}
	recs := map[string]*engine.Record{}
	for _, r := range c.Records {
		recs[r.ID.Key()] = r
	}
	for _, c := range []struct {
		key  string
		got  func(r *engine.Record, p *engine.Party) any
		want any
	}{
		{"us-bis-el:a1", func(_ *engine.Record, p *engine.Party) any { return p.Names }, []engine.Name{
			{Text: "Sample Cove Electronics Co., Ltd."}, {Text: "Sample Cove", Kind: engine.Alias}, {Text: "SC Electronics", Kind: engine.Alias}, {Text: "SCE", Kind: engine.Alias}}},
		{"us-bis-el:a1", func(_ *engine.Record, p *engine.Party) any { return p.Addresses }, []engine.Address{
			{Text: "Room 12, 13F, Example Plaza, 1 Sample Road, Kowloon, Hong Kong, CN", Country: "HK"},
			{Text: "No. 5, Sample Street, Shenzhen, CN", Country: "CN"}, {Text: "Example Free Zone, Dubai, AE", Country: "AE"}}},
		{"us-bis-el:a1", func(r *engine.Record, p *engine.Party) any { return []any{p.Kind, r.Listings} }, []any{engine.Unknown, []engine.Listing{{
			Party: "csl/us-bis-el:a1", List: engine.BISEL, From: 20220407, Citation: "87 FR 99999",
			Detail: "License requirement: For all items subject to the EAR. (See §744.11 of the EAR)\nLicense policy: Presumption of denial"}}}},
		{"us-ofac-sdn:5001", func(_ *engine.Record, p *engine.Party) any { return p.Born }, []engine.Date{19700228, 19670000, 19580000, 19590000, 19600000}},
		{"us-ofac-sdn:5001", func(_ *engine.Record, p *engine.Party) any { return []any{p.Nations, p.Gender, p.Roles, p.Identifiers} }, []any{
			[]string{"RU", "CY"}, "Male", []string{"Director", "Member of the Board"},
			[]engine.Identifier{{Scheme: "ofac", Value: "5001", Country: "US"}, {Scheme: "passport", Value: "381320227", Country: "RU"}, {Scheme: "ru-inn", Value: "770000000001", Country: "RU"}}}},
		{"us-ofac-sdn:5001", func(r *engine.Record, p *engine.Party) any { return r.Interests }, []engine.Interest{
			{Owner: "csl/us-ofac-sdn:5002", Owned: "csl/us-ofac-sdn:5001", Kind: engine.Associate, Role: "Linked To", OwnerName: "EXAMPLE BANK JSC"},
			{Owned: "csl/us-ofac-sdn:5001", Kind: engine.Associate, Role: "Linked To", OwnerName: "NOT ON THE LIST"}}},
		{"us-ofac-sdn:5001", func(_ *engine.Record, p *engine.Party) any { return p.Names[2] }, engine.Name{Text: "VASYA", Kind: engine.WeakAlias}},
		{"us-ofac-sdn:5002", func(_ *engine.Record, p *engine.Party) any { return p.Identifiers }, []engine.Identifier{
			{Scheme: "ofac", Value: "5002", Country: "US"}, {Scheme: "ru-ogrn", Value: "1027700000001", Country: "RU"}, {Scheme: "tax-id", Value: "7700000001"},
			{Scheme: "ru-ogrn", Value: "1027700000002", Country: "RU"}, {Scheme: "passport", Value: "P1", Country: "RU"}}},
		{"us-ofac-sdn:5002", func(_ *engine.Record, p *engine.Party) any {
			return []any{p.Country, p.Born, p.Websites, p.Names[1].Text}
		}, []any{
			"RU", []engine.Date{19901017}, []string{"www.example-bank.example"}, "Example Bank Co., Ltd"}},
		{"us-ofac-sdn:5003", func(r *engine.Record, p *engine.Party) any {
			return []any{p.Kind, p.Country, p.Identifiers, r.Interests[0].Owner, p.Notes}
		}, []any{
			engine.Vessel, "IR", []engine.Identifier{{Scheme: "call-sign", Value: "XXAA2"}, {Scheme: "ofac", Value: "5003", Country: "US"}, {Scheme: "imo", Value: "9176187"}, {Scheme: "mmsi", Value: "572000001"}},
			engine.PartyID("csl/us-ofac-sdn:5002"), []string{"Tonnage 1050", "Iran Air, Aircraft Operator"}}},
		{"us-ofac-nonsdn:5001", func(r *engine.Record, _ *engine.Party) any { return r.Listings[0].List }, engine.OFACNonSDN},
		{"us-bis-dpl:d1", func(r *engine.Record, p *engine.Party) any {
			return []any{p.Addresses[0].Country, p.Addresses[1].Country, r.Listings[0].Until, p.Kind}
		}, []any{
			"US", "CA", engine.Date(20280627), engine.Unknown}},
		{"us-bis-meu:m1", func(_ *engine.Record, p *engine.Party) any { return p.Kind }, engine.Company},
		{"us-state-isn:i1", func(_ *engine.Record, p *engine.Party) any { return p.Names }, []engine.Name{{Text: "Sample Import"}}},
		{"us-sample-new-list:n1", func(r *engine.Record, _ *engine.Party) any { return r.Listings[0].List }, engine.ListID("us-sample-new-list")},
	} {
		r := recs[c.key]
		if r == nil {
			t.Fatalf("no record %q", c.key)
		}
		if d := cmp.Diff(fmt.Sprintf("%+v", c.want), fmt.Sprintf("%+v", c.got(r, &r.Parties[0]))); d != "" {
			t.Errorf("record %s (-want +got):\n%s", c.key, d)
		}
	}
}

// TestWithoutID reads the form of older files, which have no "_id".
func TestWithoutID(t *testing.T) {
	text, err := os.ReadFile("testdata/consolidated.csv")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, l := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		_, rest, _ := strings.Cut(l, ",")
		lines = append(lines, rest)
	}
	path := filepath.Join(t.TempDir(), "csl.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := load(t, path)
	if err != nil || len(c.Records) != 9 || len(c.Rejects) != 0 {
		t.Fatalf("%d records, %d rejects, %v; want 9 and none", len(c.Records), len(c.Rejects), err)
	}
	seen := map[engine.RecordID]bool{}
	for _, r := range c.Records {
		if seen[r.ID] {
			t.Errorf("the id %q comes twice", r.ID)
		}
		seen[r.ID] = true
	}
	if !seen["csl/us-ofac-sdn:5002"] {
		t.Error("a row with an entity number is not keyed by it")
	}
}

func TestPublished(t *testing.T) {
	c, err := load(t, sourcetest.Shared(t, "data/watchlists/us-csl-2022-04"))
	if err != nil || len(c.Rejects) != 0 {
		t.Fatalf("%v, %d rejects", err, len(c.Rejects))
	}
	ids, lists, ended := map[engine.RecordID]int{}, map[engine.ListID]int{}, 0
	for _, r := range c.Records {
		ids[r.ID]++
		lists[r.Listings[0].List]++
		if r.Listings[0].Until != 0 {
			ended++
		}
		for _, fault := range sourcetest.Check("csl", r) {
			t.Error(fault)
		}
	}
	// One row of the CAPTA list stands twice.
	if len(c.Records) != 14160 || len(ids) != 14159 || ended != 417 {
		t.Errorf("%d rows, %d ids, %d with an end; want 14160, 14159, 417", len(c.Records), len(ids), ended)
	}
	want := map[engine.ListID]int{"us-ofac-sdn": 10026, "us-bis-el": 2001, "us-state-dtc": 727, "us-bis-dpl": 462, "us-ofac-ssi": 290,
		"us-bis-uvl": 201, "us-state-isn": 163, "us-ofac-nonsdn": 78 + 53 + 17 + 3, "us-bis-meu": 71, "us-ofac-cmic": 68}
	if d := cmp.Diff(want, lists); d != "" {
		t.Errorf("rows a list (-want +got):\n%s", d)
	}
}

// TestPublishedTruncated reads a download that broke off: its good rows stand,
// the header in its middle and the last row are filed, and the error says that
// it is cut off.
func TestPublishedTruncated(t *testing.T) {
	c, err := load(t, sourcetest.Shared(t, "data/watchlists/us-csl-2023-partial/csl.csv"))
	if !errors.Is(err, ingest.ErrTruncated) {
		t.Errorf("error %v, want ErrTruncated", err)
	}
	bad := 0
	for _, e := range c.Rejects {
		if !e.Kept {
			bad++
		}
	}
	if len(c.Records) != 4226 || bad != 2 {
		t.Errorf("%d records, %d rejects; want 4226 and 2", len(c.Records), bad)
	}
}

func TestPublishedOld(t *testing.T) {
	c, err := load(t, sourcetest.Shared(t, "data/watchlists/us-non-sdn/csl.csv"))
	if err != nil || len(c.Records) != 115 {
		t.Errorf("%d records, %v; want 115", len(c.Records), err)
	}
}

func FuzzMap(f *testing.F) {
	f.Add(entityList, "Entity", "a; and b", "x, CN; RU; , , US", "circa 1; 2 to 1", "RU, 1, Tax ID No.; Passport, 1, (; Male, Gender; ,; , Passport")
	f.Add("", "", ";", ";;", "", "Issuer Name, ; DOB, ; , DOB")
	f.Fuzz(func(t *testing.T, source, typ, names, addresses, born, ids string) {
		if !utf8.ValidString(source + typ + names + addresses + born + ids) {
			t.Skip("such a row is rejected before it is mapped")
		}
		r := &Row{ID: "1", Source: source, Type: typ, Name: "X" + names, AltNames: names, Addresses: addresses, Born: born, IDs: ids, Remarks: ids,
			File: "csl.csv", Line: 1, Raw: []byte("1")}
		rec, _ := Map("csl", r, &remark.Names{})
		for _, fault := range sourcetest.Check("csl", rec) {
			if !strings.Contains(fault, "cannot be printed") && !strings.Contains(fault, "spaces around it") && !strings.Contains(fault, "means that there is none") {
				t.Error(fault)
			}
		}
	})
}
