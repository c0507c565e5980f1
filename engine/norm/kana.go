package norm

import (
	"bytes"
	"strings"
	"sync"
)

// kanaTable is Hepburn for katakana; hiragana is shifted onto it. Small vowels
// and small ya, yu, yo are taken together with the kana before them.
var kanaTable = sync.OnceValue(func() map[rune]string {
	return table("ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko ガ ga ギ gi グ gu ゲ ge ゴ go サ sa シ shi ス su セ se ソ so ザ za ジ ji ズ zu ゼ ze ゾ zo " +
		"タ ta チ chi ツ tsu テ te ト to ダ da ヂ ji ヅ zu デ de ド do ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho バ ba ビ bi ブ bu ベ be ボ bo パ pa ピ pi プ pu ペ pe ポ po " +
		"マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヰ i ヱ e ヲ o ン n ヴ vu ヵ ka ヶ ke ヮ wa ァ a ィ i ゥ u ェ e ォ o ャ ya ュ yu ョ yo ヷ va ヸ vi ヹ ve ヺ vo")
})

// kana reads a run of kana. The mark of length and, as in the Hepburn of
// names, a u or o that only lengthens an o are left out: トウキョウ is "tokyo".
func kana(out []byte, run string) []byte {
	letters := kanaTable()
	from := len(out)
	double := false
	for _, r := range run {
		if r >= 0x3041 && r <= 0x3096 {
			r += 0x60
		}
		switch r {
		case 'ッ':
			double = true
			continue
		case 'ー':
			continue
		}
		s := letters[r]
		if strings.ContainsRune("ァィゥェォャュョヮ", r) && len(out) > from {
			out = small(out, s)
			continue
		}
		if double && s != "" && !strings.ContainsAny(s[:1], "aiueon") {
			c := s[0]
			if c == 'c' {
				c = 't'
			}
			out = append(out, c)
		}
		double = false
		out = append(out, s...)
	}
	for _, long := range [...][2]string{{"ou", "o"}, {"oo", "o"}, {"uu", "u"}} {
		out = append(out[:from], bytes.ReplaceAll(out[from:], []byte(long[0]), []byte(long[1]))...)
	}
	return out
}

// small joins a small vowel or y-kana to the syllable before it: shi + ya is
// sha, ki + ya is kya, fu + a is fa, te + i is ti.
func small(out []byte, s string) []byte {
	n := len(out)
	vowel := out[n-1]
	if s[0] != 'y' {
		if vowel == 'u' || vowel == 'e' || vowel == 'o' || vowel == 'i' {
			out = out[:n-1]
		}
		return append(out, s...)
	}
	if vowel != 'i' && vowel != 'u' && vowel != 'e' {
		return append(out, s...)
	}
	out = out[:n-1]
	if bytes.HasSuffix(out, []byte("sh")) || bytes.HasSuffix(out, []byte("ch")) || bytes.HasSuffix(out, []byte("j")) {
		s = s[1:]
	}
	return append(out, s...)
}
