package resolve

import (
	"errors"
	"slices"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/cluster"
	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// scoreBatch is how many subjects one worker pairs up at a time.
const scoreBatch = 512

// bulk is a run from scratch, in flat arrays. Subjects and entities go by
// their places.
type bulk struct {
	*run
	rows     []recordRow
	subjects []*subject
	keys     *keyGroups
	crowded  []uint64 // keys of crowded values, rising
	edges    []edge   // by a, then b
	comps    [][]uint32
	groups   [][]uint32 // of each entity: its subjects, sorted; by the first
	groupOf  []uint32   // entity of each subject
	room     []byte     // for the bodies of one record's note
}

// all resolves everything from scratch. What blocking makes is written while
// pairs are scored: the one waits for the disk, the other for memory.
func (r *run) all() error {
	r.stats.Scratch = true
	r.o.Cache.clear()
	r.garbage = newCollector()
	defer r.garbage.end()
	b := &bulk{run: r}
	// What is read now is at least as new as the log was; changes that come
	// in between are looked at again by the next run.
	var err error
	if b.rows, err = r.readAll(); err != nil {
		return err
	}
	b.subjects = sortedSubjects(b.rows)
	for i, s := range b.subjects {
		s.place = uint32(i)
	}
	r.stats.Parties = int64(len(b.subjects))
	b.keys = groupKeys(b.subjects, r.o.Workers)
	b.crowd()
	r.garbage.adapt()
	return r.st.ReplaceDerived(stampName, func(w *store.Derivation) error {
		written, noted := make(chan error, 1), make(chan struct{})
		go func() { written <- b.writeKeys(w, noted) }()
		err := b.resolve()
		<-noted
		// What scoring and the notes needed is most of the memory, and writing
		// needs its own.
		for _, s := range b.subjects {
			s.side, s.values = nil, nil
		}
		if err = errors.Join(err, <-written); err != nil {
			return err
		}
		return b.write(w)
	})
}

// resolve finds out which subjects are one.
func (b *bulk) resolve() error {
	if err := b.score(); err != nil {
		return err
	}
	b.components()
	b.cluster()
	return nil
}

// crowd tells the subjects which of their values are crowded.
func (b *bulk) crowd() {
	for n, key := range b.keys.key {
		if b.o.caps.crowding(key, len(b.keys.holders(uint32(n)))) {
			b.crowded = append(b.crowded, key)
		}
	}
	in := make(map[uint64]bool, len(b.crowded))
	for _, k := range b.crowded {
		in[k] = true
	}
	for i, s := range b.subjects {
		s.crowd(func(k uint64) bool { return in[k] })
		if !slices.ContainsFunc(b.keys.places(uint32(i)), func(n uint32) bool { return b.o.caps.reaches(b.keys.key[n], len(b.keys.holders(n))) }) {
			b.stats.Unreached++
		}
	}
}

// score scores each candidate pair once.
func (b *bulk) score() error {
	sides, briefs := make([]*score.Side, len(b.subjects)), make([]score.Brief, len(b.subjects))
	for i, s := range b.subjects {
		sides[i], briefs[i] = s.side, s.side.Brief()
	}
	batches := (len(b.subjects) + scoreBatch - 1) / scoreBatch
	found := make([][]edge, batches)
	pairs := make([]int64, b.o.Workers)
	seen := make([][]uint32, b.o.Workers) // by subject: 1 + the last that was paired with it
	for w := range seen {
		seen[w] = make([]uint32, len(b.subjects))
	}
	parallel(b.o.Workers, batches, func(w, n int) {
		if b.ctx.Err() != nil {
			return
		}
		var others []uint32
		for a := n * scoreBatch; a < min((n+1)*scoreBatch, len(b.subjects)); a++ {
			others = b.candidates(uint32(a), seen[w], others[:0])
			pairs[w] += int64(len(others))
			for _, o := range others {
				if briefs[a].Excludes(briefs[o]) {
					continue
				}
				if out, ok := b.o.Model.Keep(sides[a], sides[o]); ok {
					found[n] = append(found[n], edge{uint32(a), o, out.Band == engine.Same, out.Weight})
				}
			}
		}
	})
	for _, f := range found {
		b.edges = append(b.edges, f...)
	}
	for _, p := range pairs {
		b.stats.Pairs += p
	}
	b.stats.Matches = int64(len(b.edges))
	b.stats.perParty(len(b.subjects))
	b.o.Report(Progress{Stage: "score", Done: b.stats.Pairs, Total: b.stats.Pairs})
	return b.ctx.Err()
}

// candidates lists the later subjects that a shares a key with, sorted.
func (b *bulk) candidates(a uint32, seen []uint32, out []uint32) []uint32 {
	for _, k := range b.keys.places(a) {
		h := b.keys.holders(k)
		if !b.o.caps.proposes(b.keys.key[k], len(h)) {
			continue
		}
		for i := len(h) - 1; i >= 0 && h[i] > a; i-- {
			if w := h[i]; seen[w] != a+1 {
				seen[w] = a + 1
				out = append(out, w)
			}
		}
	}
	slices.Sort(out)
	return out
}

// place is a subject's place by its id, -1 if there is none.
func (b *bulk) place(id engine.PartyID) int {
	i, ok := slices.BinarySearchFunc(b.subjects, id, func(s *subject, id engine.PartyID) int {
		switch {
		case s.id < id:
			return -1
		case s.id > id:
			return 1
		}
		return 0
	})
	if !ok {
		return -1
	}
	return i
}

// components finds what hangs together.
func (b *bulk) components() {
	u := newUnion(len(b.subjects))
	for _, e := range b.edges {
		if b.hangs(e) {
			u.join(e.a, e.b)
		}
	}
	for n, key := range b.keys.key {
		if h := b.keys.holders(uint32(n)); b.o.caps.joins(key, len(h)) {
			for _, x := range h[1:] {
				u.join(h[0], x)
			}
		}
	}
	for id, vs := range b.judged {
		for _, v := range vs {
			if i, j := b.place(id), b.place(v.other); v.same && i >= 0 && j >= 0 {
				u.join(uint32(i), uint32(j))
			}
		}
	}
	b.comps = u.parts()
}

// hangs reports whether two subjects hang together by their match: one in the
// band "same", or of two people and not far from it.
func (b *bulk) hangs(e edge) bool {
	return e.same || b.o.Model.Near(b.subjects[e.a].side, b.subjects[e.b].side, e.weight)
}

// cluster divides each component of more than one into entities.
func (b *bulk) cluster() {
	var many []int
	for i, c := range b.comps {
		if len(c) > 1 {
			many = append(many, i)
		}
	}
	b.stats.Entities = 0
	within := b.edgesWithin()
	parts := make([][][]uint32, len(b.comps))
	parallel(b.o.Workers, len(many), func(_, n int) {
		i := many[n]
		parts[i] = b.divide(b.comps[i], within[i])
	})
	b.groupOf = make([]uint32, len(b.subjects))
	for i, c := range b.comps {
		if len(c) == 1 {
			parts[i] = [][]uint32{c}
		}
		b.groups = append(b.groups, parts[i]...)
	}
	slices.SortFunc(b.groups, func(x, y []uint32) int { return int(x[0]) - int(y[0]) })
	for g, members := range b.groups {
		for _, m := range members {
			b.groupOf[m] = uint32(g)
		}
	}
}

// edgesWithin gives each component its edges, by places among its members.
func (b *bulk) edgesWithin() [][]edge {
	comp, at := make([]uint32, len(b.subjects)), make([]uint32, len(b.subjects))
	for i, c := range b.comps {
		for j, s := range c {
			comp[s], at[s] = uint32(i), uint32(j)
		}
	}
	out := make([][]edge, len(b.comps))
	for _, e := range b.edges {
		if c := comp[e.a]; c == comp[e.b] && b.hangs(e) {
			out[c] = append(out[c], edge{at[e.a], at[e.b], e.same, e.weight})
		}
	}
	return out
}

// divide partitions one component.
func (b *bulk) divide(c []uint32, edges []edge) [][]uint32 {
	members := make([]*subject, len(c))
	for i, s := range c {
		members[i] = b.subjects[s]
	}
	var decisions []cluster.Decision
	if len(b.judged) > 0 {
		decisions = decide(members, b.judged)
	}
	next := 0
	groups := partition(b.o.Model, members, edges, decisions, func(s *subject) []uint64 {
		who := c[next] // members are asked in their order
		next++
		return b.strong(who)
	})
	out := make([][]uint32, len(groups))
	for i, g := range groups {
		for _, m := range g {
			out[i] = append(out[i], c[m])
		}
	}
	return out
}

// strong are the keys that join a subject to others.
func (b *bulk) strong(who uint32) []uint64 {
	var out []uint64
	for _, k := range b.keys.places(who) {
		if key := b.keys.key[k]; b.o.caps.joins(key, len(b.keys.holders(k))) {
			out = append(out, key)
		}
	}
	return out
}

// decide lists the judgements between members, which are sorted by id.
func decide(members []*subject, j judged) []cluster.Decision {
	at := make(map[engine.PartyID]int, len(members))
	for i, s := range members {
		at[s.id] = i
	}
	var out []cluster.Decision
	for i, s := range members {
		for _, v := range j[s.id] {
			if k, ok := at[v.other]; ok && i < k {
				out = append(out, cluster.Decision{A: i, B: k, Same: v.same})
			}
		}
	}
	return out
}
