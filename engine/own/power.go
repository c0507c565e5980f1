package own

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Power is how much of the deciding a holder's votes can do: an indicator of
// control in fact, never control by law.
type Power struct {
	Owner   engine.EntityID `json:"owner"`
	Name    string          `json:"name,omitempty"`
	Votes   engine.Share    `json:"votes"`
	Banzhaf float64         `json:"banzhaf"` // its part of all swings: coalitions that win with it and lose without
	Shapley float64         `json:"shapley"` // its chance to be the one who turns a coalition, joined in random order, into a winning one
}

// basisPoints is the grain at which votes are counted: 10,000 to the whole.
const basisPoints = 10_000

// powers are the indices of some holders with exact votes in basis points, for
// a majority of more than half of the whole. Counting is exact, by the number of
// coalitions of each size and sum (Banzhaf 1965; Shapley and Shubik 1954): with
// (50, 25, 25) the first has 3/5 of the swings, and a Shapley value of 2/3.
func powers(votes []int) (banzhaf, shapley []*big.Rat) {
	n := len(votes)
	swings := make([]*big.Int, n)
	shapley = make([]*big.Rat, n)
	total := new(big.Int)
	order := new(big.Int).MulRange(1, int64(max(n, 1))) // n!
	for i := range votes {
		count := coalitions(votes, i)
		swings[i] = new(big.Int)
		value := new(big.Int)
		for size := range n {
			of := new(big.Int)
			for sum := max(basisPoints/2+1-votes[i], 0); sum <= basisPoints/2; sum++ {
				if c := count[size][sum]; c != nil {
					of.Add(of, c)
				}
			}
			swings[i].Add(swings[i], of)
			before, after := new(big.Int).MulRange(1, int64(size)), new(big.Int).MulRange(1, int64(n-1-size))
			value.Add(value, of.Mul(of, before.Mul(before, after)))
		}
		total.Add(total, swings[i])
		shapley[i] = new(big.Rat).SetFrac(value, order)
	}
	for i := range votes {
		r := new(big.Rat)
		if total.Sign() > 0 {
			r.SetFrac(swings[i], total)
		}
		banzhaf = append(banzhaf, r)
	}
	return banzhaf, shapley
}

// coalitions counts the sets of all holders but one by size and by sum, up to
// half of the votes: those that lose.
func coalitions(votes []int, but int) []map[int]*big.Int {
	n := len(votes)
	count := make([]map[int]*big.Int, n)
	for size := range count {
		count[size] = map[int]*big.Int{}
	}
	count[0][0] = big.NewInt(1)
	seen := 0
	for j, v := range votes {
		if j == but {
			continue
		}
		seen++
		for size := min(seen, n-1); size > 0; size-- {
			for sum, c := range count[size-1] {
				if sum+v > basisPoints/2 {
					continue
				}
				if old := count[size][sum+v]; old != nil {
					old.Add(old, c)
				} else {
					count[size][sum+v] = new(big.Int).Set(c)
				}
			}
		}
	}
	return count
}

// maxPowerful is how many holders are taken in, the largest: beyond that the
// sums of their coalitions are too many to count in a moment. The others count
// as votes that are not cast, as those of dispersed holders mostly are.
const maxPowerful = 30

// power is the index of those who vote in an entity on what is known for sure,
// largest first; nil where somebody has a majority, or fewer than two vote.
func (d *day) power(e int32) []Power {
	col := d.column(e, voting)
	var out []Power
	var votes []int
	for i := range col.edges {
		x := &col.edges[i]
		if x.owner == nobody || x.how == flagIndirect || x.part[0].lo == 0 {
			continue
		}
		if x.part[0].meets(half, true) || col.over {
			return nil
		}
		out = append(out, Power{Owner: d.g.ids.id(x.owner), Name: d.g.name(x.owner), Votes: x.part[0].share()})
	}
	if len(out) < 2 {
		return nil
	}
	slices.SortFunc(out, func(a, b Power) int {
		return cmp.Or(cmp.Compare(b.Votes.Lo, a.Votes.Lo), strings.Compare(string(a.Owner), string(b.Owner)))
	})
	out = out[:min(len(out), maxPowerful)]
	for _, p := range out {
		votes = append(votes, int(p.Votes.Lo/(engine.Whole/basisPoints)))
	}
	banzhaf, shapley := powers(votes)
	for i := range out {
		out[i].Banzhaf, _ = banzhaf[i].Float64()
		out[i].Shapley, _ = shapley[i].Float64()
	}
	return out
}
