package report

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

var update = flag.Bool("update", false, "write the golden files")

// example is a dossier with something in every part, and a hostile name.
func example() *Dossier {
	step := own.Step{Owner: "eo", Name: "Owner & <b>Sons</b>", Owned: "ex", OwnedName: "Tarn <script>alert(1)</script> \u202eWorks", Kind: engine.Shares, Share: engine.Percent(60), From: 20200101, Sources: []engine.RecordID{"r/2"}}
	at := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	return &Dossier{Version: Version, Entity: "ex", Name: step.OwnedName, Kind: engine.Company, Country: "SG", AsOf: 20250601, Made: 20250602,
		Facts:    []Fact{{"name", `</script><script>alert(2)</script> pierce-seal sha256:` + string(unsealed), []engine.RecordID{"r/1"}}, {"name", "天衡智算", []engine.RecordID{"r/1"}}},
		Listings: []Listing{{Listing: engine.Listing{Party: "r/1", List: "us-bis-el", From: 20240101, Citation: "89 FR 1"}, Record: "r/1", Stands: true}},
		Tree: own.Tree{Entity: "ex", Name: step.OwnedName, AsOf: 20250601, Owners: []own.Branch{{Step: step, Depth: 1, End: own.EndCompany, Counted: true}}, Total: "100",
			Terminals: []own.Terminal{{Kind: own.EndCompany, Entity: "eo", Name: step.Name, Percent: "60.000000"}, {Kind: own.EndRest, Owned: "ex", Percent: "40.000000"}}},
		Lists:    map[engine.EntityID][]engine.ListID{"eo": {"us-ofac-sdn"}},
		Holdings: []Holding{{1, own.Step{Owner: "ex", Name: "x", Owned: "eh", OwnedName: "Held Ltd", Kind: engine.Shares}}},
		Shipped:  []Shipment{{Record: "s/1", ID: "BL1", Date: 20250101, Role: engine.EndUser, With: []string{"shipper: A"}, Goods: []string{"GPU, 4 PCS"}, Route: []string{"Oakland", "Singapore"}}},
		Verdicts: []Verdict{{Verdict: own.Verdict{Entity: "ex", Rule: "ofac-50", Version: "2014-08/1", Verdict: own.Yes, Tier: 1, Path: []own.Step{step}, Citation: "OFAC guidance"}, Title: "OFAC 50 Percent Rule", Because: "60 %"}},
		Judged:   []engine.Judgement{{ID: "j1", A: "r/1", B: "r/9", By: "AL", Why: "same number", At: "2025-01-01T00:00:00Z", Same: true}},
		Missing:  []string{"who holds 40 %"},
		Evidence: []Source{{Record: "r/1", Format: "pierce", File: "w.jsonl", Line: 1, Retrieved: at, SHA256: hash([]byte("x")), Text: `{"id":"1"}`}},
		Loaded:   []Dataset{{"r", "pierce", 2, at}}, Stamp: Stamp{Pierce: "v1", Seq: 7, Rules: hash(nil)},
		Picture: "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"}
}

// files are the example in each format.
func files(t testing.TB) map[string][]byte {
	t.Helper()
	d := example()
	out := map[string][]byte{}
	var err error
	for form, write := range map[string]func() ([]byte, error){"json": d.JSON, "html": d.HTML, "pdf": func() ([]byte, error) { return d.Attach([]byte(printedPDF())) }} {
		if out[form], err = write(); err != nil {
			t.Fatalf("%s: %v", form, err)
		}
	}
	return out
}

// printedPDF is the least that Chromium's writer makes of a page.
func printedPDF() string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj\n<</Creator (Chromium)\n/CreationDate (D:20260101101010+00'00')\n/ModDate (D:20260101101010+00'00')>>\nendobj\n")
	root := b.Len()
	b.WriteString("2 0 obj\n<</Type /Catalog\n/Pages 3 0 R>>\nendobj\n")
	pages := b.Len()
	b.WriteString("3 0 obj\n<</Type /Pages\n/Count 0\n/Kids []>>\nendobj\n")
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n%010d 00000 n \ntrailer\n<</Size 4\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", 9, root, pages, table)
	return b.String()
}

func TestOpen(t *testing.T) {
	want, err := example().Digest()
	if err != nil {
		t.Fatal(err)
	}
	for form, file := range files(t) {
		o, err := Open(file)
		if err != nil || o.Format != form || !o.Intact || o.Digest != want || o.Said != want {
			t.Errorf("Open(%s) = %+v, %v, want intact with digest %s", form, o, err, want)
			continue
		}
		if c := Changes(example(), o.Dossier); len(c) > 0 {
			t.Errorf("Open(%s) gives another dossier: %+v", form, c)
		}
	}
}

// TestSame wants the same bytes of the same dossier, and of a print at another
// time of day.
func TestSame(t *testing.T) {
	a, b := files(t), files(t)
	for form := range a {
		if !bytes.Equal(a[form], b[form]) {
			t.Errorf("%s: two writings of one dossier differ", form)
		}
	}
	later, err := example().Attach([]byte(strings.ReplaceAll(printedPDF(), "D:20260101101010", "D:20260101235959")))
	if err != nil || !bytes.Equal(later, a["pdf"]) {
		t.Errorf("Attach of a print at another time of day: other bytes, %v", err)
	}
}

// TestTampering changes any one byte of a page or a PDF: no file that was
// altered is told as intact. In JSON white space does not count.
func TestTampering(t *testing.T) {
	all := files(t)
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom([]string{"html", "pdf", "json"}).Draw(t, "form")
		file := bytes.Clone(all[form])
		at := rapid.IntRange(0, len(file)-1).Draw(t, "at")
		flip := rapid.ByteRange(1, 255).Draw(t, "flip")
		was := file[at]
		file[at] ^= flip
		o, err := Open(file)
		if err != nil || !o.Intact {
			return
		}
		if form == "json" && strings.ContainsRune(" \t\r\n", rune(was)) && strings.ContainsRune(" \t\r\n", rune(file[at])) {
			return
		}
		t.Fatalf("Open(%s with byte %d %q → %q) is intact", form, at, was, file[at])
	})
}

func TestNoDossier(t *testing.T) {
	whole := files(t)
	for name, file := range map[string]string{"empty": "", "text": "hello", "json": "{}", "other json": `{"sha256":"x","content":3}`, "page": "<!doctype html><p>hello", "pdf": printedPDF(),
		"half a page": string(whole["html"][:len(whole["html"])/2]), "half a pdf": string(whole["pdf"][:len(whole["pdf"])-300]),
		"later": strings.Replace(string(whole["json"]), `"dossier": 1`, `"dossier": 99`, 1)} {
		if o, err := Open([]byte(file)); !errors.Is(err, engine.Invalid) {
			t.Errorf("Open(%s) = %+v, %v, want %v", name, o, err, engine.Invalid)
		}
	}
	if _, err := example().Attach([]byte("%PDF-1.7\nnothing")); !errors.Is(err, engine.Invalid) {
		t.Errorf("Attach(no PDF): %v, want %v", err, engine.Invalid)
	}
}

// TestPage: nothing of the data runs, and nothing is fetched from elsewhere.
func TestPage(t *testing.T) {
	page := string(files(t)["html"])
	for _, bad := range []string{"<script>", "<b>Sons", "src=", "\u202e", "@import", "url(", "http://www.w3.org/1999/xhtml", "https://"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"Tarn &lt;script&gt;alert(1)&lt;/script&gt;", "天衡智算", "us-ofac-sdn", "60 %", "OFAC guidance", "who holds 40 %", "same number", "w.jsonl", "default-src 'none'"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func TestChanges(t *testing.T) {
	was, is := example(), example()
	is.Verdicts[0].Verdict.Verdict, is.Verdicts[0].Because = own.No, "nobody"
	is.Evidence[0].SHA256 = hash([]byte("y"))
	is.Missing = nil
	is.Made, is.Picture = 20260101, ""
	got := Changes(was, is)
	var sections []string
	for _, c := range got {
		sections = append(sections, c.Section)
	}
	if strings.Join(sections, " ") != "verdict missing evidence" {
		t.Errorf("Changes = %+v, want a verdict, what is missing, and evidence, in this order", got)
	}
	if c := Changes(was, example()); len(c) != 0 {
		t.Errorf("Changes(d, d) = %+v, want none", c)
	}
}

func FuzzOpen(f *testing.F) {
	for _, file := range files(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		o, err := Open(file)
		if err == nil && o.Intact && o.Digest != o.Said {
			t.Errorf("Open = %+v: intact, and the digests differ", o)
		}
	})
}

// TestGolden holds the page against the one in testdata; -update writes it.
func TestGolden(t *testing.T) {
	page := files(t)["html"]
	const name = "testdata/dossier.html"
	if *update {
		if err := os.WriteFile(name, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, want) {
		t.Errorf("the page differs from %s; go test ./engine/report -update writes it, look at it", name)
	}
}
