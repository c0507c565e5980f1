package goods

import (
	"slices"
	"strings"
)

// Family is a group of tariff codes that says something about accelerators.
// The code is declared by the shipper: it suggests, and never decides.
type Family string

// The families.
const (
	Accelerators Family = "accelerators" // where cards, modules, boards and servers with them go
	Chips        Family = "chips"        // processors and memories by themselves
	Companions   Family = "companions"   // what a data centre needs besides: power, optics, cooling, switches
)

// families are by code, the most specific first where one begins another.
// Source: customs rulings (NY N338976 for 8473.30) and practice as of 2026-01.
var families = []struct {
	prefix string
	family Family
	what   string
}{
	{"847330", Accelerators, "circuit boards and modules for computers"},
	{"847150", Accelerators, "processing units: servers, boards of accelerators"},
	{"847180", Accelerators, "other units of computers: accelerators declared as units"},
	{"847141", Accelerators, "complete systems"},
	{"847149", Accelerators, "complete systems"},
	{"854231", Chips, "processors"},
	{"854232", Chips, "memories"},
	{"854239", Chips, "other integrated circuits"},
	{"851762", Companions, "switches and network cards"},
	{"850440", Companions, "power supplies"},
	{"854442", Companions, "cables"},
	{"854470", Companions, "optical cables"},
	{"841950", Companions, "heat exchangers"},
	{"853690", Companions, "connectors"},
	{"853400", Companions, "printed circuits"},
	{"847170", Companions, "storage"},
}

// chpl is the Common High Priority List of 23 February 2024: fifty codes of
// six digits in four tiers. It is a list about Russia; 8473.30, where cards
// go, is not on it.
const chpl = `1: 854231 854232 854233 854239
2: 851762 852691 853221 853224 854800
3.A: 847150 850440 851769 852589 852910 852990 853669 853690 854110 854121 854129 854130 854149 854151 854159 854160
3.B: 848210 848220 848230 848250 880730 901310 901380 901420 901480
4.A: 847180 848610 848620 848640 853400 854320 902750 903020 903032 903039 903082
4.B: 845710 845811 845891 845961 846693`

// Tier is the tier of the Common High Priority List that a code stands in, or
// "".
func Tier(hs string) string {
	digits := Digits(hs)
	if len(digits) < 6 {
		return ""
	}
	for _, line := range strings.Split(chpl, "\n") {
		tier, codes, _ := strings.Cut(line, ": ")
		if slices.Contains(strings.Fields(codes), digits[:6]) {
			return tier
		}
	}
	return ""
}

// Digits are the digits of a tariff code: "8473.30.1180" is 8473301180. What
// has other letters is no code, and gives "".
func Digits(hs string) string {
	var b strings.Builder
	for _, r := range strings.TrimSpace(hs) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '.' || r == ' ' || r == '-':
		default:
			return ""
		}
	}
	return b.String()
}

// family finds the family of a code.
func family(hs string) (Family, string) {
	digits := Digits(hs)
	for _, f := range families {
		if strings.HasPrefix(digits, f.prefix) {
			return f.family, f.what
		}
	}
	return "", ""
}

// foreign reports whether a code is surely of another trade: a chapter that
// holds no machines, electronics or instruments.
func foreign(hs string) bool {
	digits := Digits(hs)
	if len(digits) < 4 {
		return false
	}
	switch digits[:2] {
	case "84", "85", "90", "98", "99":
		return false
	}
	return true
}

// bands are what a kilogram of the goods of a heading, or of a chapter, costs at
// most in dollars, in nineteen of twenty consignments: rough, from general
// knowledge, unverified, as of 2026-01. The most specific counts; what has none
// may cost anything (gold, watches, aircraft parts, instruments). Statistics of
// stored shipments, where there are enough, count before them.
var bands = map[string]float64{
	"8471": 1_200, "8473": 500, "8504": 200, "8517": 1_500, "8523": 4_000, "8529": 400, "8534": 1_000, "8536": 400, "8537": 300, "8538": 200, "8541": 3_000, "8543": 500, "8544": 300,
	"8414": 150, "8419": 150, "8479": 400, "8481": 300, "8501": 150, "8507": 150, "8518": 300, "8528": 300, "7326": 60, "7616": 80, "3926": 100, "9403": 40, "8302": 60,
	"39": 150, "40": 150, "42": 400, "44": 60, "48": 60, "49": 200, "61": 250, "62": 250, "63": 150, "64": 250, "68": 100, "69": 100, "70": 150, "72": 20, "73": 80, "74": 150, "76": 100, "82": 200, "83": 80,
	"84": 500, "85": 500, "87": 100, "94": 80, "95": 120, "96": 150,
}

// BandOf is what a kilogram of the goods of a code costs at most, in dollars,
// where that is known; 0 where it is not.
func BandOf(hs string) float64 {
	digits := Digits(hs)
	for _, n := range [...]int{4, 2} {
		if len(digits) >= n {
			if top, ok := bands[digits[:n]]; ok {
				return top
			}
		}
	}
	return 0
}

// overBand is how far above its band a value per kilogram must lie: a better
// brand costs twice, a mistyped unit ten times and more.
const overBand = 3

// dearPiece is what a piece costs, in dollars, that may be an accelerator under
// another name: the cheapest that is controlled costs some 1,600 (general
// knowledge, unverified). Memory modules and optical transceivers cost as much a
// kilogram, and a tenth a piece.
const dearPiece = 1_500

// Outlying reports whether a line costs as much a kilogram as accelerators do,
// and much more than goods of its code: over three times the band, or, under a
// code where accelerators go, over what they cost at least; and where pieces are
// counted, each costs as much as one.
func (l *Line) Outlying() bool {
	if l.PerKilo < Dense || l.PerKilo > tooDense || l.Pieces > 0 && l.PerPiece < dearPiece {
		return false
	}
	top := BandOf(l.HS)
	return l.Family == Accelerators || top > 0 && l.PerKilo >= overBand*top
}
