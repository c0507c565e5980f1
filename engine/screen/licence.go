package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Approval is a licence with the entities that its parties resolved to. An
// empty entity is a party that the licence does not name, or that resolved to
// nothing.
type Approval struct {
	engine.Licence
	Record          engine.RecordID
	HolderEntity    engine.EntityID
	ConsigneeEntity engine.EntityID
	EndUserEntity   engine.EntityID
}

// Book is the licences and what earlier lines drew from them. It is not safe
// for several goroutines: draws depend on their order, which is the order of
// dates that the caller keeps.
type Book struct {
	approvals []Approval
	drawn     map[itemKey]int64
}

type itemKey struct {
	licence string
	item    int
}

// NewBook holds the licences, sorted by id. What is handed in is not changed.
func NewBook(approvals []Approval) *Book {
	b := &Book{approvals: slices.Clone(approvals), drawn: map[itemKey]int64{}}
	slices.SortStableFunc(b.approvals, func(x, y Approval) int { return cmp.Or(cmp.Compare(x.ID, y.ID), cmp.Compare(x.Record, y.Record)) })
	return b
}

// Wanted is what a line asks of a licence.
type Wanted struct {
	Licence  string // the number that the line refers to, if it does
	Date     engine.Date
	Class    string
	Products []string
	Pieces   int64 // 0 is not known
	Parties  []Party
}

// Outcome is what a licence says to a line.
type Outcome string

// The outcomes.
const (
	Covers          Outcome = "licence-covers"
	OverCap         Outcome = "over-cap"         // more pieces than are left
	Expired         Outcome = "expired"          // shipped on or after the end, or before the beginning
	WrongParty      Outcome = "wrong-party"      // for another consignee or end user
	WrongItem       Outcome = "wrong-item"       // for other goods
	NoSuchLicence   Outcome = "no-such-licence"  // the number is in no book
	QuantityUnknown Outcome = "quantity-unknown" // the licence has a cap, and the line no number of pieces
)

// Use is what became of a line's request.
type Use struct {
	Outcome  Outcome  `json:"outcome"`
	Licence  string   `json:"licence"`
	Item     int      `json:"item"`             // of the licence, counting from 0; -1 for none
	Pieces   int64    `json:"pieces,omitempty"` // asked for
	Cap      int64    `json:"cap,omitempty"`    // of the item; 0 is none stated
	Drawn    int64    `json:"drawn,omitempty"`  // by earlier lines
	Left     int64    `json:"left,omitempty"`   // before this line
	Evidence string   `json:"evidence"`
	Terms    []string `json:"conditions,omitempty"`
}

// Check asks the book without drawing. The licence is the one that the line
// names, or else each that names a party of the line and such goods; the best
// answer of several counts. ok is false where the line names no licence and
// none is for its parties.
func (b *Book) Check(w Wanted) (u Use, ok bool) {
	for i := range b.approvals {
		a := &b.approvals[i]
		named := w.Licence != "" && strings.EqualFold(a.ID, w.Licence)
		if w.Licence != "" && !named {
			continue
		}
		if !named && (!forParty(a, w.Parties) || item(a, w) < 0) {
			continue
		}
		x := b.ask(a, w)
		if !ok || order(x.Outcome) < order(u.Outcome) {
			u, ok = x, true
		}
	}
	if !ok && w.Licence != "" {
		return Use{Outcome: NoSuchLicence, Licence: w.Licence, Item: -1, Evidence: "licence " + w.Licence + " is not known"}, true
	}
	return u, ok
}

// Draw asks the book and, where a licence covers the line, takes its pieces
// off what is left. A line over the cap takes nothing: what it would exceed is
// left for lines that fit.
func (b *Book) Draw(w Wanted) (Use, bool) {
	u, ok := b.Check(w)
	if ok && u.Outcome == Covers {
		b.drawn[itemKey{u.Licence, u.Item}] += w.Pieces
	}
	return u, ok
}

// order of outcomes, the best first.
func order(o Outcome) int {
	return slices.Index([]Outcome{Covers, QuantityUnknown, OverCap, Expired, WrongItem, WrongParty, NoSuchLicence}, o)
}

// ask puts a line to one licence: parties first, then goods, dates, quantity.
func (b *Book) ask(a *Approval, w Wanted) Use {
	u := Use{Licence: a.ID, Item: item(a, w), Pieces: w.Pieces, Terms: a.Conditions}
	if why := wrongParty(a, w.Parties); why != "" {
		u.Outcome, u.Evidence = WrongParty, "licence "+a.ID+": "+why
		return u
	}
	if u.Item < 0 {
		u.Outcome, u.Evidence = WrongItem, fmt.Sprintf("licence %s is for other goods than %s", a.ID, strings.Join(append(w.Products, w.Class), " "))
		return u
	}
	switch engine.Covers(a.From, a.Until, w.Date) {
	case engine.No:
		u.Outcome, u.Evidence = Expired, fmt.Sprintf("licence %s runs from %v until %v, the line is of %v", a.ID, a.From, a.Until, w.Date)
		return u
	case engine.Perhaps:
		u.Evidence = "; a date is too coarse to be sure"
	}
	u.Cap = a.Items[u.Item].Quantity
	u.Drawn = b.drawn[itemKey{a.ID, u.Item}]
	u.Left = max(u.Cap-u.Drawn, 0)
	switch {
	case u.Cap == 0:
		u.Outcome, u.Evidence = Covers, "licence "+a.ID+" covers it, no quantity stated"+u.Evidence
	case w.Pieces == 0:
		u.Outcome, u.Evidence = QuantityUnknown, fmt.Sprintf("licence %s has %d pieces left; how many the line has is not known", a.ID, u.Left)
	case w.Pieces > u.Left:
		u.Outcome, u.Evidence = OverCap, fmt.Sprintf("licence %s: %d pieces asked for, %d of %d left", a.ID, w.Pieces, u.Left, u.Cap)
	default:
		u.Outcome, u.Evidence = Covers, fmt.Sprintf("licence %s covers it: %d of the %d pieces left%s", a.ID, w.Pieces, u.Left, u.Evidence)
	}
	return u
}

// item is the first item of a licence that is for the goods: its product is
// named in the line, or it names no product and its class is the line's.
func item(a *Approval, w Wanted) int {
	return slices.IndexFunc(a.Items, func(i engine.LicenceItem) bool {
		if i.Product != "" {
			return slices.ContainsFunc(w.Products, func(p string) bool { return strings.EqualFold(p, i.Product) })
		}
		return i.Class != "" && strings.EqualFold(i.Class, w.Class)
	})
}

// forParty reports whether a licence names a receiving party of the line.
func forParty(a *Approval, parties []Party) bool {
	return slices.ContainsFunc(parties, func(p Party) bool {
		return p.Entity != "" && receives(p.Role) && (p.Entity == a.ConsigneeEntity || p.Entity == a.EndUserEntity)
	})
}

// wrongParty says which receiving party of the line the licence does not name.
// A licence that names neither consignee nor end user is for anybody.
func wrongParty(a *Approval, parties []Party) string {
	if a.ConsigneeEntity == "" && a.EndUserEntity == "" {
		if a.Consignee != "" || a.EndUser != "" {
			return "its consignee is not known here"
		}
		return ""
	}
	if !forParty(a, parties) {
		return "no party of the line is its consignee or end user"
	}
	for _, p := range parties {
		switch {
		case !final(p.Role) || p.Entity == "" && p.Text == "":
		case p.Entity == "" || p.Band == engine.Different:
			return fmt.Sprintf("%s %q is not known", p.Role, p.Text)
		case p.Entity != a.ConsigneeEntity && p.Entity != a.EndUserEntity:
			return fmt.Sprintf("%s %q is another company", p.Role, p.Text)
		}
	}
	if a.HolderEntity == "" {
		return ""
	}
	for _, p := range parties {
		if (p.Role == engine.Shipper || p.Role == engine.Seller) && p.Entity != "" && p.Entity == a.HolderEntity {
			return ""
		}
	}
	if slices.ContainsFunc(parties, func(p Party) bool { return (p.Role == engine.Shipper || p.Role == engine.Seller) && p.Entity != "" }) {
		return "the shipper is not its holder"
	}
	return ""
}

// receives reports whether a role is one of those who get the goods.
func receives(r engine.Role) bool {
	switch r {
	case engine.Consignee, engine.UltimateConsignee, engine.EndUser, engine.Buyer, engine.Notify, engine.Site:
		return true
	}
	return false
}

// final reports whether a role must be one that the licence names.
func final(r engine.Role) bool {
	return r == engine.Consignee || r == engine.UltimateConsignee || r == engine.EndUser
}
