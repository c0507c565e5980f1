package own

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// part is a fraction of the entity asked about: exact, or an interval rounded
// outward where the exact number would be too long to carry.
type part struct {
	lo, hi *big.Rat
}

var (
	ratZero = new(big.Rat)
	ratOne  = big.NewRat(1, 1)
)

func exactly(r *big.Rat) part { return part{r, r} }

func (p part) exact() bool { return p.lo == p.hi }

func (p part) plus(o part) part {
	if p.exact() && o.exact() {
		return exactly(addSharing(p.lo, o.lo))
	}
	return part{new(big.Rat).Add(p.lo, o.lo), new(big.Rat).Add(p.hi, o.hi)}
}

func (p part) times(r *big.Rat) part {
	if p.exact() {
		return exactly(mulSmall(p.lo, r)).trim()
	}
	return part{new(big.Rat).Mul(p.lo, r), new(big.Rat).Mul(p.hi, r)}.trim()
}

const (
	// longest is how many bits a denominator may have before it is rounded. A
	// chain of sixty companies with seven-decimal shares needs some 2,600.
	longest = 1 << 14
	// fine is the unit of what is rounded: 2⁻¹⁶⁰ of the whole, far below the
	// unit of an engine.Share.
	fine = 160
)

// trim rounds a number that has grown too long outward.
func (p part) trim() part {
	if p.lo.Denom().BitLen() <= longest && p.hi.Denom().BitLen() <= longest {
		if p.exact() || p.lo.Denom().BitLen() <= 2*fine && p.hi.Denom().BitLen() <= 2*fine {
			return p
		}
	}
	return part{round(p.lo, false), round(p.hi, true)}
}

func round(r *big.Rat, up bool) *big.Rat {
	n := new(big.Int).Lsh(r.Num(), fine)
	q, m := new(big.Int).QuoRem(n, r.Denom(), new(big.Int))
	if up && m.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetFrac(q, new(big.Int).Lsh(big.NewInt(1), fine))
}

// share is the part as a share, rounded outward to open ends.
func (p part) share() engine.Share {
	s := engine.Share{Known: true}
	var exact bool
	if s.Lo, exact = toUnits(p.lo, false); !exact {
		s.LoOpen = true
	}
	if s.Hi, exact = toUnits(p.hi, true); !exact {
		s.HiOpen = true
	}
	s.Lo, s.Hi = max(s.Lo, 0), min(s.Hi, engine.Whole)
	return s
}

// toUnits turns a fraction of the whole into units and says whether that lost
// nothing.
func toUnits(r *big.Rat, up bool) (int64, bool) {
	n := new(big.Int).Mul(r.Num(), big.NewInt(engine.Whole))
	q, m := new(big.Int).QuoRem(n, r.Denom(), new(big.Int))
	if m.Sign() == 0 {
		return q.Int64(), true
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64(), false
}

// percents writes parts of a whole at six decimals so that they add up to
// exactly 100: each rounded down, and the millionths left over given to those
// that lost most, the earlier first.
func percents(parts []part) []string {
	const million = 100_000_000 // 100 % in millionths
	units := make([]int64, len(parts))
	lost := make([]uint64, len(parts)) // in 2⁻⁶⁴ of a millionth
	left := int64(million)
	scale, rest := big.NewInt(million), new(big.Int)
	for i, p := range parts {
		q, r := rest.Mul(p.lo.Num(), scale).QuoRem(rest, p.lo.Denom(), new(big.Int))
		units[i] = q.Int64()
		left -= units[i]
		lost[i] = rest.Quo(r.Lsh(r, 64), p.lo.Denom()).Uint64()
	}
	at := make([]int, len(parts))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for i := 0; left > 0 && len(at) > 0; i, left = i+1, left-1 {
		units[at[i%len(at)]]++
	}
	out := make([]string, len(parts))
	for i, u := range units {
		out[i] = big.NewRat(u, million/100).FloatString(6)
	}
	return out
}
