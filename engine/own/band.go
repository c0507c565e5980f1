package own

import "github.com/pierce-er/pierce/engine"

// PSCBand is the band of the United Kingdom's register in which a share lies as
// a whole: "25-50" is more than 25 up to 50 %, "50-75" more than 50 and less
// than 75 %, "75-100" 75 % or more (Companies Act 2006, Schedule 1A). It is ""
// for 25 % or less, and for a range that reaches into several.
func PSCBand(s engine.Share) string {
	b := boundOf(s)
	const q = quarter
	switch {
	case !s.Known:
		return ""
	case b.lo >= 3*q:
		return "75-100"
	case b.meets(2*q, true) && (b.hi < 3*q || b.hi == 3*q && b.hiOpen):
		return "50-75"
	case b.meets(q, true) && b.hi <= 2*q:
		return "25-50"
	}
	return ""
}
