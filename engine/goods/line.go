package goods

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Finding is one thing that a line of goods says.
type Finding struct {
	Kind       string   `json:"kind"`              // Named, Unconfirmed, Declared, Tariff, Covered
	Product    string   `json:"product,omitempty"` // of the dictionary
	Maker      string   `json:"maker,omitempty"`
	Class      string   `json:"class,omitempty"` // control class
	TPP        int64    `json:"tpp,omitempty"`
	Bandwidth  int64    `json:"bandwidth,omitempty"` // GB/s
	Cap        Cap      `json:"cap,omitempty"`       // against the limits of the rule of January 2026
	Tier       string   `json:"tier,omitempty"`      // of the Common High Priority List
	Family     Family   `json:"family,omitempty"`    // of the tariff code
	Text       string   `json:"text"`                // what it was made from, as published
	Rule       string   `json:"rule"`                // which rule made it
	Confirmed  []string `json:"confirmed,omitempty"` // what confirms a short code
	Why        string   `json:"why,omitempty"`       // what speaks against an unconfirmed one
	Note       string   `json:"note,omitempty"`
	Source     string   `json:"source,omitempty"`
	Unverified bool     `json:"unverified,omitempty"`
}

// The kinds of finding.
const (
	Named       = "product"          // the text names a product
	Unconfirmed = "unconfirmed-code" // the text holds a code that may be another trade's
	Declared    = "declared-class"   // the line declares a control class itself
	Tariff      = "tariff"           // the tariff code belongs to a family, or to a tier of the list
	Covered     = "cover-words"      // the words say less than the code or the value does
)

// Line is what a line of goods comes to.
type Line struct {
	Text     string    `json:"text,omitempty"` // as published
	HS       string    `json:"hs,omitempty"`   // as published
	Findings []Finding `json:"findings,omitempty"`
	Products []string  `json:"products,omitempty"` // named ones, in the order of the text
	Class    string    `json:"class,omitempty"`    // the strictest class named or declared
	Family   Family    `json:"family,omitempty"`
	Tier     string    `json:"tier,omitempty"`
	Cap      Cap       `json:"cap,omitempty"`       // of the chip that is furthest over
	Pieces   int64     `json:"pieces,omitempty"`    // 0 where the quantity is not known, or told in packages
	Kilos    float64   `json:"kilos,omitempty"`     // 0 where the weight is not known
	Dollars  float64   `json:"dollars,omitempty"`   // rough; 0 where the value is not known
	PerKilo  float64   `json:"per_kilo,omitempty"`  // rough dollars a kilogram; 0 where either is not known
	PerPiece float64   `json:"per_piece,omitempty"` // rough dollars a piece
	Notes    []string  `json:"notes,omitempty"`     // what of the numbers was not understood
}

// Accelerator reports whether the line is taken to be, or to carry, chips that
// the headquarters test is about.
func (l *Line) Accelerator() bool {
	return strings.HasPrefix(l.Class, "3A090") || strings.HasPrefix(l.Class, "4A090")
}

// Read tells what a line of goods is.
func (d *Dictionary) Read(g engine.Goods) Line {
	l := Line{Text: g.Text, HS: g.HS}
	l.numbers(g)
	said := &reading{words: tokens(g.Text)}
	said.found = d.words.find(g.Text, said.words)
	l.tariff(g.HS)
	if c := strings.TrimSpace(g.Class); c != "" {
		l.Findings = append(l.Findings, Finding{Kind: Declared, Class: c, Text: g.Class, Rule: "declared"})
	}
	all := d.hits(g.Text, said.words)
	for _, h := range all {
		l.Findings = append(l.Findings, d.judge(h, all, g, said, &l))
	}
	l.cover(g, said)
	l.settle()
	return l
}

// numbers reads quantity, weight and value.
func (l *Line) numbers(g engine.Goods) {
	read := func(what, text, unit string) Amount {
		if strings.TrimSpace(text) == "" {
			return Amount{}
		}
		a := ParseAmount(strings.TrimSpace(text))
		if a.Known && a.Unit == "" {
			a.Unit = unitOf(strings.ToUpper(strings.TrimSpace(unit)))
		}
		if a.Note != "" {
			l.Notes = append(l.Notes, what+" "+text+": "+a.Note)
		}
		return a
	}
	q := read("quantity", g.Quantity, g.Unit)
	if q.Known && (q.Unit == Pieces || q.Unit == "" && strings.TrimSpace(g.Unit) == "") && q.Value < 1e15 {
		l.Pieces = int64(q.Value)
	}
	if w := read("weight", g.Weight, g.WeightIn); w.Known {
		f, ok := kilos[w.Unit]
		if w.Unit == "" {
			f, ok = 1, true
			l.Notes = append(l.Notes, "weight without a unit: taken as kilograms")
		}
		if ok {
			l.Kilos = w.Value * f
		}
	}
	if v := read("value", g.Value, g.Currency); v.Known {
		f, ok := dollars[v.Unit]
		if v.Unit == "" && strings.TrimSpace(g.Currency) == "" {
			f, ok = 1, true
			l.Notes = append(l.Notes, "value without a currency: taken as US dollars")
		}
		if ok {
			l.Dollars = v.Value * f
		}
	}
	if l.Kilos > 0 && l.Dollars > 0 {
		l.PerKilo = l.Dollars / l.Kilos
	}
	if l.Pieces > 0 && l.Dollars > 0 {
		l.PerPiece = l.Dollars / float64(l.Pieces)
	}
}

// tariff looks the code up.
func (l *Line) tariff(hs string) {
	var what string
	l.Family, what = family(hs)
	l.Tier = Tier(hs)
	if l.Family != "" {
		l.Findings = append(l.Findings, Finding{Kind: Tariff, Family: l.Family, Text: hs, Rule: "hs-family", Note: what})
	}
	if l.Tier != "" {
		l.Findings = append(l.Findings, Finding{Kind: Tariff, Tier: l.Tier, Text: hs, Rule: "chpl-tier", Source: "BIS, Common High Priority List, 23 February 2024"})
	}
}

// Values per kilogram, in rough dollars. Ordinary computer parts cost 20 to
// 200, servers with eight accelerators 1,500 to 3,500, cards up to 30,000
// (general knowledge, unverified).
const (
	denseEnough = 500    // what no steel, aircraft part or chemical of the short codes costs
	Dense       = 1_500  // Dense is where accelerators begin
	tooDense    = 50_000 // what not even accelerators cost: a value or a weight that was mistyped
)

// cover looks for words that say less than the code or the value does: vague
// words beside a tariff code of accelerators, or beside a value per kilogram
// of accelerators.
func (l *Line) cover(g engine.Goods, said *reading) {
	word, ok := first(said.found, listCover, "", hit{at: -1})
	if !ok {
		return
	}
	f := Finding{Kind: Covered, Text: word, Rule: "cover-words"}
	if l.Family == Accelerators || l.Family == Chips {
		f.Confirmed = append(f.Confirmed, "tariff code "+g.HS+" is one of accelerators")
	}
	if l.PerKilo >= Dense && l.PerKilo <= tooDense && !foreign(g.HS) || l.Outlying() {
		f.Confirmed = append(f.Confirmed, "the value per kilogram is one of accelerators")
	}
	l.Findings = append(l.Findings, f)
}

// settle sums the findings up.
func (l *Line) settle() {
	named := slices.ContainsFunc(l.Findings, func(f Finding) bool { return f.Kind == Named && f.Class != "3A090.c" })
	l.Findings = slices.DeleteFunc(l.Findings, func(f Finding) bool {
		return named && f.Kind == Named && f.Class == "3A090.c" // the memory of the board that is named
	})
	for _, f := range l.Findings {
		if f.Kind == Named && !slices.Contains(l.Products, f.Product) {
			l.Products = append(l.Products, f.Product)
		}
		if f.Kind == Named || f.Kind == Declared {
			l.Class = stricter(l.Class, f.Class)
			l.Cap = further(l.Cap, f.Cap)
		}
	}
}

// stricter gives the class that asks for more: chips and their computers
// before memories, .a before .b, and any class before none.
func stricter(a, b string) string {
	order := []string{"3A090.A", "4A090.A", "3A090.B", "4A090.B", "3A090.C"}
	rank := func(c string) int {
		switch i := slices.Index(order, strings.ToUpper(c)); {
		case i >= 0:
			return i
		case c != "":
			return len(order)
		}
		return len(order) + 1
	}
	if rank(b) < rank(a) {
		return b
	}
	return a
}

// further gives the side of the limits that is worse for the line.
func further(a, b Cap) Cap {
	order := []Cap{"", UnderCap, CapUnknown, OverCap}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}
