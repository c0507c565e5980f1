package sketch

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	parties "github.com/pierce-er/pierce/ingest/registry/table"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// sketched writes the map of a table, and reads the table with it.
func sketched(t testing.TB, name, content string) (string, *ingest.Collect, error) {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := ingest.FindFiles(ingest.Format{Files: "*"}, ingest.Options{Paths: []string{p}})
	if err != nil {
		return "", nil, err
	}
	s, err := Of(files[0], "")
	if err != nil {
		return "", nil, err
	}
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	m, err := ingest.ParseMap(b.Bytes())
	if err != nil {
		t.Fatalf("the map of %q cannot be read: %v\n%s", content, err, b.String())
	}
	var src ingest.Source = shipments.Source{}
	if m.Format == "csv" {
		src = parties.Source{}
	}
	var c ingest.Collect
	_, err = ingest.ReadAll(ingest.Options{Source: src, Map: m, Paths: []string{p}}, &c)
	return b.String(), &c, err
}

func TestShipments(t *testing.T) {
	text, c, err := sketched(t, "May 2024.csv", "Bill No,Shipper,Consignee,Odd,When,Weight (kg),Arrival Date,ETA\n1,A LTD,B LTD,C Trading Ltd,2024-05-01,12,13/05/2024,\n2,A LTD,TO ORDER,D GmbH,2024-05-02,13,14/05/2024,\n")
	if err != nil || len(c.Records) != 2 || c.Records[0].Shipments[0].Date != 20240513 || c.Records[0].Shipments[0].Goods[0].WeightIn != "kg" {
		t.Fatalf("%d records, %v\n%s", len(c.Records), err, text)
	}
	for _, want := range []string{
		`"format": "shipments"`, `"dataset": "may-2024"`, `"dates": "dmy"`, `"Shipper": "shipper",  // e.g. A LTD`, `"constants": {"goods:weight_unit": "kg"}`,
		`"Odd": "ignore",  // (?) not known; its cells look like companies`, `"When": "ignore",  // (?) not known; its cells look like dates`, `"ETA": "ignore"  // (?) date too, but "Arrival Date" is taken`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the map lacks %s:\n%s", want, text)
		}
	}
}

func TestParties(t *testing.T) {
	text, c, err := sketched(t, "vendors.jsonl", `{"vendor id":7,"Bezeichnung":"A GmbH","country":"DE","x":"529900T8BM49AURSDO55"}`+"\n"+`{"vendor id":8,"Bezeichnung":"B Ltd","country":"SG","x":null}`)
	if err != nil || len(c.Records) != 2 || c.Records[0].ID != "vendors/7" || c.Records[0].Parties[0].Name() != "A GmbH" {
		t.Fatalf("%d records, %v\n%s", len(c.Records), err, text)
	}
	if !strings.Contains(text, "identifier:lei?") || !strings.Contains(text, `(?) taken for the name because of its cells`) {
		t.Errorf("the map:\n%s", text)
	}
}

// TestHostile: headings and cells that would break out of a comment or a text.
func TestHostile(t *testing.T) {
	for _, in := range []string{
		"Shipper,\"a\"\"b // c\",\"d\\\",\"e\nf\"\nX,\"y\n}\",\x1b[31m,\u202egnp\n",
		"Shipper,Shipper,,Consignee\nA,B,C,D\n",
		"Shipper,//,/*\nhttp://x,//,\"\n",
		"Shipper,=cmd|' /C calc'!A0\n=1+1,@x\n",
	} {
		text, _, err := sketched(t, "x.csv", in)
		if err != nil && !strings.Contains(err.Error(), "control") {
			t.Errorf("%q: %v\n%s", in, err, text)
		}
		if strings.ContainsAny(strings.ReplaceAll(text, "\n", ""), "\x00\x1b\u202e") {
			t.Errorf("the map of %q holds what moves a terminal: %q", in, text)
		}
	}
}

// FuzzMap: whatever the table, its map can be read.
func FuzzMap(f *testing.F) {
	f.Add("Shipper,Consignee,x\nA,B,C\n")
	f.Add("{\"a\":{\"b\":1}}")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" || strings.HasPrefix(s, "PK") {
			return
		}
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := ingest.FindFiles(ingest.Format{Files: "*"}, ingest.Options{Paths: []string{p}})
		if err != nil {
			return
		}
		sk, err := Of(files[0], "")
		if err != nil {
			return
		}
		var b bytes.Buffer
		if _, err := sk.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := ingest.ParseMap(b.Bytes()); err != nil && len(sk.Columns) > 0 {
			t.Fatalf("the map of %q cannot be read: %v\n%s", s, err, b.String())
		}
	})
}
