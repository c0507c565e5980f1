package edifact

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source: Source{}, Files: sourcetest.Sample(t, "testdata"), Records: 2,
		Bad: []sourcetest.Bad{
			{Row: "hello'", Reason: "is no segment"},
			{Row: "DTM+132:20240230:102'", Reason: "stands outside of any message"},
		},
	})
}

// read gives what comes of an interchange.
func read(s string) (*ingest.Collect, error) {
	var c ingest.Collect
	_, err := ingest.ReadAll(ingest.Options{Source: Source{}, Dataset: "m", Paths: []string{"-"}, Stdin: strings.NewReader(s)}, &c)
	return &c, err
}

// brief writes the parties and goods of a record for a reader.
func brief(c *ingest.Collect, i int) string {
	r := c.Records[i]
	s := r.Shipments[0]
	out := []string{r.ID.Key(), s.Date.String()}
	for _, p := range s.Parties {
		q := r.Party(p.Party)
		name := q.Name()
		if name == "" && len(q.Identifiers) > 0 {
			name = q.Identifiers[0].Value
		}
		out = append(out, string(p.Role)+"="+name)
	}
	g, _ := json.Marshal(s.Goods)
	return strings.Join(append(out, string(g)), "; ")
}

func TestCuscar(t *testing.T) {
	var c ingest.Collect
	if _, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: []string{"testdata/cuscar.edi"}}, &c); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		`EXMU0001; 2024-06-01; carrier=EXMU; carrier=EXMU; vessel=EXAMPLE CARRIER; shipper=EXAMPLE SEMICONDUCTOR CO; consignee=SAMPLE BANK; payer=SAMPLE BANK; notify=ACME LTD; ` +
			`[{"text":"H200 BASEBOARDS, 8 PCS D'ACIER","hs":"847330","quantity":"8","unit":"PK","value":"250000","currency":"USD","weight":"1000","weight_unit":"kg"}]`,
		`EXMU0002; 2024-06-01; carrier=EXMU; carrier=EXMU; vessel=EXAMPLE CARRIER; consignee=CAFÉ BETA GMBH; forwarder=SAMPLE LOGISTICS; [{"text":"SPARE FANS","quantity":"12","unit":"CT","weight":"50","weight_unit":"lb"}]`,
	} {
		if got := brief(&c, i); got != want {
			t.Errorf("consignment %d:\n%s\nwant\n%s", i, got, want)
		}
	}
	p := c.Records[0].Parties[len(c.Records[0].Parties)-1]
	if len(p.Phones) != 1 || p.Phones[0] != "+12135550100" || c.Records[0].Shipments[0].Numbers["container"] != "EXMU7654321" {
		t.Errorf("notify party %+v, numbers %v", p, c.Records[0].Shipments[0].Numbers)
	}
}

// TestSyntax reads one name in several character sets and with other marks.
func TestSyntax(t *testing.T) {
	wrap := func(syntax, name string) string {
		return "UNB+" + syntax + ":3+A+B+240531:1200+1'UNH+1+IFCSUM:D:03A:UN'CNI+1+X'NAD+CN+++" + name + "'UNT+4+1'UNZ+1+1'"
	}
	for _, c := range []struct{ in, want string }{
		{wrap("UNOA", "ACME LTD"), "ACME LTD"},
		{wrap("UNOC", "M\xfcLLER"), "MüLLER"},
		{wrap("UNOC", "MüLLER"), "MüLLER"},
		{wrap("UNOE", "\xbf\xe0\xd8\xd1\xde\xe0"), "Прибор"},
		{wrap("UNOY", "深圳样本"), "深圳样本"},
		{wrap("UNOA", "O?'NEIL ?+ CO?: WHY??"), "O'NEIL + CO: WHY?"},
		{"UNA|*.\\ ~UNB*UNOC|3*A*B*240531|1200*1~UNH*1*IFTMIN|D|03A|UN~NAD*CN***O'NEIL \\* CO~UNT*3*1~UNZ*1*1~", "O'NEIL * CO"},
		{"UNH+1+IFTMIN:D:03A:UN'\r\nNAD+CN+++ACME\r\n LTD'\r\nUNT+3+1'", "ACME LTD"},
	} {
		got, err := read(c.in)
		if err != nil || len(got.Records) != 1 || got.Records[0].Parties[0].Name() != c.want {
			t.Errorf("%q: %d records, %v, %v; want %q", c.in, len(got.Records), err, got.Records, c.want)
		}
	}
}

func TestHostile(t *testing.T) {
	head := "UNH+1+CUSCAR:D:03A:UN'"
	for _, c := range []struct {
		name, in         string
		records, rejects int
		want             string
	}{
		{"cut off", head + "CNI+1+A'NAD+CN+++ACME'CNI+2+B'NAD+CN+++BE", 1, 1, "cut off"},
		{"no end", head + "CNI+1+A'NAD+CN+++ACME'", 0, 1, "cut off"},
		{"another message", "UNH+1+BAPLIE:D:95B:UN'NAD+CN+++X'UNT+2+1'" + head + "CNI+1+A'NAD+CN+++ACME'UNT+3+1'", 1, 1, ""},
		{"a message in a message", head + "CNI+1+A'NAD+CN+++ACME'" + head + "CNI+1+B'NAD+CN+++BETA'UNT+1+1'", 2, 1, ""},
		{"a segment without end", head + "NAD+CN+++" + strings.Repeat("x", 2*ingest.MaxRow) + "'NAD+CN+++ACME'UNT+1+1'", 1, 1, ""},
		{"a million elements", head + "NAD" + strings.Repeat("+", 1_000_000) + "'NAD+CN+++ACME'UNT+1+1'", 1, 0, ""},
		{"a bill twice", head + "CNI+1+A'NAD+CN+++ACME'CNI+2+A'NAD+CN+++ACME'UNT+1+1'", 2, 0, ""},
		{"a formula", head + "CNI+1+A'NAD+CN+++=cmd|?' /C calc?'!A0'UNT+1+1'", 1, 0, ""},
		{"nothing in it", head + "CNI+1+A'UNT+1+1'", 0, 1, ""},
	} {
		got, err := read(c.in)
		if len(got.Records) != c.records || len(got.Rejects) != c.rejects || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d records, %d rejects %v, %v; want %d, %d, %q", c.name, len(got.Records), len(got.Rejects), got.Rejects, err, c.records, c.rejects, c.want)
		}
	}
}

// FuzzInterchange: no interchange brings the reader down, and ids are unique.
func FuzzInterchange(f *testing.F) {
	f.Add("UNA:+.? 'UNB+UNOC:3'UNH+1+CUSCAR:D'CNI+1+A'NAD+CN+++TO ORDER'GID+1+8:PK'FTX+AAA+++X'MEA+WT++KGM:1'DTM+132:240531:101'TDT+20+1+1+++++1'UNT+1+1'")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		got, _ := read(s)
		seen := map[string]bool{}
		for _, r := range got.Records {
			if seen[string(r.ID)] || r.Line < 1 || r.ID.Key() == "" {
				t.Fatalf("the interchange %q gives the record %q twice or nowhere", s, r.ID)
			}
			seen[string(r.ID)] = true
		}
	})
}
