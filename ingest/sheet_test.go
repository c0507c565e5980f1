package ingest

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// book writes a workbook around a sheet's rows, with more members if asked to.
func book(t testing.TB, rows string, more map[string]string) string {
	t.Helper()
	members := map[string]string{
		"[Content_Types].xml":        `<Types/>`,
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="Hidden" state="hidden" r:id="r2"/><sheet name="May" r:id="r1"/><sheet name="June" r:id="r2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/><numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml":       `<sst><si><t>Shipper</t></si><si><r><t>Con</t></r><r><t>signee</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml":   `<worksheet><sheetData/></worksheet>`,
	}
	for k, v := range more {
		members[k] = v
	}
	p := filepath.Join(t.TempDir(), "book.xlsx")
	f, err := os.Create(p)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	var names []string
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, members[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

// text reads a workbook as a table would.
func text(path string, limits Limits) (string, []string, error) {
	files, err := FindFiles(Format{Files: "*.xlsx"}, Options{Paths: []string{path}, Limits: limits})
	if err != nil {
		return "", nil, err
	}
	r, err := files[0].Open()
	if err != nil {
		return "", nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	return string(b), files[0].notes, err
}

func TestSheet(t *testing.T) {
	got, notes, err := text(book(t, `<row r="1"><c r="A1" t="inlineStr"><is><t>Report</t></is></c></row>`+
		`<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><t>Day</t></is></c></row>`+
		`<row r="4"><c r="A4" t="inlineStr"><is><t>A, "B"`+"\n"+`C</t></is></c><c r="D4" s="1"><v>45443</v></c></row>`+
		`<row r="6"><c r="B6" t="str"><f>1+1</f><v>X &amp; Y</v></c><c r="C6" s="3"><v>12.5</v></c><c r="D6" s="2"><v>45443.5</v></c></row>`, map[string]string{
		"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<x/>"}), Limits{})
	want := "\n\nShipper,Consignee,,Day\n\"A, \"\"B\"\"; C\",,,2024-05-31\n\n,X & Y,12.5,2024-05-31 12:00:00\n"
	if got != want || err != nil {
		t.Errorf("the sheet is %q, %v; want %q", got, err, want)
	}
	if all := strings.Join(notes, "; "); !strings.Contains(all, `not "June"`) || !strings.Contains(all, "macros") || !strings.Contains(all, "links to other files") || !strings.Contains(all, "formulas") {
		t.Errorf("notes: %q", notes)
	}
}

func TestHostileSheets(t *testing.T) {
	cell := func(s string) string {
		return `<row r="1"><c r="A1" t="inlineStr"><is><t>` + s + `</t></is></c><c r="B1"><v>1</v></c></row>`
	}
	for name, c := range map[string]struct {
		rows string
		more map[string]string
		want string // of the error; empty: none
	}{
		"a cell over the limit":     {cell(strings.Repeat("x y", MaxRow)), nil, "4 MiB"},
		"a row far down":            {`<row r="1999999999"><c/></row>`, nil, "at most"},
		"a column far out":          {`<row r="1"><c r="ZZZZZZZZZZZZZZ1"><v>1</v></c></row>`, nil, "columns"},
		"a negative shared text":    {`<row r="1"><c r="A1" t="s"><v>-1</v></c><c r="B1" t="s"><v>99</v></c></row>`, nil, ""},
		"a count that is a lie":     {cell("a"), map[string]string{"xl/sharedStrings.xml": `<sst count="-5" uniqueCount="99999999999"/>`}, ""},
		"cut off":                   {`<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet><!--`, nil, "cannot be read"},
		"entities of entities":      {cell("a"), map[string]string{"xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>`}, "cannot be read"},
		"a bomb":                    {strings.Repeat("<!-- -->", 5<<20), nil, "decompression bomb"},
		"no visible sheet":          {"", map[string]string{"xl/workbook.xml": "<workbook/>"}, "without a visible sheet"},
		"a sheet that is elsewhere": {"", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="../../etc/passwd"/></Relationships>`}, "without a visible sheet"},
	} {
		_, _, err := text(book(t, c.rows, c.more), Limits{})
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

// FuzzSheet: no sheet brings the reader down, and its text is a table.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" s="1"><v>45443</v></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		got, _, err := text(book(t, rows, nil), Limits{})
		if err == nil && bytes.Count([]byte(got), []byte{'\n'}) > maxSheetRows {
			t.Fatalf("the sheet %q gives too many lines", rows)
		}
	})
}
