package own

import (
	"cmp"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// Graph is who holds what, who is listed, and what is known of each entity. It
// does not change once built and may be read from several goroutines.
//
// Entities are numbers in it, stakes are four numbers of four bytes: ten
// million stakes take about 350 MB with their indexes.
type Graph struct {
	ids       ids
	places    words
	facts     []factRow
	names     map[int32]string
	stakes    []stakeRef
	sources   [][]engine.RecordID // of each stake; empty in a lean graph
	shares    []engine.Share
	metas     []meta
	upStart   []int32 // the stakes in an entity are stakes[up[upStart[i]:upStart[i+1]]]
	up        []int32
	down      []int32 // and those that it holds
	downStart []int32
	listings  map[int32][]Listed
	possible  map[int32][]int32
}

// nobody is the owner of a stake whose owner is not known.
const nobody int32 = -1

// stakeRef is a stake in few bytes.
type stakeRef struct {
	owner, owned int32
	share, meta  uint32
}

// meta is what many stakes have in common.
type meta struct {
	kind        kindNumber
	flags       flagSet
	from, until engine.Date
	reason      string
}

type factRow struct {
	kind          uint8
	given         bool
	traded        bool
	complete      bool
	undisclosed   bool
	country, seat uint16
}

// kindNumber numbers the kinds of interest that a graph keeps.
type kindNumber uint8

const (
	kShares kindNumber = iota
	kVotes
	kAppointment
	kProfit
	kNominee
	kNominator
	kSettlor
	kTrustee
	kProtector
	kBeneficiary
	kConsolidation
	kContract
	kInfluence
	kBranch
)

var kindNames = [...]engine.InterestKind{engine.Shares, engine.Votes, engine.Appointment, engine.Profit, engine.Nominee, engine.Nominator,
	engine.Settlor, engine.Trustee, engine.Protector, engine.Beneficiary, engine.Consolidation, engine.Contract, engine.Influence, engine.Branch}

var kindCode = func() map[engine.InterestKind]kindNumber {
	out := map[engine.InterestKind]kindNumber{}
	for i, k := range kindNames {
		out[k] = kindNumber(i)
	}
	return out
}()

// partyKinds are the kinds of entity by number; 0 is "not said".
var partyKinds = [...]engine.Kind{"", engine.Company, engine.Person, engine.Vessel, engine.Aircraft, engine.Arrangement, engine.State, engine.Unknown}

var kindIndex = func() map[engine.Kind]uint8 {
	out := map[engine.Kind]uint8{}
	for i, k := range partyKinds {
		out[k] = uint8(i)
	}
	return out
}()

// flagSet holds the flags of a stake.
type flagSet uint16

const (
	flagConflict flagSet = 1 << iota
	flagIndirect
	flagEither
	flagJoint
	flagDangling
	flagUnnamed
	flagSelf
	flagReversed
	flagOver
	flagSubstituted
	flagInNameOnly
	flagTakenAsNominee
	flagNomineeUnknown
	flagImpossible
)

var flagBit = map[string]flagSet{Conflict: flagConflict, Indirect: flagIndirect, Either: flagEither, Joint: flagJoint, Dangling: flagDangling,
	Unnamed: flagUnnamed, Self: flagSelf, Reversed: flagReversed, Overreported: flagOver,
	Substituted: flagSubstituted, InNameOnly: flagInNameOnly, TakenAsNominee: flagTakenAsNominee, NomineeUnknown: flagNomineeUnknown, Impossible: flagImpossible}

// names gives the flags in words, sorted.
func (f flagSet) names() []string {
	var out []string
	for name, bit := range flagBit {
		if f&bit != 0 {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func newGraph() *Graph {
	return &Graph{ids: newIDs(), places: newWords(), names: map[int32]string{}, listings: map[int32][]Listed{}, possible: map[int32][]int32{}}
}

// Len is how many entities the graph knows.
func (g *Graph) Len() int { return g.ids.len() }

// Stakes is how many stakes the graph holds.
func (g *Graph) Stakes() int { return len(g.stakes) }

// Has reports whether the graph knows the entity.
func (g *Graph) Has(e engine.EntityID) bool {
	_, ok := g.ids.find(e)
	return ok
}

// Name is the name of an entity, or its id where none was given.
func (g *Graph) Name(e engine.EntityID) string {
	if i, ok := g.ids.find(e); ok {
		return g.name(i)
	}
	return string(e)
}

func (g *Graph) name(i int32) string {
	if i == nobody {
		return ""
	}
	if n := g.names[i]; n != "" {
		return n
	}
	return string(g.ids.id(i))
}

func (g *Graph) kind(i int32) engine.Kind { return partyKinds[g.facts[i].kind] }

func (g *Graph) country(i int32) string { return g.places.word(g.facts[i].country) }

func (g *Graph) seat(i int32) string { return g.places.word(g.facts[i].seat) }

// held are the numbers of the stakes in an entity.
func (g *Graph) held(i int32) []int32 { return g.up[g.upStart[i]:g.upStart[i+1]] }

// holds are the numbers of the stakes that an entity has in others.
func (g *Graph) holds(i int32) []int32 { return g.down[g.downStart[i]:g.downStart[i+1]] }

func (g *Graph) meta(stake int32) *meta { return &g.metas[g.stakes[stake].meta] }

func (g *Graph) share(stake int32) engine.Share { return g.shares[g.stakes[stake].share] }

// link notes that two entities might be one.
func (g *Graph) link(a, b int32) {
	g.possible[a] = append(g.possible[a], b)
	g.possible[b] = append(g.possible[b], a)
}

// step is a stake as a reader sees it.
func (g *Graph) step(stake int32) Step {
	r, m := g.stakes[stake], g.meta(stake)
	s := Step{Owned: g.ids.id(r.owned), OwnedName: g.name(r.owned), Kind: kindNames[m.kind], Share: g.share(stake),
		From: m.from, Until: m.until, Flags: m.flags.names(), Reason: m.reason}
	if r.owner != nobody {
		s.Owner, s.Name = g.ids.id(r.owner), g.name(r.owner)
	}
	if len(g.sources) > 0 {
		s.Sources = slices.Clone(g.sources[stake])
	}
	return s
}

func compareListed(a, b Listed) int {
	return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.From, b.From), cmp.Compare(a.Until, b.Until),
		cmp.Compare(a.Record, b.Record), slices.Compare(a.Programs, b.Programs))
}
