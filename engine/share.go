package engine

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Whole is 100 % in the unit of a Share: 10⁹ × 9 × 7 × 11 × 13. Seven decimals
// of a percentage and every fraction from 1/2 to 1/16 (1/3, 1/6, 1/7, 1/9,
// 1/11, 1/13 among them) are whole numbers of it, and a sum of a million
// wholes still fits an int64.
const Whole int64 = 1_000_000_000 * 9 * 7 * 11 * 13

// Share is how much of a whole is held: an interval whose ends are open or
// closed. The zero Share is unknown, which is never zero per cent. What cannot
// be told exactly in the unit is rounded outward to an open interval, so that
// a Share always holds the true value.
type Share struct {
	_      struct{} `cbor:",toarray"`
	Lo, Hi int64    // in units; 0 ≤ Lo ≤ Hi
	LoOpen bool     // Lo itself is excluded
	HiOpen bool     // Hi itself is excluded
	Known  bool     // false: nothing is known, and the rest is zero
}

// Exactly is the share of u units.
func Exactly(u int64) Share { return Share{Lo: u, Hi: u, Known: true} }

// Percent is the share of p whole per cents.
func Percent(p int64) Share { return Exactly(p * (Whole / 100)) }

// Between is the share from lo to hi units, each end open where said.
func Between(lo, hi int64, loOpen, hiOpen bool) Share {
	return Share{Lo: lo, Hi: hi, LoOpen: loOpen, HiOpen: hiOpen, Known: true}
}

// Exact reports whether the share is one value.
func (s Share) Exact() bool { return s.Known && s.Lo == s.Hi && !s.LoOpen && !s.HiOpen }

// IsZero reports whether the share is unknown; encoders leave it out.
func (s Share) IsZero() bool { return !s.Known }

// ParseShare reads a percentage as text. It takes a decimal ("25", "33.3 %",
// "0.000001"), a mixed fraction of per cents ("33 1/3", "1/3 %"), a fraction of
// the whole ("1/3" is a third), or an interval of percentages with its ends:
// "[25,50)", "(50,75]". Also ">25", ">=25", "≥50", "<10", "at least 25",
// "more than 25", "25+", "25-50" and "25 to 50", both ends closed. The empty
// string is the unknown share.
//
// A share below 0 or over 100 %, a decimal comma ("50,1") and words
// ("minority") are Invalid: the caller keeps the interest, with an unknown
// share and a flag.
func ParseShare(s string) (Share, error) {
	t := strings.ToLower(strings.TrimSpace(s))
	if t == "" {
		return Share{}, nil
	}
	share, ok := parseShare(t)
	if !ok {
		return Share{}, &Error{Op: "engine.ParseShare", Code: Invalid,
			Err: fmt.Errorf("got %q, want a percentage from 0 to 100 as 25, 33.3, 1/3 or [25,50)", s)}
	}
	return share, nil
}

// prefixes are the words before a one-sided bound, longest first where one
// begins another: whether the bound is a lower one, and whether it is open.
var prefixes = []struct {
	word        string
	lower, open bool
}{
	{">=", true, false}, {"≥", true, false}, {"at least ", true, false},
	{">", true, true}, {"more than ", true, true}, {"over ", true, true},
	{"<=", false, false}, {"≤", false, false}, {"up to ", false, false}, {"at most ", false, false},
	{"<", false, true}, {"less than ", false, true}, {"under ", false, true},
}

func parseShare(t string) (Share, bool) {
	if t[0] == '[' || t[0] == '(' {
		last := t[len(t)-1]
		if len(t) < 5 || last != ']' && last != ')' {
			return Share{}, false
		}
		lo, hi, ok := strings.Cut(t[1:len(t)-1], ",")
		if !ok {
			return Share{}, false
		}
		return bounds(lo, hi, t[0] == '(', last == ')')
	}
	for _, p := range prefixes {
		rest, ok := strings.CutPrefix(t, p.word)
		if !ok {
			continue
		}
		if p.lower {
			return bounds(rest, "100", p.open, false)
		}
		return bounds("0", rest, false, p.open)
	}
	if rest, ok := strings.CutSuffix(strings.TrimRight(t, " %"), "+"); ok {
		return bounds(rest, "100", false, false)
	}
	for _, sep := range []string{" to ", "–", "-"} {
		if lo, hi, ok := strings.Cut(t, sep); ok && strings.TrimSpace(lo) != "" {
			return bounds(lo, hi, false, false)
		}
	}
	return bounds(t, t, false, false)
}

// bounds reads both ends, rounding each outward.
func bounds(lo, hi string, loOpen, hiOpen bool) (Share, bool) {
	l, ok1 := parsePercent(lo)
	h, ok2 := parsePercent(hi)
	whole := big.NewRat(100, 1)
	if !ok1 || !ok2 || l.Sign() < 0 || h.Cmp(whole) > 0 || l.Cmp(h) > 0 {
		return Share{}, false
	}
	s := Share{LoOpen: loOpen, HiOpen: hiOpen, Known: true}
	var exact bool
	if s.Lo, exact = units(l, false); !exact {
		s.LoOpen = true
	}
	if s.Hi, exact = units(h, true); !exact {
		s.HiOpen = true
	}
	return s, s.Lo < s.Hi || !s.LoOpen && !s.HiOpen
}

// units turns per cents into units, rounded down or up, and says whether that
// lost nothing.
func units(percent *big.Rat, up bool) (int64, bool) {
	r := new(big.Rat).Mul(percent, new(big.Rat).SetFrac64(Whole, 100))
	q, m := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() == 0 {
		return q.Int64(), true
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	return q.Int64(), false
}

// maxShareText is longer than any honest percentage, and short enough that
// reading it costs nothing.
const maxShareText = 64

// parsePercent reads "25", "33.3", "33 1/3", "1/3" (a third of the whole),
// each with or without a sign for per cent.
func parsePercent(s string) (*big.Rat, bool) {
	s = strings.TrimSpace(s)
	body := strings.TrimSpace(strings.TrimRight(s, "% "))
	signed := strings.Contains(s, "%")
	if body == "" || len(body) > maxShareText {
		return nil, false
	}
	for _, c := range body {
		if (c < '0' || c > '9') && c != '.' && c != '/' && c != ' ' {
			return nil, false
		}
	}
	whole, frac, mixed := strings.Cut(body, " ")
	if !mixed {
		whole, frac = "0", body
	}
	if mixed && !strings.Contains(frac, "/") {
		return nil, false
	}
	a, ok1 := new(big.Rat).SetString(whole)
	b, ok2 := new(big.Rat).SetString(frac)
	if !ok1 || !ok2 {
		return nil, false
	}
	if !mixed && !signed && strings.Contains(frac, "/") {
		b.Mul(b, big.NewRat(100, 1))
	}
	return a.Add(a, b), true
}

// String writes the share as an interval of percentages, "[25,50)", that
// ParseShare reads back to the same share; "?" for the unknown share.
func (s Share) String() string {
	if !s.Known {
		return "?"
	}
	open, shut := "[", "]"
	if s.LoOpen {
		open = "("
	}
	if s.HiOpen {
		shut = ")"
	}
	return open + FormatUnits(s.Lo) + "," + FormatUnits(s.Hi) + shut
}

// Human writes the share for a reader: "60 %", "25 to <50 %", ">25 %", "?".
func (s Share) Human() string {
	switch {
	case !s.Known:
		return "?"
	case s.Lo == s.Hi:
		return FormatUnits(s.Lo) + " %"
	case s.Hi == Whole && !s.HiOpen && s.LoOpen:
		return ">" + FormatUnits(s.Lo) + " %"
	case s.Hi == Whole && !s.HiOpen && s.Lo > 0:
		return "≥" + FormatUnits(s.Lo) + " %"
	}
	lo, hi := FormatUnits(s.Lo), FormatUnits(s.Hi)
	if s.LoOpen {
		lo = ">" + lo
	}
	if s.HiOpen {
		hi = "<" + hi
	}
	return lo + " to " + hi + " %"
}

// FormatUnits writes u units as per cents: a decimal where that is exact with
// at most nine places, else a mixed fraction as "33 1/3".
func FormatUnits(u int64) string {
	r := big.NewRat(u, Whole/100)
	if n, exact := r.FloatPrec(); exact && n <= 9 {
		return r.FloatString(n)
	}
	q, m := new(big.Int).QuoRem(r.Num(), r.Denom(), new(big.Int))
	frac := new(big.Rat).SetFrac(m, r.Denom())
	if q.Sign() == 0 {
		return "0 " + frac.RatString()
	}
	return q.String() + " " + frac.RatString()
}

// Rat is u units as a fraction of the whole.
func Rat(u int64) *big.Rat { return big.NewRat(u, Whole) }

// MarshalText writes String, or nothing for the unknown share.
func (s Share) MarshalText() ([]byte, error) {
	if !s.Known {
		return nil, nil
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads what ParseShare reads.
func (s *Share) UnmarshalText(b []byte) error {
	v, err := ParseShare(string(b))
	*s = v
	return err
}

// UnmarshalJSON reads a string as ParseShare does, or a bare number of per
// cents.
func (s *Share) UnmarshalJSON(b []byte) error {
	t := string(b)
	if t == "null" {
		*s = Share{}
		return nil
	}
	if u, err := strconv.Unquote(t); err == nil {
		t = u
	}
	return s.UnmarshalText([]byte(t))
}
