package main

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// ask runs a command that needs no data folder on a text at standard input.
func ask(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	h := &host{}
	defer h.close()
	var out, errs bytes.Buffer
	code = h.serve(t.Context(), app.Request{Args: append([]string{"--data", t.TempDir()}, args...), Dir: t.TempDir(), Width: 80}, strings.NewReader(stdin), &out, &errs)
	return out.String(), errs.String(), code
}

// TestScoreBytes scores tables as they come off real desks: with a byte order
// mark and CRLF, in UTF-16, with cells of ten thousand letters.
func TestScoreBytes(t *testing.T) {
	long := strings.Repeat("Quorvex ", 1250)
	for name, c := range map[string]struct {
		in   string
		rows int
	}{
		"byte order mark, CRLF, semicolons": {"\xef\xbb\xbfName 1;Name 2\r\nQuorvex Ltd;Quorvex Limited\r\n", 1},
		"UTF-16":                            {"\xff\xfen\x00a\x00m\x00e\x001\x00,\x00n\x00a\x00m\x00e\x002\x00\n\x00a\x00,\x00b\x00\n\x00", 1},
		"10,000 letters":                    {"name1,name2\n" + long + "," + long + "\n" + strings.Repeat("x", 10_000) + ",y\n", 2},
		"marks that turn the direction":     {"name1,name2\nQuorvex\u202e Ltd,\u200fQuorvex Ltd\n", 1},
		"a cell over two lines":             {"name1,name2\n\"Quorvex\nLtd\",Quorvex Ltd\n", 1},
		"emoji, homoglyphs, placeholders":   {"name1,name2\n🚢🚢,🚢\nQuоrvex,Quorvex\nN/A,N/A\nTO ORDER,TO ORDER\nLtd,Ltd\n", 5},
	} {
		out, errs, code := ask(t, c.in, "score", "--pairs", "-")
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if code != 0 || err != nil || len(rows) != c.rows+1 {
			t.Errorf("%s: exit code %d, %d rows, %v, want %d rows; %s", name, code, len(rows)-1, err, c.rows, errs)
			continue
		}
		for _, r := range rows[1:] {
			p, err := strconv.ParseFloat(r[2], 64)
			if err != nil || math.IsNaN(p) || p <= 0 || p >= 1 {
				t.Errorf("%s: score %q, want a number between 0 and 1", name, r[2])
			}
		}
	}
}

// TestEvalBytes: truth with a byte order mark, CRLF and very long cells is read
// as any other.
func TestEvalBytes(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	out, errs, code := ask(t, "\xef\xbb\xbfrecord_id,entity_id\r\nd/"+long+",1\r\nd/b,1\r\n\r\n", "eval", "clusters", "--truth", "-", "--against", "-")
	if code == 0 {
		t.Errorf("both sides from standard input: exit code 0, want an error\n%s%s", out, errs)
	}
	out, errs, code = ask(t, "\xef\xbb\xbfname1,name2,is_match\r\n"+long+","+long+",true\r\nQuorvex Ltd,Brimhalt GmbH,false\r\n", "eval", "pairs", "--truth", "-")
	if code != 0 || !strings.Contains(out, "2      1    0      1.0000") {
		t.Errorf("eval pairs: exit code %d\n%s%s", code, out, errs)
	}
}
