package norm

import "strings"

// CompanyName prepares the name of a company, a vessel or anything that is no
// person. A name that says nothing ("N/A", "to order", "-") has no tokens.
// Cost: 2 µs for an ordinary Latin name, 5 to 10 µs in another script.
func CompanyName(text string) Name { return companyName(text, noReading) }

// companyName is CompanyName in one of the readings of Readings.
func companyName(text, reading string) Name {
	n := Name{Text: text, Folded: Fold(text)}
	if namesNobody(n.Folded) {
		return n
	}
	var words [16]span
	var sorts [16]lexemeSort
	p := parser{lex: lexicons(), folded: n.Folded, words: words[:0], sorts: sorts[:0]}
	p.readAs(reading, &n)
	p.split()
	p.parse()
	if p.openingMisread() {
		p.plainOpening = true
		p.again()
	}
	if p.rejected > 0 && p.rejected <= p.tail {
		p.strict = true
		p.again()
	}
	if onlyForms(p.tokens) { // DE PLC, 株式会社SCP: short words are initials then
		p.bare = true
		p.again()
	}
	if onlyForms(p.tokens) {
		return n
	}
	joinSyllables(&p)
	p.finish(&n)
	return n
}

// finish derives the views from the tokens.
func (p *parser) finish(n *Name) {
	n.Tokens, n.Branch, n.Script = p.tokens, p.branch, "Latn"
	n.Latin = n.Folded
	if !p.latin {
		n.Latin = string(trimSpace(p.reading))
		n.Script = scriptName(n.Folded)
	}
	n.Form = p.mainForm()
	p.core(n)
}

// mainForm is the class of the last form stated before any branch, as in
// 某某有限公司深圳分公司; a bare "company" gives way to any other.
func (p *parser) mainForm() string {
	form := ""
	for _, t := range p.tokens {
		if t.Class == Form && (form == "" || form == "co" || form == "and-co" || t.Text != "co" && t.Text != "and-co" && !p.branch) {
			form = t.Text
		}
	}
	return form
}

// core joins the tokens that distinguish, or where there are none, the
// strongest others: trade and place, then whatever there is.
func (p *parser) core(n *Name) {
	core := p.join(func(t *Token) bool { return t.Class == Core || t.Class == Number || t.Class == Initial })
	if !p.has(Core) {
		if s := p.join(func(t *Token) bool { return t.Class != Form && t.Class != Particle }); s != "" {
			core = s
		}
	}
	if core == "" {
		core = p.join(func(*Token) bool { return true })
	}
	n.Core = core
	var buf [256]byte
	out := buf[:0]
	for w := range strings.SplitSeq(core, " ") {
		if len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, ' ')
		}
		out = skeleton(out, w)
	}
	n.Skeleton = string(trimSpace(out))
}

// has tells whether there is a token of a class.
func (p *parser) has(c TokenClass) bool {
	for i := range p.tokens {
		if p.tokens[i].Class == c {
			return true
		}
	}
	return false
}

// join joins the tokens that keep wants; no new string is made where the
// result stands in the folded name as it is.
func (p *parser) join(keep func(*Token) bool) string {
	var buf [256]byte
	out := buf[:0]
	one := ""
	for i := range p.tokens {
		if !keep(&p.tokens[i]) {
			continue
		}
		if len(out) > 0 {
			out = append(out, ' ')
			one = ""
		} else {
			one = p.tokens[i].Text
		}
		out = append(out, p.tokens[i].Text...)
	}
	if one != "" {
		return one
	}
	if i := strings.Index(p.folded, string(out)); i >= 0 {
		return p.folded[i : i+len(out)]
	}
	return string(out)
}
