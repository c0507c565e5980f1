package goods

import (
	"bufio"
	_ "embed" // the dictionary is part of the program
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Product is one row of the dictionary.
type Product struct {
	Name       string   `json:"product"`
	Maker      string   `json:"maker"`
	Kind       string   `json:"kind"`      // chip, server, or part
	Codes      []string `json:"codes"`     // words that name it, as "RTX 4090"; the parts are found with or without space or hyphen
	Prefixes   []string `json:"prefixes"`  // part numbers that begin so, as "900-2G133-"
	Short      bool     `json:"short"`     // its codes are words of other trades too: they need confirming
	Class      string   `json:"class"`     // control class, as "3A090.a"; "" where none is known
	TPP        int64    `json:"tpp"`       // total processing performance: dense TOPS times bit length, the most over formats; 0 is not known
	Bandwidth  int64    `json:"bandwidth"` // of memory, in GB/s; 0 is not known
	Consumer   bool     `json:"consumer"`  // sold for desktops as well: the class may not apply
	Note       string   `json:"note"`
	Source     string   `json:"source"`
	AsOf       string   `json:"as_of"`      // when the figures were taken
	Unverified bool     `json:"unverified"` // some figure rests on general knowledge
}

//go:embed products.jsonl
var products string

// Dictionary finds products in text. It does not change once made and may be
// used from several goroutines.
type Dictionary struct {
	products []Product
	codes    map[string][]code // by their first letters and digits run together
	prefixes []prefix
	words    *vocabulary
	longest  int // words of the longest code
}

type code struct {
	product int
	text    string // the code's letters and digits, joined
}

type prefix struct {
	product int
	text    string
}

// Options add to what the package knows. The zero value adds nothing.
type Options struct {
	Extra []Product // products of the user's own; one with the name of a known product replaces it
}

// New makes a dictionary of the shipped products and the user's own. A product
// without a name, or without codes and prefixes, is Invalid.
func New(o Options) (*Dictionary, error) {
	d := &Dictionary{codes: map[string][]code{}}
	shipped, err := Shipped()
	if err != nil {
		return nil, err
	}
	for _, p := range append(shipped, o.Extra...) {
		if p.Name == "" || len(p.Codes)+len(p.Prefixes) == 0 {
			return nil, &engine.Error{Op: "goods.New", Code: engine.Invalid, ID: p.Name, Err: fmt.Errorf("got product %q with %d codes, want a name and a code", p.Name, len(p.Codes))}
		}
		at := slices.IndexFunc(d.products, func(q Product) bool { return q.Name == p.Name })
		if at < 0 {
			d.products = append(d.products, p)
		} else {
			d.products[at] = p
		}
	}
	d.words = newVocabulary(d.products)
	for i, p := range d.products {
		for _, c := range p.Codes {
			words := tokens(c)
			d.longest = max(d.longest, len(words))
			text := join(words)
			d.codes[text] = append(d.codes[text], code{i, text})
		}
		for _, x := range p.Prefixes {
			d.prefixes = append(d.prefixes, prefix{i, strings.ToUpper(x)})
		}
	}
	return d, nil
}

// Shipped are the products of the data file, in its order.
func Shipped() ([]Product, error) { return ReadProducts(strings.NewReader(products)) }

// maxProductLine bounds a line of a user's file.
const maxProductLine = 1 << 20

// ReadProducts reads products, one JSON object a line; empty lines and lines that
// begin with # are left out. One without a name, without a code or prefix of two
// letters or digits, without a source, of another kind than chip, server or part,
// or with a figure below 0, is Invalid, with its line.
func ReadProducts(r io.Reader) ([]Product, error) {
	var out []Product
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxProductLine)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		var p Product
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		err := d.Decode(&p)
		if err == nil {
			err = p.check()
		}
		if err != nil {
			return nil, &engine.Error{Op: "goods.ReadProducts", Code: engine.Invalid, ID: fmt.Sprintf("line %d", n), Err: err}
		}
		out = append(out, p)
	}
	if err := in.Err(); err != nil {
		return nil, &engine.Error{Op: "goods.ReadProducts", Code: engine.Invalid, Err: err}
	}
	return out, nil
}

// check says what is wrong with a row of a file.
func (p *Product) check() error {
	switch {
	case strings.TrimSpace(p.Name) == "":
		return errors.New("got no product, want its name")
	case len(p.Codes)+len(p.Prefixes) == 0:
		return errors.New("got neither codes nor prefixes, want one of them")
	case p.Source == "":
		return errors.New("got no source, want who says so")
	case p.Kind != "chip" && p.Kind != "server" && p.Kind != "part":
		return fmt.Errorf("got kind %q, want chip, server or part", p.Kind)
	case p.TPP < 0 || p.Bandwidth < 0:
		return fmt.Errorf("got tpp %d and bandwidth %d, want 0 where not known, or more", p.TPP, p.Bandwidth)
	}
	for _, c := range slices.Concat(p.Codes, p.Prefixes) {
		if len(join(tokens(c))) < 2 {
			return fmt.Errorf("got the code %q, which would be found everywhere", c)
		}
	}
	return nil
}

// Products are all products that the dictionary finds. They belong to it.
func (d *Dictionary) Products() []Product { return d.products }

// The limits of the rule of 15 January 2026 (91 FR 1684, FR doc. 2026-00789)
// under which chips for China and Macau are looked at case by case: both
// figures must be below.
const (
	capTPP       = 21_000
	capBandwidth = 6_500 // GB/s
)

// Cap says on which side of those limits a product stands.
type Cap string

// The sides. A figure that is not known never makes a product eligible.
const (
	UnderCap   Cap = "case-by-case"
	OverCap    Cap = "over-cap"
	CapUnknown Cap = "cap-unknown"
)

// Cap compares a product with the limits of 21,000 TPP and 6,500 GB/s.
func (p *Product) Cap() Cap {
	switch {
	case p.TPP >= capTPP || p.Bandwidth >= capBandwidth:
		return OverCap
	case p.TPP == 0 || p.Bandwidth == 0:
		return CapUnknown
	}
	return UnderCap
}

// Class is the paragraph of 3A090 that a chip falls under by its figures: .a
// from 4,800 TPP, or from 1,600 TPP with a performance density of 5.92; .b
// from 2,400 TPP with a density of 1.6, or from 1,600 TPP with 3.2; "" below.
// The density is TPP by square millimetre of die, times 100 to stay whole: 592
// is 5.92. The limits of .b are unverified.
func Class(tpp, density100 int64) string {
	switch {
	case tpp >= 4800, tpp >= 1600 && density100 >= 592:
		return "3A090.a"
	case tpp >= 2400 && density100 >= 160, tpp >= 1600 && density100 >= 320:
		return "3A090.b"
	}
	return ""
}
