package goods

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// hit is a product's code in a text.
type hit struct {
	product int
	at, n   int // tokens
	text    string
	sure    bool // a part number, or a code of several words: no other trade has it
}

// endings are what is written onto a code without a space.
var endings = []string{"SXM", "SXM4", "SXM5", "SXM6", "PCIE", "NVL", "80G", "80GB", "94GB", "96GB", "141G", "141GB", "GPU", "GPUS", "TENSOR"}

// hits finds codes in a text, the longest at each place, each product once.
func (d *Dictionary) hits(text string, ts []token) []hit {
	var out []hit
	seen := map[int]bool{}
	add := func(h hit) {
		if !seen[h.product] {
			seen[h.product] = true
			out = append(out, h)
		}
	}
	upper := strings.ToUpper(text)
	for _, p := range d.prefixes {
		if i := strings.Index(upper, p.text); i >= 0 && len(upper) == len(text) {
			end := i + len(p.text)
			for end < len(text) && text[end] != ' ' && text[end] != ',' && text[end] != ';' {
				end++
			}
			add(hit{product: p.product, text: text[i:end], sure: true, at: -1})
		}
	}
	for i := 0; i < len(ts); {
		n := 1
		for k := min(d.longest, len(ts)-i); k >= 1; k-- {
			found := d.at(text, ts, i, k)
			for _, h := range found {
				add(h)
			}
			if len(found) > 0 {
				n = k
				break
			}
		}
		i += n
	}
	return out
}

// at finds codes that k tokens make. A short code must be one word: "H 200" is
// a size more often than a chip.
func (d *Dictionary) at(text string, ts []token, i, k int) []hit {
	var out []hit
	joined := join(ts[i : i+k])
	forms := []string{joined}
	if k == 1 {
		forms = append(forms, bare(joined)...)
	}
	for _, form := range forms {
		for _, c := range d.codes[form] {
			p := &d.products[c.product]
			if k > 1 && p.Short {
				continue
			}
			out = append(out, hit{product: c.product, at: i, n: k, text: text[ts[i].start:ts[i+k-1].end], sure: !p.Short})
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// bare gives a word without a count before it, as 8XH200, and without an
// ending written onto it, as H200SXM5.
func bare(w string) []string {
	var out []string
	for _, e := range endings {
		if s, ok := strings.CutSuffix(w, e); ok && s != "" {
			out = append(out, s)
		}
	}
	s := strings.TrimLeft(w, "0123456789")
	if s != w && len(s) > 2 && (s[0] == 'X') {
		out = append(out, s[1:])
		for _, e := range endings {
			if t, ok := strings.CutSuffix(s[1:], e); ok && t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}

// judge turns a hit into a finding: a named product, or a code that nothing
// confirms.
func (d *Dictionary) judge(h hit, all []hit, g engine.Goods, said *reading, l *Line) Finding {
	p := &d.products[h.product]
	f := Finding{Kind: Named, Product: p.Name, Maker: p.Maker, Class: p.Class, TPP: p.TPP, Bandwidth: p.Bandwidth, Text: h.text,
		Rule: "dictionary", Note: p.Note, Source: p.Source, Unverified: p.Unverified}
	if p.Kind == "chip" {
		f.Cap = p.Cap()
	}
	if h.at < 0 {
		f.Rule = "part-number"
	}
	if h.sure {
		return f
	}
	sure, other := d.confirm(h, all, g, said, l)
	deny := denial(g, said, h)
	f.Confirmed = append(sure, other...)
	if len(sure) > 0 || len(other) > 0 && deny == "" {
		return f
	}
	if deny == "" {
		deny = "nothing confirms the code"
	}
	return Finding{Kind: Unconfirmed, Product: p.Name, Text: h.text, Rule: "short-code", Why: deny}
}

// confirm collects what speaks for a short code: sure things, which nothing
// outweighs, and others.
func (d *Dictionary) confirm(h hit, all []hit, g engine.Goods, said *reading, l *Line) (sure, other []string) {
	if w, ok := first(said.found, listMaker, d.products[h.product].Maker, h); ok && d.products[h.product].Maker != "" {
		sure = append(sure, "maker "+w)
	}
	if w, ok := first(said.found, listStrong, "", h); ok {
		sure = append(sure, "word "+w)
	}
	for _, x := range all {
		if q := d.products[x.product]; x.sure && x.product != h.product && q.Maker != "" {
			sure = append(sure, "beside "+q.Name)
			break
		}
	}
	if w, ok := first(said.found, listWeak, "", h); ok {
		other = append(other, "word "+w)
	}
	if l.Family == Accelerators || l.Family == Chips {
		other = append(other, "tariff code "+g.HS)
	}
	if l.PerKilo >= denseEnough && l.PerKilo <= tooDense {
		other = append(other, "value per kilogram")
	}
	return sure, other
}

// reading is a text cut into words, with the phrases in it.
type reading struct {
	words []token
	found []found
}

// denial says what speaks against a short code, or "".
func denial(g engine.Goods, said *reading, h hit) string {
	ts := said.words
	if h.at+1 < len(ts) && (ts[h.at+1].text == "X" || strings.HasPrefix(ts[h.at+1].text, "X1") || strings.HasPrefix(ts[h.at+1].text, "X2")) {
		return "a measure: " + g.Text[ts[h.at].start:ts[h.at+1].end]
	}
	if w, ok := first(said.found, listAgainst, "", hit{at: -1}); ok {
		return "another trade: " + w
	}
	if foreign(g.HS) {
		return "another trade: tariff code " + g.HS
	}
	return ""
}
