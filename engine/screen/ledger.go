package screen

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Book is the licences and what the lines of a manifest, and the shipments of
// the store, draw from them.
//
// A licence is drawn down in the order of dates, whatever the order of the
// lines: Settle takes the claims of all lines at once. Of one day the shipments
// of the store come first, by record, then the lines of the manifest in the
// order of the file. A line over what is left takes nothing, so that later ones
// that fit still may; what comes back to the holder is there again from that day
// on. After Settle a Book does not change, and may be asked by several
// goroutines.
type Book struct {
	approvals []Approval
	volumes   []Volume
	drawn     map[itemKey]balance
	passed    map[int]int64 // by volume: pieces to China and Macau so far
	settled   map[int64]settled
}

type itemKey struct{ approval, item int }

// balance is what was drawn.
type balance struct {
	pieces  int64
	dollars float64
}

// settled is what a line found, by its answers in the order of the book.
type settled struct {
	before []balance
	passed int64
}

// Volume is what was shipped of a product for end use in the United States, by
// the figures of the user: the rule of 15 January 2026 (91 FR 1684) allows half
// as many to China and Macau.
type Volume struct {
	Product string
	From    engine.Date // of the figures; zero: from ever
	Until   engine.Date // first day after; zero: open
	Pieces  int64
}

// NewBook holds the licences, sorted by id, and the figures of volume, if there
// are any. What is handed in is not changed.
func NewBook(approvals []Approval, volumes ...Volume) *Book {
	b := &Book{approvals: slices.Clone(approvals), volumes: volumes, drawn: map[itemKey]balance{}, passed: map[int]int64{}}
	slices.SortStableFunc(b.approvals, func(x, y Approval) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Record, y.Record)) })
	return b
}

// Concerns reports whether lines with such goods, or with the number of a
// licence, can ask the book anything.
func (b *Book) Concerns(number, class string, products []string) bool {
	if len(b.approvals) == 0 && len(b.volumes) == 0 {
		return false
	}
	w := Wanted{Class: class, Products: products}
	for i := range b.approvals {
		if number != "" && strings.EqualFold(b.approvals[i].ID, number) || number == "" && item(&b.approvals[i], &w) >= 0 {
			return true
		}
	}
	return slices.ContainsFunc(b.volumes, func(v Volume) bool { return named(v.Product, products) })
}

func named(product string, products []string) bool {
	return slices.ContainsFunc(products, func(p string) bool { return strings.EqualFold(p, product) })
}

// answer is what one licence says to a line before earlier lines are looked at.
type answer struct {
	approval int
	use      Use
}

// answers puts a line to every licence that it may be under: the one that it
// names, or else each with such goods and a party, or a company of its group,
// on the line.
func (b *Book) answers(w *Wanted) []answer {
	var out []answer
	for i := range b.approvals {
		a := &b.approvals[i]
		if w.Licence != "" && !strings.EqualFold(a.ID, w.Licence) {
			continue
		}
		if w.Licence == "" && (item(a, w) < 0 || !forParty(a, w.Parties) && sentBy(a, w.Parties) == nil && !grouped(a, w.Parties)) {
			continue
		}
		out = append(out, answer{i, static(a, w)})
	}
	return out
}

// grouped reports whether an affiliate of the approved buyer gets the goods.
func grouped(a *Approval, parties []Party) bool {
	for i := range parties {
		if receives(parties[i].Role) && affiliate(a, &parties[i]) {
			return true
		}
	}
	return false
}

// Claim is what a line asks of the book, ready to be settled: some 100 bytes.
type Claim struct {
	line    int64
	words   uint64          // hash of the line's bytes; 0 is not told
	record  engine.RecordID // of a shipment of the store; "" for a line of the manifest
	date    engine.Date
	answers []claimed
	volume  int // -1 is none
	pieces  int64
}

// claimed is an answer without its words.
type claimed struct {
	key     itemKey
	outcome Outcome
	dollars float64
}

// Claim makes the claim of a line, or of a shipment of the store where record
// is set; false where the line asks nothing.
func (b *Book) Claim(w Wanted, record engine.RecordID) (Claim, bool) {
	c := Claim{line: w.Line, record: record, date: w.Date, volume: b.volume(&w), pieces: w.Pieces}
	for _, a := range b.answers(&w) {
		c.answers = append(c.answers, claimed{itemKey{a.approval, a.use.Item}, a.use.Outcome, w.Dollars})
	}
	return c, len(c.answers) > 0 || c.volume >= 0
}

// Words tells a claim the bytes of its line. Of lines with the same bytes, which
// are one bill that came twice, the first draws, and the others get what it got.
func (c *Claim) Words(raw []byte) {
	if len(raw) > 0 {
		h := sha256.Sum256(raw)
		c.words = binary.LittleEndian.Uint64(h[:])
	}
}

// volume is the place of the figures that a line to China or Macau counts for;
// -1 for none.
func (b *Book) volume(w *Wanted) int {
	if !own.InGroup(w.To) || w.To != "CN" && w.To != "HK" && w.To != "MO" {
		return -1
	}
	return slices.IndexFunc(b.volumes, func(v Volume) bool {
		return named(v.Product, w.Products) && engine.Covers(v.From, v.Until, w.Date) != engine.No
	})
}

// Settle draws the claims in the order of their dates. It is called once, before
// the lines are asked about.
func (b *Book) Settle(claims []Claim) {
	slices.SortStableFunc(claims, func(x, y Claim) int {
		return cmp.Or(cmp.Compare(x.date.Latest(), y.date.Latest()), -compareBool(x.record != "", y.record != ""), cmp.Compare(x.record, y.record), cmp.Compare(x.line, y.line))
	})
	b.settled = make(map[int64]settled, len(claims))
	first := map[uint64]int64{} // line of the bytes
	for i := range claims {
		c := &claims[i]
		if at, ok := first[c.words]; c.words != 0 && (!ok || c.line < at) {
			first[c.words] = c.line
		}
	}
	for i := range claims {
		c := &claims[i]
		if c.words != 0 && first[c.words] != c.line {
			continue
		}
		var s settled
		best := -1
		var got Outcome
		for k, a := range c.answers {
			before := b.drawn[a.key]
			s.before = append(s.before, before)
			if o := b.after(a.key, a.outcome, c.date, c.pieces, a.dollars, before); best < 0 || order(o) < order(got) {
				best, got = k, o
			}
		}
		if best >= 0 {
			b.book(c.answers[best].key, got, balance{c.pieces, c.answers[best].dollars})
		}
		if c.volume >= 0 {
			s.passed = b.passed[c.volume]
			b.passed[c.volume] += c.pieces
		}
		if c.record == "" {
			b.settled[c.line] = s
		}
	}
	for i := range claims {
		if c := &claims[i]; c.words != 0 && first[c.words] != c.line {
			b.settled[c.line] = b.settled[first[c.words]]
		}
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// book takes a covered line off an item, or puts a return back: never more than
// was drawn.
func (b *Book) book(key itemKey, o Outcome, by balance) {
	d := b.drawn[key]
	switch o {
	case Covers:
		d.pieces, d.dollars = d.pieces+by.pieces, d.dollars+by.dollars
	case Returned:
		d.pieces, d.dollars = max(d.pieces-by.pieces, 0), max(d.dollars-by.dollars, 0)
	default:
		return
	}
	b.drawn[key] = d
}

// after is the outcome once what is left is looked at.
func (b *Book) after(key itemKey, o Outcome, day engine.Date, pieces int64, dollars float64, before balance) Outcome {
	if o != Covers {
		return o
	}
	limit, value := CapOn(&b.approvals[key.approval], key.item, day), worth(b.approvals[key.approval].Items[key.item].Value)
	switch {
	case limit != 0 && pieces == 0, value > 0 && dollars == 0:
		return QuantityUnknown
	case limit != 0 && pieces > max(limit, 0)-before.pieces, value > 0 && dollars > value-before.dollars:
		return OverCap
	}
	return Covers
}

// worth reads the value of a licence's item, in dollars: digits with commas,
// and USD or $ or nothing beside them. Anything else is 0, not stated.
func worth(s string) float64 {
	t := strings.ToUpper(strings.TrimSpace(s))
	t = strings.TrimSpace(strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(t, "US"), "USD"), "$"))
	v, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimPrefix(t, "D "), ",", ""), 64)
	if err != nil || math.IsNaN(v) || v < 0 || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// Draw asks the book for a line: after Settle what was settled for it, and
// before as if it were the next in the order of dates, which it then draws. The
// best answer of several licences counts. ok is false where the line names no
// licence and none is for its parties.
func (b *Book) Draw(w Wanted) (u Use, ok bool) {
	var best itemKey
	at := b.settled[w.Line]
	for k, a := range b.answers(&w) {
		key := itemKey{a.approval, a.use.Item}
		before := b.drawn[key]
		if b.settled != nil {
			before = balance{}
			if k < len(at.before) {
				before = at.before[k]
			}
		}
		a.use.Outcome = b.after(key, a.use.Outcome, w.Date, w.Pieces, w.Dollars, before)
		b.tell(&a.use, key, w.Date, before)
		if !ok || order(a.use.Outcome) < order(u.Outcome) {
			u, ok, best = a.use, true, key
		}
	}
	if !ok && w.Licence != "" {
		return Use{Outcome: NoSuchLicence, Licence: w.Licence, Item: -1, Evidence: "licence " + w.Licence + " is not known"}, true
	}
	if ok && b.settled == nil {
		b.book(best, u.Outcome, balance{w.Pieces, w.Dollars})
	}
	return u, ok
}

// tell fills in what is left, and the words for it.
func (b *Book) tell(u *Use, key itemKey, day engine.Date, before balance) {
	if u.Evidence != "" {
		return
	}
	limit := CapOn(&b.approvals[key.approval], key.item, day)
	u.Cap, u.Drawn = max(limit, 0), before.pieces
	u.Left = max(u.Cap-u.Drawn, 0)
	value := worth(b.approvals[key.approval].Items[key.item].Value)
	overValue := value > 0 && u.dollars > value-before.dollars
	coarse := ""
	if u.perhaps {
		coarse = "; a date is too coarse to be sure"
	}
	switch {
	case u.Outcome == Returned:
		u.Evidence = fmt.Sprintf("licence %s: %d pieces come back to its holder", u.Licence, u.Pieces)
	case u.Outcome == QuantityUnknown && limit != 0 && u.Pieces == 0:
		u.Evidence = fmt.Sprintf("licence %s has %d pieces left; how many the line has is not known", u.Licence, u.Left)
	case u.Outcome == QuantityUnknown:
		u.Evidence = fmt.Sprintf("licence %s has about %.0f dollars left; what the line is worth is not known", u.Licence, value-before.dollars)
	case u.Outcome == OverCap && overValue && (limit == 0 || u.Pieces <= u.Left):
		u.Evidence = fmt.Sprintf("licence %s: about %.0f dollars asked for, %.0f of %.0f left", u.Licence, u.dollars, max(value-before.dollars, 0), value)
	case u.Outcome == OverCap:
		u.Evidence = fmt.Sprintf("licence %s: %d pieces asked for, %d of %d left", u.Licence, u.Pieces, u.Left, u.Cap)
	case limit == 0:
		u.Evidence = "licence " + u.Licence + " covers it, no quantity stated" + coarse
	default:
		u.Evidence = fmt.Sprintf("licence %s covers it: %d of the %d pieces left%s", u.Licence, u.Pieces, u.Left, coarse)
	}
}

// Exceeds says whether a line to China or Macau goes over half of what was
// shipped for end use in the United States; known is false where there are no
// figures for it.
func (b *Book) Exceeds(w Wanted) (why string, known bool) {
	n := b.volume(&w)
	if n < 0 {
		return "", false
	}
	v, before := &b.volumes[n], b.settled[w.Line].passed
	if w.Pieces == 0 || 2*(before+w.Pieces) <= v.Pieces {
		return "", w.Pieces > 0
	}
	return fmt.Sprintf("%d %s to China and Macau with this line, over half of the %d for end use in the United States", before+w.Pieces, v.Product, v.Pieces), true
}

// Controllers are the company itself and those who control it up to the top,
// as far as one chain of control could be followed: the group that it is of. A
// state that controls it is left out: its companies are no affiliates of each
// other for that.
func Controllers(t *own.Tree) []engine.EntityID {
	out := []engine.EntityID{t.Entity}
	for _, s := range t.Parent.Chain {
		if s.Owner != "" {
			out = append(out, s.Owner)
		}
	}
	if p := t.Parent.Person; p != "" && slices.ContainsFunc(t.Terminals, func(x own.Terminal) bool { return x.Entity == p && x.Kind == own.EndPerson }) {
		out = append(out, p)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
