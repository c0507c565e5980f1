package own

import (
	"math"
	"math/big"
	"math/bits"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

func TestPowerWorked(t *testing.T) {
	many := []int{3500}
	for range 65 {
		many = append(many, 100)
	}
	for _, c := range []struct {
		votes            []int
		banzhaf, shapley []*big.Rat
	}{
		{[]int{4900, 4900, 200}, rats(1, 3, 1, 3, 1, 3), rats(1, 3, 1, 3, 1, 3)},
		{[]int{5000, 2500, 2500}, rats(3, 5, 1, 5, 1, 5), rats(2, 3, 1, 6, 1, 6)},
		{[]int{4000, 3000, 3000}, rats(1, 3, 1, 3, 1, 3), rats(1, 3, 1, 3, 1, 3)},
		{[]int{4500, 2000, 1500, 1000, 1000}, rats(7, 11, 1, 11, 1, 11, 1, 11, 1, 11), rats(3, 5, 1, 10, 1, 10, 1, 10, 1, 10)},
		{[]int{5000, 5000}, rats(1, 2, 1, 2), rats(1, 2, 1, 2)},
	} {
		b, s := powers(c.votes)
		for i := range c.votes {
			if b[i].Cmp(c.banzhaf[i]) != 0 || s[i].Cmp(c.shapley[i]) != 0 {
				t.Errorf("powers(%v)[%d] = %v, %v, want %v, %v", c.votes, i, b[i], s[i], c.banzhaf[i], c.shapley[i])
			}
		}
	}
	b, s := powers(many)
	x, _ := b[0].Float64()
	y, _ := s[0].Float64()
	if math.Abs(x-0.9996) > 5e-5 || math.Abs(y-0.530) > 5e-4 {
		t.Errorf("powers of 35 against 65 times 1 = %.4f, %.3f, want 0.9996, 0.530", x, y)
	}
}

func rats(n ...int64) (out []*big.Rat) {
	for i := 0; i < len(n); i += 2 {
		out = append(out, big.NewRat(n[i], n[i+1]))
	}
	return out
}

// TestPowerOracle counts all coalitions one by one.
func TestPowerOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		votes := rapid.SliceOfN(rapid.IntRange(0, 3000), 1, 8).Draw(t, "votes")
		n := len(votes)
		swings := make([]int64, n)
		value := make([]*big.Rat, n)
		total := int64(0)
		for i := range votes {
			value[i] = new(big.Rat)
			for set := range 1 << n {
				if set>>i&1 == 1 {
					continue
				}
				sum := 0
				for j := range votes {
					sum += votes[j] * (set >> j & 1)
				}
				if sum > 5000 || sum+votes[i] <= 5000 {
					continue
				}
				swings[i]++
				total++
				k := int64(bits.OnesCount(uint(set)))
				ways := new(big.Int).Mul(new(big.Int).MulRange(1, k), new(big.Int).MulRange(1, int64(n)-1-k))
				value[i].Add(value[i], new(big.Rat).SetFrac(ways, new(big.Int).MulRange(1, int64(n))))
			}
		}
		b, s := powers(votes)
		for i := range votes {
			want := new(big.Rat)
			if total > 0 {
				want.SetFrac64(swings[i], total)
			}
			if b[i].Cmp(want) != 0 || s[i].Cmp(value[i]) != 0 {
				t.Fatalf("powers(%v)[%d] = %v, %v, want %v, %v", votes, i, b[i], s[i], want, value[i])
			}
		}
	})
}

// TestPowerInTrace: told where nobody has a majority, and only there.
func TestPowerInTrace(t *testing.T) {
	hold := func(o engine.EntityID, p int64) engine.Stake {
		return engine.Stake{Owner: o, Owned: "e", Kind: engine.Shares, Share: engine.Percent(p)}
	}
	for _, c := range []struct {
		stakes []engine.Stake
		want   int
	}{
		{[]engine.Stake{hold("a", 50), hold("b", 25), hold("c", 25)}, 3},
		{[]engine.Stake{hold("a", 51), hold("b", 49)}, 0},
		{[]engine.Stake{hold("a", 40)}, 0},
	} {
		tree, err := Build(c.stakes, nil, nil).Trace("e", 0, TraceOptions{})
		if err != nil || len(tree.Power) != c.want {
			t.Errorf("Trace of %v: %d with power, %v, want %d", c.stakes, len(tree.Power), err, c.want)
		}
	}
}
