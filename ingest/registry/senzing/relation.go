package senzing

import (
	_ "embed"
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
)

//go:embed roles.txt
var rolesText string

// role is what the words of a pointer mean.
type role struct {
	kind  engine.InterestKind
	in    bool // the record pointed at is the owner
	words []string
}

// roles are in the order in which they are looked at.
var roles = sync.OnceValue(func() []role {
	var out []role
	for line := range strings.Lines(rolesText) {
		head, words, ok := strings.Cut(line, ":")
		kind, way, _ := strings.Cut(head, " ")
		if !ok || kind == "#" {
			continue
		}
		r := role{kind: engine.InterestKind(kind), in: way == "in"}
		for w := range strings.SplitSeq(words, ",") {
			r.words = append(r.words, " "+strings.TrimSpace(w)+" ")
		}
		out = append(out, r)
	}
	return out
})

// percentage is a share inside of a role: "Owns 60%", "33.3 percent owner".
var percentage = regexp.MustCompile(`(?i)(\d+(?:\.\d+)?(?:\s*-\s*\d+(?:\.\d+)?)?)\s*(?:%|percent|per cent)`)

// pointer adds the interest of a relationship. One that lacks its key is filed.
func (m *mapper) pointer(f *feature, to anchor) {
	if to.key == "" {
		m.warn(f.parts[0].key, f.parts[0].value, errNoKey)
		return
	}
	other := m.target(to)
	if other == "" || other == m.party.ID {
		return // the one that stands for those of a common key, or a record that points at itself
	}
	in := engine.Interest{Owner: m.party.ID, Owned: other, Kind: engine.Associate, Role: f.get("role")}
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(in.Role), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }), " ") + " "
	in.Kind, in.Owner, in.Owned = kindOf(words, m.party.ID, other)
	if p := percentage.FindStringSubmatch(in.Role); p != nil && in.Kind != engine.Family && in.Kind != engine.Officer {
		m.share(f, &in, p[1])
	}
	if in.Kind == engine.Consolidation && (strings.Contains(words, " global ") || strings.Contains(words, " ultimate ")) {
		in.Directness = engine.DirectOrIndirect
	}
	in.From, in.Until = m.span(f)
	m.rec.Interests = append(m.rec.Interests, in)
}

// kindOf tells the kind of a role and which way it goes.
func kindOf(words string, self, other engine.PartyID) (engine.InterestKind, engine.PartyID, engine.PartyID) {
	for _, r := range roles() {
		for _, w := range r.words {
			if !strings.Contains(words, w) {
				continue
			}
			if r.in {
				return r.kind, other, self
			}
			return r.kind, self, other
		}
	}
	return engine.Associate, self, other
}

var (
	errNoKey = errors.New("want a key: the record that is pointed at is not said")
	errShare = errors.New("is no share from 0 to 100 %; the line stands with an unknown one")
)

// share reads a role's percentage; a role that names one and no kind speaks of
// shares.
func (m *mapper) share(f *feature, in *engine.Interest, text string) {
	s, err := engine.ParseShare(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		m.warn(f.name("role"), in.Role, errShare)
		return
	}
	if in.Kind == engine.Associate {
		in.Kind = engine.Shares
	}
	in.Share = s
}

// target is the party that a pointer means: whoever carries the anchor, with or
// without its domain, and else the record of that key in the domain's data
// source, or in the pointer's own.
func (m *mapper) target(to anchor) engine.PartyID {
	for _, a := range []anchor{to, {"", to.key}} {
		if key, ok := m.first.anchors[a]; ok {
			return m.in.ID(key).Party()
		}
	}
	if strings.HasPrefix(to.domain, disclosed) {
		return ""
	}
	if to.domain == "" {
		to.domain = m.row.Value.Get("DATA_SOURCE").Str()
	}
	return m.in.ID(join(to.domain, to.key)).Party()
}
