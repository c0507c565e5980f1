package norm

import (
	"strings"
	"unicode/utf8"
)

// arabicWord appends a word in Arabic letters. The article, alone or after
// "and", is a word of its own where two letters or more follow it.
func (p *parser) arabicWord(w string) {
	letters := utf8.RuneCountInString(w)
	switch {
	case w == "الله":
		p.ascii("allah", 0)
	case letters > 5 && strings.HasPrefix(w, "وال"):
		p.push(Token{Text: "and", Class: Particle, Bits: 4})
		p.article(strings.TrimPrefix(w, "و"))
	case letters > 3 && strings.HasPrefix(w, "ال"):
		p.article(w)
	default:
		p.foreign(w)
	}
}

// joinAllah writes as one word a name that ends in that of God, which Arabic
// parts and Latin mostly does not: هدايت الله and "Hidayat Ullah" are
// Hidayatullah. Abdullah is in the tables.
func (p *parser) joinAllah() {
	for i := 1; i < len(p.tokens); i++ {
		switch p.tokens[i].Text {
		case "allah", "ullah", "ulla", "allh", "llah":
		default:
			continue
		}
		if before := p.tokens[i-1]; before.Class != Core || before.Text == "abd" || len(before.Text) < 2 {
			continue
		}
		p.tokens[i].Text = "ullah"
		p.merge(i-1, i+1)
		i--
	}
}

// persianLetters are the letters that Persian, Pashto and Urdu read otherwise
// than Arabic.
var persianLetters = alphabetOf(arabicLetters, "ث s ذ z ض z ظ z و v غ gh ق gh ح h ط t ص s", "و v ي y")

// asPersian reads a word as Persian.
func asPersian(out []byte, run string) []byte { return byTable(out, run, persianLetters) }

// persianSigns are letters that Arabic lacks.
const persianSigns = "پچژگٹڈڑںټډړږښځڅ"
