package screen

import (
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
	Record          engine.RecordID   `json:"record"`
	HolderEntity    engine.EntityID   `json:"holder_entity,omitempty"`
	ConsigneeEntity engine.EntityID   `json:"consignee_entity,omitempty"`
	EndUserEntity   engine.EntityID   `json:"end_user_entity,omitempty"`
	Group           []engine.EntityID `json:"-"`                    // consignee, end user and the companies and persons that control them, sorted
	Answerable      []Answerable      `json:"answerable,omitempty"` // who answers for what is shipped under it
}

// Answerable is one who answers for the use of a licence: a party of it, or an
// owner further up.
type Answerable struct {
	As      string          `json:"as"` // "holder", "consignee", "end user", "owner", "ultimate owner"
	Entity  engine.EntityID `json:"entity,omitempty"`
	Name    string          `json:"name"`
	Country string          `json:"country,omitempty"`
	Of      string          `json:"of,omitempty"`    // whom an owner owns, by name
	Share   string          `json:"share,omitempty"` // of it
}

// Wanted is what a line asks of a licence.
type Wanted struct {
	Line     int64
	Licence  string // the number that the line refers to, if it does
	Date     engine.Date
	Class    string
	Products []string
	Pieces   int64   // 0 is not known
	Dollars  float64 // 0 is not known
	To       string  // the country where the line ends, ISO alpha-2; "" is not known
	Hidden   bool    // the goods are not named, and are taken for accelerators by value, weight or words
	Parties  []Party
}

// Outcome is what a licence says to a line.
type Outcome string

// The outcomes, the best first.
const (
	Covers          Outcome = "licence-covers"
	Returned        Outcome = "licence-return"   // what was shipped comes back to the holder
	QuantityUnknown Outcome = "quantity-unknown" // the licence has a cap, and the line no number of pieces, or no value
	OverCap         Outcome = "over-cap"         // more than is left
	Expired         Outcome = "expired"          // shipped on or after the end, or before the beginning
	WrongItem       Outcome = "wrong-item"       // for other goods
	WrongAffiliate  Outcome = "wrong-affiliate"  // for another company of the approved buyer's group
	WrongParty      Outcome = "wrong-party"      // for another consignee or end user
	ReExport        Outcome = "re-export"        // what the approved buyer got goes on to another country
	NoSuchLicence   Outcome = "no-such-licence"  // the number is in no book
)

// outcomes are all, the best first.
var outcomes = [...]Outcome{Covers, Returned, QuantityUnknown, OverCap, Expired, WrongItem, WrongAffiliate, WrongParty, ReExport, NoSuchLicence}

// order is the place of an outcome among them.
func order(o Outcome) int { return slices.Index(outcomes[:], o) }

// Use is what became of a line's request.
type Use struct {
	Outcome    Outcome      `json:"outcome"`
	Licence    string       `json:"licence"`
	Item       int          `json:"item"`             // of the licence, counting from 0; -1 for none
	Pieces     int64        `json:"pieces,omitempty"` // asked for
	Cap        int64        `json:"cap,omitempty"`    // of the item on the day; 0 is none stated
	Drawn      int64        `json:"drawn,omitempty"`  // by earlier lines
	Left       int64        `json:"left,omitempty"`   // before this line
	Evidence   string       `json:"evidence"`
	Terms      []string     `json:"conditions,omitempty"`
	Answerable []Answerable `json:"answerable,omitempty"`

	perhaps bool // a date is too coarse to be sure
	dollars float64
}

// static puts a line to one licence as far as earlier lines do not matter:
// parties first, then goods, then dates. Covers and Returned are subject to what
// is left.
func static(a *Approval, w *Wanted) Use {
	u := Use{Outcome: Covers, Licence: a.ID, Item: item(a, w), Pieces: w.Pieces, Terms: a.Conditions, Answerable: a.Answerable, dollars: w.Dollars}
	stop := func(o Outcome, format string, args ...any) Use {
		u.Outcome, u.Evidence = o, "licence "+a.ID+": "+fmt.Sprintf(format, args...)
		return u
	}
	if from := sentBy(a, w.Parties); from != nil {
		// Only a sure return, or one that names the licence, gives back what was drawn.
		if p := receivedBy(a.HolderEntity, w.Parties); p != nil && u.Item >= 0 && (w.Licence != "" || from.Band == engine.Same && p.Band == engine.Same) {
			u.Outcome = Returned
			return u
		}
		if to := onwardTo(a, w); to != "" {
			return stop(ReExport, "its %s %s ships such goods on, to %s", buyerWord(a, from.Entity), from.Text, to)
		}
	}
	if o, why := wrongParty(a, w.Parties); o != "" {
		return stop(o, "%s", why)
	}
	if u.Item < 0 {
		return stop(WrongItem, "it is for other goods than %s", strings.TrimSpace(strings.Join(append(slices.Clone(w.Products), w.Class), " ")))
	}
	until := untilOn(a, w.Date)
	switch engine.Covers(a.From, until, w.Date) {
	case engine.No:
		return stop(Expired, "it runs from %v until %v, the line is of %v", a.From, until, w.Date)
	case engine.Perhaps:
		u.perhaps = true
	}
	return u
}

// buyerWord says which party of the licence an entity is.
func buyerWord(a *Approval, id engine.EntityID) string {
	if id == a.EndUserEntity {
		return "end user"
	}
	return "consignee"
}

// CapOn is the cap of an item on a day, with the amendments made up to then; 0
// is none stated. Amendments may take all of it away, but then it is a cap of
// nothing, told as -1.
func CapOn(a *Approval, n int, day engine.Date) int64 {
	out := a.Items[n].Quantity
	if out == 0 {
		return 0
	}
	for _, m := range a.Amendments {
		if m.Date.Earliest() <= day.Latest() && amended(a, &m) == n {
			out += m.Quantity
		}
	}
	if out <= 0 {
		return -1
	}
	return out
}

// amended is the item that an amendment is of.
func amended(a *Approval, m *engine.Amendment) int {
	if m.Class == "" && m.Product == "" {
		return 0
	}
	return slices.IndexFunc(a.Items, func(i engine.LicenceItem) bool {
		return strings.EqualFold(i.Class, m.Class) && (m.Product == "" || strings.EqualFold(i.Product, m.Product)) ||
			m.Class == "" && strings.EqualFold(i.Product, m.Product)
	})
}

// untilOn is the end of a licence as it stood on a day.
func untilOn(a *Approval, day engine.Date) engine.Date {
	until, last := a.Until, engine.Date(0)
	for _, m := range a.Amendments {
		if m.Until != 0 && m.Date.Earliest() <= day.Latest() && m.Date >= last {
			until, last = m.Until, m.Date
		}
	}
	return until
}

// item is the first item of a licence that is for the goods: its product is
// named in the line, or it names no product and its class is the line's.
//
// Goods that are not named, on a line that names the licence itself, are taken to
// be its only item: they count against it, whatever they are called.
func item(a *Approval, w *Wanted) int {
	if w.Hidden && len(a.Items) == 1 && w.Licence != "" {
		return 0
	}
	return slices.IndexFunc(a.Items, func(i engine.LicenceItem) bool {
		if i.Product != "" {
			return slices.ContainsFunc(w.Products, func(p string) bool { return strings.EqualFold(p, i.Product) })
		}
		return i.Class != "" && strings.EqualFold(i.Class, w.Class)
	})
}

// buyer reports whether an entity is the licence's consignee or end user.
func (a *Approval) buyer(id engine.EntityID) bool {
	return id != "" && (id == a.ConsigneeEntity || id == a.EndUserEntity)
}

// forParty reports whether a licence names a receiving party of the line.
func forParty(a *Approval, parties []Party) bool {
	return slices.ContainsFunc(parties, func(p Party) bool { return receives(p.Role) && p.Band != engine.Different && a.buyer(p.Entity) })
}

// affiliate reports whether a party stands under one control with the licence's
// consignee or end user, and is neither.
func affiliate(a *Approval, p *Party) bool {
	if p.Entity == "" || p.Band == engine.Different || a.buyer(p.Entity) || p.Entity == a.HolderEntity || len(a.Group) == 0 {
		return false
	}
	if _, up := slices.BinarySearch(a.Group, p.Entity); up {
		return true
	}
	if p.Company == nil || p.Company.Tree == nil {
		return false
	}
	for _, id := range Controllers(p.Company.Tree) {
		if _, ok := slices.BinarySearch(a.Group, id); ok && id != a.HolderEntity {
			return true
		}
	}
	return false
}

// wrongParty says which receiving party of the line the licence does not name,
// and whether it is of the approved buyer's group. A licence that names neither
// consignee nor end user is for anybody.
func wrongParty(a *Approval, parties []Party) (Outcome, string) {
	if a.ConsigneeEntity == "" && a.EndUserEntity == "" {
		if a.Consignee != "" || a.EndUser != "" {
			return WrongParty, "its consignee is not known here"
		}
		return "", ""
	}
	for i := range parties {
		if p := &parties[i]; receives(p.Role) && affiliate(a, p) && (final(p.Role) || !forParty(a, parties)) {
			return WrongAffiliate, fmt.Sprintf("%s %q is of the approved buyer's group, and not the approved buyer", p.Role, p.Text)
		}
	}
	if !forParty(a, parties) {
		return WrongParty, "no party of the line is its consignee or end user"
	}
	for _, p := range parties {
		switch {
		case !final(p.Role) || p.Entity == "" && p.Text == "":
		case p.Entity == "" || p.Band == engine.Different:
			return WrongParty, fmt.Sprintf("%s %q is not known", p.Role, p.Text)
		case !a.buyer(p.Entity):
			return WrongParty, fmt.Sprintf("%s %q is another company", p.Role, p.Text)
		}
	}
	if a.HolderEntity == "" || a.buyer(a.HolderEntity) {
		return "", "" // a licence of the buyer's own binds no seller
	}
	others := false
	for _, p := range parties {
		if (p.Role == engine.Shipper || p.Role == engine.Seller) && p.Entity != "" {
			if p.Entity == a.HolderEntity {
				return "", ""
			}
			others = true
		}
	}
	if others {
		return WrongParty, "the shipper is not its holder"
	}
	return "", ""
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

// sentBy is the approved buyer where the line's goods come from it.
func sentBy(a *Approval, parties []Party) *Party {
	for i := range parties {
		p := &parties[i]
		if (p.Role == engine.Shipper || p.Role == engine.Seller) && p.Band != engine.Different && a.buyer(p.Entity) {
			return p
		}
	}
	return nil
}

// receivedBy is the party that is an entity and gets the goods.
func receivedBy(id engine.EntityID, parties []Party) *Party {
	for i := range parties {
		if p := &parties[i]; id != "" && receives(p.Role) && p.Band != engine.Different && p.Entity == id {
			return p
		}
	}
	return nil
}

// onwardTo is where goods of the licence go that its buyer sends on: the
// receiving party that is not of the licence, with the country where the line
// ends. "" where all who get them are of the licence.
func onwardTo(a *Approval, w *Wanted) string {
	if item(a, w) < 0 {
		return ""
	}
	for _, p := range w.Parties {
		if final(p.Role) && p.Text != "" && !a.buyer(p.Entity) {
			if w.To != "" {
				return p.Text + " (" + w.To + ")"
			}
			return p.Text
		}
	}
	return ""
}
