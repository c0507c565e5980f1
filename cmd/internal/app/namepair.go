package app

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/score"
)

// NamePair is two names that somebody lays side by side, with what is known
// beside them. It needs no store.
type NamePair struct {
	Name1, Name2       string
	Kind               engine.Kind // of both; Unknown where it is not said
	Country1, Country2 string      // ISO 3166-1 alpha-2, "" where not said
}

// Match scores the pair. The model should be one that is Asked, since the
// question itself speaks for the two. A is always the first name, whichever
// sorts first.
func (p *NamePair) Match(m *score.Model) engine.Match {
	side := func(id engine.PartyID, name, country string) *norm.Prepared {
		party := &engine.Party{ID: id, Kind: p.Kind, Names: []engine.Name{{Text: name}}}
		if country != "" {
			party.Country = country
		}
		return norm.Prepare(party)
	}
	return m.Match(side("1", p.Name1, p.Country1), side("2", p.Name2, p.Country2))
}

// Reason is a match's evidence in one line, as
// "name: alike +14.2; form: other -2.0", the prior left out.
func Reason(m *engine.Match) string {
	var parts []string
	for _, ev := range m.Evidence {
		part := fmt.Sprintf("%s: %s %+.1f", ev.Comparison, ev.Level, ev.Weight)
		if ev.Detail != "" {
			part += " (" + ev.Detail + ")"
		}
		parts = append(parts, part)
	}
	if m.Forbidden != "" {
		parts = append(parts, m.Forbidden)
	}
	if len(parts) == 0 {
		return "nothing to compare"
	}
	return strings.Join(parts, "; ")
}

// KindOf reads a kind of party as tables write it: pierce's own words, or a
// schema of FollowTheMoney; empty is Unknown. False for a word that is neither.
func KindOf(word string) (engine.Kind, bool) {
	switch w := strings.ToLower(strings.TrimSpace(word)); w {
	case "", "legalentity", "thing":
		return engine.Unknown, true
	case "organization", "organisation", "org":
		return engine.Company, true
	case "publicbody":
		return engine.State, true
	case "individual":
		return engine.Person, true
	case "airplane":
		return engine.Aircraft, true
	case "trust":
		return engine.Arrangement, true
	default:
		k := engine.Kind(w)
		switch k {
		case engine.Company, engine.Person, engine.Vessel, engine.Aircraft, engine.Arrangement, engine.State, engine.Unknown:
			return k, true
		}
	}
	return engine.Unknown, false
}
