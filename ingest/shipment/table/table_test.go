package table

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestConformance(t *testing.T) {
	const row = "EXMU0009,2024-05-01,A,,,B,,,,,chips,1,,,,,,,,"
	sourcetest.Run(t, sourcetest.Suite{
		Source: Source{}, Files: sourcetest.Sample(t, "testdata"), Records: 3, Rows: true, Header: 1,
		Bad: []sourcetest.Bad{
			{Row: "EXMU0009,2024-05-01", Reason: "got 2 fields, want 20"},
			{Row: row + ",,,x", Reason: "got 23 fields, want 20"},
			{Row: strings.Repeat(",", 19), Reason: "has no party, no goods and no date"},
			{Row: strings.Replace(row, "2024-05-01", "2024-02-30", 1), Field: "date", Reason: "2024-02-30", Kept: true},
		},
	})
}

func TestTablesAreSound(t *testing.T) {
	known := roleWords()
	for _, u := range usual {
		if _, err := parseTarget(u.target); err != nil || u.heading != ingest.FoldHeading(u.heading) {
			t.Errorf("heading %q, target %q: %v", u.heading, u.target, err)
		}
		if to, ok := partyHeading(known, u.heading); ok {
			t.Errorf("heading %q is also the party %q", u.heading, to)
		}
	}
	first := map[string]string{}
	for _, u := range usual {
		first[u.heading] = u.target
	}
	for _, u := range spoken {
		if _, err := parseTarget(u.target); err != nil {
			t.Error(err)
		}
		for _, w := range words(u.headings) {
			if first[w] != "" {
				t.Errorf("heading %q is %s, and again %s", w, first[w], u.target)
			}
			first[w] = u.target
		}
	}
	for _, r := range roles {
		for part := range parts {
			if to, _ := partyHeading(known, r.word+part); to == "" {
				t.Errorf("no target for the heading %q", r.word+part)
			} else if _, err := parseTarget(to); err != nil {
				t.Errorf("heading %q: %v", r.word+part, err)
			}
		}
	}
}

func readAll(t testing.TB, m *ingest.Map, paths ...string) (*ingest.Collect, error) {
	t.Helper()
	var c ingest.Collect
	_, err := ingest.ReadAll(ingest.Options{Source: Source{}, Map: m, Paths: paths}, &c)
	return &c, err
}

func write(t testing.TB, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestManifest(t *testing.T) {
	c, err := readAll(t, nil, "testdata/manifest.csv")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range c.Records {
		ids = append(ids, string(r.ID))
	}
	if got, want := strings.Join(ids, " "), "shipments/EXMU0001 shipments/EXMU0001/2 shipments/EXMU0002"; got != want {
		t.Errorf("ids %q, want %q", got, want)
	}
	want := `{"id":"EXMU0001","date":"2024-05-01","parties":[` +
		`{"role":"shipper","party":"shipments/EXMU0001#shipper[0]"},{"role":"consignee","party":"shipments/EXMU0001#consignee[0]"},` +
		`{"role":"end-user","party":"shipments/EXMU0001#end-user[0]"},{"role":"vessel","party":"shipments/EXMU0001#vessel[0]"},{"role":"carrier","party":"shipments/EXMU0001#carrier[0]"},` +
		`{"role":"notify","party":"shipments/EXMU0001#consignee[0]"}],` +
		`"goods":[{"text":"8 x H200 baseboard","hs":"8473.30","quantity":"8","unit":"PCS","value":"250000","currency":"USD","weight":"120.5","weight_unit":"kg","origin":"TW"}],` +
		`"route":[{"kind":"loading","place":"Keelung"},{"kind":"unloading","place":"Hong Kong"}]}`
	if b, _ := json.Marshal(c.Records[0].Shipments[0]); string(b) != want {
		t.Errorf("first row gives\n%s\nwant\n%s", b, want)
	}
	party := engine.Party{ID: "shipments/EXMU0001#shipper[0]", Kind: engine.Unknown, Names: []engine.Name{{Text: "Example Semiconductor Co."}}, Country: "TW",
		Addresses: []engine.Address{{Text: "1 Fab Road, Hsinchu", Country: "TW"}}}
	if d := cmp.Diff(party, c.Records[0].Parties[0]); d != "" {
		t.Errorf("shipper (-want +got):\n%s", d)
	}
	if d := c.Records[2].Shipments[0].Date; d != 20240531 {
		t.Errorf("31/05/2024 is %v", d)
	}
}

func TestDateOrder(t *testing.T) {
	for _, c := range []struct {
		name, in, dates, want string
		warnings              int
	}{
		{"day first, by another row", "Date,Shipper\n02/06/2006,A\n13/06/2006,B\n", "", "2006-06-02", 0},
		{"month first, by another row", "Date,Shipper\n02/06/2006,A\n06/13/2006,B\n", "", "2006-02-06", 0},
		{"either", "Date,Shipper\n02/06/2006,A\n03/06/2006,B\n", "", "2006-06-02", 1},
		{"said", "Date,Shipper\n02/06/2006,A\n", "mdy", "2006-02-06", 0},
	} {
		var m *ingest.Map
		if c.dates != "" {
			m = &ingest.Map{Columns: map[string]ingest.Targets{"Date": {"date"}, "Shipper": {"shipper"}}, Dates: c.dates}
		}
		got, err := readAll(t, m, write(t, c.in))
		if err != nil || got.Records[0].Shipments[0].Date.String() != c.want || len(got.Rejects) != c.warnings {
			t.Errorf("%s: %v, %v, %d warnings; want %s and %d", c.name, got.Records, err, len(got.Rejects), c.want, c.warnings)
		}
	}
}

func TestMap(t *testing.T) {
	m, err := ingest.ParseMap([]byte(`{"format":"shipments","key":"Nr","columns":{"Absender":"shipper","Empfänger":"consignee","Kunde":"buyer:ref","Ware":"goods","Menge":"goods:quantity"},"constants":{"route:loading:country":"DE"}}`))
	if err != nil {
		t.Fatal(err)
	}
	c, err := readAll(t, m, write(t, "Nr;Absender;Empfänger;Kunde;Ware;Menge\n7;A GmbH;B Ltd;gleif/5299;Pumpen;3\n"))
	if err != nil || len(c.Records) != 1 {
		t.Fatalf("%d records, %v", len(c.Records), err)
	}
	rec := c.Records[0]
	if rec.ID != "shipments/7" || len(rec.Shipments[0].Parties) != 3 || rec.Shipments[0].Goods[0].Text != "Pumpen" || rec.Shipments[0].Route[0].Country != "DE" {
		t.Errorf("%s: %+v", rec.ID, rec.Shipments[0])
	}
	for s, want := range map[string]string{
		`{"columns":{"a":"shiper"}}`: `got target "shiper"`, `{"columns":{"a":"goods:color"}}`: "goods:color", `{"format":"csv","columns":{"a":"shipper"}}`: "is a map for the format csv",
		`{"columns":{"Ab":"shipper"}}`: `has no column "Ab"`,
	} {
		m, err := ingest.ParseMap([]byte(s))
		if err == nil {
			_, err = readAll(t, m, write(t, "Nr;Absender\n1;A\n"))
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the map %s: %v, want %q", s, err, want)
		}
	}
}

// TestReal reads real tables without a map.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		path         string
		rows, others int
		check        func(*engine.Record) bool
	}{
		{"data/shipments/usaid-scms-deliveries/scms.csv", 10324, 0, func(r *engine.Record) bool {
			s := r.Shipments[0]
			return r.ID == "shipments/1" && s.Date == 20060602 && s.Mode == "Air" && s.Goods[0].Quantity == "19" && s.Goods[0].Weight == "13" && s.Goods[0].WeightIn == "kg" &&
				s.Route[0].Country == "Côte d'Ivoire" && r.Parties[0].Name() == "RANBAXY Fine Chemicals LTD." && s.Parties[1].Role == engine.Manufacturer
		}},
		{"data/shipments/korea-customs-declarations/df_syn_test_eng.csv", 8481, 0, func(r *engine.Record) bool {
			s := r.Shipments[0]
			return r.ID == "shipments/41256141" && s.Date == 20210401 && s.Goods[0].HS == "420231" && s.Goods[0].Origin == "RO" && s.Route[0].Country == "IT" && len(r.Parties) == 3 &&
				r.Parties[1].Identifiers[0] == engine.Identifier{Scheme: "importer-id", Value: "Y3OM027"} && s.Parties[1].Role == engine.Buyer
		}},
	} {
		got, err := readAll(t, nil, sourcetest.Shared(t, c.path))
		if err != nil || len(got.Records) != c.rows || len(got.Rejects) != c.others {
			t.Errorf("%s: %d records, %d rejects, %v; want %d and %d; first %v", c.path, len(got.Records), len(got.Rejects), err, c.rows, c.others, got.Rejects[:min(2, len(got.Rejects))])
		}
		if len(got.Records) > 0 && !c.check(got.Records[0]) {
			b, _ := json.Marshal(got.Records[0])
			t.Errorf("%s: first record %s", c.path, b)
		}
	}
}
