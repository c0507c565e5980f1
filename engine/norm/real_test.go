package norm

import (
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestRealNames prepares every name of the open registers and of a watch list
// and checks what must hold for any name.
func TestRealNames(t *testing.T) {
	for i, row := range sharedRows(t, "bulk/organisations-open.csv.gz") {
		if i%4 != 0 || len(row) < 4 {
			continue
		}
		n := CompanyName(row[2])
		checkName(t, n)
		if len(n.Tokens) == 0 && strings.ContainsFunc(n.Folded, func(r rune) bool { return r > 'b' && r < 'n' }) && !placeholder(n.Folded) {
			t.Errorf("CompanyName(%q) has no tokens", row[2])
		}
		if row[3] != "" {
			PrepareAddress(&engine.Address{Text: row[3]})
		}
		if t.Failed() {
			return
		}
	}
	for _, row := range sharedRows(t, "watchlists/ofac-sdn-2023-12-28/sdn.csv") {
		if len(row) > 2 {
			n := CompanyName(row[1])
			if row[2] == "individual" {
				n = PersonName(row[1])
			}
			checkName(t, n)
			if len(n.Tokens) == 0 {
				t.Errorf("%q has no tokens", row[1])
			}
		}
	}
}

// TestCrossScript prints how many official pairs of a Latin name and the same
// in another script come to a common core or skeleton. Many are translations
// or acronyms, so the share is a measure and not a law; it must not fall.
func TestCrossScript(t *testing.T) {
	floors := map[string][2]float64{ // core, any skeleton word
		"Organisation Japanese": {0.15, 0.38},
		"Person Arabic":         {0.03, 0.90},
	}
	type count struct{ pairs, core, skeleton, word int }
	counts := map[string]*count{}
	for i, row := range sharedRows(t, "truth/cross-script-dev/pairs.csv") {
		if i == 0 || len(row) < 6 || row[2] == "Address" {
			continue
		}
		kind := engine.Company
		if row[2] == "Person" {
			kind = engine.Person
		}
		a, b := NameOf(kind, row[3]), NameOf(kind, row[4])
		c := counts[row[2]+" "+row[5]]
		if c == nil {
			c = &count{}
			counts[row[2]+" "+row[5]] = c
		}
		c.pairs++
		if strings.ReplaceAll(a.Core, " ", "") == strings.ReplaceAll(b.Core, " ", "") {
			c.core++
		}
		if strings.ReplaceAll(a.Skeleton, " ", "") == strings.ReplaceAll(b.Skeleton, " ", "") {
			c.skeleton++
		}
		words := strings.Fields(b.Skeleton)
		if slices.ContainsFunc(strings.Fields(a.Skeleton), func(w string) bool { return len(w) > 1 && slices.Contains(words, w) }) {
			c.word++
		}
	}
	for _, k := range slices.Sorted(func(yield func(string) bool) {
		for k := range counts {
			if !yield(k) {
				return
			}
		}
	}) {
		c := counts[k]
		t.Logf("%-24s %4d pairs: core %4d, skeleton %4d, one skeleton word or more %4d", k, c.pairs, c.core, c.skeleton, c.word)
		if f, ok := floors[k]; ok && (float64(c.core) < f[0]*float64(c.pairs) || float64(c.word) < f[1]*float64(c.pairs)) {
			t.Errorf("%s: core %d and skeleton word %d of %d, want at least %v", k, c.core, c.word, c.pairs, f)
		}
	}
}

// TestPairsDev prints how far cores alone tell labelled pairs apart: a blunt
// measure, since scores look at much more. Equal cores must be at least twice as
// likely among pairs that are the same.
func TestPairsDev(t *testing.T) {
	var same, sameHit, other, otherHit int
	for i, row := range sharedRows(t, "truth/name-pairs-dev/cases.csv") {
		if i == 0 || len(row) < 5 || strings.HasPrefix(row[0], "synth_") {
			continue
		}
		kind := engine.Company
		if row[1] == "Person" {
			kind = engine.Person
		}
		a, b := NameOf(kind, row[2]), NameOf(kind, row[3])
		hit := sorted(a.Core) == sorted(b.Core)
		if row[4] == "true" {
			same++
			if hit {
				sameHit++
			}
		} else {
			other++
			if hit {
				otherHit++
				t.Logf("equal core %q: %q | %q, which are different", a.Core, row[2], row[3])
			}
		}
	}
	t.Logf("equal cores: %d of %d same pairs, %d of %d different ones", sameHit, same, otherHit, other)
	if sameHit*other < 2*otherHit*same {
		t.Errorf("cores tell too little: %d of %d and %d of %d", sameHit, same, otherHit, other)
	}
}

func sorted(core string) string {
	words := strings.Fields(core)
	slices.Sort(words)
	return strings.Join(words, "")
}

// TestRegisterNumbers checks the numbers that LEI records state for countries
// whose registers have a check digit: a wrong rule would pass one in ten.
func TestRegisterNumbers(t *testing.T) {
	authorities := map[string]string{"RA000544": "se-org", "RA000472": "no-org", "RA000170": "dk-cvr", "RA000188": "fi-bid", "RA000181": "ee-reg",
		"RA000065": "bg-eik", "RA000189": "fr-siren", "RA000548": "ch-uid", "RA000523": "sg-uen", "RA000487": "pt-nif", "RA000430": "lt-code", "RA000497": "ro-cui"}
	count := map[string][2]int{}
	for _, row := range sharedRows(t, "registries/gleif-lei-records/lei-records.csv") {
		if len(row) < 14 || authorities[row[11]] == "" || row[13] == "" {
			continue
		}
		scheme := authorities[row[11]]
		c := count[scheme]
		if Identifier(engine.Identifier{Scheme: scheme, Value: row[13]}).Valid {
			c[0]++
		}
		c[1]++
		count[scheme] = c
	}
	for scheme, c := range count {
		if t.Logf("%s: %d of %d", scheme, c[0], c[1]); float64(c[0]) < 0.9*float64(c[1]) {
			t.Errorf("%d of %d numbers of %s are valid, want nine in ten", c[0], c[1], scheme)
		}
	}
}
