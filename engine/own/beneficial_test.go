package own

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// ruleOn is the row of a regime on a day, as written in the table.
func ruleOn(t testing.TB, id string, asOf engine.Date) Rule {
	t.Helper()
	r, err := Find(id, asOf)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// withPersons builds a vector's graph with the owners that nobody owns as
// persons.
func (v *vector) withPersons(t testing.TB) *Graph {
	t.Helper()
	owned := map[string]bool{}
	for _, e := range v.Edges {
		owned[e.Entity] = true
	}
	var stakes []engine.Stake
	facts := map[string]Fact{}
	for _, e := range v.Edges {
		share, err := engine.ParseShare(string(e.Pct))
		if err != nil {
			t.Fatal(err)
		}
		stakes = append(stakes, engine.Stake{Owner: engine.EntityID(e.Owner), Owned: engine.EntityID(e.Entity), Kind: engine.Shares, Share: share})
		for _, n := range []string{e.Owner, e.Entity} {
			kind := engine.Company
			if !owned[n] {
				kind = engine.Person
			}
			facts[n] = Fact{Entity: engine.EntityID(n), Name: n, Kind: kind}
		}
	}
	b := NewBuilder(Options{})
	for _, s := range stakes {
		b.Stake(s)
	}
	for _, f := range facts {
		b.Fact(f)
	}
	return b.Graph()
}

// TestDisclosureVectors runs the worked numbers of the regulation's Articles
// 52 to 54 and of attribution through majority stakes.
func TestDisclosureVectors(t *testing.T) {
	var all []vector
	if err := json.Unmarshal(sharedFile(t, "ownership-cases.json"), &all); err != nil {
		t.Fatal(err)
	}
	amlr, psc := ruleOn(t, "eu-amlr", 20280101), ruleOn(t, "uk-psc", 20260101)
	ran := 0
	for i := range all {
		v := &all[i]
		var product float64
		if v.expect(t, "product", &product) {
			ran++
			target := v.Edges[len(v.Edges)-1].Entity
			want := Basis("")
			for _, limb := range []struct {
				key   string
				basis Basis
			}{{"art54b", BasisOfController}, {"art54a", BasisWhole}, {"art53", BasisControl}, {"art52", BasisShare}} {
				var on bool
				if v.expect(t, limb.key, &on) && on {
					want = limb.basis
				}
			}
			got, err := v.withPersons(t).Judge(engine.EntityID(target), amlr, 20280101)
			if err != nil {
				t.Fatal(err)
			}
			var is Basis
			if got.Verdict == Yes {
				is = got.Owners[0].Basis
			}
			if is != want {
				t.Errorf("%s: eu-amlr of %s = %s on basis %q, want basis %q", v.ID, target, got.Verdict, is, want)
			}
		}
		var attributed float64
		if v.expect(t, "attributed", &attributed) {
			ran++
			target := v.Edges[len(v.Edges)-1].Entity
			got, err := v.withPersons(t).Judge(engine.EntityID(target), psc, 20260101)
			if err != nil {
				t.Fatal(err)
			}
			share := engine.Share{}
			if got.Verdict == Yes {
				share = got.Owners[0].Share
			}
			want := engine.Share{}
			if attributed > 0 {
				want, _ = engine.ParseShare(fmt.Sprint(attributed))
			}
			if share != want {
				t.Errorf("%s: uk-psc of %s = %s with %v, want %v", v.ID, target, got.Verdict, share, want)
			}
		}
	}
	if ran < 6 {
		t.Errorf("ran %d vectors of disclosure, want 6", ran)
	}
}

// TestDisclosureDates checks that each regime answers for its own span.
func TestDisclosureDates(t *testing.T) {
	for _, c := range []struct {
		rule string
		on   engine.Date
		want Answer
	}{
		{"eu-amld", 20270709, Yes}, {"eu-amlr", 20270709, No}, {"eu-amlr", 20270710, Yes}, {"us-boi", 20240601, Yes}, {"us-boi", 20260101, No},
		{"cn-ubo", 20250101, Yes}, {"fatf-25", 20250101, Yes}, {"uk-psc", 20250101, Yes},
	} {
		g := Build([]engine.Stake{{Owner: "p", Owned: "c", Kind: engine.Shares, Share: engine.Percent(60)}}, nil,
			[]Fact{{Entity: "p", Name: "P", Kind: engine.Person}, {Entity: "c", Name: "C", Kind: engine.Company, Country: "US"}})
		v, err := g.Judge("c", ruleOn(t, c.rule, c.on), c.on)
		if err != nil {
			t.Fatal(err)
		}
		if v.Verdict != c.want {
			t.Errorf("Judge(c, %s, %v) = %s, want %s", c.rule, c.on, v.Verdict, c.want)
		}
		if v.Verdict == No && v.Otherwise != Yes {
			t.Errorf("Judge(c, %s, %v): otherwise %q, want yes", c.rule, c.on, v.Otherwise)
		}
	}
	if _, err := Find("eu-amld", 20270710); err == nil {
		t.Error("Find(eu-amld, 2027-07-10) found a row; the directive has ended")
	}
}

// owners is a slow oracle in fractions for closed and open registers with
// exact shares: plain elimination and plain closures.
type owners struct {
	companies, persons []string
	share              map[[2]string]*big.Rat // owner, owned
}

func (o *owners) of(owner, owned string) *big.Rat {
	if s := o.share[[2]string{owner, owned}]; s != nil {
		return s
	}
	return new(big.Rat)
}

// group is a holder with all that it controls.
func (o *owners) group(p string) map[string]bool {
	set := map[string]bool{p: true}
	for changed := true; changed; {
		changed = false
		for _, c := range o.companies {
			sum := new(big.Rat)
			for x := range set {
				if x != c {
					sum.Add(sum, o.of(x, c))
				}
			}
			if !set[c] && sum.Cmp(big.NewRat(1, 2)) > 0 {
				set[c], changed = true, true
			}
		}
	}
	return set
}

// reaches is the part of e that ends in the set: w = b + w·A over the
// companies outside of it, by Gauss and Jordan.
func (o *owners) reaches(set map[string]bool, e string) *big.Rat {
	if set[e] {
		return big.NewRat(1, 1)
	}
	var open []string
	for _, c := range o.companies {
		if !set[c] {
			open = append(open, c)
		}
	}
	n := len(open)
	m := make([][]*big.Rat, n) // (I - Aᵀ | b)
	for i, c := range open {
		m[i] = make([]*big.Rat, n+1)
		for j, d := range open {
			m[i][j] = new(big.Rat).Neg(o.of(c, d))
			if i == j {
				m[i][j].Add(m[i][j], big.NewRat(1, 1))
			}
		}
		m[i][n] = new(big.Rat)
		if c == e {
			m[i][n].SetInt64(1)
		}
	}
	for i := range n {
		p := i
		for m[p][i].Sign() == 0 {
			p++
		}
		m[i], m[p] = m[p], m[i]
		inv := new(big.Rat).Inv(m[i][i])
		for k := range m[i] {
			m[i][k] = new(big.Rat).Mul(m[i][k], inv)
		}
		for j := range n {
			if j != i && m[j][i].Sign() != 0 {
				f := new(big.Rat).Set(m[j][i])
				for k := range m[j] {
					m[j][k] = new(big.Rat).Sub(m[j][k], new(big.Rat).Mul(f, m[i][k]))
				}
			}
		}
	}
	out := new(big.Rat)
	for i, c := range open {
		for x := range set {
			out.Add(out, new(big.Rat).Mul(m[i][n], o.of(x, c)))
		}
	}
	return out
}

// byProduct are the owners under Articles 52 to 54.
func (o *owners) byProduct(e string, least *big.Rat) (out []string) {
	for _, p := range o.persons {
		group := o.group(p)
		is := group[e] || o.reaches(map[string]bool{p: true}, e).Cmp(least) >= 0 || o.reaches(group, e).Cmp(least) >= 0
		for _, c := range o.companies {
			is = is || c != e && o.group(c)[e] && o.reaches(group, c).Cmp(least) >= 0
		}
		if is {
			out = append(out, p)
		}
	}
	return out
}

// byMajority are the owners by whole stakes of what they control.
func (o *owners) byMajority(e string, over *big.Rat) (out []string) {
	for _, p := range o.persons {
		group := o.group(p)
		sum := new(big.Rat)
		for x := range group {
			if x != e {
				sum.Add(sum, o.of(x, e))
			}
		}
		if sum.Cmp(over) > 0 || group[e] {
			out = append(out, p)
		}
	}
	return out
}

// TestDisclosureOracle compares the owners under both methods on random graphs
// with loops and open registers.
func TestDisclosureOracle(t *testing.T) {
	amlr, psc := ruleOn(t, "eu-amlr", 20280101), ruleOn(t, "uk-psc", 20260101)
	rapid.Check(t, func(t *rapid.T) {
		o := &owners{share: map[[2]string]*big.Rat{}}
		b := NewBuilder(Options{})
		for i := range rapid.IntRange(1, 5).Draw(t, "companies") {
			o.companies = append(o.companies, fmt.Sprintf("c%d", i))
			b.Fact(Fact{Entity: engine.EntityID(o.companies[i]), Name: o.companies[i], Kind: engine.Company})
		}
		for i := range rapid.IntRange(1, 3).Draw(t, "persons") {
			o.persons = append(o.persons, fmt.Sprintf("p%d", i))
			b.Fact(Fact{Entity: engine.EntityID(o.persons[i]), Name: o.persons[i], Kind: engine.Person})
		}
		for _, c := range o.companies {
			left := int64(99) // never a loop that nobody else holds
			for _, x := range slices.Concat(o.persons, o.companies) {
				if x == c {
					continue
				}
				part := min(rapid.SampledFrom([]int64{0, 0, 0, 5, 10, 20, 24, 25, 26, 40, 49, 50, 51, 60}).Draw(t, "part"), left)
				if part > 0 {
					left -= part
					o.share[[2]string{x, c}] = big.NewRat(part, 100)
					b.Stake(engine.Stake{Owner: engine.EntityID(x), Owned: engine.EntityID(c), Kind: engine.Shares, Share: engine.Percent(part)})
				}
			}
		}
		g := b.Graph()
		for _, e := range o.companies {
			if !g.Has(engine.EntityID(e)) {
				continue
			}
			for rule, want := range map[*Rule][]string{&amlr: o.byProduct(e, big.NewRat(1, 4)), &psc: o.byMajority(e, big.NewRat(1, 4))} {
				v, err := g.Judge(engine.EntityID(e), *rule, 20280101)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, c := range v.Owners {
					if c.Is == Yes {
						got = append(got, string(c.Owner))
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("%s of %s: owners (-oracle +got)\n%s\n%+v", rule.ID, e, diff, o.share)
				}
				if len(want) > 0 != (v.Verdict == Yes) {
					t.Fatalf("%s of %s = %s with owners %v", rule.ID, e, v.Verdict, want)
				}
			}
		}
	})
}

// TestDisclosureUnknown keeps what is not known apart from what is not there.
func TestDisclosureUnknown(t *testing.T) {
	person := func(id engine.EntityID) Fact { return Fact{Entity: id, Name: string(id), Kind: engine.Person} }
	company := func(id engine.EntityID) Fact { return Fact{Entity: id, Name: string(id), Kind: engine.Company} }
	holds := func(o, e engine.EntityID, share string) engine.Stake {
		s, err := engine.ParseShare(share)
		if err != nil {
			t.Fatal(err)
		}
		return engine.Stake{Owner: o, Owned: e, Kind: engine.Shares, Share: s}
	}
	for _, c := range []struct {
		about  string
		rule   string
		stakes []engine.Stake
		facts  []Fact
		want   Answer
	}{
		{"a band over the threshold", "uk-psc", []engine.Stake{holds("p", "e", "(25,50]")}, []Fact{person("p"), company("e")}, Yes},
		{"a band across it", "eu-amlr", []engine.Stake{holds("p", "e", "[10,40]"), holds("q", "e", "20"), holds("r", "e", "20"), holds("s", "e", "20")}, []Fact{person("p"), person("q"), person("r"), person("s"), company("e")}, Unknown},
		{"a band that the others cut short", "eu-amlr", []engine.Stake{holds("p", "e", "[10,40]"), holds("q", "e", "24"), holds("r", "e", "24"), holds("s", "e", "24"), holds("u", "e", "10")},
			[]Fact{person("p"), person("q"), person("r"), person("s"), person("u"), company("e")}, No},
		{"a rest that is not known", "eu-amlr", []engine.Stake{holds("p", "e", "20"), holds("q", "e", "20")}, []Fact{person("p"), person("q"), company("e")}, NoUnlessHidden},
		{"a company without known holders", "eu-amlr", []engine.Stake{holds("c", "e", "100")}, []Fact{company("c"), company("e")}, NoUnlessHidden},
		{"all known and spread", "eu-amlr", []engine.Stake{holds("p", "e", "20"), holds("q", "e", "20"), holds("r", "e", "20"), holds("s", "e", "20"), holds("u", "e", "20")},
			[]Fact{person("p"), person("q"), person("r"), person("s"), person("u"), company("e")}, No},
		{"a state owns it", "eu-amlr", []engine.Stake{holds("s", "e", "100")}, []Fact{{Entity: "s", Name: "s", Kind: engine.State}, company("e")}, No},
		{"influence alone", "uk-psc", []engine.Stake{{Owner: "p", Owned: "e", Kind: engine.Influence}}, []Fact{person("p"), company("e")}, Yes},
		{"a holder that may be a person", "eu-amlr", []engine.Stake{holds("x", "e", "100")}, []Fact{{Entity: "x", Name: "x"}, company("e")}, Unknown},
		{"a share that is not known", "eu-amlr", []engine.Stake{holds("p", "e", "")}, []Fact{person("p"), company("e")}, Unknown},
	} {
		rule := ruleOn(t, c.rule, 20280101)
		v, err := Build(c.stakes, nil, c.facts).Judge("e", rule, 20280101)
		if err != nil {
			t.Fatal(err)
		}
		if v.Verdict != c.want {
			t.Errorf("%s: Judge(e, %s) = %s (%s) %+v, want %s", c.about, c.rule, v.Verdict, v.Arithmetic, v.Owners, c.want)
		}
	}
}
