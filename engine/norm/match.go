package norm

// match finds the longest phrase at word i; n is 0 if there is none, and e is
// then what is known of the single word.
func (p *parser) match(i int) (e lexeme, n int) {
	w := p.words[i]
	key := p.folded[w.from:w.to]
	first, ok := p.lex.entries[key]
	if len(key) == 1 {
		if e, n := p.spaced(i); n > 0 {
			return e, n
		}
	}
	if !ok {
		return first, 0
	}
	for n = min(int(first.words), len(p.words)-i); n > 0; n-- {
		key = p.folded[w.from:p.words[i+n-1].to]
		e = first
		if n > 1 {
			e = p.lex.entries[key]
		}
		if !e.known {
			continue
		}
		if p.allowed(e, i, n) {
			return e, n
		}
		if e.twice {
			if e = p.lex.second[key]; p.allowed(e, i, n) {
				return e, n
			}
		}
	}
	return first, 0
}

// spaced finds a legal form whose letters are written apart, as "s a r l". All
// letters that stand side by side must make it.
func (p *parser) spaced(i int) (e lexeme, n int) {
	var buf [8]byte
	letters := buf[:0]
	for i+n < len(p.words) && n <= len(buf) {
		w := p.words[i+n]
		c := p.folded[w.from]
		if w.to-w.from != 1 || c < 'a' || c > 'z' {
			break
		}
		if letters = append(letters, c); len(letters) == cap(buf) {
			return e, 0
		}
		n++
	}
	if n < 3 || i > 0 && p.words[i-1].to-p.words[i-1].from == 1 {
		return e, 0
	}
	if e, ok := p.lex.entries[string(letters)]; ok && e.known && e.class == Form && p.allowed(e, i, n) {
		return e, n
	}
	return e, 0
}

// allowed applies anchors to a phrase of n words at word i, and keeps given
// names and titles to people and trades to companies. Pieces of a word in a
// script without spaces have n = 0.
func (p *parser) allowed(e lexeme, i, n int) bool {
	atStart := len(p.tokens) == 0
	if p.person {
		// Le, Do, Du and To are family names.
		return e.sort == given || e.sort == title || e.class == Particle && e.text != "the" || e.class == Number && e.anchor == '>' && !atStart
	}
	if e.sort == title {
		return false
	}
	if e.class == Particle && n > 0 && (atStart && p.initials(i) || p.bare && !p.isEnglish(i)) || p.bare && e.class == Form && e.anchor != 0 {
		return false
	}
	switch e.anchor {
	case 0:
		return !atStart || !p.plainOpening || e.class != Form || n != 1
	case '^':
		return atStart && !p.plainOpening && (n == 0 || i+n < len(p.words))
	case '>':
		return !atStart
	case '<':
		return i+n < len(p.words)
	case '!':
		return !atStart && i+n == len(p.words)
	case '$':
		return !atStart && (!p.strict || len(p.tokens) >= p.tail)
	case 'x':
		return atStart && !p.plainOpening && (n == 0 || i+n < len(p.words)) || !atStart && (!p.strict || len(p.tokens) >= p.tail)
	}
	return true
}

// openingMisread tells a name that begins with a word that is a form in front
// of some names and an ordinary word or initials in most, and that states its
// form at its end, as SA Recycling LLC, Foundation Medicine Inc.
func (p *parser) openingMisread() bool {
	if len(p.tokens) < 3 || p.tokens[0].Class != Form {
		return false
	}
	last := ""
	for _, t := range p.tokens[max(p.tail, 1):] {
		if t.Class == Form {
			last = t.Text
		}
	}
	switch w := p.folded[p.words[0].from:p.words[0].to]; w {
	case "pt", "ao", "cv", "oy", "ou", "as":
		return last == "ltd" || last == "inc" || last == "llc" || last == "corp" || last == "co-ltd" || last == "pty-ltd"
	case "sc": // Romania
		return last != "srl" && last != "sa"
	case "foundation", "trust", "limited", "incorporated", "inc", "corp", "corporation", "company", "association", "cooperative", "public", "partnership",
		"establishment", "proprietary", "unlimited", "joint", "compagnie", "societe", "gesellschaft", "ano", "kkt", "fond":
		return last != ""
	default:
		return last != "" && len(w) == 2
	}
}

// initials reports whether the word that begins a company's name is one that
// stands only between words, as "at" and "et": then it is letters, as in AT
// Kearney, IL Shin and ET Solar. Only words that no name begins with as
// particles are meant: La, El and Der begin many.
func (p *parser) initials(i int) bool {
	if i+1 == len(p.words) {
		return true
	}
	switch p.folded[p.words[i].from:p.words[i].to] {
	case "at", "et", "il", "to", "by", "on", "in", "en", "per", "und", "ve", "og", "och", "do", "lo", "y":
		return true
	}
	return false
}

// isEnglish tells the particles that are no initials in a name of anyone.
func (p *parser) isEnglish(i int) bool {
	switch p.folded[p.words[i].from:p.words[i].to] {
	case "the", "and", "of", "for":
		return true
	}
	return false
}
