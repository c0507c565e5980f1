package norm

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// customaryFamilies are Korean family names as their bearers mostly spell
// them, where that is not the Revised Romanisation.
const customaryFamilies = "최choi정chung조cho강kang임lim유yoo노roh신shin오oh우woo안ahn문moon권kwon구koo고ko곽kwak백paik변byun손son허hur서suh심shim성sung전chun장chang주joo류ryu기ki길kil금keum석suk선sun엄um천chun추choo현hyun윤yoon원won반ban국kook도do"

var customaryFamilyTable = sync.OnceValue(func() map[rune]string { return readings(customaryFamilies) })

// customarySyllables turn a syllable of the Revised Romanisation into what
// was usual before it and still is in names: vowels by English, initials
// without voice at the start of a word.
var customarySyllables = strings.NewReplacer("yeong", "young", "yeon", "yun", "yeo", "yu", "hui", "hee", "eo", "u", "eu", "u")

// letterSyllables are the names of Latin letters in Hangul, the longest first
// where one begins another.
var letterSyllables = [...][2]string{
	{"에이치", "h"}, {"더블유", "w"}, {"에이", "a"}, {"에프", "f"}, {"아이", "i"}, {"제이", "j"}, {"케이", "k"}, {"브이", "v"}, {"에스", "s"}, {"엑스", "x"}, {"와이", "y"}, {"제트", "z"},
	{"아르", "r"}, {"비", "b"}, {"씨", "c"}, {"시", "c"}, {"디", "d"}, {"이", "e"}, {"지", "g"}, {"엘", "l"}, {"엠", "m"}, {"엔", "n"}, {"오", "o"}, {"피", "p"}, {"큐", "q"}, {"알", "r"}, {"티", "t"}, {"유", "u"}, {"앤", "n"},
}

// speltHangul reads the letters whose names begin a run, as 에스케이, "sk"; n
// is how many bytes they take. Fewer than two letters are none, and so are
// short ones alone, which are syllables of many words.
func speltHangul(run string) (letters string, n int) {
	sure := false
	for n < len(run) {
		found := false
		for _, l := range letterSyllables {
			if strings.HasPrefix(run[n:], l[0]) {
				sure = sure || utf8.RuneCountInString(l[0]) > 1 || strings.Contains("씨엘엠엔큐", l[0])
				letters, n, found = letters+l[1], n+len(l[0]), true
				break
			}
		}
		if !found {
			break
		}
	}
	if len(letters) < 2 || !sure {
		return "", 0
	}
	return letters, n
}

// customaryHangul reads a run of Hangul as names of persons and older
// companies are spelt: 금호 is Kumho, 부영 Puyoung, and 에스케이 SK. A syllable
// that serves only to part consonants, as 스 in 하이닉스, is its consonant.
func customaryHangul(out []byte, run string) []byte {
	if letters, n := speltHangul(run); n > 0 {
		out = append(out, letters...)
		if n == len(run) {
			return out
		}
		out, run = append(out, ' '), run[n:]
	}
	const first, vowels, finals, eu = 0xAC00, 21, 28, 18
	var word []byte
	from := 0
	for i, r := range run {
		n := int(r) - first
		if n%(vowels*finals) != eu*finals || n/(vowels*finals) == 11 {
			continue
		}
		word = hangul(word, run[from:i])
		word = append(word, hangulTables()[0][n/(vowels*finals)]...)
		from = i + utf8.RuneLen(r)
	}
	text := string(hangul(word, run[from:]))
	for _, p := range [...][2]string{{"jj", "ch"}, {"g", "k"}, {"d", "t"}, {"b", "p"}, {"j", "ch"}} {
		if rest, ok := strings.CutPrefix(text, p[0]); ok {
			text = p[1] + rest
			break
		}
	}
	return append(out, customarySyllables.Replace(text)...)
}
