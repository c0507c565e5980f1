package screen

import (
	"cmp"
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/own"
)

// Prior is the log2 odds that a line of a manifest is a diversion before
// anything is known of it: about one in a thousand (a planning figure; no
// published rate is known).
const Prior = -10.0

// Options of a Screener. The zero value screens with what is shipped.
type Options struct {
	Dictionary *goods.Dictionary // products to look for; nil is the shipped ones
}

// Screener screens lines. It does not change once made and may be used from
// several goroutines, as long as they share no Book.
type Screener struct {
	dictionary *goods.Dictionary
}

// New makes a Screener.
func New(o Options) (*Screener, error) {
	s := &Screener{dictionary: o.Dictionary}
	if s.dictionary == nil {
		var err error
		if s.dictionary, err = goods.New(goods.Options{}); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Line screens one line. It draws from the Book of the facts where a licence
// covers the line, so lines with licences are screened in the order of their
// dates. The same facts and the same draws give the same result.
func (s *Screener) Line(f *Facts) Result {
	r := Result{Line: f.Line, ID: f.ID, Snapshot: f.Snapshot, Prior: Prior, Verdicts: []Verdict{}, Reasons: []Reason{}, Parties: []Matched{}, Goods: []goods.Line{}}
	if r.Goods = append(r.Goods, f.Goods...); f.Goods == nil {
		r.Goods = append(r.Goods, s.Goods(&f.Shipment)...)
	}
	for _, p := range f.Parties {
		r.Parties = append(r.Parties, Matched{p.Role, p.Text, p.Entity, p.Name, p.Probability, p.Band, p.Nearest})
	}
	l := line{f: f, goods: r.Goods}
	l.sum()
	r.Verdicts = append(r.Verdicts, l.verdicts()...)
	var signs []Reason
	signs = append(signs, l.companySigns(&r)...)
	signs = append(signs, l.goodsSigns()...)
	signs = append(signs, l.partySigns(r.Verdicts)...)
	signs = append(signs, l.routeSigns()...)
	signs = append(signs, l.placeSigns()...)
	signs = append(signs, l.dealSigns(&r)...)
	signs = append(signs, l.licenceSigns(&r)...)
	signs = append(signs, l.historySigns(&r)...)
	l.remember()
	r.Reasons = append(r.Reasons, strongest(signs)...)
	r.Score = score(r.Reasons)
	return r
}

// Goods reads the goods of a shipment.
func (s *Screener) Goods(sh *engine.Shipment) []goods.Line {
	out := make([]goods.Line, 0, len(sh.Goods))
	for _, g := range sh.Goods {
		out = append(out, s.dictionary.Read(g))
	}
	return out
}

// Sensitive reports whether goods are, or by words, value or weight may hide,
// accelerators: those of which the signs in route, history and parties are
// asked.
func Sensitive(lines []goods.Line) bool {
	return slices.ContainsFunc(lines, func(g goods.Line) bool { return sensitive(&g) })
}

func sensitive(g *goods.Line) bool {
	return g.Accelerator() || len(g.Products) > 0 || hides(g) || len(measures(g, nil)) > 0
}

// line is a line under way.
type line struct {
	f       *Facts
	goods   []goods.Line
	class   string
	product []string
	pieces  int64
	made    *Move // the line as later lines see it
	chips   bool  // some goods are accelerators, or by words, value or weight look like goods that hide them
}

// sum puts the goods of a line together. Pieces are those of accelerators, and
// unknown as soon as those of one are.
func (l *line) sum() {
	unknown := false
	for i := range l.goods {
		g := &l.goods[i]
		if len(g.Products) > 0 || g.Class != "" || sensitive(g) {
			if l.class == "" {
				l.class = g.Class
			}
			for _, p := range g.Products {
				if !slices.Contains(l.product, p) {
					l.product = append(l.product, p)
				}
			}
			unknown = unknown || g.Pieces == 0
			l.pieces += g.Pieces
		}
		l.chips = l.chips || sensitive(g)
	}
	if unknown {
		l.pieces = 0
	}
}

// hides reports whether the words of a goods line say less than both its
// tariff code and its value do, or than its value alone where that lies far
// outside of what such goods cost.
func hides(g *goods.Line) bool {
	return slices.ContainsFunc(g.Findings, func(f goods.Finding) bool {
		return f.Kind == goods.Covered && (len(f.Confirmed) > 1 || g.Outlying())
	})
}

// verdicts are, of each rule, the worst over the parties, and all others that
// are not a no. The headquarters test is left out unless the goods are such
// that it applies, and is asked of those who get the goods alone: the rule
// looks at the entity that they go to, and what is not known of a shipper's
// parent says nothing of that. A party that is only possibly the entity turns a yes into
// unknown.
func (l *line) verdicts() []Verdict {
	var out []Verdict
	for _, p := range l.f.Parties {
		if p.Company == nil || p.Band == engine.Different {
			continue
		}
		for _, v := range p.Company.Verdicts {
			if v.Test == own.Seat && (!l.chips || !receives(p.Role) && p.Role != engine.Forwarder) {
				continue
			}
			if p.Band == engine.PossiblySame && (v.Verdict == own.No || v.Verdict == own.NoUnlessHidden) {
				continue // of the entity, not of a party that may be another: it would clear a stranger
			}
			if p.Band == engine.PossiblySame && (v.Verdict == own.Yes || v.Verdict == own.DependsOnDate) {
				v.Verdict = own.Unknown
				v.Reasons = append(slices.Clone(v.Reasons), own.ReasonPossibleMatch)
				slices.Sort(v.Reasons)
				v.Reasons = slices.Compact(v.Reasons)
			}
			out = append(out, Verdict{p.Role, v})
		}
	}
	slices.SortStableFunc(out, func(a, b Verdict) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(worse(b.Verdict.Verdict), worse(a.Verdict.Verdict)))
	})
	kept := out[:0]
	for i, v := range out {
		if i == 0 || out[i-1].Rule != v.Rule || worse(v.Verdict.Verdict) > worse(own.NoUnlessHidden) {
			kept = append(kept, v)
		}
	}
	return slices.Clip(kept)
}

// worse orders answers by how much they say against a party.
func worse(a own.Answer) int {
	return slices.Index([]own.Answer{own.No, own.NoUnlessHidden, own.Unknown, own.DependsOnDate, own.Yes}, a)
}

// strongest leaves, of each family, the sign that weighs most with its weight,
// and the others with none; by falling weight, then as they came.
func strongest(signs []Reason) []Reason {
	best := map[front.Family]int{}
	for i, s := range signs {
		b, ok := best[s.Family]
		if !ok || math.Abs(s.Alone) > math.Abs(signs[b].Alone) {
			best[s.Family] = i
		}
	}
	for i := range signs {
		signs[i].Weight = 0
		if best[signs[i].Family] == i {
			signs[i].Weight = signs[i].Alone
		}
	}
	slices.SortStableFunc(signs, func(a, b Reason) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight)), cmp.Compare(math.Abs(b.Alone), math.Abs(a.Alone)))
	})
	return signs
}

// score is the logistic of the bits: 0 bits are one half, and each bit doubles
// the odds.
func score(reasons []Reason) float64 {
	bits := Prior
	for _, r := range reasons {
		bits += r.Weight
	}
	return 1 / (1 + math.Exp2(-bits))
}
