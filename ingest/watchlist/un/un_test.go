package un

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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
	sourcetest.Run(t, sourcetest.Suite{Source: New(), Files: sourcetest.Sample(t, "testdata"), Records: 3, Ended: 1})
}

func load(t testing.TB, path string) (*ingest.Collect, *ingest.Input, error) {
	t.Helper()
	c := &ingest.Collect{}
	in, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
	return c, in, err
}

func TestWhatEntriesMean(t *testing.T) {
	c, in, err := load(t, "testdata/consolidated.xml")
	if err != nil || len(c.Records) != 3 {
		t.Fatalf("%d records, %v; want 3", len(c.Records), err)
	}
	if got := in.RetrievedOrNow().Format("2006-01-02"); got != "2024-02-27" {
		t.Errorf("retrieved %s, want the day on which the list was generated, 2024-02-27", got)
	}
	person, entity := &c.Records[0].Parties[0], &c.Records[2].Parties[0]
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"names", person.Names, []engine.Name{{Text: "SAMPLE PROBE EXAMPLE"}, {Text: "시험 견본", Kind: engine.Transliterated},
			{Text: "Sampel Prob", Kind: engine.Alias}, {Text: "Sempel Prob", Kind: engine.Alias}, {Text: "S. Probe", Kind: engine.Alias}, {Text: "Proby", Kind: engine.WeakAlias}}},
		{"births", person.Born, []engine.Date{19580222, 19730000, 19740000, 19750000, 19680000}},
		{"kind, gender, nations, roles", []any{person.Kind, person.Gender, person.Nations, person.Roles}, []any{
			engine.Person, "Male", []string{"KP"}, []string{"Dr.", "Director of Sample Trading", "Deputy"}}},
		{"addresses", person.Addresses, []engine.Address{{City: "Pyongyang", Country: "KP"}, {Kind: engine.BirthPlace, City: "Sampletown", Country: "CN"}}},
		{"documents", person.Identifiers, []engine.Identifier{{Scheme: "passport", Value: "381110042", Country: "KP"}, {Scheme: "national-id", Value: "1-78-09"}}},
		{"listing", c.Records[0].Listings, []engine.Listing{{Party: "un/9900001", List: engine.UNSC, Programs: []string{"DPRK"}, From: 20150701, Number: "KPi.999"}}},
		{"end of a listing", c.Records[1].Listings[0].Until, engine.Date(20110203)},
		{"entity", []any{entity.Kind, entity.Names, entity.Addresses}, []any{engine.Company, []engine.Name{{Text: "SAMPLE LAKES COMPANY (SLC)"},
			{Text: "EXAMPLE LAKES & RIVERS (ELR)", Kind: engine.Alias}, {Text: "Slac", Kind: engine.Alias}, {Text: "Old Lakes", Kind: engine.Former}},
			[]engine.Address{{Street: "1 Sample Avenue", City: "Goma", Postcode: "0001", Country: "CD"}}}},
		{"line and raw", []any{c.Records[1].Line, strings.HasPrefix(string(c.Records[1].Raw), "<INDIVIDUAL>")}, []any{int64(33), true}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

// TestBadEntries puts entries that cannot be used between good ones.
func TestBadEntries(t *testing.T) {
	good := func(id string) string {
		return "<ENTITY><DATAID>" + id + "</DATAID><FIRST_NAME>GOOD</FIRST_NAME></ENTITY>\n"
	}
	for _, c := range []struct {
		name, entry, reason string
		kept                bool
	}{
		{"no id", "<ENTITY><FIRST_NAME>X</FIRST_NAME></ENTITY>", "want an id", false},
		{"no name", "<ENTITY><DATAID>7</DATAID></ENTITY>", "want a name", false},
		{"broken tags", "<ENTITY><DATAID>7</FIRST_NAME></ENTITY>", "no valid XML", false},
		{"a control character", "<ENTITY><DATAID>7</DATAID><FIRST_NAME>X\x02</FIRST_NAME></ENTITY>", "no valid XML", false},
		{"over 4 MiB", "<ENTITY><DATAID>7</DATAID><FIRST_NAME>" + strings.Repeat("x", 10<<20) + "</FIRST_NAME></ENTITY>", "longer than", false},
		{"a day that does not exist", "<ENTITY><DATAID>7</DATAID><FIRST_NAME>X</FIRST_NAME><LISTED_ON>2023-02-30</LISTED_ON></ENTITY>", "LISTED_ON", true},
		{"years backwards", "<INDIVIDUAL><DATAID>7</DATAID><FIRST_NAME>X</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1980</FROM_YEAR><TO_YEAR>1970</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>", "the first one first", true},
	} {
		path := filepath.Join(t.TempDir(), "un.xml")
		text := "<CONSOLIDATED_LIST>\n" + good("1") + c.entry + "\n" + good("2") + "</CONSOLIDATED_LIST>"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, _, err := load(t, path)
		want := 2
		if c.kept {
			want = 3
		}
		if err != nil || len(got.Records) != want || len(got.Rejects) != 1 {
			t.Errorf("with %s: %d records, %d rejects, %v; want %d, 1 and no error", c.name, len(got.Records), len(got.Rejects), err, want)
			continue
		}
		if e := got.Rejects[0]; !strings.Contains(e.Error(), c.reason) || e.Line != 3 || e.Kept != c.kept || len(e.Raw) == 0 {
			t.Errorf("with %s: filed as %.200v at line %d, want %q at line 3", c.name, e.Error(), e.Line, c.reason)
		}
	}
}

func TestNumber(t *testing.T) {
	for in, want := range map[string][2]string{
		"K8196482": {"K8196482", ""}, "CAR diplomatic passport no. D898": {"D898", "CAR diplomatic passport"},
		"381 (Expired 25 Jan. 2016)": {"381", "(Expired 25 Jan. 2016)"}, "Diplomatic Passport: Z3": {"Z3", "Diplomatic Passport"}, "": {"", ""},
	} {
		if number, rest := Number(in); number != want[0] || rest != want[1] {
			t.Errorf("Number(%q) = %q, %q; want %q, %q", in, number, rest, want[0], want[1])
		}
	}
}

func TestPublished(t *testing.T) {
	c, in, err := load(t, sourcetest.Shared(t, "data/watchlists/un-consolidated"))
	if err != nil || len(c.Rejects) > 0 {
		t.Fatalf("%v, %d rejects, want none", err, len(c.Rejects))
	}
	// Of 378 names in the original script one repeats a name in Latin letters.
	persons, original := 0, 0
	for _, r := range c.Records {
		p := &r.Parties[0]
		if p.Kind == engine.Person {
			persons++
		}
		for _, n := range p.Names {
			if n.Kind == engine.Transliterated {
				original++
			}
		}
		for _, fault := range sourcetest.Check("un", r) {
			t.Error(fault)
		}
	}
	if persons != 730 || len(c.Records)-persons != 273 || original != 377 {
		t.Errorf("%d individuals, %d entities, %d names in the original script; want 730, 273 and 377", persons, len(c.Records)-persons, original)
	}
	if got := in.RetrievedOrNow().Format("2006-01-02"); got != "2026-02-27" {
		t.Errorf("retrieved %s, want 2026-02-27", got)
	}
}

func FuzzScan(f *testing.F) {
	b, err := os.ReadFile("testdata/consolidated.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("<CONSOLIDATED_LIST><ENTITY><INDIVIDUAL></ENTITY></INDIVIDUAL></CONSOLIDATED_LIST>"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if !utf8.Valid(text) {
			t.Skip("files are decoded before they are read")
		}
		s := &scanner{in: bytes.NewReader(text), name: "x.xml", line: 1}
		c := &ingest.Collect{}
		for n := 0; ; n++ {
			e, err := s.next()
			if errors.Is(err, io.EOF) || errors.Is(err, ingest.ErrTruncated) {
				break
			}
			if err == nil {
				err = hand(&ingest.Input{Dataset: "un"}, "x.xml", e, c)
			}
			if err != nil || n > len(text) {
				t.Fatalf("entry %d: %v", n, err)
			}
			if !bytes.Contains(text, e.raw) {
				t.Fatalf("entry %d: its bytes are not the file's", n)
			}
			if e.cut {
				break
			}
		}
		for _, r := range c.Records {
			for _, fault := range sourcetest.Check("un", r) {
				if !strings.Contains(fault, "means that there is none") {
					t.Error(fault)
				}
			}
		}
	})
}
