package norm

import (
	"strings"
	"unicode/utf8"
)

// CompanyName prepares the name of a company, a vessel or anything that is no
// person. A name that says nothing ("N/A", "to order", "-") has no tokens.
// Cost: 2 µs for an ordinary Latin name, 5 to 10 µs in another script.
func CompanyName(text string) Name {
	n := Name{Text: text, Folded: Fold(text)}
	if placeholder(n.Folded) {
		return n
	}
	var words [16]span
	var sorts [16]lexemeSort
	p := parser{lex: lexicons(), folded: n.Folded, words: words[:0], sorts: sorts[:0]}
	p.split()
	p.parse()
	if p.tail < p.rejected {
		p.again()
	}
	joinSyllables(&p)
	p.finish(&n)
	return n
}

// placeholder tells what stands where a name is not known.
func placeholder(folded string) bool {
	switch folded {
	case "", "na", "n a", "null", "none", "nil", "unknown", "unk", "not available", "not applicable", "not known", "no name", "tbd", "tba", "tbc", "to be advised",
		"to be confirmed", "to order", "order", "to the order", "to order of shipper", "to the order of shipper", "to shippers order", "to order of bank", "to the order of bank",
		"same as consignee", "same as shipper", "same as above", "same as notify", "same", "as above", "ditto", "consignee", "shipper", "notify party", "see above", "as per bl", "various", "multiple", "other", "others", "xxx", "xx", "x", "test",
		"unnamed", "anonymous", "undisclosed", "confidential", "not stated", "not disclosed", "not provided", "no data", "nan", "undefined", "0", "00", "000",
		"无", "未知", "不详", "不适用", "没有", "暂无", "空", "нет", "неизвестно", "не указано", "غير معروف", "لا يوجد", "なし", "不明", "없음", "미상", "sin nombre", "inconnu", "unbekannt", "desconocido":
		return true
	}
	return false
}

// maxWords is how many words of a name are read.
const maxWords = 64

// span is a word of the folded name.
type span struct{ from, to int }

// parser takes a folded name apart.
type parser struct {
	lex      *lexicon
	folded   string
	words    []span
	tokens   []Token
	sorts    []lexemeSort // beside tokens
	latin    bool         // the name is all ASCII: words are their own reading
	person   bool
	tail     int // first token of the run of forms and places that ends the name
	rejected int // one past the last token that counts only at an end; 0 if none
	strict   bool
	branch   bool
	reading  []byte // the Latin view, where the name is not ASCII
}

func (p *parser) split() {
	p.latin = isASCII(p.folded)
	from := 0
	for i := 0; i <= len(p.folded) && len(p.words) < maxWords; i++ {
		if i == len(p.folded) || p.folded[i] == ' ' {
			if i > from {
				p.words = append(p.words, span{from, i})
			}
			from = i + 1
		}
	}
	p.tokens = make([]Token, 0, len(p.words)+2)
}

// parse makes tokens of all words, taking the longest phrase that the tables
// know at each.
func (p *parser) parse() {
	for i := 0; i < len(p.words); {
		e, n := p.match(i)
		if n == 0 {
			if e.known { // a form or a branch that stands where it is none
				e.bits = rarities()[p.folded[p.words[i].from:p.words[i].to]]
			}
			p.word(p.folded[p.words[i].from:p.words[i].to], e)
			i++
			continue
		}
		p.read(p.folded[p.words[i].from:p.words[i+n-1].to])
		p.add(e, e.anchor == '$' || e.anchor == 'x')
		i += n
	}
	p.tail = len(p.tokens)
	for p.tail > 0 && (p.tokens[p.tail-1].Class == Form || p.tokens[p.tail-1].Class == Place || p.sorts[p.tail-1] == branch) {
		p.tail--
	}
}

// again parses anew, now that it is known where the name's last distinctive
// word stands: a form that counts only at the end is none before that.
func (p *parser) again() {
	p.strict = true
	p.tokens, p.sorts, p.reading, p.branch = p.tokens[:0], p.sorts[:0], p.reading[:0], false
	p.parse()
}

// match finds the longest phrase at word i; n is 0 if there is none, and e is
// then what is known of the single word.
func (p *parser) match(i int) (e lexeme, n int) {
	w := p.words[i]
	first, ok := p.lex.entries[p.folded[w.from:w.to]]
	if !ok {
		return first, 0
	}
	for n = min(int(first.words), len(p.words)-i); n > 0; n-- {
		e = first
		if n > 1 {
			e = p.lex.entries[p.folded[w.from:p.words[i+n-1].to]]
		}
		if e.known && p.allowed(e, i) {
			return e, n
		}
	}
	return first, 0
}

// allowed applies anchors, and keeps given names and titles to people and
// trades to companies.
func (p *parser) allowed(e lexeme, i int) bool {
	if p.person {
		// Le, Do, Du and To are family names.
		return e.sort == given || e.sort == title || e.class == Particle && e.text != "the"
	}
	if e.sort == title {
		return false
	}
	atStart := len(p.tokens) == 0
	if e.class == Particle && atStart && p.initials(i) {
		return false
	}
	switch e.anchor {
	case '^':
		return atStart
	case '$':
		return !atStart && (!p.strict || len(p.tokens) >= p.tail)
	case 'x':
		return atStart || !p.strict || len(p.tokens) >= p.tail
	}
	return true
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

// add appends a token that the tables know.
func (p *parser) add(e lexeme, atEnd bool) {
	if e.sort == title {
		return
	}
	p.tokens = append(p.tokens, Token{Text: e.text, Class: e.class, Bits: e.bits})
	p.sorts = append(p.sorts, e.sort)
	if e.sort == branch {
		p.branch = true
	}
	if e.class == Form && len(p.tokens) > 1 && atEnd {
		p.rejected = len(p.tokens)
	}
}

// word appends a word that the tables do not know as it stands. known holds
// its rarity, if that is in the tables.
func (p *parser) word(w string, known lexeme) {
	if isASCII(w) {
		p.read(w)
		p.ascii(w, known.bits)
		return
	}
	r, _ := utf8.DecodeRuneInString(w)
	switch s := scriptOf(r); {
	case s >= scriptHan:
		p.segment(w)
		return
	case s == scriptArabic && strings.HasPrefix(w, "ال") && utf8.RuneCountInString(w) > 4:
		p.article(w)
	default:
		p.foreign(w)
	}
	p.read(w)
}

// read appends the reading of a piece of the name, which may be several
// words, to the Latin view.
func (p *parser) read(piece string) {
	if p.latin {
		return
	}
	for w := range strings.SplitSeq(piece, " ") {
		if n := len(p.reading); n > 0 && p.reading[n-1] != ' ' {
			p.reading = append(p.reading, ' ')
		}
		p.reading = romanise(p.reading, w)
	}
}

// article takes the Arabic article off a word.
func (p *parser) article(w string) {
	p.push(Token{Text: "al", Class: Particle, Bits: 4})
	rest := strings.TrimPrefix(w, "ال")
	if e, ok := p.lex.entries[rest]; ok && e.known && p.allowed(e, 1) {
		p.add(e, false)
		return
	}
	p.foreign(rest)
}

// foreign appends a word by its reading.
func (p *parser) foreign(w string) {
	var buf [64]byte
	for t := range strings.FieldsSeq(string(romanise(buf[:0], w))) {
		if e, ok := p.lex.entries[t]; ok && e.known && e.anchor == 0 && p.allowed(e, len(p.tokens)) {
			p.add(e, false)
			continue
		}
		p.ascii(t, p.lex.entries[t].bits)
	}
}

func (p *parser) push(t Token) {
	if p.person && t.Class == Core {
		if b, ok := peopleRarities()[t.Text]; ok {
			t.Bits = min(b, t.Bits)
		}
	}
	p.tokens = append(p.tokens, t)
	p.sorts = append(p.sorts, plain)
}

// ascii appends an unknown word in ASCII.
func (p *parser) ascii(w string, bits float32) {
	t := Token{Text: w, Class: Core, Bits: bits}
	switch v := numeral(w); {
	case v != "" && (w[0] <= '9' || len(p.tokens) > 0):
		t.Text, t.Class, t.Bits = v, Number, numberBits(len(v))
	case len(w) == 1:
		t.Class, t.Bits = Initial, unknownBits(1, Initial)
	case bits == 0:
		t.Bits = unknownBits(len(w), Core)
	}
	p.push(t)
}

// numeral is the decimal digits of a word of digits, of a small Roman number or
// of an English number word; "" for any other. Single Roman letters are
// initials, and "xi", "vi" and "mi" are names.
func numeral(w string) string {
	if w[0] >= '0' && w[0] <= '9' {
		for i := 0; i < len(w); i++ {
			if w[i] < '0' || w[i] > '9' {
				return ""
			}
		}
		for len(w) > 1 && w[0] == '0' {
			w = w[1:]
		}
		return w
	}
	switch w {
	case "ii", "two":
		return "2"
	case "iii", "three":
		return "3"
	case "iv", "four":
		return "4"
	case "five":
		return "5"
	case "six":
		return "6"
	case "vii", "seven":
		return "7"
	case "viii", "eight":
		return "8"
	case "ix", "nine":
		return "9"
	}
	return ""
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
