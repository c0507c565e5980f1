package ukpsc

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Nature is a code of natures_of_control taken apart.
type Nature struct {
	Kind   engine.InterestKind
	Share  engine.Share
	As     string // "trust", "firm", "control over trust" …: in what capacity; "" for one's own
	Regime string // "limited liability partnership", "registered overseas entity", "" for companies
}

// regimes are the ends of codes for other forms than companies.
var regimes = []string{"limited-liability-partnership", "registered-overseas-entity", "eligible-scottish-partnership", "scottish-limited-partnership"}

// capacities are how the holder comes by the right; longer ones first.
var capacities = []string{"as-control-over-trust", "as-control-over-firm", "as-trust", "as-firm"}

// percent is one per cent in units.
const percent = engine.Whole / 100

// bands are the shares of the codes. The Register of People with Significant
// Control Regulations 2016 (SI 2016/339), Schedule 2, draws them as more than
// 25 up to and with 50, more than 50 and less than 75, and 75 or more.
var bands = map[string]engine.Share{
	"25-to-50":     engine.Between(25*percent, 50*percent, true, false),
	"50-to-75":     engine.Between(50*percent, 75*percent, true, true),
	"75-to-100":    engine.Between(75*percent, 100*percent, false, false),
	"more-than-25": engine.Between(25*percent, 100*percent, true, false),
}

// rights are the beginnings of the codes that go on with a band.
var rights = []struct {
	prefix string
	kind   engine.InterestKind
}{
	{"ownership-of-shares-", engine.Shares},
	{"voting-rights-", engine.Votes},
	{"right-to-share-surplus-assets-", engine.Profit},
	{"part-right-to-share-surplus-assets-", engine.Profit},
}

// ParseNature reads a code by its grammar, as
// "ownership-of-shares-25-to-50-percent-as-trust"; false for one that the
// grammar does not know.
func ParseNature(code string) (Nature, bool) {
	var n Nature
	s := code
	for _, r := range regimes {
		if rest, ok := strings.CutSuffix(s, "-"+r); ok {
			s, n.Regime = rest, strings.ReplaceAll(r, "-", " ")
		}
	}
	for _, c := range capacities {
		if rest, ok := strings.CutSuffix(s, "-"+c); ok {
			s, n.As = rest, strings.ReplaceAll(strings.TrimPrefix(c, "as-"), "-", " ")
			break
		}
	}
	for _, r := range rights {
		band, ok := strings.CutPrefix(s, r.prefix)
		if !ok {
			continue
		}
		share, known := bands[strings.TrimSuffix(band, "-percent")]
		n.Kind, n.Share = r.kind, share
		return n, known
	}
	switch {
	case strings.HasPrefix(s, "right-to-appoint-and-remove-"):
		n.Kind = engine.Appointment
	case s == "significant-influence-or-control":
		n.Kind = engine.Influence
	case strings.HasPrefix(s, "registered-owner-as-nominee"):
		n.Kind = engine.Nominee
	default:
		return n, false
	}
	return n, true
}
