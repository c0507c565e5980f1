package index

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Status is how an entity stands: to the lists, and to life.
type Status string

// The statuses. An entity has one of the first three, and one or both of the
// last two where its sources say so: they may disagree.
const (
	Listed   Status = "listed"   // on some list, and no source says that it ended
	Delisted Status = "delisted" // on lists once, all of them ended
	Unlisted Status = "unlisted"
	Active   Status = "active" // a register says so
	Ended    Status = "ended"  // dissolved, struck off, dead
)

// Statuses are all of them, in the order of their declaration.
func Statuses() []Status { return []Status{Listed, Delisted, Unlisted, Active, Ended} }

// endWords and liveWords are how registers say that a party is no more, or is:
// the words of Companies House, GLEIF, OpenCorporates, the Chinese and the
// Russian registers. The former are looked for first, since "inactive" holds
// "active". Others say nothing. Unverified: general knowledge of how registers
// write, not read off their code lists.
var (
	endWords = []string{"dissol", "struck", "strike", "inactive", "liquidat", "ceased", "closed", "cancel", "deregister", "terminated", "retired", "revoked", "defunct", "wound", "deceased", "scrapped", "broken",
		"注销", "吊销", "撤销", "解散", "清算", "ликвид", "прекращ", "исключ"}
	liveWords = []string{"active", "live", "registered", "issued", "existing", "normal", "good standing", "in force", "open", "存续", "在业", "开业", "在营", "действу"}
)

// statuses are those of an entity.
func (s *subject) statuses() []Status {
	out := []Status{Unlisted}
	for i := range s.listings {
		if s.listings[i].Until == 0 {
			out[0] = Listed
			break
		}
		out[0] = Delisted
	}
	for _, p := range s.parties {
		if v := lifeOf(p); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// lifeOf is what a party's row says of its life; "" where it does not.
func lifeOf(p *engine.Party) Status {
	if p.Died != 0 {
		return Ended
	}
	text := norm.Fold(p.Status)
	if text == "" {
		return ""
	}
	has := func(w string) bool { return strings.Contains(text, w) }
	switch {
	case slices.ContainsFunc(endWords, has):
		return Ended
	case slices.ContainsFunc(liveWords, has):
		return Active
	}
	return ""
}
