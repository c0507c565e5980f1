package table_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/table"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

const sampleMap = `{"format":"csv","dataset":"book","key":"Reg No","kind":"Type","separator":";",
 "columns":{"Company":"name","Other Names":"name:alias","Street 1":"address:street","Street 2":"address:street","City":"address:city",
  "Zip":"address:postcode","Country":["country","address:country"],"Telephone":"phone","LEI":"identifier:lei","Incorporated":"born","List":"list","Listed":"list:from"},
 "constants":{"note":"from the book"}}`

func mustMap(t testing.TB, s string) *ingest.Map {
	t.Helper()
	m, err := ingest.ParseMap([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source: table.Source{}, Map: mustMap(t, sampleMap), Files: sourcetest.Sample(t, "testdata"), Records: 4, Rows: true, Header: 1,
		Bad: []sourcetest.Bad{
			{Row: "A-9,Short", Reason: "got 2 fields, want 14"},
			{Row: "A-9,,,,,,,,,,,,,", Reason: "has no name"},
			{Row: "Reg No,Company,Other Names,Type,Street 1,Street 2,City,Zip,Country,Telephone,LEI,Incorporated,List,Listed", Reason: "is the header again"},
			{Row: "A-9,Name,,company,,,,,,,,31/02/2014,,", Field: "born", Reason: "31/02/2014", Kept: true},
			{Row: "A-9,Name,,martian,,,,,,,,,,", Field: "kind", Kept: true},
		},
	})
}

// read gives what comes of a table.
func read(t testing.TB, m, name, content string) (*ingest.Collect, error) {
	t.Helper()
	p := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	var c ingest.Collect
	_, err := ingest.ReadAll(ingest.Options{Source: table.Source{}, Map: mustMap(t, m), Paths: []string{p}}, &c)
	return &c, err
}

func TestRow(t *testing.T) {
	b, err := os.ReadFile("testdata/parties.csv")
	if err != nil {
		t.Fatal(err)
	}
	c, err := read(t, sampleMap, "p.csv", string(b))
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Party{ID: "book/A-1", Kind: engine.Company,
		Names:       []engine.Name{{Text: "Harbour Lantern Trading Limited"}, {Text: "海港燈貿易有限公司", Kind: engine.Alias}, {Text: "Lantern HK", Kind: engine.Alias}},
		Identifiers: []engine.Identifier{{Scheme: "lei", Value: "529900T8BM49AURSDO55"}},
		Addresses:   []engine.Address{{Street: "Room 1205, 12/F, 88 Example Road", City: "Hong Kong", Country: "HK"}},
		Country:     "HK", Born: []engine.Date{20140514}, Phones: []string{"+852 5550 1234"}, Notes: []string{"from the book"}}
	if d := cmp.Diff(want, c.Records[0].Parties[0]); d != "" {
		t.Errorf("first row (-want +got):\n%s", d)
	}
	if l := c.Records[1].Listings; len(l) != 1 || l[0].List != "us-bis-el" || l[0].From != 20241202 || l[0].Party != "book/A-2" {
		t.Errorf("second row: listings %+v", l)
	}
	if k := c.Records[2].Parties[0].Kind; k != engine.Person {
		t.Errorf("third row: kind %q, want person", k)
	}
}

// TestKind reads what a party is: unknown where nothing says it.
func TestKind(t *testing.T) {
	for _, c := range []struct {
		m, in string
		want  engine.Kind
	}{
		{`{"columns":{"n":"name"}}`, "n\nA\n", engine.Unknown},
		{`{"kind":"vessel","columns":{"n":"name"}}`, "n\nA\n", engine.Vessel},
		{`{"kind":"k","columns":{"n":"name"}}`, "n,k\nA,\n", engine.Unknown},
		{`{"kind":"k","columns":{"n":"name"}}`, "n,k\nA,Natural_Person\n", engine.Person},
		{`{"kind":"k","columns":{"n":"name"}}`, "n,k\nA,E\n", engine.Company},
		{`{"columns":{"n":"name","k":"kind"}}`, "n,k\nA,Organization\n", engine.Company},
		{`{"columns":{"n":"name","k":"kind"}}`, "n,k\nA,\n", engine.Unknown},
	} {
		got, err := read(t, c.m, "x", c.in)
		if err != nil || len(got.Records) != 1 || got.Records[0].Parties[0].Kind != c.want {
			t.Errorf("the map %s of %q: %+v, %v; want a %s", c.m, c.in, got.Records, err, c.want)
		}
	}
}

// TestRecognise reads lists without a map, from a file and from a pipe.
func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		in   string
		want string // key, kind and name of each, or what the error says
	}{
		{"Ref,Company Name\nK1,A Ltd\n,B Ltd\n", "K1 unknown A Ltd; line 3 unknown B Ltd"},
		{"name,kind\nA,person\nB,martian\nC,E\n", "2 person A; 3 unknown B; 4 company C"},
		{"name;Type\nA;Individual\nB;Supplier\nC;vessel\nD;P\nE;\n", "2 person A; 3 unknown B; 4 vessel C; 5 unknown D; 6 unknown E"},
		{"name,schema\nA,LegalEntity\nB,Organization\nC,Airplane\n", "2 unknown A; 3 company B; 4 aircraft C"},
		{"name,type,Entity Type\nA,person,company\nB,person,LLC\n", "2 company A; 3 person B"},
		{"name,type,kind\nA,person,\n", "2 unknown A"},
		{`[{"name":"A","type":"individual"},{"name":"B"}]`, "1 person A; 2 unknown B"},
		{"title,price\nA,1\n", "no heading is known to mean the party's name; there are title, price"},
	} {
		p := filepath.Join(t.TempDir(), "x")
		if err := os.WriteFile(p, []byte(c.in), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{p, "-"} {
			var got ingest.Collect
			_, err := ingest.ReadAll(ingest.Options{Source: table.Source{Recognise: true}, Paths: []string{path}, Stdin: strings.NewReader(c.in)}, &got)
			var parts []string
			for _, r := range got.Records {
				p := r.Parties[0]
				parts = append(parts, r.ID.Key()+" "+string(p.Kind)+" "+p.Name())
			}
			if s := strings.Join(parts, "; "); err == nil && s != c.want || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s of %q: %s, %v; want %s", path, c.in, s, err, c.want)
			}
		}
	}
}

func TestJSONTable(t *testing.T) {
	m := `{"key":"id","columns":{"org.name":"name","org.aka":"name:alias","cc":"country"},"separator":";"}`
	for name, content := range map[string]string{
		"lines": `{"id":1,"org":{"name":"A Ltd","aka":["B","C"]},"cc":"SG"}` + "\n" + `{"id":2,"org":{"name":"D"},"cc":null}`,
		"array": `[{"id":1,"org":{"name":"A Ltd","aka":["B","C"]},"cc":"SG"},{"id":2,"org":{"name":"D"},"cc":null}]`,
	} {
		c, err := read(t, m, "x", content)
		if err != nil || len(c.Records) != 2 {
			t.Fatalf("%s: %d records, %v", name, len(c.Records), err)
		}
		want := []engine.Name{{Text: "A Ltd"}, {Text: "B", Kind: engine.Alias}, {Text: "C", Kind: engine.Alias}}
		if d := cmp.Diff(want, c.Records[0].Parties[0].Names); d != "" || c.Records[0].ID != "csv/1" {
			t.Errorf("%s: %s (-want +got):\n%s", name, c.Records[0].ID, d)
		}
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct{ name, m, in, want string }{
		{"line", `{"columns":{"n":"name"}}`, "n\nA\n\nB\n", "csv/2 csv/4"},
		{"column", `{"key":"k","columns":{"n":"name"}}`, "k,n\nx,A\n,B\n", "csv/x csv/line 3"},
		{"no header", `{"no_header":true,"key":"1","columns":{"2":"name"}}`, "x,A\ny,B\n", "csv/x csv/y"},
		{"json by count", `{"columns":{"n":"name"}}`, `[{"n":"A"},{"n":"B"}]`, "csv/1 csv/2"},
	} {
		got, err := read(t, c.m, "x", c.in)
		var ids []string
		for _, r := range got.Records {
			ids = append(ids, string(r.ID))
		}
		if s := strings.Join(ids, " "); s != c.want || err != nil {
			t.Errorf("%s: ids %q, %v; want %q", c.name, s, err, c.want)
		}
	}
}

func TestMapErrors(t *testing.T) {
	for _, c := range []struct{ m, in, want string }{
		{`{"columns":{"Organisation Name":"name"}}`, "Organization Name,x\nA,1\n", `has no column "Organisation Name"; the nearest is "Organization Name"`},
		{`{"columns":{"organization_name":"name"}}`, "Organization Name,x\nA,1\n", ""},
		{`{"columns":{"x":"nome"}}`, "x\nA\n", `the column "x": got target "nome", want one of address`},
		{`{"columns":{"x":"address"}}`, "x\nA\n", "no column is a name or an identifier"},
		{`{"format":"shipments","columns":{"x":"name"}}`, "x\nA\n", "is a map for the format shipments"},
		{`{"columns":{"zzz":"name"}}`, `{"id":1}`, `has no column "zzz"`},
	} {
		_, err := read(t, c.m, "x", c.in)
		if c.want == "" && err == nil {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || c.want == "" || !errors.Is(err, engine.Invalid) {
			t.Errorf("the map %s: %v, want %q", c.m, err, c.want)
		}
	}
	for _, s := range []string{"", "[]", `{"columns":{}}`, `{"colums":{"a":"name"}}`, `{"columns":{"a":"name"},"dates":"ymd"}`, `{"columns":{"a":"name"},"delimiter":"::"}`, `{"columns":{"a":7}}`} {
		if _, err := ingest.ParseMap([]byte(s)); err == nil {
			t.Errorf("ParseMap(%q): no error", s)
		}
	}
}

// TestIEEE loads the real list of manufacturers by a map: all its rows are
// parties, but for three whose prefix came before with another name.
func TestIEEE(t *testing.T) {
	st, err := store.Open(store.Options{InMemory: true, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	s, err := ingest.Run(context.Background(), st, ingest.Options{
		Source: table.Source{}, Paths: []string{sourcetest.Shared(t, "data/registries/ieee-oui-organisations/oui.csv")}, Now: time.Now,
		Map: mustMap(t, `{"dataset":"ieee","key":"Assignment","columns":{"Organization Name":"name","Organization Address":"address"}}`),
	})
	if err != nil || s.Rows != 32530 || s.Records+s.Duplicate != 32530 || s.Duplicate != 3 || s.Rejected != 0 {
		t.Errorf("oui.csv: %+v, %v; want 32,530 rows, 3 of them duplicates, none rejected", s, err)
	}
}
