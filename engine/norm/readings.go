package norm

import (
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// The values of Name.Reading.
const (
	readJapanese   = "ja"         // kanji in Japanese
	readAsSounds   = "ja-sound"   // loan words as they sound, kanji by their second reading
	readMandarin   = "zh"         // Han characters in Mandarin, though the text is Japanese
	readCantonese  = "yue"        // Han characters in Cantonese, as Hong Kong and Macau spell it
	readWadeGiles  = "wade-giles" // Han characters in Mandarin, as Taiwan spells it
	readPerson     = "person"     // as a person's, of a party that may be one
	readPersian    = "fa"         // Arabic letters as in Iran and Afghanistan
	readSpoken     = "spoken"     // Arabic letters with words of trade as they sound, not translated
	readSerbian    = "sr"         // Cyrillic by the Latin letters of Serbian
	readBulgarian  = "bg"         // Cyrillic by the Bulgarian rules
	readUkrainian  = "uk"         // Cyrillic by the Ukrainian rules
	readCustomary  = "ko-custom"  // Hangul as persons and older companies spell themselves
	readThaiLoan   = "th-loan"    // Thai as words from other languages
	noReading      = ""
	maxReadingName = 60 // runes: longer texts are read in one way only
)

// Readings gives the further readings of a published name, in a fixed order,
// beside that of NameOf: the same Text and Folded with other Latin, Tokens,
// Core and Skeleton, and with Reading set. Most names have none. country is
// that of the party, ISO 3166-1 alpha-2, or "" where it is not known.
//
//   - A Japanese name (one with kana, with a character that only Japan writes
//     so, or with 会社) is read in Japanese to begin with, its loan words as
//     the words that they come from; "ja-sound" reads loan words as they sound,
//     and kanji by their second reading where two are usual.
//
//   - Any name of Han characters of a party of Japan is also read in Japanese,
//     "ja", and so is one of a party without a country that has a sign of Japan:
//     a word as 製作所, a given name as 太郎.
//
//   - A name of Han characters of a party of Hong Kong or Macau is also read in
//     Cantonese, "yue", one of Taiwan by Wade–Giles, "wade-giles", and one in
//     traditional characters of a party without a country both ways.
//
//   - A Japanese name without kana is also read in Mandarin, "zh", so that it
//     meets the same characters where nothing says that they are Japanese.
//
//   - A name of a party of unknown kind that has neither trade, place, number nor
//     legal form is read as a person's too, and in no other way: "person".
//
//   - Arabic letters of Iran, Afghanistan or Pakistan, or with letters that
//     Arabic lacks, are also read as Persian, "fa".
//
//   - Arabic letters are also read with words of trade as they sound, "spoken":
//     بانک ملی is the National Bank, and in Latin letters Bank Melli.
//
//   - Cyrillic of Serbia, Montenegro, Bosnia or North Macedonia is also read
//     "sr", of Bulgaria "bg", of Ukraine "uk", where its letters do not show it.
//
//   - Hangul is also read as names were spelt before 2000 and mostly still
//     are: "ko-custom". Thai is also read as words from other languages: "th-loan".
//
// Cost: nothing for a name in Latin letters of a party of known kind, else about
// that of NameOf for each.
func Readings(kind engine.Kind, text, country string) []Name {
	if isASCII(text) && KnownKind(kind) || len(text) > 4*maxReadingName {
		return nil
	}
	main := NameOf(kind, text)
	return readingsOf(&main, kind, country)
}

// KnownKind reports whether a party's kind is stated.
func KnownKind(k engine.Kind) bool { return k != engine.Unknown && k != "" }

// personWords is how many words a name has at most that is read as a person's.
const personWords = 7

// asPerson reads a company's name as a person's, where it may be one. It does
// so too where the words come out alike: they are compared otherwise.
func asPerson(n *Name) (Name, bool) {
	if s := scriptsOf(n.Folded); len(n.Tokens) < 2 || len(n.Tokens) > personWords || n.Branch || s == scriptHan || s == scriptKana {
		return Name{}, false
	}
	for i := range n.Tokens {
		switch n.Tokens[i].Class {
		case Form, Generic, Place, Number:
			return Name{}, false
		}
	}
	r := PersonName(n.Text)
	r.Kind, r.Reading = n.Kind, readPerson
	return r, len(r.Tokens) > 1
}

// readingsOf is Readings of a name that is prepared already.
func readingsOf(n *Name, kind engine.Kind, country string) []Name {
	if !KnownKind(kind) {
		if r, ok := asPerson(n); ok {
			return []Name{r}
		}
	}
	if isASCII(n.Folded) || len(n.Folded) > 4*maxReadingName || len(n.Tokens) == 0 {
		return nil
	}
	var out []Name
	for _, reading := range furtherReadings(n, kind, country) {
		if reading == noReading {
			continue
		}
		if r := readName(kind, n.Text, reading); !sameReading(n, &r) && !hasReading(out, &r) {
			r.Kind = n.Kind
			out = append(out, r)
		}
	}
	return out
}

// mostReadings is how many further readings a name has at most.
const mostReadings = 3

// furtherReadings tells which readings a name is tried in.
func furtherReadings(n *Name, kind engine.Kind, country string) (out [mostReadings]string) {
	switch scriptsOf(n.Folded) {
	case scriptKana:
		out[0] = readAsSounds
	case scriptHan:
		return hanReadings(n, kind, country)
	case scriptHangul:
		out[0] = readCustomary
	case scriptThai:
		out[0] = readThaiLoan
	case scriptArabic:
		if country == "IR" || country == "AF" || country == "PK" || strings.ContainsAny(n.Folded, persianSigns) {
			out[0] = readPersian
		}
		if hasClass(n, Generic) {
			out[1] = readSpoken
		}
	case scriptCyrillic:
		switch country {
		case "RS", "ME", "BA", "MK":
			out[0] = readSerbian
		case "BG":
			out[0] = readBulgarian
		case "UA":
			out[0] = readUkrainian
		}
	}
	return out
}

// hasClass tells whether a name has a token of a class.
func hasClass(n *Name, c TokenClass) bool {
	return slices.ContainsFunc(n.Tokens, func(t Token) bool { return t.Class == c })
}

// hanReadings are the readings of a name in Han characters without kana.
func hanReadings(n *Name, kind engine.Kind, country string) (out [mostReadings]string) {
	if japanese(n.Text, n.Folded) {
		return [mostReadings]string{readAsSounds, readMandarin}
	}
	old := country == "" && traditional(n.Text)
	switch {
	case country == "JP":
		out[0] = readJapanese
	case country == "HK" || country == "MO":
		out[0] = readCantonese
	case country == "TW":
		out[0] = readWadeGiles
	case old:
		out = [mostReadings]string{readCantonese, readWadeGiles}
	}
	if country == "" && perhapsJapanese(n, kind == engine.Person || !KnownKind(kind)) {
		out[mostReadings-1] = readJapanese
	}
	return out
}

// scriptsOf is the script of a name by which its readings are chosen: kana
// before Han, else the first that has further readings.
func scriptsOf(folded string) script {
	first := scriptOther
	for _, r := range folded {
		switch s := scriptOf(r); s {
		case scriptKana:
			return s
		case scriptHan, scriptHangul, scriptArabic, scriptCyrillic, scriptThai:
			if first == scriptOther {
				first = s
			}
		}
	}
	return first
}

// readName prepares a name in one reading.
func readName(kind engine.Kind, text, reading string) Name {
	var n Name
	if kind == engine.Person {
		n = personName(text, reading)
	} else {
		n = companyName(text, reading)
	}
	n.Reading = reading
	return n
}

// sameReading tells whether a reading adds nothing to a name.
func sameReading(a, b *Name) bool {
	if a.Core != b.Core || len(a.Tokens) != len(b.Tokens) {
		return false
	}
	for i := range a.Tokens {
		if a.Tokens[i].Text != b.Tokens[i].Text {
			return false
		}
	}
	return true
}

func hasReading(list []Name, n *Name) bool {
	for i := range list {
		if sameReading(&list[i], n) {
			return true
		}
	}
	return false
}

func hasKana(folded string) bool {
	return strings.ContainsFunc(folded, func(r rune) bool { return scriptOf(r) == scriptKana })
}

// traditional tells whether a text has a character that China has simplified.
func traditional(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= hanFirst && simplify(r) != r && !japanOnly()[r] })
}
