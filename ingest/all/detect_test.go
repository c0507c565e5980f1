package all_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Shipper,Consignee\nA,B\n", "shipments"}, {"Fecha;Exportador;Importador;Peso\n", "shipments"}, {"Importer,Seller,Goods\nA,B,C\n", "shipments"}, {"发货人,收货人\n甲,乙\n", "shipments"},
		{"Ref,Company Name,Country\n1,A,DE\n", "csv"}, {"UNB+UNOC:3+A+B'UNH+1+CUSCAR:D'", "edifact"}, {"QD ABC\nFWB/16\n057-12345675TPEHKG\n", "awb"},
		{`{"shipment":"s1","parties":{}}`, "pierce"}, {"identifier,carrier_code,vessel_name,foreign_port_of_lading\n1,A,B,C\n", "ams"},
		{"colour,shape\nred,round\n", ""}, {"hello world\n", ""},
	} {
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, []byte(c.in), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, o := range []ingest.Options{{Paths: []string{p}}, {Paths: []string{"-"}, Stdin: strings.NewReader(c.in)}} {
			s, err := all.Detect(&o)
			switch {
			case c.want == "" && !errors.Is(err, engine.Invalid):
				t.Errorf("Detect(%q) = %v, %v; want Invalid", c.in, s, err)
			case c.want != "" && (err != nil || s.Format().Name != c.want):
				t.Errorf("Detect(%q) = %v, %v; want %s", c.in, s, err, c.want)
			}
			if o.Stdin != nil {
				if b, err := io.ReadAll(o.Stdin); err != nil || string(b) != c.in {
					t.Errorf("after Detect standard input holds %q, %v; want %q", b, err, c.in)
				}
			}
		}
	}
}
