package cluster

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strconv"

	"github.com/pierce-er/pierce/engine"
)

// NewID is the id of an entity whose smallest party is first: "e" and twelve
// characters of lower-case base 32 (RFC 4648, of the SHA-256 of the party's
// id). A number of tries above 0 gives other ids, for one that is taken. Sixty
// bits: among ten million entities the chance that any two meet is 1 in 20,000,
// and then the second takes the next try.
func NewID(first engine.PartyID, try int) engine.EntityID {
	s := string(first)
	if try > 0 {
		s += "\x00" + strconv.Itoa(try)
	}
	sum := sha256.Sum256([]byte(s))
	var buf [16]byte
	base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").Encode(buf[:], sum[:10])
	return engine.EntityID("e" + string(buf[:12]))
}

// Identity is which group has which id, and what that means for the ids that
// stood before.
type Identity struct {
	IDs       []engine.EntityID                   // of each group, in the order given
	Redirects map[engine.EntityID]engine.EntityID // old id → the group that most of its members went to
	Gone      []engine.EntityID                   // old ids of which no member is left, sorted
	Events    []engine.Event                      // in the order of the groups, then of the old ids; Run is not set
}

// Assign gives each group an id. A group keeps the id that most of its members
// held; of two groups that want one id the one with more of its members gets
// it; ties go to an id made of the group's own first party, then to the smaller
// id, then to the group with the smaller first party. The rest get NewID of their smallest party. Groups and their parties
// are sorted; held says under which id a party stood, "" for none; taken says
// whether an id is in use outside of these groups; old lists every id whose
// members are dealt with here. Cost: near linear.
func Assign(groups [][]engine.PartyID, held func(engine.PartyID) engine.EntityID, old []engine.EntityID, taken func(engine.EntityID) bool) Identity {
	votes := count(groups, held)
	out := Identity{IDs: make([]engine.EntityID, len(groups)), Redirects: map[engine.EntityID]engine.EntityID{}}
	used := map[engine.EntityID]bool{}
	for _, v := range votes {
		if out.IDs[v.group] == "" && !used[v.id] {
			out.IDs[v.group], used[v.id] = v.id, true
		}
	}
	inUse := map[engine.EntityID]bool{}
	for _, id := range old {
		inUse[id] = true
	}
	for i, g := range groups {
		for try := 0; out.IDs[i] == ""; try++ {
			id := NewID(g[0], try)
			if !used[id] && !inUse[id] && !taken(id) {
				out.IDs[i], used[id] = id, true
			}
		}
	}
	out.tell(groups, votes, old, used)
	return out
}

// vote is how many members of a group held an id.
type vote struct {
	group, n int
	id       engine.EntityID
	own      bool // the id is that of the group's first party: a part that was merged in gets its old id back
}

func count(groups [][]engine.PartyID, held func(engine.PartyID) engine.EntityID) []vote {
	var votes []vote
	for i, g := range groups {
		n := map[engine.EntityID]int{}
		for _, p := range g {
			if id := held(p); id != "" {
				n[id]++
			}
		}
		for id, k := range n {
			votes = append(votes, vote{i, k, id, NewID(g[0], 0) == id})
		}
	}
	slices.SortFunc(votes, func(a, b vote) int {
		if c := cmp.Compare(b.n, a.n); c != 0 {
			return c
		}
		if a.own != b.own {
			if a.own {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.group, b.group))
	})
	return votes
}

// tell works out redirects and events.
func (out *Identity) tell(groups [][]engine.PartyID, votes []vote, old []engine.EntityID, used map[engine.EntityID]bool) {
	best := map[engine.EntityID]int{} // old id → group with most of its members
	from := make([]engine.EntityID, len(groups))
	for _, v := range votes {
		if _, ok := best[v.id]; !ok {
			best[v.id] = v.group
		}
		if from[v.group] == "" {
			from[v.group] = v.id
		}
	}
	for i := range groups {
		switch {
		case from[i] == "":
			out.Events = append(out.Events, engine.Event{Kind: engine.Created, Entity: out.IDs[i]})
		case from[i] != out.IDs[i]:
			out.Events = append(out.Events, engine.Event{Kind: engine.Split, Entity: out.IDs[i], From: from[i]})
		}
	}
	for _, id := range slices.Sorted(slices.Values(old)) {
		if used[id] {
			continue
		}
		if g, ok := best[id]; ok {
			out.Redirects[id] = out.IDs[g]
			out.Events = append(out.Events, engine.Event{Kind: engine.Merged, Entity: out.IDs[g], From: id})
			continue
		}
		out.Gone = append(out.Gone, id)
		out.Events = append(out.Events, engine.Event{Kind: engine.Retired, Entity: id})
	}
}
