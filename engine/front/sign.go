package front

import (
	"cmp"
	"math"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Family groups signs that tell of the same thing.
type Family string

// The families of signs about a company.
const (
	Address      Family = "address"
	Age          Family = "age"
	Opacity      Family = "opacity"
	ListedTie    Family = "listed-tie"
	Structure    Family = "structure"
	MilitaryHand Family = "military"
	Change       Family = "ownership-change"
	Successor    Family = "successor"
	Directors    Family = "directors"
	Data         Family = "data"
	JointHand    Family = "joint-control"
)

// Sign is one thing that suggests a front company.
type Sign struct {
	Sign     string          `json:"sign"`
	Family   Family          `json:"family"`
	Weight   float64         `json:"weight"`   // bits
	Evidence string          `json:"evidence"` // what was seen, in words
	Entity   engine.EntityID `json:"entity,omitempty"`
}

// Lack is a sign that could not be looked for.
type Lack struct {
	Sign   string          `json:"sign"`
	Needs  string          `json:"needs"` // which facts are missing
	Entity engine.EntityID `json:"entity,omitempty"`
}

// Facts are what the signs are made from. Whoever asks fills in what is known;
// what is left at its zero value is a Lack.
type Facts struct {
	Entity        engine.EntityID
	Name          string
	Country       string      // jurisdiction, ISO alpha-2
	Kind          engine.Kind // signs are looked for unless it is a Person or a State
	AsOf          engine.Date // the day that is asked about, needed for ages
	Born          engine.Date // of incorporation
	Unit          string      // the unit address that most others share
	UnitCount     int         // how many entities sit there, this one included; 0 is not counted
	Agent         string      // the licensed agent, secretary or nominee service at whose address it sits
	AgentSeen     bool        // addresses of agents were looked up, so that an empty Agent means none
	Business      []string    // what a register says of its business, as published
	Notes         []string    // what sources say and no field holds
	Capital       float64     // registered, in rough dollars; 0 is not known
	Website       bool        // a source gives one; only told where KinSeen
	Ties          []MilitaryTie
	TiesSeen      bool // ties to armed forces were looked for
	Kin           []Kin
	KinSeen       bool   // kin and officers were looked for
	Director      string // the officer with the most offices
	Directorships int
	Newest        engine.Date // when its owners were last told; 0 is not known
	Transfers     []Transfer
	TransfersSeen bool
	Tree          *own.Tree
	Verdicts      []own.Verdict
}

// Signs looks for every sign and gives those that were found, by falling
// weight, and those that lacked their facts. A person or a state gives none.
func Signs(f *Facts) ([]Sign, []Lack) {
	switch f.Kind {
	case engine.Person, engine.State, engine.Vessel, engine.Aircraft:
		return nil, nil
	}
	var signs []Sign
	var lacks []Lack
	for _, look := range looks {
		s, needs := look.find(f)
		if needs != "" {
			lacks = append(lacks, Lack{look.name, needs, f.Entity})
			continue
		}
		if s.Weight == 0 {
			continue
		}
		s.Sign, s.Family, s.Entity = look.name, look.family, f.Entity
		signs = append(signs, s)
	}
	slices.SortStableFunc(signs, func(a, b Sign) int { return cmp.Compare(b.Weight, a.Weight) })
	return signs, lacks
}

// looks are the signs in the order of their families.
var looks = []struct {
	name   string
	family Family
	find   func(*Facts) (sign Sign, needs string)
}{
	{"mass-address", Address, crowded},
	{"agent-address", Address, agent},
	{"incorporated-after-control", Age, afterControl},
	{"recent-incorporation", Age, recent},
	{"opaque-top", Opacity, opaque},
	{"nominee-holder", Opacity, nominee},
	{"pct-unknown-with-listed-owner", ListedTie, shareUnknown},
	{"owned50", ListedTie, owned},
	{"owned50-possible", ListedTie, possiblyCaptured},
	{"minority-listed", ListedTie, minority},
	{"ownership-change-near-listing", Change, transfer},
	{"network-proximity", ListedTie, proximity},
	{"military-tie", MilitaryHand, military},
	{"shell-score", Age, shell},
	{"phoenix", Successor, phoenix},
	{"mass-director", Directors, massDirector},
	{"stale-data", Data, stale},
	{"circular", Structure, circular},
	{"jv-joint-control", JointHand, jointControl},
}

// Names are the names of all signs about a company, in the order in which they
// are looked for.
func Names() []string {
	out := make([]string, len(looks))
	for i, l := range looks {
		out[i] = l.name
	}
	return out
}

// Prior is the log2 odds that a company fronts for another before anything is
// known of it: about one in 250 (a planning figure; no published rate is known).
const Prior = -8.0

// Score is the logistic of the prior and the strongest sign of each family, in
// bits; counted are those signs, by falling weight.
func Score(signs []Sign) (score float64, counted []Sign) {
	seen := map[Family]bool{}
	bits := Prior
	for _, s := range signs { // by falling weight, as Signs gives them
		if !seen[s.Family] {
			seen[s.Family] = true
			counted = append(counted, s)
			bits += s.Weight
		}
	}
	return 1 / (1 + math.Exp2(-bits)), counted
}
