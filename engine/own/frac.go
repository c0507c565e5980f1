package own

import "math/big"

// mulSmall is a·b for a b whose denominator fits a word, as all shares do. It
// reduces by what the long number leaves over when a short one divides it,
// instead of the greatest common divisor of two long numbers, which is what
// multiplying fractions otherwise spends its time on.
func mulSmall(a, b *big.Rat) *big.Rat {
	if a.Sign() == 0 || b.Sign() == 0 {
		return new(big.Rat)
	}
	if !b.Num().IsInt64() || !b.Denom().IsInt64() {
		return new(big.Rat).Mul(a, b)
	}
	num, g1 := reduce(a.Num(), b.Denom())
	den, g2 := reduce(a.Denom(), b.Num())
	out := new(big.Rat).SetInt64(1)
	out.Num().Mul(num, new(big.Int).Quo(b.Num(), g2))
	out.Denom().Set(den.Mul(den, new(big.Int).Quo(b.Denom(), g1)))
	return out
}

// reduce divides a long number by what it has in common with a short one, and
// gives that too.
func reduce(long, short *big.Int) (*big.Int, *big.Int) {
	g := new(big.Int).Rem(long, short)
	g.GCD(nil, nil, g.Abs(g), new(big.Int).Abs(short))
	return new(big.Int).Quo(long, g), g
}

// addSharing is a + b. Where one denominator divides the other, as of two
// products along one chain, that is found by one division.
func addSharing(a, b *big.Rat) *big.Rat {
	if a.Denom().BitLen() > b.Denom().BitLen() {
		a, b = b, a
	}
	if a.Sign() == 0 {
		return b
	}
	if b.Sign() == 0 {
		return a
	}
	if b.Denom().BitLen() < 2*fine {
		return new(big.Rat).Add(a, b)
	}
	times, left := new(big.Int).QuoRem(b.Denom(), a.Denom(), new(big.Int))
	if left.Sign() != 0 {
		return new(big.Rat).Add(a, b)
	}
	sum := times.Mul(times, a.Num())
	return new(big.Rat).SetFrac(sum.Add(sum, b.Num()), b.Denom())
}
