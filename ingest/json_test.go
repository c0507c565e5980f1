package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	goccy "github.com/goccy/go-json"
	"github.com/google/go-cmp/cmp"
)

// objects reads a JSON file and writes what came of each object on one line:
// "line:id" or "line!reason".
func objects(t testing.TB, content string) (out []string) {
	t.Helper()
	j, err := OpenJSON(file(t, "t.json", content), "pierce")
	if err != nil {
		return []string{err.Error()}
	}
	defer j.Close()
	for {
		row, err := j.Read()
		var bad *RowError
		switch {
		case errors.Is(err, io.EOF):
			return out
		case errors.As(err, &bad):
			out = append(out, fmt.Sprintf("%d!%v", bad.Line, bad.Err))
		case err != nil:
			return append(out, err.Error())
		default:
			out = append(out, fmt.Sprintf("%d:%s", row.Line, row.Value.Get("id").Str()))
		}
	}
}

func TestJSON(t *testing.T) {
	const cut = "ingest.Read: t.json: invalid: the file is cut off: it ends in the middle"
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"lines", "{\"id\":1}\n{\"id\":\"b\"}\n", []string{"1:1", "2:b"}},
		{"blank lines, crlf", "\r\n{\"id\":1}\r\n\r\n{\"id\":2}", []string{"2:1", "4:2"}},
		{"a broken line", "{\"id\":1}\n{\"id\":\n{\"id\":3}\n", []string{"1:1", "2!is no valid JSON: it ends at byte 7", "3:3"}},
		{"a first line that is broken", "{\"id\":\"x\n{\"id\":2}\n", []string{"1!is no valid JSON: a string never ends at byte 9", "2:2"}},
		{"not an object", "{\"id\":1}\n[1]\n7\n", []string{"1:1", "2!is no JSON object", "3!is no JSON object"}},
		{"more after it", "{\"id\":1} {\"id\":2}\n", []string{"1!is no valid JSON: more text after the value at byte 10"}},
		{"cut off", "{\"id\":1}\n{\"id\":2", []string{"1:1", "2!is no valid JSON: it ends at byte 8", cut}},
		{"array", "[{\"id\":1},{\"id\":2}]", []string{"1:1", "1:2"}},
		{"array in lines", "[\n{\"id\":1},\n{\"id\":2}\n]\n", []string{"2:1", "3:2"}},
		{"empty array", "[ ]", nil},
		{"array of others", "[1,{\"id\":2},\"x\"]", []string{"1!is no JSON object", "1:2", "1!is no JSON object"}},
		{"array with a bad one", "[{\"id\":1},{\"id\":tru},{\"id\":3}]", []string{"1:1", "1!is no valid JSON: no value at byte 7", "1:3"}},
		{"array cut off", "[{\"id\":1},{\"id\":2", []string{"1:1", cut}},
		{"array without its end", "[{\"id\":1}", []string{"1:1", cut}},
		{"one object over lines", "{\n \"id\": 1,\n \"x\": {\"y\": [1,\n2]}\n}\n", []string{"1:1"}},
		{"two objects over lines", "{\n \"id\": 1\n}\n{\n \"id\": 2\n}\n", []string{"1:1", "4:2"}},
		{"object cut off", "{\n \"id\": 1,\n", []string{cut}},
		{"control", "{\"id\":\"a\x01\"}\n", []string{"1!holds a control character"}},
		{"deep", strings.Repeat("{\"a\":", 100) + "1" + strings.Repeat("}", 100), []string{"1!is nested too deep"}},
		{"a table", "a,b\n1,2\n", []string{"ingest.Read: t.json: invalid: is not of the format pierce: it is no JSON: it begins with neither { nor ["}},
		{"nothing", " \n\n", []string{"ingest.Read: t.json: invalid: is not of the format pierce: it holds no JSON"}},
		{"long line", "{\"id\":1}\n{\"id\":\"" + strings.Repeat("x", 10<<20) + "\"}\n{\"id\":3}\n", []string{"1:1", "2!longer than 4 MiB", "3:3"}},
		{"long one in an array", "[{\"id\":1},\n{\"id\":\"" + strings.Repeat("x", 10<<20) + "\"},\n{\"id\":3}]", []string{"1:1", "2!longer than 4 MiB", "3:3"}},
	} {
		if diff := cmp.Diff(c.want, objects(t, c.in)); diff != "" {
			t.Errorf("%s: reading %.200q (-want +got):\n%s", c.name, c.in, diff)
		}
	}
}

// standard is a value as encoding/json would have it.
func standard(v *Value) any {
	switch v.Kind {
	case String:
		return v.Text
	case Number:
		return json.Number(v.Text)
	case Bool:
		return v.Text == "true"
	case Array:
		out := []any{}
		for i := range v.Members {
			out = append(out, standard(&v.Members[i]))
		}
		return out
	case Object:
		out := map[string]any{}
		for i := range v.Members {
			out[v.Members[i].Key] = standard(&v.Members[i])
		}
		return out
	}
	return nil
}

// FuzzValue holds the parser against encoding/json: what it reads, that reads
// too and the same; what it refuses and that takes is an escape for a control
// character, half of a surrogate pair, or too deep.
func FuzzValue(f *testing.F) {
	for _, s := range []string{`{"a":[1,2.5e-3,"x\n\u00e9\ud83d\ude00"],"b":{"c":null,"d":true}}`, `[]`, `{"":{}}`, `-0`, `01`, `"\u0000"`, `{"a":1,}`, `[[[]],[1,[2]]]`, "\"\\b\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if flaw([]byte(s)) != nil {
			return
		}
		var p parser
		v, err := p.parse(s)
		dec := json.NewDecoder(strings.NewReader(s))
		dec.UseNumber()
		var want any
		wantErr := dec.Decode(&want)
		if wantErr == nil {
			if _, more := dec.Token(); !errors.Is(more, io.EOF) {
				wantErr = errors.New("more")
			}
		}
		if err == nil && wantErr != nil {
			t.Fatalf("parse(%q) takes what encoding/json refuses: %v", s, wantErr)
		}
		if err != nil {
			if wantErr == nil && !strings.Contains(s, `\`) && !errors.Is(err, errDeep) {
				t.Fatalf("parse(%q): %v, encoding/json takes it", s, err)
			}
			return
		}
		if strings.Contains(s, `\b`) || strings.Contains(s, `\f`) {
			return // read as spaces and line feeds
		}
		if d := cmp.Diff(want, standard(v)); d != "" {
			t.Fatalf("parse(%q) (-encoding/json +got):\n%s", s, d)
		}
	})
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{"{\"id\":1}\n{\"id\":2}", "[{\"id\":1},\n{}]", "{\n\"id\":[1,\n2]}", "[1,{\"a\":\"]\"}", "{\"a\":\"\\\"}\"}\n"} {
		f.Add(s)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, in string) {
		p := filepath.Join(dir, "t.json")
		if err := os.WriteFile(p, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		j, err := OpenJSON(File{Name: "t.json", path: p}, "pierce")
		if err != nil {
			return
		}
		defer j.Close()
		for n := 0; ; n++ {
			_, err := j.Read()
			var bad *RowError
			if err != nil && !errors.As(err, &bad) {
				return
			}
			if n > len(in) {
				t.Fatalf("reading %q does not end", in)
			}
		}
	})
}

// BenchmarkParse measures ways of reading one line of 560 bytes: this
// package's values, and goccy/go-json and encoding/json into maps.
func BenchmarkParse(b *testing.B) {
	line := `{"id":"p1","kind":"company","names":["Harbour Lantern Trading Limited","海港燈貿易有限公司",{"text":"Old Lantern Limited","kind":"former","from":"2015-01-02","until":"2019-07"}],"country":"HK","identifiers":{"hk-cr":"1234567","lei":"529900T8BM49AURSDO55"},"addresses":["Room 1205, 12/F, Example Tower, 88 Queen's Road, Hong Kong",{"kind":"registered","street":"12 Lane","city":"Hong Kong","country":"HK"}],"born":"2014-05","phones":["+852 5550 1234"],"emails":["office@example.com"],"websites":["https://example.com"],"legal_form":"Limited"}`
	b.Run("value", func(b *testing.B) {
		b.SetBytes(int64(len(line)))
		b.ReportAllocs()
		var p parser
		for b.Loop() {
			if _, err := p.parse(line); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("goccy", func(b *testing.B) {
		b.SetBytes(int64(len(line)))
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := goccy.Unmarshal([]byte(line), &v); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(line)))
		b.ReportAllocs()
		for b.Loop() {
			var v any
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				b.Fatal(err)
			}
		}
	})
}
