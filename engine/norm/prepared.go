package norm

import "github.com/pierce-er/pierce/engine"

// Prepared is a party made ready for comparison. Slices are in the order of
// the party's own, without what is empty, a placeholder or a repetition.
type Prepared struct {
	ID        engine.PartyID
	Kind      engine.Kind
	Names     []Name
	IDs       []ID
	Addresses []Address
	Countries []string // ISO 3166-1 alpha-2, sorted: the party's own, its nations and those of its addresses
	Born      []engine.Date
	Phones    []string // digits, see Phone
	Emails    []string // lower case
	Domains   []string // of websites and e-mail addresses, without hosts that give mail to anyone
	Gender    string   // "m", "f" or ""
	Groups    []Name   // employers and associations, as companies' names
}

// Name is a name in its views; see the package comment.
type Name struct {
	Text     string
	Kind     engine.NameKind
	Folded   string
	Latin    string
	Core     string // the Core and Number tokens joined by spaces; never empty where there is any token
	Skeleton string // one word for each word of Core that has consonants, in the same order
	Form     string // class of the legal form, as "ltd"; "" where none is stated
	Script   string // ISO 15924 code of most of the letters, as "Latn", "Hani"; "" without letters
	Tokens   []Token
	Branch   bool   // the name says that it is a branch or a representative office
	Reading  string // "" for the name as it is read by default; else which other reading of the same Text this is, see Readings
}

// Token is one word of a name, in ASCII letters.
type Token struct {
	Text  string
	Class TokenClass
	Bits  float32 // log2(1/frequency) of the word among the names of the world: 4 for "company", 20 and more for a rare one
}

// TokenClass says what a word does in a name.
type TokenClass uint8

// The classes. Only Core words, and to a lesser degree Number words, tell one
// company from another of the same trade and town.
const (
	Core     TokenClass = iota // distinctive
	Generic                    // trade: "technology", "international"
	Place                      // town, region, country
	Form                       // legal form; Text is its class
	Number                     // digits or a Roman or Han numeral; Text is its decimal digits
	Initial                    // a single letter
	Particle                   // "and", "of", "al", "van"
)

var classNames = [...]string{"core", "generic", "place", "form", "number", "initial", "particle"}

// String is the class in one lower-case word.
func (c TokenClass) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return "unknown"
}

// ID is an identifier in its canonical form.
type ID struct {
	Scheme    string // a scheme of Schemes, or the source's own word, folded
	Value     string // canonical: upper case, without separators
	Country   string // ISO alpha-2 of the authority, where known
	Valid     bool   // has the scheme's shape and check digit and is no placeholder
	Strong    bool   // two parties that share it are one
	Exclusive bool   // two parties with different ones of one scheme and country are two
}

// Address is an address taken apart. What could not be told is "".
type Address struct {
	Text        string
	Unit        string // room, flat, suite, without the word for it
	Floor       string // "13"
	Number      string // house number
	Building    string
	Street      string // without the number, abbreviations written out
	City        string
	Postcode    string
	Country     string   // ISO alpha-2
	Tokens      []string // words of the whole, sorted, distinct, in ASCII
	UnitKey     string   // equal for two spellings of one door; "" where the address names none
	BuildingKey string   // equal for two spellings of one building; "" where the address names none
}

// Prepare makes p ready for comparison. It keeps no reference to p. Cost:
// about 10 µs for a company with one Latin name and one address.
func Prepare(p *engine.Party) *Prepared {
	out := &Prepared{ID: p.ID, Kind: p.Kind, Gender: gender(p.Gender)}
	out.Names = prepareNames(p)
	for _, id := range p.Identifiers {
		if v := Identifier(id); v.Value != "" && !hasID(out.IDs, v) {
			out.IDs = append(out.IDs, v)
		}
	}
	for i := range p.Addresses {
		if a := PrepareAddress(&p.Addresses[i]); len(a.Tokens) > 0 || a.Country != "" {
			out.Addresses = append(out.Addresses, a)
		}
	}
	out.Countries = partyCountries(p, out.Addresses)
	for _, d := range p.Born {
		if d != 0 && d.Valid() {
			out.Born = append(out.Born, d)
		}
	}
	prepareContacts(p, out)
	for _, s := range p.Groups {
		if n := CompanyName(s); len(n.Tokens) > 0 && !hasName(out.Groups, n.Folded) {
			out.Groups = append(out.Groups, n)
		}
	}
	return out
}

// prepareNames prepares every usable name once, each with its further
// readings after it.
func prepareNames(p *engine.Party) []Name {
	var names []Name
	country := nameCountry(p)
	for i := range p.Names {
		n := NameOf(p.Kind, p.Names[i].Text)
		if p.Kind != engine.Person {
			if text := withoutStreet(p.Names[i].Text); text != p.Names[i].Text {
				n = CompanyName(text)
				n.Text = p.Names[i].Text
			}
		}
		if len(n.Tokens) == 0 || hasName(names, n.Folded) {
			continue
		}
		n.Kind = p.Names[i].Kind
		if names == nil {
			names = make([]Name, 0, len(p.Names)-i)
		}
		names = append(names, n)
		names = append(names, readingsOf(&n, p.Kind, country)...)
	}
	return names
}

// nameCountry is the country whose way of reading names is a party's: its
// own, that of its nationality, or that of its address.
func nameCountry(p *engine.Party) string {
	if c := Country(p.Country); c != "" {
		return c
	}
	for _, n := range p.Nations {
		if c := Country(n); c != "" {
			return c
		}
	}
	for i := range p.Addresses {
		if c := Country(p.Addresses[i].Country); c != "" {
			return c
		}
	}
	return ""
}

// NameOf prepares a name as its party's kind asks: a person's as PersonName,
// any other's as CompanyName.
func NameOf(kind engine.Kind, text string) Name {
	if kind == engine.Person {
		return PersonName(text)
	}
	return CompanyName(text)
}

func hasName(names []Name, folded string) bool {
	for i := range names {
		if names[i].Folded == folded {
			return true
		}
	}
	return false
}

func hasID(ids []ID, v ID) bool {
	for i := range ids {
		if ids[i] == v {
			return true
		}
	}
	return false
}

// gender reads the words that sources use.
func gender(s string) string {
	switch Fold(s) {
	case "m", "male", "man", "mr":
		return "m"
	case "f", "female", "woman", "mrs", "ms":
		return "f"
	}
	return ""
}
