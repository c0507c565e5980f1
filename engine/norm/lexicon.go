package norm

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed forms.txt
var formsText string

//go:embed branches.txt
var branchesText string

//go:embed places.txt
var placesText string

//go:embed trades.txt
var tradesText string

//go:embed japanese.txt
var japaneseText string

//go:embed words.txt
var wordsText string

// lexeme is what the tables say of a word or phrase.
type lexeme struct {
	text   string // canonical, in ASCII
	bits   float32
	class  TokenClass
	sort   lexemeSort
	anchor byte  // '^': only at the start, '$': only at the end, 'x': at either, '!': as the last word, '>': behind the first, '<': before the last, 0: anywhere
	words  uint8 // words of the longest phrase that begins with this one
	twice  bool  // has a second meaning where this one does not hold
	known  bool  // is a whole phrase, not only the start of one
}

// lexemeSort tells apart what TokenClass does not.
type lexemeSort uint8

const (
	plain  lexemeSort = iota
	branch            // makes a name a branch
	title             // of a person: left out
	given             // a name of settled spelling
	tens              // a number to which a following one may be added
)

// lexicon is all tables in one map, keyed by folded words or phrases.
type lexicon struct {
	entries map[string]lexeme
	longest int           // runes of the longest phrase in a script that runs its words together
	starts  map[rune]bool // first runes of forms in such a script
	groups  map[string]string
	second  map[string]lexeme // meanings of words that are a form or a name of a place only where those stand
}

var lexicons = sync.OnceValue(func() *lexicon {
	l := &lexicon{entries: make(map[string]lexeme, 1<<13), starts: map[rune]bool{}, groups: map[string]string{}, second: map[string]lexeme{}}
	eachLine(wordsText, func(head, body string) {
		kind, text, _ := strings.Cut(head, " ")
		e := lexeme{text: text}
		switch kind {
		case "particle":
			e.class = Particle
		case "title":
			e.class, e.sort = Particle, title
		case "name":
			e.sort = given
		}
		l.addAll(e, body)
	})
	eachLine(formsText, func(head, body string) {
		class, rest, _ := strings.Cut(head, " ")
		if class == "=" { // countries of forms that stand further up
			return
		}
		if _, ok := l.groups[class]; !ok {
			groups, _, _ := strings.Cut(rest, " ")
			l.groups[class] = strings.Trim(groups, "-")
		}
		l.addAll(lexeme{text: class, class: Form}, body)
	})
	eachLine(numbersText, l.addNumbers)
	eachLine(branchesText, func(head, body string) { l.addAll(lexeme{text: head, class: Generic, sort: branch}, body) })
	eachLine(placesText, l.addPlaces)
	for name, code := range countryNames() {
		// Short forms such as codes are no words of names.
		if utf8.RuneCountInString(name) > 3 || !isASCII(name) {
			l.addOne(lexeme{text: countryWord(code), class: Place}, name)
		}
	}
	eachLine(tradesText, func(head, body string) { l.addAll(lexeme{text: head, class: Generic}, body) })
	eachLine(japaneseText, l.addJapanese)
	rarity := rarities()
	for k, e := range l.entries {
		if e.known {
			e.bits = rarity.of(e.text, e.class)
			if e.class == Number {
				e.bits = numberBits(len(e.text))
			}
			l.entries[k] = e
		}
	}
	for k, e := range l.second {
		e.bits = rarity.of(e.text, e.class)
		l.second[k] = e
	}
	return l
})

// eachLine reads "head: body" lines; # begins a comment line.
func eachLine(text string, yield func(head, body string)) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, body, _ := strings.Cut(line, ":")
		yield(strings.TrimSpace(head), strings.TrimSpace(body))
	}
}

// addAll adds the canonical text, unless it is a class of forms, and each of
// the variants.
func (l *lexicon) addAll(e lexeme, body string) {
	if e.class != Form {
		l.addOne(e, e.text)
	}
	for v := range strings.SplitSeq(body, "|") {
		one := e
		one.anchor, v = anchorOf(strings.TrimSpace(v))
		l.addOne(one, v)
	}
}

// anchorOf takes the marks of place off a word of the tables.
func anchorOf(v string) (anchor byte, word string) {
	if v == "" {
		return 0, v
	}
	switch v[0] {
	case '^', '>', '<':
		anchor, v = v[0], v[1:]
	}
	if w, ok := strings.CutSuffix(v, "$$"); ok {
		return '!', w
	}
	if w, ok := strings.CutSuffix(v, "$"); ok {
		if anchor == '^' {
			return 'x', w
		}
		return '$', w
	}
	return anchor, v
}

func (l *lexicon) addNumbers(head, body string) {
	e := lexeme{text: head, class: Number}
	if len(head) == 2 && head[1] == '0' && head != "10" {
		e.sort = tens
	}
	for v := range strings.SplitSeq(body, "|") {
		e.anchor, v = anchorOf(strings.TrimSpace(v))
		l.addOne(e, v)
	}
}

func (l *lexicon) addPlaces(head, body string) {
	switch head {
	case "han":
		for w := range strings.FieldsSeq(body) {
			text := Latin(w)
			l.addOne(lexeme{text: text, class: Place}, w)
			l.addOne(lexeme{text: text, class: Place}, text)
		}
	case "latin":
		for w := range strings.FieldsSeq(body) {
			l.addOne(lexeme{text: w, class: Place}, w)
		}
	default:
		l.addAll(lexeme{text: head, class: Place}, body)
	}
}

// addJapanese adds words of Japan. A meaning after "=" is a word as any other
// in English, and its variants are not taken for words of trade.
func (l *lexicon) addJapanese(head, body string) {
	text, core := strings.CutPrefix(head, "=")
	if !core {
		l.addAll(lexeme{text: text, class: Generic}, body)
		return
	}
	for v := range strings.SplitSeq(body, "|") {
		l.addOne(lexeme{text: text}, v)
	}
}

// addOne adds a phrase; the first meaning of a phrase stays.
func (l *lexicon) addOne(e lexeme, phrase string) {
	key := Fold(phrase)
	if key == "" {
		return
	}
	old := l.entries[key]
	if !old.known {
		e.known, e.words = true, max(old.words, 1)
		l.entries[key] = e
	} else if old.class == e.class && old.text == e.text && old.anchor != 0 && e.anchor != old.anchor {
		old.anchor = 'x' // at either end
		l.entries[key] = old
	} else if old.anchor == 0 && e.anchor != 0 && e.class == Form && old.class != Form {
		old.twice, e.twice, e.known, e.words = false, true, true, old.words
		l.entries[key], l.second[key] = e, old
	} else if old.anchor != 0 && e.anchor == 0 && !old.twice {
		old.twice, e.known = true, true
		l.entries[key], l.second[key] = old, e
	}
	if n := strings.Count(key, " ") + 1; n > 1 {
		first, _, _ := strings.Cut(key, " ")
		f := l.entries[first]
		f.words = max(f.words, uint8(n))
		l.entries[first] = f
		return
	}
	if r, _ := utf8.DecodeRuneInString(key); scriptOf(r) >= scriptHan {
		l.longest = max(l.longest, utf8.RuneCountInString(key))
		if e.class == Form && utf8.RuneCountInString(key) > 2 {
			l.starts[r] = true
		}
	}
}

// FormsConflict tells whether two classes of legal form cannot be one
// company's, as a kabushiki kaisha ("kk") and a godo kaisha ("gk") cannot. Forms that are
// translated for one another, as 有限公司 and "Co., Ltd.", and a form against
// none, do not conflict.
func FormsConflict(a, b string) bool {
	if a == b || a == "" || b == "" {
		return false
	}
	groups := lexicons().groups
	ga, gb := groups[a], groups[b]
	return ga != "" && gb != "" && !strings.ContainsAny(ga, gb)
}

// FormsLoose tells whether one of two classes of legal form is one of the
// English words by which a company of any law translates its own form: 株式会社
// and 股份有限公司 are "Ltd.", "Co., Ltd.", "Inc." and "Corporation" in English, and
// so are ООО and АО, as the companies choose. "LLC" and "JSC" are not among
// them: they name one form each. Between a name and its translation such a word
// tells nothing of the other form.
func FormsLoose(a, b string) bool { return looseForm(a) || looseForm(b) }

func looseForm(class string) bool {
	switch class {
	case "ltd", "co-ltd", "inc", "corp", "co":
		return true
	}
	return false
}
