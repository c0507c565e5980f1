package own

import (
	"cmp"
	"math/big"

	"github.com/pierce-er/pierce/engine"
)

// exact finds the values in fractions: it begins with a choice that leads every
// entity towards the set, works out what comes of it, and changes the choice
// wherever another is better, until none is. Each round is better than the one
// before, and there are finitely many choices. ok is false if that takes too
// many rounds.
func (r *reach) exact() (ok bool) {
	n := len(r.nodes)
	choice := make([][]int64, n)
	for i := range r.nodes {
		choice[i] = chosen(r.nodes[i].options, func(a, b option) int { return cmp.Compare(r.far(a), r.far(b)) })
	}
	for range 4*n + 20 {
		if !r.evaluate(choice) {
			return false
		}
		better := false
		for i := range r.nodes {
			if r.nodes[i].rank < 0 || r.nodes[i].whole {
				continue
			}
			next := chosen(r.nodes[i].options, func(a, b option) int { return r.value(b).Cmp(r.value(a)) })
			sum := new(big.Rat)
			for k, units := range next {
				sum.Add(sum, new(big.Rat).Mul(r.value(r.nodes[i].options[k]), engine.Rat(units)))
			}
			if sum.Cmp(r.best[i]) > 0 {
				choice[i], better = next, true
			}
		}
		if !better {
			return true
		}
	}
	return false
}

// far orders options by the steps from there to the set.
func (r *reach) far(o option) int {
	switch {
	case o.to == toSet:
		return -1
	case o.to == toNobody || r.nodes[o.to].rank < 0:
		return len(r.nodes)
	}
	return r.nodes[o.to].rank
}

// value is what an option leads to.
func (r *reach) value(o option) *big.Rat {
	switch o.to {
	case toSet:
		return ratOne
	case toNobody:
		return ratZero
	}
	return r.best[o.to]
}

// evaluate solves v = b + A·v for a choice, by Gauss's elimination. ok is false
// if the choice leads somebody round and round, which those that begin towards
// the set never do.
func (r *reach) evaluate(choice [][]int64) (ok bool) {
	n := len(r.nodes)
	rows := make([]map[int]*big.Rat, n) // I - A, with b at n
	for i := range rows {
		row := map[int]*big.Rat{i: big.NewRat(1, 1), n: new(big.Rat)}
		rows[i] = row
		switch node := &r.nodes[i]; {
		case node.rank < 0:
			continue
		case node.whole:
			row[n].SetInt64(1)
			continue
		}
		for k, units := range choice[i] {
			switch o := r.nodes[i].options[k]; {
			case units == 0 || o.to == toNobody:
			case o.to == toSet:
				row[n].Add(row[n], engine.Rat(units))
			default:
				if row[o.to] == nil {
					row[o.to] = new(big.Rat)
				}
				row[o.to].Sub(row[o.to], engine.Rat(units))
			}
		}
	}
	for k := range n { // a diagonal of such a matrix is never less than what is beside it: no pivot need be sought
		pivot := rows[k][k]
		if pivot == nil || pivot.Sign() == 0 {
			return false
		}
		for i := range n {
			if i == k || rows[i][k] == nil {
				continue
			}
			f := new(big.Rat).Quo(rows[i][k], pivot)
			for j, x := range rows[k] {
				if rows[i][j] == nil {
					rows[i][j] = new(big.Rat)
				}
				rows[i][j].Sub(rows[i][j], new(big.Rat).Mul(f, x))
			}
			delete(rows[i], k)
		}
	}
	r.best = make([]*big.Rat, n)
	for i := range rows {
		r.best[i] = new(big.Rat).Quo(rows[i][n], rows[i][i])
	}
	return true
}
