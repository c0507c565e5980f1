package native

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// party reads an object that describes a party: the line of one, or a part of
// a shipment or a licence. One that says nothing by which it could be known is
// rejected.
func (m *mapper) party(v *ingest.Value, id engine.PartyID, path string) (engine.Party, error) {
	p := engine.Party{ID: id, Kind: engine.Unknown}
	for i := range v.Members {
		f := &v.Members[i]
		if m.partyText(f, &p) {
			continue
		}
		switch f.Key {
		case "id", "deleted":
		case "kind":
			p.Kind = m.kind(f)
		case "names", "name":
			p.Names = m.names(f, p.Names)
		case "identifiers":
			p.Identifiers = m.identifiers(f)
		case "addresses", "address":
			p.Addresses = m.addresses(f, p.Addresses)
		case "born":
			p.Born = m.dates(f)
		case "died":
			p.Died = m.date(f)
		case "complete_register":
			p.Complete = f.True()
		default:
			m.in.Unknown(path + f.Key)
		}
	}
	if len(p.Names) == 0 && len(p.Identifiers) == 0 && len(p.Addresses) == 0 {
		return p, m.row.Bad(path+"names", "", errors.New("a party needs a name, an identifier or an address"))
	}
	return p, nil
}

// partyText reads the fields that are texts or lists of texts.
func (m *mapper) partyText(f *ingest.Value, p *engine.Party) bool {
	switch f.Key {
	case "country":
		p.Country = f.Str()
	case "legal_form":
		p.LegalForm = f.Str()
	case "status":
		p.Status = f.Str()
	case "gender":
		p.Gender = f.Str()
	case "nations":
		p.Nations = f.Strings()
	case "phones":
		p.Phones = f.Strings()
	case "emails":
		p.Emails = f.Strings()
	case "websites":
		p.Websites = f.Strings()
	case "roles":
		p.Roles = f.Strings()
	case "notes":
		p.Notes = f.Strings()
	default:
		return false
	}
	return true
}
