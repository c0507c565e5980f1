package screen

import (
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/goods"
)

// Move is goods on their way from one party to another: as much of a line as
// later lines are compared with.
type Move struct {
	Line    string      `json:"line"` // id of the shipment
	Date    engine.Date `json:"date"`
	Sender  []string    `json:"-"` // keys of who sent it, see Party.Keys
	Getter  []string    `json:"-"` // keys of who got it
	Group   []string    `json:"-"` // keys of who stands behind whoever got it
	Name    string      `json:"-"` // of whoever got it
	End     string      `json:"-"` // country where it went
	HS      string      `json:"-"` // six digits
	Product string      `json:"-"`
	Pieces  int64       `json:"-"`
	Kilos   float64     `json:"-"`
	Dollars float64     `json:"-"`
	Chips   bool        `json:"-"` // goods that are, or may hide, accelerators
}

// The limits of a Trail: how many moves it holds, and how far back a line looks
// for its own like. 50,000 moves are some 15 MB, and more than a year of the
// accelerators in the manifests of the largest forwarder seen.
const (
	maxTrail    = 50_000
	detourDays  = 90 // the longest way over a hub and out again that was found in a case
	splitDays   = 30 // an order that is cut is shipped within a month (domain practice)
	maxPerParty = 500
)

// Trail remembers the latest moves of accelerators of a screening and what they
// were worth, so that a line can be compared with earlier ones. It
// does not grow beyond its limits. It is not safe for several goroutines: what
// a line finds depends on the lines before it, in the order of the manifest.
type Trail struct {
	moves []Move
	first int // number of the oldest move that is kept
	next  int // number of the next one
	by    map[string][]int
	peers map[string]*PeerStats
}

// NewTrail makes an empty trail.
func NewTrail() *Trail { return &Trail{by: map[string][]int{}, peers: map[string]*PeerStats{}} }

// Add remembers a move, and forgets the oldest where there are too many.
func (t *Trail) Add(m Move) {
	if len(t.moves) == maxTrail {
		t.drop(&t.moves[t.first%maxTrail])
		t.moves[t.next%maxTrail] = m
	} else {
		t.moves = append(t.moves, m)
	}
	for _, k := range keysOf(&m) {
		t.by[k] = append(t.by[k], t.next)
	}
	t.next++
}

func (t *Trail) drop(m *Move) {
	for _, k := range keysOf(m) {
		if at := slices.Index(t.by[k], t.first); at >= 0 {
			t.by[k] = slices.Delete(t.by[k], at, at+1)
		}
		if len(t.by[k]) == 0 {
			delete(t.by, k)
		}
	}
	t.first++
}

func keysOf(m *Move) []string {
	out := slices.Concat(m.Getter, m.Group, []string{lineKey(m.Line)})
	slices.Sort(out)
	return slices.Compact(out)
}

// got are the moves of which one of the keys was, or stood behind, the getter:
// the latest first, each once.
func (t *Trail) got(keys []string) []*Move {
	if t == nil {
		return nil
	}
	var at []int
	for _, k := range keys {
		of := t.by[k]
		at = append(at, of[max(0, len(of)-maxPerParty):]...)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	slices.Reverse(at)
	out := make([]*Move, len(at))
	for i, n := range at {
		out[i] = &t.moves[n%maxTrail]
	}
	return out
}

// observe counts a goods line of accelerators among its peers.
func (t *Trail) observe(g *goods.Line) {
	group := PeerGroupOf(g)
	if t == nil || group != ChipGroup {
		return // others do not depend on the lines before them
	}
	s := t.peers[group]
	if s == nil {
		s = &PeerStats{}
		t.peers[group] = s
	}
	s.Add(PeerPointOf(g))
}
