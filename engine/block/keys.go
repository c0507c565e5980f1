package block

import (
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// The limits of judgement.
const (
	// rareBits is how rare a word must be to propose pairs alone: one in 4,000
	// names. In a store of 200,000 such a word has Cap holders.
	rareBits = 12
	// maxNames is of how many names of a party keys are made.
	maxNames = 48
	// maxWords is how many words of a name, the rarest, make pairs: four make
	// six.
	maxWords = 4
	// maxGroups is of how many employers and associations of a party.
	maxGroups = 2
	// slipMost is the longest name of one word of which each letter is left
	// out in turn, and slipLeast the shortest: below it names are too alike.
	slipMost, slipLeast = 14, 5
	// twinBits is how rare a whole name must be for its holders to hang
	// together without being looked at one by one.
	twinBits = 22
)

// maker collects keys.
type maker struct {
	keys []uint64
	buf  []byte
	list []string
}

// key adds the key of kind k over the parts.
func (m *maker) key(k Kind, parts ...string) {
	m.keys = append(m.keys, m.hash(k, parts...))
}

func (m *maker) hash(k Kind, parts ...string) uint64 {
	m.buf = append(m.buf[:0], byte(k))
	for _, p := range parts {
		m.buf = append(append(m.buf, p...), 0)
	}
	return xxhash.Sum64(m.buf)>>4 | uint64(k)<<60
}

// Keys are the party's keys, sorted and distinct; nil for a party of which
// nothing is known. Cost: 2 to 4 µs for one name and one address.
func Keys(p *norm.Prepared) []uint64 {
	m := &maker{keys: make([]uint64, 0, 24), buf: make([]byte, 0, 96)}
	for i := range p.IDs {
		m.identifier(&p.IDs[i])
	}
	for i := range min(len(p.Names), maxNames) {
		m.name(p, &p.Names[i])
	}
	for _, v := range p.Phones {
		m.key(Phone, v)
	}
	for _, v := range p.Emails {
		m.key(Email, v)
	}
	for _, v := range p.Domains {
		m.key(Domain, v)
	}
	for i := range p.Addresses {
		if k := m.door(&p.Addresses[i]); k != 0 {
			m.keys = append(m.keys, k)
		}
		if a := &p.Addresses[i]; a.UnitKey != "" && a.BuildingKey != "" {
			m.key(Door, "building", a.BuildingKey)
		}
		if a := &p.Addresses[i]; a.Street != "" && a.Number == "" && a.City != "" && a.UnitKey == "" && a.BuildingKey == "" {
			m.key(Door, "road", a.Country, a.City, a.Street) // whose houses have no numbers
		}
		m.figures(&p.Addresses[i])
	}
	slices.Sort(m.keys)
	return slices.Compact(m.keys)
}

// name adds the keys of one name.
func (m *maker) name(p *norm.Prepared, n *norm.Name) {
	var buf [16]norm.Token
	words := telling(n, buf[:0])
	if len(words) == 0 {
		return
	}
	joined := strings.ReplaceAll(n.Core, " ", "")
	sorted := make([]string, 0, len(words))
	var bits float32
	for _, w := range words {
		sorted = append(sorted, w.Text)
		bits += w.Bits
	}
	slices.Sort(sorted)
	whole := strings.Join(sorted, " ")
	m.key(Whole, whole)
	if joined != whole {
		m.key(Whole, joined)
	}
	if bits < twinBits {
		m.narrow(p, whole)
	}
	m.twin(p, n, whole, bits)
	m.words(words)
	if p.Kind == engine.Person {
		m.born(p, words)
		m.grouped(p, words)
	}
	m.sound(n)
	if slipping(n.Script) {
		m.slips(words, joined)
	}
	m.acronym(p, n, joined)
}

// telling picks the words that tell one name from another, the rarest first:
// core words and numbers, and where fewer than two of these are there, places
// and trade words too.
func telling(n *norm.Name, out []norm.Token) []norm.Token {
	core := 0
	for _, t := range n.Tokens {
		if t.Class == norm.Core || t.Class == norm.Number {
			core++
		}
	}
	for _, t := range n.Tokens {
		switch t.Class {
		case norm.Core, norm.Number:
		case norm.Generic, norm.Place:
			if core > 1 {
				continue
			}
		default:
			continue
		}
		if t.Text != "" && !slices.ContainsFunc(out, func(o norm.Token) bool { return o.Text == t.Text }) {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(a, b norm.Token) int {
		switch {
		case a.Bits != b.Bits && a.Bits > b.Bits:
			return -1
		case a.Bits != b.Bits:
			return 1
		}
		return strings.Compare(a.Text, b.Text)
	})
	return out
}

// words adds the keys of single words and of pairs.
func (m *maker) words(words []norm.Token) {
	for _, w := range words[:min(len(words), maxWords)] {
		if w.Bits >= rareBits && len(w.Text) > 2 && w.Class == norm.Core {
			m.key(Word, w.Text)
		}
	}
	for i := range min(len(words), maxWords) {
		for j := i + 1; j < min(len(words), maxWords); j++ {
			a, b := words[i].Text, words[j].Text
			if a > b {
				a, b = b, a
			}
			m.key(Pair, a, b)
		}
	}
	if len(words) >= 2 && len(words[0].Text) >= 4 && len(words[1].Text) >= 4 {
		a, b := words[0].Text, words[1].Text
		if a > b {
			a, b = b, a
		}
		m.key(Ends, "first", a[:4], b[:4])
		if a, b = a[len(a)-4:], b[len(b)-4:]; a > b {
			a, b = b, a
		}
		m.key(Ends, "last", a, b)
	}
}

// narrow adds a common name with each city: very many have the name alone.
func (m *maker) narrow(p *norm.Prepared, whole string) {
	for i := range p.Addresses {
		if c := p.Addresses[i].City; c != "" {
			m.key(Narrow, whole, c)
		}
	}
}

// twin adds the key under which parties hang together unseen.
func (m *maker) twin(p *norm.Prepared, n *norm.Name, whole string, bits float32) {
	if n.Kind == engine.WeakAlias || bits < twinBits {
		return
	}
	if p.Kind == engine.Person {
		for _, d := range p.Born {
			if d.Exact() {
				m.key(Twin, "person", whole, d.String())
			}
		}
		return
	}
	country := ""
	if len(p.Countries) > 0 {
		country = p.Countries[0]
	}
	m.key(Twin, string(p.Kind), n.Folded, country)
}

// born adds each word of a person's name with each year of birth.
func (m *maker) born(p *norm.Prepared, words []norm.Token) {
	for _, d := range p.Born {
		year := engine.MakeDate(d.Year(), 0, 0).String()
		for _, w := range words[:min(len(words), maxWords)] {
			if len(w.Text) > 1 {
				m.key(Born, w.Text, year)
			}
		}
	}
}

// grouped adds each word of a person's name with each word of the names of the
// employers and associations that it belongs to.
func (m *maker) grouped(p *norm.Prepared, words []norm.Token) {
	for i := range min(len(p.Groups), maxGroups) {
		var buf [16]norm.Token
		for _, g := range rarest(telling(&p.Groups[i], buf[:0])) {
			for _, w := range rarest(words) {
				if len(w.Text) > 1 {
					m.key(Narrow, w.Text, "group", g.Text)
				}
			}
		}
	}
}

// rarest are the first of words that telling has sorted.
func rarest(words []norm.Token) []norm.Token { return words[:min(len(words), maxWords)] }

// sound adds the consonants of the whole name, in any order of its words.
func (m *maker) sound(n *norm.Name) {
	words := strings.Fields(n.Skeleton)
	if len(n.Skeleton) < 4 {
		return
	}
	m.key(Sound, strings.Join(words, ""))
	if len(words) > 1 {
		slices.Sort(words)
		m.key(Sound, strings.Join(words, " "))
	}
}

// slipping reports whether names in a script are typed letter by letter, so
// that one goes wrong alone. In Han, kana and Hangul a slip changes a syllable.
func slipping(script string) bool {
	switch script {
	case "Hani", "Hans", "Hant", "Jpan", "Hira", "Kana", "Hang", "Kore":
		return false
	}
	return true
}

// slips adds a name of one word with each letter left out in turn, and whole:
// two names that differ by one letter added, dropped or changed share one.
func (m *maker) slips(words []norm.Token, joined string) {
	core := 0
	for _, w := range words {
		if w.Class == norm.Core {
			core++
		}
	}
	if core != 1 || len(joined) < slipLeast || len(joined) > slipMost {
		return
	}
	m.key(Slip, joined)
	for i := range len(joined) {
		if i > 0 && joined[i] == joined[i-1] {
			continue // leaves the same out
		}
		m.key(Slip, joined[:i]+joined[i+1:])
	}
}

// acronym adds the first letters of a company's name, with its country and
// city, and a short name of one word as what may be such letters.
func (m *maker) acronym(p *norm.Prepared, n *norm.Name, joined string) {
	if p.Kind == engine.Person {
		return
	}
	letters := ""
	for _, t := range n.Tokens {
		if t.Class != norm.Form && t.Class != norm.Particle && t.Text != "" {
			letters += t.Text[:1]
		}
	}
	if len(letters) < 2 && len(joined) >= 2 && len(joined) <= 6 {
		letters = joined
	}
	if len(letters) < 2 || len(letters) > 6 {
		return
	}
	if len(letters) >= 4 {
		for _, c := range p.Countries {
			m.key(Acronym, letters, c)
		}
	}
	for i := range p.Addresses {
		if a := &p.Addresses[i]; a.City != "" {
			m.key(Acronym, letters, a.Country, a.City)
		}
	}
}
