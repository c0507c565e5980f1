package awb

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source: Source{}, Files: sourcetest.Sample(t, "testdata"), Records: 3, Rows: true,
		Bad: []sourcetest.Bad{{Row: "/\x02x\x04", Reason: "control character"}},
	})
}

// read gives what comes of messages.
func read(s string) (*ingest.Collect, error) {
	var c ingest.Collect
	_, err := ingest.ReadAll(ingest.Options{Source: Source{}, Dataset: "m", Paths: []string{"-"}, Stdin: strings.NewReader(s)}, &c)
	return &c, err
}

// brief writes the parties and goods of a record for a reader.
func brief(c *ingest.Collect, i int) string {
	r := c.Records[i]
	s := r.Shipments[0]
	out := []string{r.ID.Key(), s.ID, s.Date.String()}
	for _, p := range s.Parties {
		q := r.Party(p.Party)
		name := q.Name()
		if name == "" && len(q.Identifiers) > 0 {
			name = q.Identifiers[0].Value
		}
		if len(q.Addresses) > 0 {
			name += " [" + q.Addresses[0].Line() + "]"
		}
		out = append(out, string(p.Role)+"="+name)
	}
	g, _ := json.Marshal(s.Goods)
	return strings.Join(append(out, string(g)), "; ")
}

func TestWaybills(t *testing.T) {
	var c ingest.Collect
	if _, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: []string{"testdata"}}, &c); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		`057-12345675; 057-12345675; 2026-11-12; carrier=CI; shipper=EXAMPLE SEMICONDUCTOR CO [1 FAB ROAD, HSINCHU, 300, TW]; consignee=ACME HK LTD [12 SAMPLE ROAD, KOWLOON, HK]; forwarder=SAMPLE LOGISTICS LTD; ` +
			`forwarder=SAMPLE FORWARDING [TAIPEI]; notify=BETA TECHNOLOGY SHENZHEN [9 PARK AVENUE, SHENZHEN, CN]; ` +
			`[{"text":"H200 BASEBOARDS","hs":"847330","quantity":"8","unit":"pieces","value":"250000","currency":"USD","weight":"1000.5","weight_unit":"kg"}]`,
		`057-12345686/HAWB1; HAWB1; ; shipper=EXAMPLE TRADING [5 ROAD, TAIPEI, TW]; consignee=ACME LTD [12 ROAD, LOS ANGELES, CA, 90001, US]; [{"text":"SPARE FANS","hs":"841459","quantity":"12","unit":"pieces","weight":"70.0","weight_unit":"kg"}]`,
		`057-12345686/HAWB2; HAWB2; ; consignee=BETA INC [LOS ANGELES]; [{"text":"CABLES","quantity":"8","unit":"pieces","weight":"50.0","weight_unit":"lb"}]`,
	} {
		if got := brief(&c, i); got != want {
			t.Errorf("waybill %d:\n%s\nwant\n%s", i, got, want)
		}
	}
}

func TestHostile(t *testing.T) {
	const one = "FWB/16\n057-12345675TPEHKG/T8K10.0\nCNE\nNAM/ACME\n"
	for _, c := range []struct {
		name, in         string
		records, rejects int
	}{
		{"an envelope before it", "QD HKGXXCI\n.TPEXXCI 120001\n" + one, 1, 0},
		{"another message between", one + "FSU/14\n057-12345675TPEHKG/T8K10.0\n" + one, 2, 0},
		{"a waybill twice", one + one, 2, 0},
		{"no waybill", "FWB/16\nhello\nCNE\nNAM/X\n" + one, 1, 1},
		{"no party", "FWB/16\n057-12345675TPEHKG\nSHP\nCNE\n", 1, 0},
		{"a long line", one + "ADR/" + strings.Repeat("x", 1<<20) + "\n", 1, 1},
		{"many lines", one + strings.Repeat("/X\n", maxLines+10), 1, 13},
		{"a house without a number", "FHL/4\nMBI/057-12345686TPELAX/T20K120.0\nHBS\nCNE\n/ACME\n", 1, 0},
		{"no house", "FHL/4\nMBI/057-12345686TPELAX/T20K120.0\nCNE\n/ACME\n", 0, 1},
	} {
		got, err := read(c.in)
		if len(got.Records) != c.records || len(got.Rejects) != c.rejects || err != nil {
			t.Errorf("%s: %d records, %d rejects, %v; want %d and %d", c.name, len(got.Records), len(got.Rejects), err, c.records, c.rejects)
		}
	}
}

// FuzzMessages: no message brings the reader down, and ids are unique.
func FuzzMessages(f *testing.F) {
	f.Add("FWB/16\n057-12345675TPEHKG/T8K10.0\nCNE\nNAM/ACME\nRTD/1/P8/K1/NG/X\nISU/12NOV26\nOCI/A/CNE/T/1\nCVD/USD//PP/1/2\n")
	f.Add("FHL/4\nMBI/057-12345686TPELAX\nHBS/A/TPELAX/1/K1//X\nHTS/84\n")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		got, _ := read(s)
		seen := map[string]bool{}
		for _, r := range got.Records {
			if seen[string(r.ID)] || r.Line < 1 {
				t.Fatalf("the messages %q give the record %q twice or nowhere", s, r.ID)
			}
			seen[string(r.ID)] = true
		}
	})
}
