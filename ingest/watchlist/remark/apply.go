package remark

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/scheme"
)

// Link is the label of a fact that links the party to another one, whose name
// is the value. Apply leaves it to the caller.
const Link = "Linked To"

// Apply adds what a fact says to p: births, nations, names, contacts,
// identifiers, and all else as notes.
func Apply(p *engine.Party, f Fact) {
	if f.Value == "" {
		note(p, f.Text)
		return
	}
	switch f.Label {
	case Link:
	case "DOB", "Vessel Year of Build", "Aircraft Manufacture Date":
		born(p, f)
	case "Organization Established Date":
		born(p, f)
		note(p, f.Text)
	case "POB":
		birthPlace(p, f.Value)
	case "nationality", "citizen":
		nation(p, f)
	case "Gender":
		p.Gender = f.Value
	case "a.k.a.":
		name(p, f.Value, engine.WeakAlias)
	case "n.k.a.", "Issuer Name":
		name(p, f.Value, engine.Alias)
	case "f.k.a.":
		name(p, f.Value, engine.Former)
	case "Website":
		p.Websites = Add(p.Websites, f.Value)
	case "Email Address", "Email":
		p.Emails = Add(p.Emails, f.Value)
	case "Phone Number", "Phone No.", "Telephone No.", "Telephone", "PHONE":
		p.Phones = Add(p.Phones, f.Value)
	case "Nationality of Registration":
		if c := norm.Country(f.Value); c != "" && p.Country == "" {
			p.Country = c
		} else {
			note(p, f.Text)
		}
	case "Fax No.", "Fax":
		note(p, f.Text)
	case "Organization Type":
		p.Roles = Add(p.Roles, f.Value)
	default:
		applyOther(p, f)
	}
}

// applyOther adds a fact that is a number, or keeps it as a note.
func applyOther(p *engine.Party, f Fact) {
	if f.Label == "Digital Currency Address" {
		if unit, address, ok := strings.Cut(f.Value, " "); ok {
			Identify(p, "crypto-"+strings.ToLower(unit), address, "")
			return
		}
	}
	slug := scheme.Slug(f.Label)
	isNumber := scheme.Known(f.Label) || numberWords[slug[strings.LastIndexByte(slug, '-')+1:]]
	if slug == "" || !isNumber || f.Value == "" || len(f.Value) > maxNumber {
		note(p, f.Text)
		return
	}
	if imo, ok := imoNumber(f.Value); ok && slug != "vessel-registration-identification" {
		kind := scheme.IMOCompany
		if p.Kind == engine.Vessel {
			kind = scheme.IMO
		}
		Identify(p, kind, imo, "")
		return
	}
	s := scheme.Of(f.Label, f.Value, f.Country)
	value := f.Value
	if s == scheme.IMO {
		value, _ = imoNumber(value)
	}
	Identify(p, s, value, f.Country)
}

// maxNumber is longer than any number of an authority: beyond it stands a
// sentence.
const maxNumber = 80

// imoNumber takes the seven digits out of "IMO 9167289".
func imoNumber(v string) (string, bool) {
	rest, ok := strings.CutPrefix(v, "IMO ")
	return strings.TrimSpace(rest), ok
}

// international are schemes whose values are unique the world over: the lists
// put a country behind some of them, which is the holder's.
var international = map[string]bool{"lei": true, "bic": true, "isin": true, "duns": true, "imo": true, "imo-company": true, "mmsi": true, "giin": true}

// Identify adds an identifier that p does not have.
func Identify(p *engine.Party, scheme, value, country string) {
	if international[scheme] {
		country = ""
	}
	id := engine.Identifier{Scheme: scheme, Value: strings.TrimSpace(value), Country: country}
	for _, have := range p.Identifiers {
		if have == id {
			return
		}
	}
	if id.Value != "" {
		p.Identifiers = append(p.Identifiers, id)
	}
}

// nation adds a nationality; one that names no country known stays a note.
func nation(p *engine.Party, f Fact) {
	if c := norm.Country(f.Value); c != "" {
		p.Nations = Add(p.Nations, c)
		return
	}
	note(p, f.Text)
}

// birthPlace adds a place of birth, its country being the last part.
func birthPlace(p *engine.Party, place string) {
	a := engine.Address{Kind: engine.BirthPlace, Text: place}
	if i := strings.LastIndex(place, ", "); i >= 0 {
		a.Country = norm.Country(place[i+2:])
		if a.Country == "" {
			// "Korea, North" and the like have a comma of their own.
			if j := strings.LastIndex(place[:i], ", "); j >= 0 {
				a.Country = norm.Country(place[j+2:])
			}
		}
	}
	if a.Country == "" {
		a.Country = norm.Country(place)
	}
	for _, have := range p.Addresses {
		if have == a {
			return
		}
	}
	p.Addresses = append(p.Addresses, a)
}

// name adds a further name, without the quotes around it.
func name(p *engine.Party, text string, kind engine.NameKind) {
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "'"), "'")
	text = strings.Trim(text, `"`)
	AddName(p, text, kind)
}

// AddName adds a further name that p does not have in the same letters.
func AddName(p *engine.Party, text string, kind engine.NameKind) {
	text = strings.TrimSpace(text)
	for _, have := range p.Names {
		if have.Text == text {
			return
		}
	}
	if text != "" {
		p.Names = append(p.Names, engine.Name{Text: text, Kind: kind})
	}
}
