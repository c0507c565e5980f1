package norm

import (
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// officialPair is one party's name in Latin letters and in another script.
type officialPair struct {
	set, latin, other, country string
	kind                       engine.Kind
}

// TestRecall ranks, for the Latin name of each official pair, the names in the
// other script of all pairs of its set by a plain likeness of views, and
// prints how often the right one comes first and among ten. Where a source
// translates or abbreviates, no reading helps: the figures are a measure of
// the readings, and they must not fall.
func TestRecall(t *testing.T) {
	floors := map[string][2]float64{
		"edinet Organisation Japanese": {0.82, 0.94},
		"un Person Arabic":             {0.95, 0.98},
	}
	sets := map[string][]officialPair{}
	for _, p := range officialPairs(t) {
		sets[p.set] = append(sets[p.set], p)
	}
	for _, set := range slices.Sorted(func(yield func(string) bool) {
		for s := range sets {
			if !yield(s) {
				return
			}
		}
	}) {
		pairs := sets[set]
		one, ten, missed := recall(pairs)
		n := float64(len(pairs))
		t.Logf("%-32s %5d pairs: first %.3f, among ten %.3f, %.2f names a party", set, len(pairs), one/n, ten/n, namesPerParty(pairs))
		for i, m := range missed {
			if testing.Verbose() && i%max(1, len(missed)/60) == 0 {
				t.Log("  ", m)
			}
		}
		if f, ok := floors[set]; ok && (one/n < f[0] || ten/n < f[1]) {
			t.Errorf("%s: first %.3f, among ten %.3f, want at least %v", set, one/n, ten/n, f)
		}
	}
}

// officialPairs reads the pairs of cross-script-dev and those of the LEI
// records that state a name in Latin letters beside one in another script.
func officialPairs(t *testing.T) []officialPair {
	var out []officialPair
	for i, row := range sharedRows(t, "truth/cross-script-dev/pairs.csv") {
		if i == 0 || len(row) < 6 || row[2] == "Address" {
			continue
		}
		p := officialPair{set: row[0] + " " + row[2] + " " + row[5], latin: row[3], other: row[4], kind: engine.Company}
		if row[2] == "Person" {
			p.kind = engine.Person
		}
		if row[0] == "edinet" {
			p.country = "JP"
		}
		out = append(out, p)
	}
	for i, row := range sharedRows(t, "registries/gleif-lei-records/lei-records.csv") {
		if i == 0 || len(row) < 7 || row[4] == "" {
			continue
		}
		a, b := scriptName(Fold(row[2])), scriptName(Fold(row[4]))
		if a != "Latn" && b == "Latn" {
			out = append(out, officialPair{set: "gleif " + a, latin: row[4], other: row[2], country: row[6], kind: engine.Company})
		}
	}
	return append(out, morePairs(t)...)
}

// morePairs reads a table of further pairs that the developer has: set, kind,
// Latin name, other name, country.
func morePairs(t *testing.T) (out []officialPair) {
	path := os.Getenv("PIERCE_PAIRS")
	if path == "" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		p := officialPair{set: row[0], latin: row[2], other: row[3], country: row[4], kind: engine.Company}
		if row[1] == "Person" {
			p.kind = engine.Person
		}
		out = append(out, p)
	}
	return out
}

// preparedOf prepares one published name as Prepare does.
func preparedOf(p *officialPair) []Name {
	return Prepare(&engine.Party{ID: "x/1", Kind: p.kind, Country: p.country, Names: []engine.Name{{Text: p.other}}}).Names
}

func namesPerParty(pairs []officialPair) float64 {
	n := 0
	for i := range pairs {
		n += len(preparedOf(&pairs[i]))
	}
	return float64(n) / float64(len(pairs))
}

// recall counts the pairs whose other name ranks first and among ten; equals
// share their places, so that a name without a reading gains nothing.
func recall(pairs []officialPair) (one, ten float64, missed []string) {
	var docs []map[string]float64
	var owner []int
	for i := range pairs {
		for _, n := range preparedOf(&pairs[i]) {
			docs = append(docs, features(&n))
			owner = append(owner, i)
		}
	}
	idf := map[string]float64{}
	for _, d := range docs {
		for f := range d {
			idf[f]++
		}
	}
	for f, n := range idf {
		idf[f] = math.Log2(1 + float64(len(docs))/n)
	}
	postings := map[string][]int{}
	lengths := make([]float64, len(docs))
	for i, d := range docs {
		for f, w := range d {
			postings[f] = append(postings[f], i)
			lengths[i] += w * idf[f] * w * idf[f]
		}
	}
	for i := range pairs {
		q := NameOf(pairs[i].kind, pairs[i].latin)
		scores := make([]float64, len(pairs))
		acc := map[int]float64{}
		for f, w := range features(&q) {
			for _, d := range postings[f] {
				acc[d] += w * docs[d][f] * idf[f] * idf[f]
			}
		}
		for d, s := range acc {
			scores[owner[d]] = max(scores[owner[d]], s/math.Sqrt(lengths[d]))
		}
		above, equal := 0, 0
		for _, s := range scores {
			if s > scores[i]+1e-9 {
				above++
			} else if s > scores[i]-1e-9 {
				equal++
			}
		}
		one += share(above, equal, 1)
		ten += share(above, equal, 10)
		if above > 0 || equal > 1 {
			docs := preparedOf(&pairs[i])
			text := ""
			for k := range docs {
				text += " | " + docs[k].Reading + ": " + tokenText(&docs[k])
			}
			missed = append(missed, pairs[i].latin+" ["+tokenText(&q)+"] "+pairs[i].other+text)
		}
	}
	return one, ten, missed
}

func tokenText(n *Name) string {
	var b strings.Builder
	for _, t := range n.Tokens {
		b.WriteString(t.Text + "/" + t.Class.String()[:1] + " ")
	}
	return b.String()
}

// share is the chance that the right one of equal names is within the first n.
func share(above, equal, n int) float64 {
	if above >= n {
		return 0
	}
	return min(1, float64(n-above)/float64(equal))
}

// features are what two names may share: words, skeletons, and triples of
// letters of the name without its form.
func features(n *Name) map[string]float64 {
	out := map[string]float64{}
	for _, t := range n.Tokens {
		if t.Class != Form && t.Class != Particle {
			out["w"+t.Text] = 1
		}
	}
	for w := range strings.FieldsSeq(n.Skeleton) {
		out["s"+w] = 0.7
	}
	grams(out, "t", strings.ReplaceAll(n.Core, " ", ""), 0.35)
	grams(out, "k", strings.ReplaceAll(n.Skeleton, " ", ""), 0.35)
	return out
}

func grams(out map[string]float64, mark, s string, weight float64) {
	s = "^" + s + "$"
	for i := 0; i+3 <= len(s); i++ {
		out[mark+s[i:i+3]] = weight
	}
}
