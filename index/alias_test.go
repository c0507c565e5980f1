package index

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// ofacList is the list of the Office of Foreign Assets Control with primary
// names alone, and its aliases as labelled queries.
type ofacList struct {
	shelf *shelf
	names map[string]string // primary name by number
	kinds map[string]string // "persons", "organisations", "vessels"
	alias [][]string        // number, alias number, type, alias, remark
}

func readOFAC(t *testing.T) *ofacList {
	t.Helper()
	dir := shared(t, "watchlists/ofac-sdn-2023-12-28")
	l := &ofacList{shelf: newShelf(), names: map[string]string{}, kinds: map[string]string{}}
	for _, row := range rows(t, filepath.Join(dir, "sdn.csv"), 12) {
		kind, word := engine.Company, "organisations"
		switch strings.TrimSpace(row[2]) {
		case "individual":
			kind, word = engine.Person, "persons"
		case "vessel", "aircraft":
			kind, word = engine.Vessel, "vessels and aircraft"
		}
		id := engine.NewRecordID("ofac", row[0])
		l.shelf.put(engine.EntityID("e"+row[0]), &engine.Record{ID: id, Parties: []engine.Party{{ID: id.Party(), Kind: kind, Names: []engine.Name{{Text: row[1]}}}}})
		l.names[row[0]], l.kinds[row[0]] = row[1], word
	}
	l.alias = rows(t, filepath.Join(dir, "alt.csv"), 5)
	return l
}

// TestOFACAliases indexes the primary names of a whole watch list alone, asks
// for each alias, and prints how often its party is found: as the alias
// stands, and with slips put into it. Aliases that have nothing in common with
// the name (some 22 in 100) cannot be found and are printed apart.
//
// A fifteenth of the aliases is asked, or with PIERCE_FULL all of them.
func TestOFACAliases(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: takes a minute; run without -short")
	}
	l := readOFAC(t)
	var trials []trial
	for _, row := range l.alias {
		key := row[0] + "/" + row[1]
		if !wholeSets() && hash32(key)%15 != 0 {
			continue
		}
		kind, want := l.kinds[row[0]], engine.EntityID("e"+row[0])
		if !akin(row[3], l.names[row[0]]) {
			trials = append(trials, trial{group: "nothing in common, " + kind, all: "every alias", key: row[0], text: row[3], want: want})
			continue
		}
		trials = append(trials, trial{group: "every alias", key: row[0], text: row[3], want: want})
		r := rand.New(rand.NewPCG(uint64(hash32(key)), 7))
		for _, v := range []struct{ name, text string }{
			{"as it stands", row[3]},
			{"slips", slipEachWord(r, row[3])},
			{"slips, turned, form changed", slipEachWord(r, turned(otherForm(r, row[3], kind)))},
		} {
			trials = append(trials, trial{group: v.name + ", " + kind, all: v.name + ": all", key: row[0], text: v.text, want: want})
		}
	}
	groups := runTrials(t, filled(t, l.shelf), trials, showMisses(t))
	for _, want := range []struct {
		group      string
		first, ten float64
	}{{"as it stands: all", 0.80, 0.92}, {"slips, turned, form changed: all", 0.72, 0.88}} {
		g := groups[want.group]
		if g[0].at(1) < want.first || g[0].at(10) < want.ten {
			t.Errorf("%s: %s, want at least %.2f and %.2f", want.group, &g[0], want.first, want.ten)
		}
	}
}

func hash32(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()
}

// akin reports whether two names share a word of at least four letters, or a
// fifth of their triples of letters.
func akin(a, b string) bool {
	x, y := asciiWords(a), asciiWords(b)
	in := map[string]bool{}
	for _, w := range x {
		in[w] = true
	}
	for _, w := range y {
		if len(w) >= 4 && in[w] {
			return true
		}
	}
	s, u := triples(strings.Join(x, " ")), triples(strings.Join(y, " "))
	both := 0
	for k := range s {
		if u[k] {
			both++
		}
	}
	return both > 0 && float64(both) >= 0.2*float64(len(s)+len(u)-both)
}

func asciiWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

func triples(s string) map[string]bool {
	out := map[string]bool{}
	for i := 0; i+3 <= len(s); i++ {
		out[s[i:i+3]] = true
	}
	return out
}

// slipEachWord puts one slip into every word of three letters and more: a
// letter dropped, doubled, replaced or exchanged with the next.
func slipEachWord(r *rand.Rand, s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if len(w) < 3 {
			continue
		}
		at := r.IntN(len(w) - 1)
		switch r.IntN(4) {
		case 0:
			w = w[:at] + w[at+1:]
		case 1:
			w = w[:at] + w[at:at+1] + w[at:]
		case 2:
			w = w[:at] + string(rune('A'+r.IntN(26))) + w[at+1:]
		default:
			w = w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:]
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// turned puts the last word first, and drops the comma that tells a family
// name.
func turned(s string) string {
	f := strings.Fields(strings.ReplaceAll(s, ",", ""))
	if len(f) < 2 {
		return s
	}
	return strings.Join(append([]string{f[len(f)-1]}, f[:len(f)-1]...), " ")
}

// otherForm puts another legal form in the place of one at a name's end, or
// adds one.
func otherForm(r *rand.Rand, s, kind string) string {
	if kind != "organisations" {
		return s
	}
	forms := []string{"LTD", "LLC", "CO.", "S.A.", "INC.", "GMBH", "CORP.", "OOO"}
	f := strings.Fields(s)
	last := strings.Trim(cmp.Or(strings.Join(f[max(len(f)-1, 0):], ""), ""), ".,")
	switch strings.ToUpper(last) {
	case "LTD", "LIMITED", "LLC", "CO", "COMPANY", "SA", "S.A", "INC", "GMBH", "CORP", "CORPORATION", "OOO", "JSC", "FZE", "BV", "S.L", "LTDA":
		f = f[:len(f)-1]
	}
	return strings.Join(append(f, forms[r.IntN(len(forms))]), " ")
}
