package ingest_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/table"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// TestGuessReal encodes tables of real names in the old character sets of
// their countries, and reads them back: 100 tables of 20 rows for each. The
// figure is the share that is read right.
func TestGuessReal(t *testing.T) {
	f, err := os.Open(sourcetest.Shared(t, "data/bulk/organisations-open.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{}
	for r := csv.NewReader(z); ; {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(row[2], func(r rune) bool { return r > unicode.MaxASCII }) && len(names[row[0]]) < 40000 {
			names[row[0]] = append(names[row[0]], row[2])
		}
	}
	for _, c := range []struct {
		name, source string
		in           encoding.Encoding
		least        int // of 100
	}{
		{"gb18030", "zh-short", simplifiedchinese.GB18030, 85}, // names without forms or places: as hard as it gets
		{"shift-jis", "edinet", japanese.ShiftJIS, 99}, {"euc-jp", "edinet", japanese.EUCJP, 99}, {"shift-jis", "jp-post", japanese.ShiftJIS, 95},
		{"big5", "twse", traditionalchinese.Big5, 95}, {"windows-1252", "ieee", charmap.Windows1252, 99},
	} {
		tables, right := 0, 0
		var b bytes.Buffer
		n := 0
		for _, name := range names[c.source] {
			enc, err := c.in.NewEncoder().Bytes([]byte(name))
			if err != nil || tables == 100 || bytes.ContainsAny(enc, ",\"\n") {
				continue
			}
			b.Write(enc)
			b.WriteByte('\n')
			if n++; n < 20 {
				continue
			}
			tables++
			if reads(t, b.Bytes(), c.in) {
				right++
			}
			b.Reset()
			n = 0
		}
		t.Logf("%s from %s: %d of %d tables of 20 names", c.name, c.source, right, tables)
		if right*100 < c.least*tables || tables == 0 {
			t.Errorf("%s from %s: %d of %d tables are read right, want %d %%", c.name, c.source, right, tables, c.least)
		}
	}
}

// reads reports whether a table of names is decoded as it was encoded.
func reads(t *testing.T, b []byte, in encoding.Encoding) bool {
	want, err := in.NewDecoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	var c ingest.Collect
	_, err = ingest.ReadAll(ingest.Options{Source: table.Source{}, Paths: []string{write(t, "x", string(b))},
		Map: &ingest.Map{NoHeader: true, Delimiter: "tab", Columns: map[string]ingest.Targets{"1": {"name"}}}}, &c)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, r := range c.Records {
		got.Write(r.Raw)
		got.WriteByte('\n')
	}
	return got.String() == string(want)
}
