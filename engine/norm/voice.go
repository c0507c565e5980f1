package norm

import (
	"maps"
	"sync"
)

// voice reads a run of letters of one script.
type voice func(out []byte, kind script, run string) []byte

// instead is the usual voice, with another for one script.
func instead(of script, read func(out []byte, run string) []byte) voice {
	return func(out []byte, kind script, run string) []byte {
		if kind == of {
			return read(out, run)
		}
		return romaniseRun(out, kind, run)
	}
}

// readAs sets how the parser reads letters.
func (p *parser) readAs(reading string, n *Name) {
	p.voice = romaniseRun
	switch reading {
	case noReading:
		p.japanese = japanese(n.Text, n.Folded)
	case readJapanese:
		p.japanese = true
	case readSpoken:
		p.spoken = true
	case readAsSounds:
		p.japanese, p.alternate = true, true
	default:
		if other, ok := voices[reading]; ok {
			p.voice, p.otherVoice = instead(other.of, other.read), true
		}
	}
	if p.japanese {
		p.voice = instead(scriptHan, p.kanjiLatin)
		p.folded = joinApart(p.folded)
	}
}

// voices are the further readings of one script each.
var voices = map[string]struct {
	of   script
	read func(out []byte, run string) []byte
}{
	readCantonese: {scriptHan, cantonese},
	readWadeGiles: {scriptHan, wadeGiles},
	readPersian:   {scriptArabic, asPersian},
	readSerbian:   {scriptCyrillic, asSerbian},
	readBulgarian: {scriptCyrillic, asBulgarian},
	readUkrainian: {scriptCyrillic, asUkrainian},
	readThaiLoan:  {scriptThai, asThaiLoan},
	readCustomary: {scriptHangul, customaryHangul},
}

// alphabetOf is an alphabet with other letters in the place of some.
func alphabetOf(base func() alphabet, rest, first string) func() alphabet {
	return sync.OnceValue(func() alphabet {
		out := alphabet{maps.Clone(base().first), maps.Clone(base().rest)}
		maps.Copy(out.rest, table(rest))
		maps.Copy(out.first, table(first))
		return out
	})
}

// cyrillicOf is the usual table of Cyrillic with other letters in the place of
// some.
func cyrillicOf(letters string) func() map[rune]string {
	return sync.OnceValue(func() map[rune]string {
		out := maps.Clone(cyrillicLetters())
		maps.Copy(out, table(letters))
		return out
	})
}

// serbianLetters are the Latin letters of Serbian and Macedonian, as they
// remain without their marks: Живковић is Živković and zivkovic.
var serbianLetters = cyrillicOf("ж z ц c ч c ш s ћ c ђ dj џ dz х h ј j љ lj њ nj ѓ g ќ k ѕ dz")

// serbianSigns are letters that only Serbian and Macedonian have.
const serbianSigns = "ђјљњћџѓќѕ"

func asSerbian(out []byte, run string) []byte { return byMap(out, run, serbianLetters()) }

// bulgarianLetters follow the Bulgarian law on transliteration (2009).
var bulgarianLetters = cyrillicOf("щ sht ъ a х h ц ts й y ь y")

func asBulgarian(out []byte, run string) []byte { return byMap(out, run, bulgarianLetters()) }

// ukrainianAlways reads Ukrainian where no letter shows it (resolution 55 of
// the Cabinet of Ministers, 2010).
var ukrainianAlways = cyrillicOf("г h и y ґ g й i х kh")

func asUkrainian(out []byte, run string) []byte { return byMap(out, run, ukrainianAlways()) }

func byMap(out []byte, run string, letters map[rune]string) []byte {
	for _, r := range run {
		out = append(out, letters[r]...)
	}
	return out
}
