package ofac

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 9,
		Rows:    true,
		Main:    "sdn.csv",
		Bad: []sourcetest.Bad{
			{Row: `x1,"NO NUMBER",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `, Field: "ent_num", Reason: "want a number"},
			{Row: `9100000,-0- ,-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `, Field: "SDN_Name", Reason: "want a name"},
			{Row: `9000001,"AGAIN",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `, Field: "ent_num", Reason: "already"},
			{Row: `9100001,"FIELDS LACKING",-0- ,"CUBA"`, Reason: "got 4 fields, want 12"},
			{File: "add.csv", Row: `9199999,1,"Street","City","Country",-0- `, Field: "ent_num", Reason: "no main row has it"},
			{File: "alt.csv", Row: `9199999,1,"aka","NOBODY",-0- `, Field: "ent_num", Reason: "no main row has it"},
		},
	})
}

// read reads files with the source.
func read(t testing.TB, paths ...string) *ingest.Collect {
	t.Helper()
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: paths}, c); err != nil {
		t.Fatalf("ReadAll(%q): %v", paths, err)
	}
	return c
}

func TestWhatRowsMean(t *testing.T) {
	recs := map[string]*engine.Record{}
	for _, r := range read(t, "testdata").Records {
		recs[strings.TrimPrefix(r.ID.Key(), "900000")] = r
	}
	for _, c := range []struct {
		num  string
		got  func(r *engine.Record, p *engine.Party) any
		want any
	}{
		{"1", func(_ *engine.Record, p *engine.Party) any { return p.Names }, []engine.Name{
			{Text: "MERIDIAN COVE HOLDING CO., LTD."}, {Text: "MERIDIAN COVE HLDG", Kind: engine.Alias}, {Text: "MCH", Kind: engine.WeakAlias}}},
		{"1", func(_ *engine.Record, p *engine.Party) any { return p.Addresses }, []engine.Address{
			{Street: "Unit 601, 6/F, 45 Sample Street", City: "Hong Kong", Country: "HK"},
			{CareOf: "GRUPO EJEMPLO, S.A. DE C.V.", Street: "Calle 5", City: "Guadalajara, Jalisco 44100", Country: "MX"}}},
		{"1", func(_ *engine.Record, p *engine.Party) any { return p.Identifiers }, []engine.Identifier{
			{Scheme: "ofac", Value: "9000001", Country: "US"}, {Scheme: "hk-cr", Value: "3999934", Country: "HK"}, {Scheme: "cn-uscc", Value: "91440300000000000X", Country: "CN"}}},
		{"1", func(_ *engine.Record, p *engine.Party) any {
			return append(p.Websites, append(p.Emails, p.Phones...)...)
		}, []string{
			"www.meridian-cove.example", "https://mc.example/x", "info@meridian-cove.example", "85200000001"}},
		{"1", func(r *engine.Record, _ *engine.Party) any { return r.Listings }, []engine.Listing{
			{Party: "ofac/9000001", List: engine.OFACSDN, Programs: []string{"SDGT", "NPWMD", "IFSR"}, Number: "9000001"}}},
		{"2", func(_ *engine.Record, p *engine.Party) any { return p.Born }, []engine.Date{19481210, 19500000}},
		{"2", func(_ *engine.Record, p *engine.Party) any { return p.Nations }, []string{"RU", "CY"}},
		{"2", func(_ *engine.Record, p *engine.Party) any { return p.Identifiers }, []engine.Identifier{
			{Scheme: "ofac", Value: "9000002", Country: "US"}, {Scheme: "ru-inn", Value: "770000000001", Country: "RU"}, {Scheme: "passport", Value: "RL 1622378", Country: "LB"}}},
		{"2", func(_ *engine.Record, p *engine.Party) any { return p.Addresses[1] }, engine.Address{Kind: engine.BirthPlace, Text: "Sampletown, Korea, North", Country: "KP"}},
		{"2", func(r *engine.Record, p *engine.Party) any {
			return []string{string(p.Kind), p.Gender, strings.Join(p.Roles, "|"), strings.Join(p.Notes, "|")}
		},
			[]string{"person", "Male", "Director of Example Plant", ""}},
		{"2", func(r *engine.Record, _ *engine.Party) any { return r.Interests }, []engine.Interest{
			{Owner: "ofac/9000003", Owned: "ofac/9000002", Kind: engine.Associate, Role: "Linked To", OwnerName: "OPEN JOINT STOCK COMPANY PRIMER"}}},
		{"3", func(r *engine.Record, _ *engine.Party) any { return r.Interests[0].Owner }, engine.PartyID("ofac/9000001")},
		{"3", func(r *engine.Record, _ *engine.Party) any { return r.Interests[0].OwnerName }, "MERIDIAN COVE HOLDING CO., LTD."},
		{"4", func(r *engine.Record, p *engine.Party) any { return []any{p.Kind, p.Country, p.Born, p.Identifiers} }, []any{
			engine.Vessel, "PA", []engine.Date{19990000},
			[]engine.Identifier{{Scheme: "call-sign", Value: "XXAA1"}, {Scheme: "ofac", Value: "9000004", Country: "US"}, {Scheme: "imo", Value: "9074729"}, {Scheme: "mmsi", Value: "370000001"}}}},
		{"4", func(r *engine.Record, _ *engine.Party) any { return r.Interests }, []engine.Interest{
			{Owned: "ofac/9000004", Kind: engine.Associate, Role: "Linked To", OwnerName: "NAMESAKE TRADING"},
			{Owner: "ofac/9000005", Owned: "ofac/9000004", Kind: engine.Shares, Role: "Vessel Owner", OwnerName: "PRIMER MARINE"}}},
		{"4", func(_ *engine.Record, p *engine.Party) any { return len(p.Addresses) }, 0},
		{"5", func(_ *engine.Record, p *engine.Party) any { return p.Identifiers }, []engine.Identifier{
			{Scheme: "ofac", Value: "9000005", Country: "US"}, {Scheme: "imo-company", Value: "5999999"}, {Scheme: "crypto-xbt", Value: "1SampleSampleSampleSample"},
			{Scheme: "registration", Value: "HRB 99999 (Stuttgart)", Country: "DE"}, {Scheme: "moon-permit-no", Value: "77", Country: "MT"}}},
		{"7", func(r *engine.Record, _ *engine.Party) any { return r.Interests[0].OwnerName }, "NOWHERE KNOWN S.A. DE C.V."},
		{"8", func(r *engine.Record, p *engine.Party) any {
			return []any{p.Kind, p.Born, p.Identifiers, r.Interests[0].Owner}
		}, []any{
			engine.Aircraft, []engine.Date{19890927},
			[]engine.Identifier{{Scheme: "ofac", Value: "9000008", Country: "US"}, {Scheme: "aircraft-construction", Value: "8401"}, {Scheme: "aircraft-msn", Value: "524"}}, engine.PartyID("ofac/9000005")}},
		{"9", func(r *engine.Record, p *engine.Party) any {
			return []any{r.Interests[0].Owner, p.Names[1].Text, strings.Count(string(r.Raw), "\n")}
		},
			[]any{engine.PartyID("ofac/9000001"), "THE LONG ONE", 1}},
	} {
		r := recs[c.num]
		if d := cmp.Diff(fmt.Sprintf("%+v", c.want), fmt.Sprintf("%+v", c.got(r, &r.Parties[0]))); d != "" {
			t.Errorf("record 900000%s (-want +got):\n%s", c.num, d)
		}
	}
}

func TestConsolidatedLists(t *testing.T) {
	dir := t.TempDir()
	rows := `1,"SAMPLE BANK",-0- ,"UKRAINE-EO13662] [RUSSIA-EO14024",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Executive Order 13662 Directive Determination - Subject to Directive 1."
2,"SAMPLE SHIPYARD",-0- ,"CMIC-EO13959",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
3,"SAMPLE, Person","individual","NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
`
	sdn := `3,"SAMPLE, Person","individual","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\n"
	for name, text := range map[string]string{"cons_prim.csv": rows, "sdn.csv": sdn} {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, r := range read(t, dir).Records {
		for _, l := range r.Listings {
			got = append(got, fmt.Sprintf("%s %s %v", l.Party, l.List, l.Programs))
		}
	}
	want := []string{
		"ofac/1 us-ofac-ssi [UKRAINE-EO13662 RUSSIA-EO14024]",
		"ofac/2 us-ofac-cmic [CMIC-EO13959]",
		"ofac/3 us-ofac-nonsdn [NS-PLC]",
		"ofac/3 us-ofac-sdn [SDGT]",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("listings (-want +got):\n%s", d)
	}
}

// TestPublished loads the lists as published and compares with the counts of
// the files themselves.
func TestPublished(t *testing.T) {
	for _, c := range []struct {
		path          string
		parties       int
		rejects       int
		atLeastLinked float64 // share of links whose owner is found
	}{
		{"data/watchlists/ofac-sdn-2023-12-28", 13821, 3, 0.99}, // the comments are older: three of their entries are gone
		{"data/watchlists/ofac-sdn-2021-07", 8976, 0, 0.97},
	} {
		got := read(t, sourcetest.Shared(t, c.path))
		links, found := 0, 0
		for _, r := range got.Records {
			for _, fault := range sourcetest.Check("ofac", r) {
				t.Error(fault)
			}
			for _, in := range r.Interests {
				links++
				if in.Owner != "" {
					found++
				}
			}
		}
		t.Logf("%s: %d parties, %d rejects, %d links, %d with a known owner", c.path, len(got.Records), len(got.Rejects), links, found)
		if len(got.Records) != c.parties || len(got.Rejects) != c.rejects || float64(found) < c.atLeastLinked*float64(links) {
			t.Errorf("%s: %d parties, %d rejects, %d of %d links; want %d, %d, and %.0f %% of the links", c.path,
				len(got.Records), len(got.Rejects), found, links, c.parties, c.rejects, 100*c.atLeastLinked)
		}
	}
}

func TestPublishedSnapshots(t *testing.T) {
	dir := sourcetest.Shared(t, "data/watchlists/ofac-sdn-snapshots")
	for _, name := range []string{"sdn-2022-01-31.csv.gz", "sdn-2024-05-03.csv.gz"} {
		if n := len(read(t, dir+"/"+name).Records); n < 9000 {
			t.Errorf("%s: %d parties, want over 9,000", name, n)
		}
	}
	_, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{dir + "/sdn-2024-05-04-EMPTY.csv"}}, &ingest.Collect{})
	if !errors.Is(err, engine.Invalid) {
		t.Errorf("the empty file: %v, want Invalid", err)
	}
}

// TestLinksAgainstTruth compares the owners found for "Linked To" with an
// independent resolution. Its texts were cut at a full stop ("S.A" for "S.A.
// DE C.V."), so some of its links have no answer: those do not count.
func TestLinksAgainstTruth(t *testing.T) {
	edges := readTable(t, sourcetest.Shared(t, "data/truth/ofac-linked-to/edges.csv"))
	want := map[[2]string]bool{}
	labelled := map[string]int{}
	unanswered := map[string]bool{}
	for _, e := range edges {
		if e[4] == "" {
			unanswered[e[0]] = true
			continue
		}
		labelled[e[0]]++
		for _, owner := range strings.FieldsFunc(e[4], func(r rune) bool { return r == ';' || r == '|' || r == ' ' }) {
			want[[2]string{owner, e[0]}] = true
		}
	}
	right, wrong, found := 0, 0, map[[2]string]bool{}
	for _, r := range read(t, sourcetest.Shared(t, "data/watchlists/ofac-sdn-2023-12-28/sdn.csv"), sourcetest.Shared(t, "data/watchlists/ofac-sdn-2023-12-28/alt.csv")).Records {
		for _, in := range r.Interests {
			if in.Owner == "" || in.Kind != engine.Associate {
				continue
			}
			k := [2]string{in.Owner.Record().Key(), r.ID.Key()}
			found[k] = true
			switch {
			case want[k]:
				right++
			case !unanswered[r.ID.Key()]:
				wrong++
				t.Logf("not in the truth: %s to %s", in.OwnerName, k[1])
			}
		}
	}
	missed := 0
	for k := range want {
		if !found[k] {
			missed++
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(len(want)-missed)/float64(len(want))
	t.Logf("Linked To: %d right, %d wrong, %d missed: precision %.4f, recall %.4f", right, wrong, missed, precision, recall)
	if precision < 0.999 || recall < 0.995 {
		t.Errorf("precision %.4f and recall %.4f, want at least 0.999 and 0.995", precision, recall)
	}
}

// readTable reads a small table without its header.
func readTable(t *testing.T, path string) [][]string {
	t.Helper()
	c := &ingest.Collect{}
	files, err := ingest.FindFiles(ingest.Format{}, ingest.Options{Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	csv, err := ingest.OpenCSV(files[0], ingest.CSVOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer csv.Close()
	var out [][]string
	err = csv.Each(c, func(r *ingest.Row) error {
		out = append(out, append([]string(nil), r.Fields...))
		return nil
	})
	if err != nil || len(c.Rejects) > 0 {
		t.Fatalf("%s: %v, %d rejects", path, err, len(c.Rejects))
	}
	return out
}

func FuzzMap(f *testing.F) {
	f.Add("individual", "SDGT] [IFSR", "DOB circa 1961 to 1962; POB Korea, North; Passport A (B) (Iran) issued x; Linked To: X.; (Linked To: Y)")
	f.Add("vessel", "]]][", "alt. ; alt. DOB; Digital Currency Address -; Identification Number IMO ; a.k.a. '';;")
	f.Add("-0-", "", "Vessel Registration Identification ; Tax ID No. ; C.R. No.; RUC # ; Moon No. 5 ()")
	f.Fuzz(func(t *testing.T, typ, programs, remarks string) {
		if !utf8.ValidString(typ + programs + remarks) {
			t.Skip("such a row is rejected before it is mapped")
		}
		e := &Entry{Main: Row{Num: "1", Name: "X", Type: typ, Programs: programs, Remarks: remarks, File: "sdn.csv", Line: 1}, Raw: [][]byte{[]byte("1")}}
		rec := Map("ofac", e, nil)
		for _, fault := range sourcetest.Check("ofac", rec) {
			if !strings.Contains(fault, "cannot be printed") && !strings.Contains(fault, "spaces around it") {
				t.Error(fault)
			}
		}
	})
}

// TestTwoSnapshots: two days of a list in one folder are not one list.
func TestTwoSnapshots(t *testing.T) {
	row := `%d,"SAMPLE BANK",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\n"
	for _, name := range []string{"sdn.csv", "cons_prim.csv"} {
		dir := t.TempDir()
		for i, day := range []string{"2024-01-01", "2024-01-02"} {
			if err := os.Mkdir(dir+"/"+day, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(dir+"/"+day+"/"+name, fmt.Appendf(nil, row, i+1), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{dir}}, &ingest.Collect{})
		if want := "got two " + name + ": 2024-01-01/" + name + " and 2024-01-02/" + name; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadAll of two snapshots = %v, want %q", err, want)
		}
	}
}
