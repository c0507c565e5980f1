package ams

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source: Source{}, Files: sourcetest.Sample(t, "testdata"), Records: 3, Rows: true, Header: 1, Main: "header.csv",
		Bad: []sourcetest.Bad{
			{Row: "2024053199,EXMU", Reason: "got 2 fields, want 25"},
			{Row: strings.Repeat(",", 23) + "x,", Field: "identifier"},
			{Row: "2024053102,EXMU" + strings.Repeat(",", 23), Reason: "has a header already"},
			{Row: "2024053104,EXMU,PA,SHIP,LA,2024-02-30" + strings.Repeat(",", 19), Field: "estimated_arrival_date", Kept: true},
			{File: "tariff.csv", Row: "2024053177,X,1,847330,,,", Reason: "no row of the header table"},
		},
	})
}

func read(t testing.TB, paths ...string) (*ingest.Collect, error) {
	t.Helper()
	var c ingest.Collect
	_, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: paths}, &c)
	return &c, err
}

// brief writes a bill for a reader.
func brief(r *engine.Record) string {
	s := r.Shipments[0]
	var out []string
	for _, p := range s.Parties {
		q := r.Party(p.Party)
		name := q.Name()
		if name == "" && len(q.Identifiers) > 0 {
			name = q.Identifiers[0].Value
		}
		out = append(out, string(p.Role)+"="+name)
	}
	g, _ := json.Marshal(s.Goods)
	return s.ID + " " + s.Date.String() + " " + strings.Join(out, "; ") + " " + string(g)
}

func TestBills(t *testing.T) {
	c, err := read(t, "testdata")
	if err != nil || len(c.Records) != 3 {
		t.Fatalf("%d records, %v", len(c.Records), err)
	}
	for i, want := range []string{
		`EXMU0001 2024-05-30 vessel=EXAMPLE CARRIER; carrier=EXMU; consignee=SAMPLE BANK; payer=SAMPLE BANK; notify=ACME LTD; shipper=EXAMPLE SEMICONDUCTOR CO ` +
			`[{"text":"H200 BASEBOARDS","hs":"847330","quantity":"8","value":"250000","currency":"USD","weight":"1000","weight_unit":"kg"}]`,
		`HB000002 2024-05-31 vessel=EXAMPLE CARRIER; carrier=EXMU; consignee=SAMPLE LOGISTICS INC; forwarder=SAMPLE LOGISTICS INC; consignee=ACME LTD; notify=SAMPLE LOGISTICS INC ` +
			`[{"text":"COMPUTER PARTS","quantity":"6"},{"text":"SPARE FANS","hs":"841459","quantity":"6","value":"100","currency":"USD","weight":"50","weight_unit":"lb"},{"hs":"841490"}]`,
		`EXMU0003 2024-05-31 vessel=EXAMPLE CARRIER; carrier=EXMU; shipper=BUSAN SAMPLE CO [{"quantity":"1","unit":"PKG","weight":"20","weight_unit":"kg"}]`,
	} {
		if got := brief(c.Records[i]); got != want {
			t.Errorf("bill %d:\n%s\nwant\n%s", i, got, want)
		}
	}
	n := c.Records[1].Shipments[0].Numbers
	if n["weight"] != "500 lb" || n["packages"] != "12 CTN" || n["container"] != "EXMU1234567" || c.Records[0].Shipments[0].Numbers["to_order"] == "" {
		t.Errorf("numbers of the second bill: %v", n)
	}
}

// archive writes files into a zip.
func archive(t testing.TB, files map[string]string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "ams.zip")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestOrder: the order of the rows changes no record. The tables are large
// enough for several runs.
func TestOrder(t *testing.T) {
	bills := 60_000
	if testing.Short() {
		bills = 5_000
	}
	head, cargo := make([]string, bills), make([]string, 2*bills)
	fill := strings.Repeat("SPARE PARTS ", 40)
	for i := range bills {
		head[i] = fmt.Sprintf("%d,SHIP %d,2024-05-31", 9000+i, i%7)
		cargo[2*i] = fmt.Sprintf("%d,C%d,1,%s%d", 9000+i, i, fill, i)
		cargo[2*i+1] = fmt.Sprintf("%d,C%d,2,OTHER %d", 9000+i, i, i)
	}
	files := func() map[string]string {
		return map[string]string{
			"2024/ams__header.csv":    "identifier,vessel_name,estimated_arrival_date\n" + strings.Join(head, "\n") + "\n",
			"2024/ams__cargodesc.csv": "identifier,container_number,description_sequence_number,description_text\n" + strings.Join(cargo, "\n") + "\n",
		}
	}
	want, err := read(t, archive(t, files()))
	if err != nil || len(want.Records) != bills || len(want.Rejects) > 0 {
		t.Fatalf("%d records, %d rejects, %v", len(want.Records), len(want.Rejects), err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(head), func(i, j int) { head[i], head[j] = head[j], head[i] })
	pairs := make([][2]string, bills)
	for i := range pairs {
		pairs[i] = [2]string{cargo[2*i], cargo[2*i+1]}
	}
	r.Shuffle(bills, func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	for i, p := range pairs {
		cargo[2*i], cargo[2*i+1] = p[0], p[1]
	}
	t.Setenv("TMPDIR", t.TempDir())
	got, err := read(t, archive(t, files()))
	if err != nil || len(got.Records) != bills {
		t.Fatalf("shuffled: %d records, %v; want %d", len(got.Records), err, bills)
	}
	for i, rec := range got.Records {
		if rec.ID != want.Records[i].ID || brief(rec) != brief(want.Records[i]) {
			t.Fatalf("record %d is %s, want %s", i, brief(rec), brief(want.Records[i]))
		}
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("the temporary folder still holds %d entries, %v", len(left), err)
	}
}

// TestHostile: rows that belong to nothing, and an archive without a header.
func TestHostile(t *testing.T) {
	const head = "identifier,vessel_name\n1,A\n"
	for _, c := range []struct {
		name             string
		files            map[string]string
		records, rejects int
		want             string
	}{
		{"no header", map[string]string{"consignee.csv": "identifier,consignee_name\n1,A\n"}, 0, 0, "has no header table"},
		{"a table that is none", map[string]string{"header.csv": head, "readme.csv": "colour\nred\n"}, 0, 0, "identifier"},
		{"an unknown table", map[string]string{"header.csv": head, "new.csv": "identifier,colour\n1,red\n"}, 1, 0, ""},
		{"many rows of one bill", map[string]string{"header.csv": head, "cargodesc.csv": "identifier,description_text\n" + strings.Repeat("1,X\n", maxBillRows+10)}, 1, 11, ""},
		{"a formula", map[string]string{"header.csv": head, "consignee.csv": "identifier,consignee_name\n1,=cmd|' /C calc'!A0\n"}, 1, 0, ""},
		{"another manifest inside", map[string]string{"header.csv": head + "Bill,Shipper\nX,Y\n"}, 3, 0, ""},
		{"a member that leads outside", map[string]string{"../header.csv": head}, 0, 0, "leads outside"},
	} {
		got, err := read(t, archive(t, c.files))
		if len(got.Records) != c.records || len(got.Rejects) != c.rejects || (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d records, %d rejects, %v; want %d, %d, %q", c.name, len(got.Records), len(got.Rejects), err, c.records, c.rejects, c.want)
		}
	}
}

// FuzzTables: whatever the tables hold, each record has a header of its own.
func FuzzTables(f *testing.F) {
	f.Add("identifier,vessel_name\n2,A\n1,B\n", "identifier,consignee_name\n1,TO ORDER\n3,X\n")
	f.Add("identifier,vessel_name\n\"1\n2\",A\n", "identifier,harmonized_number,harmonized_weight\n1,8,x\n")
	f.Fuzz(func(t *testing.T, head, rows string) {
		dir := t.TempDir()
		for name, s := range map[string]string{"a.csv": head, "b.csv": rows} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(s), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := read(t, dir)
		seen := map[engine.RecordID]bool{}
		for _, r := range got.Records {
			if seen[r.ID] || len(r.Shipments) != 1 {
				t.Fatalf("the record %s comes twice or without a shipment (%v)", r.ID, err)
			}
			seen[r.ID] = true
		}
	})
}
