package norm

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

// TestReadings compares the readings of the names in testdata/readings.txt:
// lines "kind country: name", below each the tokens of every reading.
func TestReadings(t *testing.T) {
	path := filepath.Join("testdata", "readings.txt")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range bytes.Lines(file) {
		line := strings.TrimRight(string(line), "\n")
		if strings.HasPrefix(line, "\t") {
			continue
		}
		got.WriteString(line + "\n")
		head, text, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		kind, country, _ := strings.Cut(head, " ")
		n := NameOf(engine.Kind(kind), text)
		for _, r := range append([]Name{n}, Readings(engine.Kind(kind), text, country)...) {
			fmt.Fprintf(&got, "\t%s:", r.Reading)
			for _, tok := range r.Tokens {
				fmt.Fprintf(&got, " %s", strings.ReplaceAll(tok.Text, " ", "_"))
			}
			got.WriteString("\n")
		}
	}
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(file), got.String()); d != "" {
		t.Errorf("readings of testdata/readings.txt (-want +got):\n%s", d)
	}
}

// TestReadingLaws states what holds for the readings of any name: they are
// well-formed names of the same text, all different, and few; and the same
// whether Prepare or Readings gives them.
func TestReadingLaws(t *testing.T) {
	runes := []rune("日立新大中国一々株会社製有限公司電東レソニーシステムズ・ァッのさくら田沢廣陳志沃 aZ9&()ア王")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOfN(rapid.SampledFrom(runes), 0, 24, -1), rapid.String()).Draw(t, "text")
		kind := rapid.SampledFrom([]engine.Kind{engine.Company, engine.Person}).Draw(t, "kind")
		country := rapid.SampledFrom([]string{"", "JP", "HK", "TW", "CN", "DE"}).Draw(t, "country")
		list := Readings(kind, text, country)
		main := NameOf(kind, text)
		if len(list) > 3 {
			t.Errorf("Readings(%s, %q, %s) gives %d names", kind, text, country, len(list))
		}
		for i := range list {
			checkName(t, list[i])
			if list[i].Reading == "" || list[i].Text != text || list[i].Folded != main.Folded || sameReading(&main, &list[i]) || hasReading(list[:i], &list[i]) {
				t.Errorf("Readings(%s, %q, %s) gives %+v", kind, text, country, list[i])
			}
		}
		prepared := Prepare(&engine.Party{ID: "x/1", Kind: kind, Country: country, Names: []engine.Name{{Text: text}}}).Names
		if len(prepared) > 0 && len(prepared) != 1+len(list) {
			t.Errorf("Prepare gives %d names of %q, Readings %d", len(prepared), text, len(list))
		}
	})
}

func TestLatinLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := Latin(s)
		if !isASCII(once) || once != strings.ToLower(once) || Latin(once) != once {
			t.Errorf("Latin(%q) = %q, and of that %q", s, once, Latin(once))
		}
	})
}

// TestKanjiTable checks the form of the tables of readings: sorted, each key
// found, each value of its shape.
func TestKanjiTable(t *testing.T) {
	for name, table := range map[string]*sortedLines{"kanji": kanjiWords(), "given": givenNames(), "loans": loanWords()} {
		if len(table.starts) < 10000 {
			t.Errorf("table %s has %d lines", name, len(table.starts))
		}
		for i := range table.starts {
			line := table.line(uint32(i))
			key, value, _ := strings.Cut(line, " ")
			if i > 0 && line <= table.line(uint32(i-1)) {
				t.Fatalf("table %s: %q does not come after %q", name, line, table.line(uint32(i-1)))
			}
			if got, ok, _ := table.find(key); !ok || got != value {
				t.Fatalf("table %s: find(%q) = %q, %v, want %q", name, key, got, ok, value)
			}
			if Fold(key) != key {
				t.Fatalf("table %s: the key %q is folded to %q", name, key, Fold(key))
			}
			if !isASCII(value) || len(value) < 3 || value[1] != ' ' {
				t.Fatalf("table %s: %q has the value %q", name, key, value)
			}
		}
	}
}

func FuzzReadings(f *testing.F) {
	for _, s := range []string{"株式会社エス・エム・エス", "東レ", "々々", "アーアー", "ッッ株式会社", "陳志沃", "新日本空調", "エーーー", "山田 太郎"} {
		f.Add(s, "JP")
	}
	f.Fuzz(func(t *testing.T, s, country string) {
		for _, kind := range []engine.Kind{engine.Company, engine.Person} {
			for _, n := range Readings(kind, s, country) {
				checkName(t, n)
			}
		}
	})
}

func BenchmarkReadings(b *testing.B) {
	for _, s := range []string{"住友金属鉱山株式会社", "ユキグニファクトリー株式会社", "長江實業(集團)有限公司"} {
		Readings(engine.Company, s, "") // unpack the tables
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				NameOf(engine.Company, s)
				Readings(engine.Company, s, "")
			}
		})
	}
}

// TestSimplify checks every character of the covered range: what a character
// is simplified to is simplified already, and is a character of the range.
func TestSimplify(t *testing.T) {
	for r := rune(hanFirst); r <= hanLast; r++ {
		if s := simplify(r); simplify(s) != s || !isHan(s) {
			t.Errorf("simplify(%c) = %c, and of that %c", r, s, simplify(s))
		}
	}
}
