package norm

import (
	"strings"
	"unicode/utf8"
)

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
	rejected int // one past the first token that counts only at an end; 0 if none
	strict   bool
	branch   bool
	// plainOpening says that the first word is no legal form, though it can be.
	plainOpening bool
	bare         bool   // particles, and forms that count only at an end, are none
	reading      []byte // the Latin view, where the name is not ASCII

	// voice reads a run of letters, and otherVoice says that it is not the usual
	// one of their script. japanese says that kanji are words of Japanese, and
	// alternate that they are read in their second reading and loan words as
	// they sound.
	voice      voice
	otherVoice bool
	japanese   bool
	alternate  bool
	spoken     bool // words of trade are not translated
}

func (p *parser) split() {
	p.latin = isASCII(p.folded)
	from := 0
	for i := 0; i <= len(p.folded) && len(p.words) < maxWords; i++ {
		if i == len(p.folded) || p.folded[i] == ' ' {
			if i > from {
				if at := p.gluedNumber(from, i); at > 0 && !p.person {
					p.words = append(p.words, span{from, at})
					from = at
				}
				p.words = append(p.words, span{from, i})
			}
			from = i + 1
		}
	}
	p.tokens = make([]Token, 0, len(p.words)+2)
}

// lettersBeforeNumber is how many letters a word has at least before a number that is
// written together with it: B2B, Web3 and G20 are words of their own.
const lettersBeforeNumber = 4

// gluedNumber is where a number begins that is written together with the word
// before it, as Fund2019 or Alpha1: 0 if there is none. It tells two apart as
// it does where it stands alone.
func (p *parser) gluedNumber(from, to int) int {
	at := to
	for at > from && p.folded[at-1] >= '0' && p.folded[at-1] <= '9' {
		at--
	}
	if at == to || strings.ContainsAny(p.folded[from:at], "0123456789") || utf8.RuneCountInString(p.folded[from:at]) < lettersBeforeNumber {
		return 0
	}
	if r, _ := utf8.DecodeRuneInString(p.folded[from:at]); scriptOf(r) >= scriptHan {
		return 0 // taken apart by the tables
	}
	return at
}

// parse makes tokens of all words, taking the longest phrase that the tables
// know at each.
func (p *parser) parse() {
	for i := 0; i < len(p.words); {
		e, n := p.match(i)
		if p.spoken && n == 1 && e.class == Generic && e.sort != branch {
			p.word(p.folded[p.words[i].from:p.words[i].to], lexeme{})
			i++
			continue
		}
		if n == 0 {
			if p.numberSign(i) {
				i++
				continue
			}
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

// again parses anew, knowing more: what the opening is, or where the name's
// last distinctive word stands. A form that counts only at the end is none
// before that.
func (p *parser) again() {
	p.rejected = 0
	p.tokens, p.sorts, p.reading, p.branch = p.tokens[:0], p.sorts[:0], p.reading[:0], false
	p.parse()
}

// add appends a token that the tables know.
func (p *parser) add(e lexeme, atEnd bool) {
	if e.sort == title || e.class == Number && p.joinsTens(e.text) {
		return
	}
	p.tokens = append(p.tokens, Token{Text: e.text, Class: e.class, Bits: e.bits})
	p.sorts = append(p.sorts, e.sort)
	if e.sort == branch {
		p.branch = true
	}
	if e.class == Form && len(p.tokens) > 1 && atEnd && p.rejected == 0 {
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
		p.segment(p.unslip(w))
		return
	case s == scriptArabic:
		p.arabicWord(w)
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
		p.reading = romanise(p.reading, w, p.voice)
	}
}

// article takes the Arabic article off a word.
func (p *parser) article(w string) {
	p.push(Token{Text: "al", Class: Particle, Bits: 4})
	rest := strings.TrimPrefix(w, "ال")
	if e, ok := p.lex.entries[rest]; ok && e.known && p.allowed(e, 1, 0) {
		p.add(e, false)
		return
	}
	p.foreign(rest)
}

// foreign appends a word by its reading.
func (p *parser) foreign(w string) {
	var buf [64]byte
	for t := range strings.FieldsSeq(string(romanise(buf[:0], w, p.voice))) {
		if e, ok := p.lex.entries[t]; ok && e.known && e.anchor == 0 && p.allowed(e, len(p.tokens), 0) {
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
	case v != "":
		if p.joinsTens(v) {
			return
		}
		t.Text, t.Class, t.Bits = v, Number, numberBits(len(v))
	case len(w) == 1:
		t.Class, t.Bits = Initial, unknownBits(1, Initial)
	case bits == 0:
		t.Bits = rarities().of(w, Core)
	}
	p.push(t)
}
