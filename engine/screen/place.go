package screen

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine/front"
)

// PlaceFamily is that of the signs in where a party says that it is.
const PlaceFamily front.Family = front.Address

// The judgement of addresses.
const (
	listedDoor     = 5.0 // bits: a listed party at the very door; an address-only entry binds everyone there
	listedMass     = 2.5 // where more companies than an office holds sit there, as at an agent's
	listedBuilding = 1.0 // a tower has hundreds of tenants
	officeHolds    = 30  // companies at one door beyond which it is a service's
)

// placeSigns are the signs in the addresses of whoever gets the goods.
//
// listed-address: the address is that of a listed party: five bits at the very
// door, two and a half where a service has more than thirty companies there, one
// in the same building. Needs an address, of the line or of the entity, and the
// listed parties' addresses.
//
// residential-delivery: goods in a commercial quantity go to a dwelling: two bits
// and a half, named by the guidance of 13 May 2025. Asked of accelerators only.
// Needs the address.
func (l *line) placeSigns() []Reason {
	var out []Reason
	for i := range l.f.Parties {
		p := &l.f.Parties[i]
		if !receives(p.Role) {
			continue
		}
		if n := p.Neighbour; n.Entity != "" && n.Entity != p.Entity {
			bits, where := listedDoor, "at the address of"
			switch {
			case !n.Door:
				bits, where = listedBuilding, "in the building of"
			case p.Company != nil && p.Company.UnitCount > officeHolds:
				bits = listedMass
			}
			out = append(out, Reason{Sign: "listed-address", Family: PlaceFamily, Alone: bits, Role: p.Role, Entity: p.Entity,
				Evidence: fmt.Sprintf("%s is %s %s, on %s (%s)", p.Text, where, n.Name, joinLists(n.Lists), n.Text)})
		}
		if word := dwelling(p.Address); l.chips && word != "" && l.commercial() {
			out = append(out, Reason{Sign: "residential-delivery", Family: PlaceFamily, Alone: 2.5, Role: p.Role, Entity: p.Entity,
				Evidence: fmt.Sprintf("%s is at a dwelling, by the word %q in %s", p.Text, word, p.Address)})
		}
	}
	return out
}

// commercial reports whether a line is more than a person keeps at home.
func (l *line) commercial() bool {
	var kilos, dollars float64
	for i := range l.goods {
		kilos, dollars = kilos+l.goods[i].Kilos, dollars+l.goods[i].Dollars
	}
	return l.pieces >= 4 || kilos >= 50 || dollars >= 50_000
}

// dwellings are words of addresses where people live; offices are words that
// overrule them, since a flat of a Hong Kong factory building is a workshop. In
// several languages, from general knowledge.
var (
	dwellings = []string{" APARTMENT", " APT ", " APT.", " CONDOMINIUM", " CONDO ", " RESIDENCE", " RESIDENCES", " RESIDENTIAL", " VILLA ", " HOUSING ESTATE", " FLAT ",
		" MANSION ", " MANSIONS ", " HDB ", " TOWNHOUSE", " DORMITORY", " PANGSAPURI", " КВАРТИРА", " КВ.", " ЖИЛОЙ", "公寓", "小区", "小區", "住宅", "花园", "花園", "苑", "邨", "宿舍", "マンション", "アパート", "아파트"}
	offices = []string{"INDUSTR", "FACTORY", "OFFICE", " TOWER", " PLAZA", "WAREHOUSE", "COMMERCIAL", "BUSINESS", "CENTRE", "CENTER", "LOGISTIC", "TECHNOLOGY PARK", "SCIENCE PARK", "BANK ",
		"工业", "工業", "写字楼", "大厦", "大廈", "科技园", "科技園", "商业", "商業", "仓", "倉", "广场", "廣場", "ОФИС", "БЦ "}
)

// dwelling is the word of an address that says that people live there, or "".
func dwelling(address string) string {
	t := " " + strings.ToUpper(strings.NewReplacer(",", " , ", ";", " ; ").Replace(address)) + " "
	for _, w := range offices {
		if strings.Contains(t, w) {
			return ""
		}
	}
	for _, w := range dwellings {
		if strings.Contains(t, w) {
			return strings.TrimSpace(w)
		}
	}
	return ""
}
