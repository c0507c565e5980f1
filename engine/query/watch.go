package query

import (
	"cmp"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/sim"
	"github.com/pierce-er/pierce/engine/store"
)

// watch is an index in memory of the names of all listed parties, that finds
// them by misspelt, glued, parted, turned and cut names. It only proposes: what
// it finds is scored like any other pair. It does not change once made.
type watch struct {
	parties []engine.PartyID
	names   []watchName
	words   []watchWord
	numbers map[string]uint32 // of the words
	holders []uint32          // names that have a word; those of word i end at words[i].end
	slips   *slips
	common  *common
	pool    sync.Pool // of *watchScratch
}

// watchName is one name of a listed party.
type watchName struct {
	party uint32
	total float32 // bits of its words
}

// watchWord is a word of a listed name, two of its neighbours in one, or a
// skeleton.
type watchWord struct {
	text string
	bits float32
	end  uint32 // of its holders
}

// The limits of judgement. Skeletons are marked by a first letter that no word
// has: those of names in Latin letters, and of all others.
const (
	watchMost     = 20   // parties proposed: the right one was among the first six in every case tried
	watchNames    = 8    // names of an asked party that are looked up
	watchTokens   = 12   // words of a name that are looked up
	watchGlued    = 20   // longest word made of two
	watchLeast    = 7    // bits that must agree: less is one common word
	watchShare    = 0.4  // least part of both names that agrees, on average
	allAgrees     = 0.99 // share from which on two names have the same words
	gluedMost     = 24   // bits of two words in one
	slipQuality   = 0.85 // what one letter leaves of a word, and a second one of that
	soundQuality  = 0.7  // what agreement of the consonants alone is worth
	soundBits     = 4    // bits of a consonant
	soundMost     = 16   // bits of a skeleton
	latinSkeleton = "^"
	otherSkeleton = "~"
)

// term is a word under which a name is kept or looked up.
type term struct {
	text  string
	bits  float32
	exact bool // no slip is allowed
	read  bool // read out of another script: two letters may differ however short it is
}

// terms are the words under which a name is kept. Asked names look skeletons
// up where the scripts differ: two names in Latin letters have spellings to
// compare.
func terms(n *norm.Name, asked bool, out []term) (terms []term, total float32) {
	latin := n.Script == "Latn" || n.Script == ""
	last := -1 // the last core word among the tokens
	for i := range n.Tokens {
		t := &n.Tokens[i]
		if t.Class == norm.Form || t.Class == norm.Particle || t.Class == norm.Initial || len(out) >= 2*watchTokens || len(t.Text) < 2 {
			continue
		}
		out = append(out, term{t.Text, t.Bits, t.Class == norm.Number, asked && !latin && n.Script != "Hani" && len(n.Tokens) == 1})
		total += t.Bits
		if t.Class == norm.Number {
			last = -1
			continue
		}
		if last >= 0 {
			if p := &n.Tokens[last]; len(p.Text)+len(t.Text) <= watchGlued && (p.Class == norm.Core || t.Class == norm.Core) {
				out = append(out, term{p.Text + t.Text, min(p.Bits+t.Bits, gluedMost), false, false})
			}
		}
		last = i
	}
	for s := range strings.FieldsSeq(n.Skeleton) {
		if len(s) < 2 {
			continue
		}
		t := term{otherSkeleton + s, min(soundBits*float32(len(s)), soundMost), true, false}
		switch {
		case !asked && latin:
			t.text = latinSkeleton + s
		case asked && !latin:
			out = append(out, t)
			t.text = latinSkeleton + s
		}
		out = append(out, t)
	}
	return out, total
}

// newWatch reads the listed parties of st. Cost for 30,000 of them: about a
// second on two cores and 60 MB.
func newWatch(st *store.Store) (*watch, error) {
	var ids []engine.PartyID
	if err := st.ListedParties(func(id engine.PartyID) error { ids = append(ids, id); return nil }); err != nil {
		return nil, err
	}
	const run = 256
	runs := make([][]listedName, (len(ids)+run-1)/run)
	errs := make([]error, len(runs))
	next := make(chan int)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				at := i * run
				errs[i] = st.Parties(ids[at:min(at+run, len(ids))], func(p *engine.Party) error {
					for _, name := range namesToWatch(p) {
						l := listedName{party: p.ID, known: knownWords(&name, nil)}
						if l.terms, l.total = terms(&name, false, nil); len(l.terms) > 0 {
							runs[i] = append(runs[i], l)
						}
					}
					return nil
				})
			}
		})
	}
	for i := range runs {
		next <- i
	}
	close(next)
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return indexNames(runs), nil
}

// namesToWatch are the names of a listed party in all their readings.
func namesToWatch(p *engine.Party) (out []norm.Name) {
	for i := range p.Names {
		out = append(out, norm.NameOf(p.Kind, p.Names[i].Text))
		out = append(out, norm.Readings(p.Kind, p.Names[i].Text, norm.Country(p.Country))...)
	}
	return out
}

// listedName is a name on its way into the index.
type listedName struct {
	party engine.PartyID
	terms []term
	total float32
	known []string
}

// indexNames builds the index.
func indexNames(runs [][]listedName) *watch {
	w := &watch{numbers: make(map[string]uint32)}
	var uses []uint64 // word << 32 | name
	known := make(map[string]int)
	for _, r := range runs {
		for _, l := range r {
			if n := len(w.parties); n == 0 || w.parties[n-1] != l.party {
				w.parties = append(w.parties, l.party)
			}
			name := uint64(len(w.names))
			w.names = append(w.names, watchName{uint32(len(w.parties) - 1), l.total})
			for _, k := range l.known {
				known[k]++
			}
			for _, t := range l.terms {
				i, ok := w.numbers[t.text]
				if !ok {
					i = uint32(len(w.words))
					w.numbers[t.text] = i
					w.words = append(w.words, watchWord{text: t.text})
				}
				w.words[i].bits = max(w.words[i].bits, t.bits)
				uses = append(uses, uint64(i)<<32|name)
			}
		}
	}
	slices.Sort(uses)
	uses = slices.Compact(uses)
	w.holders = make([]uint32, len(uses))
	for i, u := range uses {
		w.holders[i] = uint32(u)
		w.words[u>>32].end = uint32(i + 1)
	}
	w.slips, w.common = newSlips(w.words), newCommon(known)
	w.pool.New = func() any {
		return &watchScratch{score: make([]float32, len(w.names)), asked: make([]uint32, len(w.names)), seen: make([]uint32, len(w.words))}
	}
	return w
}

// watchScratch is the memory of one question. What stands in it belongs to the
// question, or the term, whose number stands beside it.
type watchScratch struct {
	term    uint32    // number of the term that is looked up, counting on
	first   uint32    // number of the name's first term
	score   []float32 // bits of a name that agree
	asked   []uint32  // the last term that a name was found by
	seen    []uint32  // the last term that a word was found by
	touched []uint32  // names found
	near    []uint32
	words   []nearWord
	terms   []term
	best    []proposal
}

// nearWord is a word that a term may be, and the bits that this is worth.
type nearWord struct {
	word uint32
	bits float32
}

// proposal is a party with how well its name fits.
type proposal struct {
	party uint32
	full  bool // all bits of one of the names agree
	rank  float32
}

// candidates proposes at most watchMost listed parties that p may be, sorted,
// and says of which of them a name may stand in one of p, or one of p in it,
// word for word; likeliest are the first few, those first that fit best. Cost: some 20 to
// 50 µs for a name, in proportion to its words.
func (w *watch) candidates(p *norm.Prepared) (all, full, likeliest []engine.PartyID) {
	if len(w.names) == 0 {
		return nil, nil, nil
	}
	s := w.pool.Get().(*watchScratch)
	defer w.pool.Put(s)
	s.best = s.best[:0]
	for i := range min(len(p.Names), watchNames) {
		w.look(&p.Names[i], s)
	}
	slices.SortFunc(s.best, func(a, b proposal) int {
		return cmp.Or(cmp.Compare(a.party, b.party), cmp.Compare(b.rank, a.rank))
	})
	s.best = slices.CompactFunc(s.best, func(a, b proposal) bool { return a.party == b.party })
	slices.SortFunc(s.best, func(a, b proposal) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.party, b.party))
	})
	all = make([]engine.PartyID, min(len(s.best), watchMost))
	for i := range all {
		all[i] = w.parties[s.best[i].party]
		if s.best[i].full {
			full = append(full, all[i])
		}
	}
	likeliest = slices.Clone(all[:min(len(all), maxNear)])
	slices.Sort(all)
	slices.Sort(full)
	return all, full, likeliest
}

// look adds the parties with a name like n to the best.
func (w *watch) look(n *norm.Name, s *watchScratch) {
	var total float32
	s.terms, total = terms(n, true, s.terms[:0])
	s.touched = s.touched[:0]
	if s.term > 1<<31 { // begin to count anew
		clear(s.asked)
		clear(s.seen)
		s.term = 0
	}
	s.first = s.term + 1
	for i := range s.terms {
		s.term++
		w.gather(&s.terms[i], s)
		for _, x := range s.words {
			w.credit(x, s)
		}
	}
	for _, name := range s.touched {
		matched, x := min(s.score[name], total+soundMost), &w.names[name]
		share := (min(1, matched/total) + min(1, matched/x.total)) / 2
		if matched >= watchLeast && share >= watchShare {
			s.best = append(s.best, proposal{x.party, matched > allAgrees*min(total, x.total), matched * share})
		}
	}
}

// gather finds the words that a term may be, those worth most first.
func (w *watch) gather(t *term, s *watchScratch) {
	s.words = s.words[:0]
	if t.exact {
		if i, ok := w.numbers[t.text]; ok {
			q := float32(1)
			if t.text[0] == latinSkeleton[0] || t.text[0] == otherSkeleton[0] {
				q = soundQuality
			}
			s.words = append(s.words, nearWord{i, q * min(t.bits, w.words[i].bits)})
		}
		return
	}
	s.near = w.slips.near(t.text, s.near[:0])
	for _, i := range s.near {
		if s.seen[i] == s.term {
			continue
		}
		s.seen[i] = s.term
		x := &w.words[i]
		bits := min(t.bits, x.bits)
		if x.text != t.text {
			d := sim.OSADistance(t.text, x.text)
			if d > slipsAllowed(t.text, x.text) && (d != 2 || !t.read) {
				continue
			}
			for range d {
				bits *= slipQuality
			}
		}
		s.words = append(s.words, nearWord{i, bits})
	}
	slices.SortFunc(s.words, func(a, b nearWord) int {
		return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(a.word, b.word))
	})
}

// credit adds a word's bits to the names that hold it, unless a word that is
// worth more has stood for the term already.
func (w *watch) credit(x nearWord, s *watchScratch) {
	from := uint32(0)
	if x.word > 0 {
		from = w.words[x.word-1].end
	}
	for _, name := range w.holders[from:w.words[x.word].end] {
		switch at := s.asked[name]; {
		case at == s.term:
			continue
		case at < s.first:
			s.score[name] = 0
			s.touched = append(s.touched, name)
		}
		s.asked[name] = s.term
		s.score[name] += x.bits
	}
}
