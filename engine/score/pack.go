package score

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Pack lays lean sides out anew, one beside the other: all their names in one
// array, all words in another, all texts in one string. What they say does not
// change. A side by itself is some twenty small objects, which cost a collector
// of garbage more than their bytes: of 1,000,000 parties, resolved from
// nothing, it took a quarter of the processor's time. The sides live and die
// together, so pack what is kept together: some hundred. Cost: about 1 µs a
// side.
func Pack(sides []*Side) []Side {
	p := newPacker(sides)
	out := make([]Side, len(sides))
	for i, s := range sides {
		out[i] = *s
		p.side(&out[i])
	}
	return out
}

// packer copies the parts of sides into arrays that are large enough for all.
type packer struct {
	text      strings.Builder
	own       map[string]string // words that many sides use, as schemes, each once
	nations   []uint16
	born      []engine.Date
	addresses []address
	places    []uint32 // words of addresses
	ids       []norm.ID
	names     []name
	words     []word
	texts     []string
}

func newPacker(sides []*Side) *packer {
	var n struct{ text, nations, born, addresses, places, ids, names, words, texts int }
	for _, s := range sides {
		n.text += len(s.ID)
		n.nations, n.born, n.ids, n.names = n.nations+len(s.nations), n.born+len(s.born), n.ids+len(s.ids), n.names+len(s.names)
		n.addresses += len(s.addresses)
		for i := range s.addresses {
			n.places += len(s.addresses[i].words)
		}
		for i := range s.ids {
			n.text += len(s.ids[i].Value)
		}
		for i := range s.names {
			x := &s.names[i]
			n.words += len(x.words)
			n.text += len(x.joined) + len(x.latin) + len(x.heads) + len(x.short)
			for j := range x.words {
				n.text += len(x.words[j].text)
			}
		}
		for _, list := range [...][]string{s.phones, s.emails, s.domains} {
			n.texts += len(list)
			for _, v := range list {
				n.text += len(v)
			}
		}
	}
	p := &packer{own: map[string]string{}, nations: make([]uint16, 0, n.nations), born: make([]engine.Date, 0, n.born),
		addresses: make([]address, 0, n.addresses), places: make([]uint32, 0, n.places), ids: make([]norm.ID, 0, n.ids),
		names: make([]name, 0, n.names), words: make([]word, 0, n.words), texts: make([]string, 0, n.texts)}
	p.text.Grow(n.text)
	return p
}

// side moves what a side points to, but for words that come from tables.
func (p *packer) side(s *Side) {
	s.ID = engine.PartyID(p.copied(string(s.ID)))
	s.nations, p.nations = moved(p.nations, s.nations)
	s.born, p.born = moved(p.born, s.born)
	s.phones, s.emails, s.domains = p.list(s.phones), p.list(s.emails), p.list(s.domains)
	s.ids, p.ids = moved(p.ids, s.ids)
	for i := range s.ids {
		id := &s.ids[i]
		id.Scheme, id.Value, id.Country = p.shared(id.Scheme), p.copied(id.Value), p.shared(id.Country)
	}
	s.addresses, p.addresses = moved(p.addresses, s.addresses)
	for i := range s.addresses {
		a := &s.addresses[i]
		a.words, p.places = moved(p.places, a.words)
	}
	s.names, p.names = moved(p.names, s.names)
	for i := range s.names {
		p.name(&s.names[i])
	}
}

// name moves what a name points to. Its words mostly follow each other in the
// joined name, and are parts of it then.
func (p *packer) name(x *name) {
	same := x.latin == x.joined
	x.joined = p.copied(x.joined)
	if same {
		x.latin = x.joined
	} else {
		x.latin = p.copied(x.latin)
	}
	x.heads, x.short = p.copied(x.heads), p.copied(x.short)
	x.words, p.words = moved(p.words, x.words)
	at := 0
	for i := range x.words {
		w := &x.words[i]
		if strings.HasPrefix(x.joined[at:], w.text) {
			w.text = x.joined[at : at+len(w.text)]
			at += len(w.text)
			continue
		}
		w.text = p.copied(w.text)
	}
}

// list moves a list of texts.
func (p *packer) list(texts []string) []string {
	texts, p.texts = moved(p.texts, texts)
	for i := range texts {
		texts[i] = p.copied(texts[i])
	}
	return texts
}

// copied is s at the end of the one text. That was made large enough, so it is
// never moved and its parts stay where they are.
func (p *packer) copied(s string) string {
	if s == "" {
		return ""
	}
	n := p.text.Len()
	p.text.WriteString(s)
	return p.text.String()[n:]
}

// shared is s as the one copy of it among the sides.
func (p *packer) shared(s string) string {
	if s == "" {
		return ""
	}
	one, ok := p.own[s]
	if !ok {
		one = strings.Clone(s)
		p.own[s] = one
	}
	return one
}

// moved appends a part to all and gives it as it stands there.
func moved[T any](all, part []T) (there, grown []T) {
	if part == nil {
		return nil, all
	}
	n := len(all)
	all = append(all, part...)
	return slices.Clip(all[n:]), all
}
