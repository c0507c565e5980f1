package norm

import (
	"strings"
	"sync"
)

// cyrillicLetters are the Latin letters for each of Cyrillic, by BGN/PCGN,
// with the letters of Ukrainian, Belarusian, Serbian, Macedonian and the Turkic
// languages beside the Russian ones. Soft and hard signs are silent.
var cyrillicLetters = sync.OnceValue(func() map[rune]string {
	return table("а a б b в v г g д d е e ж zh з z и i й y к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya " +
		"і i ї yi є ye ґ g ў w ј j љ lj њ nj ћ c ђ dj џ dz ѓ gj ќ kj ѕ dz ә a ғ g қ q ң ng ө o ұ u ү u һ h ӣ i ӯ u ҳ h ҷ j ѣ e ӊ n ҡ q ҙ z ҫ s ӑ a ӗ e ӳ u ё yo")
})

// ukrainianLetters are those that Ukrainian reads otherwise.
var ukrainianLetters = sync.OnceValue(func() map[rune]string { return table("г h и y ґ g") })

func table(pairs string) map[rune]string {
	out := map[rune]string{}
	f := strings.Fields(pairs)
	for i := 0; i+1 < len(f); i += 2 {
		for _, r := range f[i] {
			out[r] = strings.Trim(f[i+1], "-")
		}
	}
	return out
}

// cyrillic reads a Cyrillic word, with a letter of Serbian or Macedonian by
// their Latin letters. A word with і, ї, є or ґ and none of ы, э, ъ
// is read as Ukrainian.
func cyrillic(out []byte, run string) []byte {
	if strings.ContainsAny(run, serbianSigns) {
		return asSerbian(out, run)
	}
	letters, ukrainian := cyrillicLetters(), ukrainianLetters()
	isUkrainian := strings.ContainsAny(run, "іїєґ") && !strings.ContainsAny(run, "ыэъў")
	for _, r := range run {
		if s, ok := ukrainian[r]; ok && isUkrainian {
			out = append(out, s...)
			continue
		}
		out = append(out, letters[r]...)
	}
	return out
}

var greekLetters = sync.OnceValue(func() map[rune]string {
	return table("α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ϲ s ϳ j")
})

// greekPairs are the pairs of letters that make one sound.
var greekPairs = strings.NewReplacer("ου", "ou", "αυ", "av", "ευ", "ev", "ει", "ei", "οι", "oi", "μπ", "b", "ντ", "nt", "γκ", "gk", "γγ", "ng", "γχ", "nch", "τζ", "tz", "τσ", "ts")

func greek(out []byte, run string) []byte {
	letters := greekLetters()
	for _, r := range greekPairs.Replace(run) {
		if s, ok := letters[r]; ok {
			out = append(out, s...)
		} else if r < 0x80 {
			out = append(out, byte(r))
		}
	}
	return out
}

// alphabet is how a script that leaves out most vowels is read: each letter
// at the start of a word and elsewhere.
type alphabet struct{ first, rest map[rune]string }

// arabicLetters covers Arabic, Persian and Urdu. Alef and ayn are read a; waw and
// yeh are consonants at the start of a word and long vowels elsewhere.
var arabicLetters = sync.OnceValue(func() alphabet {
	rest := table("ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m ن n ه h و u ي i " +
		"پ p چ ch ژ zh گ g ڤ v ٹ t ڈ d ڑ r ں n ھ h ۋ v ڭ ng ە a ې e")
	first := table("و w ي y")
	return alphabet{first, rest}
})

var hebrewLetters = sync.OnceValue(func() alphabet {
	rest := table("א a ב b ג g ד d ה h ו o ז z ח h ט t י i כ k ל l מ m נ n ס s ע a פ p צ tz ק k ר r ש sh ת t")
	first := table("ו v י y")
	return alphabet{first, rest}
})

// hebrewPairs are two letters, or a letter and its mark, that make one sound.
// A final פ is f in Hebrew words, and צ before the mark is ch.
var hebrewPairs = strings.NewReplacer("ג"+gereshMark, "j", "ז"+gereshMark, "zh", "צ"+gereshMark, "ch", "וו", "v", "יי", "y")

// hebrew reads a Hebrew word by its consonants and the letters that serve as
// vowels.
func hebrew(out []byte, run string) []byte {
	if stem, ok := strings.CutSuffix(run, "פ"); ok && stem != "" {
		run = stem + "f"
	}
	letters := hebrewLetters()
	start := true
	for _, r := range hebrewPairs.Replace(run) {
		switch s, ok := letters.first[r]; {
		case r < 0x80:
			out = append(out, byte(r))
		case start && ok:
			out = append(out, s...)
		default:
			out = append(out, letters.rest[r]...)
		}
		start = false
	}
	return out
}

// byTable reads a word letter by letter.
func byTable(out []byte, run string, of func() alphabet) []byte {
	letters := of()
	start := true
	for _, r := range run {
		s, ok := "", false
		if start {
			s, ok = letters.first[r]
		}
		if !ok {
			s = letters.rest[r]
		}
		out = append(out, s...)
		start = false
	}
	return out
}
