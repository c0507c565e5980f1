package norm

import (
	"strings"
	"unicode/utf8"
)

// japanese tells whether a text can only be Japanese: it has kana, a character
// in the form that only Japan gives it, the word 会社, where China and Taiwan
// write 公司, or ㈱.
func japanese(text, folded string) bool {
	if isASCII(folded) {
		return false
	}
	if hasKana(folded) || strings.Contains(folded, "会社") {
		return true
	}
	for w := range strings.SplitSeq(folded, " ") {
		if w == "株" { // ㈱ is short for 株式会社
			return true
		}
	}
	only := japanOnly()
	for _, r := range text {
		if r >= hanFirst && only[r] {
			return true
		}
	}
	return false
}

// piece is a part of a run of kanji and kana.
type piece struct {
	from, to int // bytes
	kind     pieceKind
	cost     int
	text     string // what is read: of a loan the word that it comes from
	other    string // a second reading of a word, or ""
}

// pieceKind tells what a piece is.
type pieceKind uint8

const (
	unknownKana pieceKind = iota
	oneKanji
	wordOfKanji
	loanWord
	letterRun
	lexical // a word that the tables of names know
)

// The costs by which a run is taken apart, in the units of the dictionary: a
// thousand of its costs are one. A word is as dear as it is rare; a character
// by itself is dearer than any common word, so that words win; kana without
// a meaning cost by their length, so that a usual loan word inside them wins
// where it has four letters or more.
const (
	costWord    = 10
	costKanji   = 24
	costLexical = 5
	costLoan    = 6
	costLetter  = 16 // the name of one letter, at the start of a run
	costKana    = 12
	costPerKana = 5
	costOneKana = 8 // further, for a kana by itself
)

// otherInJapan tells words of the tables that say something else in a Japanese
// name: 中国 is more often the west of Honshu than China, 第一 and 精工 are
// names, and towns of China such as 大同 and 中山 are words and family names of
// Japan. Only great towns, which any Japanese reads as Chinese, stay.
func otherInJapan(w string, e *lexeme) bool {
	switch w {
	case "第一", "精工", "光电":
		return true
	case "北京", "上海", "天津", "广州", "深圳", "大连", "青岛", "香港", "台北", "重庆", "南京", "苏州":
		return false
	}
	return strings.HasPrefix(w, "中国") || e.class == Place && e.text == string(han(nil, w))
}

// shortKana is the further cost of a short word of kana, which stands inside
// many others: タイ is Thailand, and in ヨータイ it is not.
// On a side where no kana stands beside it, it costs half.
func shortKana(run string, from, to, runes int) int {
	if r, _ := utf8.DecodeRuneInString(run[from:]); scriptOf(r) != scriptKana || runes >= 4 {
		return 0
	}
	sides := 0
	if r, _ := utf8.DecodeLastRuneInString(run[:from]); scriptOf(r) == scriptKana {
		sides++
	}
	if r, _ := utf8.DecodeRuneInString(run[to:]); to < len(run) && scriptOf(r) == scriptKana {
		sides++
	}
	return 4 * (4 - runes) * sides
}

// maxPieceRunes is the longest piece that is looked for.
const maxPieceRunes = 12

// pieces takes a run of kanji and kana apart at the least cost. Only with lex are
// words of the tables of names looked for. Cost: linear in the run, some 0.5 µs a letter.
func (p *parser) pieces(run string) []piece {
	runes := []rune(run)
	at := make([]int, len(runes)+1)
	for i, r := range runes {
		at[i+1] = at[i] + utf8.RuneLen(r)
	}
	const far = 1 << 30
	best := make([]piece, len(runes)+1)
	total := make([]int, len(runes)+1)
	for i := range total {
		total[i] = far
	}
	total[0] = 0
	for i := range runes {
		if total[i] == far {
			continue
		}
		p.piecesAt(run, at, i, func(j int, x piece) {
			if t := total[i] + x.cost; t < total[j] {
				x.from, x.to = at[i], at[j]
				total[j], best[j] = t, x
			}
		})
	}
	var out []piece
	for end := len(run); end > 0; {
		i := len(runes)
		for at[i] != end {
			i--
		}
		out = append(out, best[i])
		end = best[i].from
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// piecesAt yields every piece that begins at rune i, with the rune at which
// it ends.
func (p *parser) piecesAt(run string, at []int, i int, yield func(j int, x piece)) {
	last := min(len(at)-1, i+maxPieceRunes)
	for j := i + 1; j <= last; j++ {
		w := run[at[i]:at[j]]
		if e, ok := p.lex.entries[w]; ok && e.known && e.class != Particle && p.allowed(e, 0, 0) && (j-i > 1 || len(w) == len(run)) && !otherInJapan(w, &e) && !joinsBack(run[at[j]:]) {
			yield(j, piece{kind: lexical, cost: costLexical + shortKana(run, at[i], at[j], j-i)})
		}
	}
	first, _ := utf8.DecodeRuneInString(run[at[i]:])
	if scriptOf(first) == scriptKana {
		p.kanaAt(run, at, i, last, yield)
		return
	}
	yield(i+1, piece{kind: oneKanji, cost: costKanji})
	words := kanjiWords()
	for j := i + 1; j <= last; j++ {
		v, ok, more := words.find(run[at[i]:at[j]])
		if w, isWord := kanjiWordOf(v); ok && isWord {
			yield(j, piece{kind: wordOfKanji, cost: costWord + w.cost, text: w.reading, other: w.other})
		}
		if !more {
			break
		}
	}
}

// kanaAt yields the pieces of kana that begin at rune i.
func (p *parser) kanaAt(run string, at []int, i, last int, yield func(j int, x piece)) {
	if letters, n := spelt(run[at[i]:]); n > 0 && (i == 0 || len(letters) > 1) {
		cost := costLoan
		if len(letters) == 1 {
			cost = costLetter
		}
		for j := i + 1; j < len(at); j++ {
			if at[j] == at[i]+n && !joinsBack(run[at[j]:]) {
				yield(j, piece{kind: letterRun, cost: cost, text: letters})
			}
		}
	}
	for j := i + 1; j < len(at); j++ {
		r, _ := utf8.DecodeLastRuneInString(run[:at[j]])
		if scriptOf(r) != scriptKana {
			break
		}
		if joinsBack(run[at[j]:]) {
			continue
		}
		cost := costKana + costPerKana*(j-i)
		if j == i+1 {
			cost += costOneKana
		}
		yield(j, piece{kind: unknownKana, cost: cost})
		if j > last || j-i < 2 {
			continue
		}
		w := run[at[i]:at[j]]
		if text, cost := loanOf(w, at[j] == len(run)); text != "" {
			yield(j, piece{kind: loanWord, cost: costLoan + cost + shortKana(run, at[i], at[j], j-i), text: text})
		}
	}
}

// joinsBack tells whether a text begins with a kana that belongs to the one
// before it: a small letter, a mark of length, ン.
func joinsBack(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("ァィゥェォャュョヮッーン", r)
}

// kanjiRun appends the words of a run of kanji and kana in Japanese.
// Characters that are words of no table are read together with their
// neighbours, kana among them as in 東レ; what a loan word or a word of the tables says is its own token.
func (p *parser) kanjiRun(run string) {
	pieces := p.pieces(run)
	if p.alternate || p.person {
		pieces = joinKana(pieces)
	}
	for i := 0; i < len(pieces); i++ {
		x := &pieces[i]
		w := run[x.from:x.to]
		switch x.kind {
		case lexical:
			p.readLatin(string(p.kanjiLatin(nil, w)))
			p.add(p.lex.entries[w], false)
		case loanWord, letterRun:
			p.readLatin(string(kana(nil, w)))
			p.known(x.text)
		case unknownKana:
			if i+1 == len(pieces) || pieces[i+1].kind != oneKanji || len(w) > longestJoined || rank(run[pieces[i+1].from:]) {
				p.readLatin(string(kana(nil, w)))
				p.known(anglicised(w))
				continue
			}
			fallthrough
		default:
			n := kanjiGroup(pieces[i:])
			text := p.groupReading(run, pieces[i:i+n])
			p.readLatin(text)
			p.known(text)
			i += n - 1
		}
	}
}

// joinKana makes loan words and the kana beside them one word that is read as
// it sounds.
func joinKana(pieces []piece) []piece {
	out := pieces[:0]
	for _, x := range pieces {
		if x.kind == loanWord {
			x.kind = unknownKana
		}
		if n := len(out); n > 0 && x.kind == unknownKana && out[n-1].kind == unknownKana {
			out[n-1].to = x.to
			continue
		}
		out = append(out, x)
	}
	return out
}

// rank tells a text that begins with the word for a kind of place: 県, 市, 島 and
// the like, which are no part of a name in kana.
func rank(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("县州市区町村岛郡省府", r)
}

// longestJoined is the longest run of kana, in bytes, that is one word with
// a single character beside it: 東ソー and さが美, but not アルゴア州.
const longestJoined = 9

// kanjiGroup counts the pieces that are read as one word: characters by
// themselves with the word before or after them.
func kanjiGroup(pieces []piece) int {
	n := 1
	words := 0
	if pieces[0].kind == wordOfKanji {
		words++
	}
	for n < len(pieces) {
		switch pieces[n].kind {
		case oneKanji:
		case unknownKana:
			if pieces[n-1].kind != oneKanji || pieces[n].to-pieces[n].from > longestJoined {
				return n
			}
		case wordOfKanji:
			if words > 0 {
				return n
			}
			words++
		default:
			return n
		}
		n++
	}
	return n
}

// groupReading reads a group of kanjiGroup.
func (p *parser) groupReading(run string, group []piece) string {
	var b strings.Builder
	for i := range group {
		x := &group[i]
		switch {
		case x.kind == unknownKana:
			b.Write(kana(nil, run[x.from:x.to]))
		case x.kind == wordOfKanji:
			text := x.text
			if x.other != "" && p.alternate {
				text = x.other
			}
			b.WriteString(text)
		case run[x.from:x.to] == "々" && i > 0:
			before := b.String()
			b.WriteString(before)
		default:
			alone, first, last := kanjiSingle(run[x.from:x.to])
			switch {
			case alone == "":
				b.Write(han(nil, run[x.from:x.to]))
			case len(group) == 1 || group[1].kind == unknownKana && i == 0:
				if p.alternate {
					alone = first
				}
				b.WriteString(alone)
			case i == 0:
				b.WriteString(first)
			default:
				b.WriteString(last)
			}
		}
	}
	return b.String()
}

// kanjiLatin reads a run of kanji and kana as one word, whatever it means.
func (p *parser) kanjiLatin(out []byte, w string) []byte {
	sound := parser{lex: &lexicon{}}
	pieces := joinKana(sound.pieces(w))
	for i := 0; i < len(pieces); i++ {
		x := pieces[i]
		if x.kind == unknownKana || x.kind == letterRun {
			out = kana(out, w[x.from:x.to])
			continue
		}
		n := kanjiGroup(pieces[i:])
		out = append(out, sound.groupReading(w, pieces[i:i+n])...)
		i += n - 1
	}
	return out
}

// readLatin appends a word to the Latin view.
func (p *parser) readLatin(word string) {
	if n := len(p.reading); n > 0 && p.reading[n-1] != ' ' && word != "" {
		p.reading = append(p.reading, ' ')
	}
	p.reading = append(p.reading, word...)
}

// known appends a word in ASCII, by its meaning where it is one of trade or
// place.
func (p *parser) known(word string) {
	e := p.lex.entries[word]
	if e.known && e.anchor == 0 && (e.class == Generic || e.class == Place) && e.sort != branch && p.allowed(e, 0, 0) {
		p.add(e, false)
		return
	}
	if word != "" {
		p.ascii(word, e.bits)
	}
}
