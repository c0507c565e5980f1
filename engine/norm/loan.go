package norm

import (
	"strings"
	"unicode/utf8"
)

// loanOf is the word, mostly English, that a katakana word comes from: システム
// is "system", ファクトリー "factory". A plural in ズ or ス is that of its
// singular; at the end of a run the mark of length may be there or not. cost
// is 0 to 25, the rarer the more; text is "" where the word is not known.
func loanOf(kana string, atEnd bool) (text string, cost int) {
	if text, cost = loanLine(kana); text != "" {
		return text, cost
	}
	if atEnd {
		key, long := strings.CutSuffix(kana, "ー")
		if !long {
			key = kana + "ー"
		}
		if text, cost = loanLine(key); text != "" {
			return text, cost + 2
		}
	}
	for _, end := range [...]string{"ズ", "ス"} {
		if stem, ok := strings.CutSuffix(kana, end); ok && utf8.RuneCountInString(stem) > 2 {
			if text, cost = loanLine(stem); text != "" {
				return text + "s", cost + 2
			}
		}
	}
	return "", 0
}

func loanLine(kana string) (text string, cost int) {
	v, ok, _ := loanWords().find(kana)
	if !ok || len(v) < 3 || letterName(kana) {
		return "", 0
	}
	return v[2:], int(v[0] - 'a')
}

// letterNames are the names of Latin letters in katakana, the longest first
// where one begins another.
var letterNames = [...][2]string{
	{"エイチ", "h"}, {"エッチ", "h"}, {"ダブリュー", "w"}, {"ダブリュ", "w"}, {"ダブル", "w"}, {"エックス", "x"}, {"ゼット", "z"},
	{"エー", "a"}, {"エイ", "a"}, {"ビー", "b"}, {"シー", "c"}, {"ディー", "d"}, {"ディ", "d"}, {"デー", "d"}, {"イー", "e"}, {"エフ", "f"}, {"ジー", "g"}, {"アイ", "i"},
	{"ジェイ", "j"}, {"ジェー", "j"}, {"ケイ", "k"}, {"ケー", "k"}, {"エル", "l"}, {"エム", "m"}, {"エヌ", "n"}, {"オー", "o"}, {"ピー", "p"}, {"キュー", "q"}, {"アール", "r"},
	{"エス", "s"}, {"ティー", "t"}, {"ティ", "t"}, {"テー", "t"}, {"ユー", "u"}, {"ブイ", "v"}, {"ヴィ", "v"}, {"ワイ", "y"}, {"アンド", "and"}, {"エンド", "and"},
}

// spelt reads a katakana word that begins with names of letters, as
// ジーエフシー, "gfc"; it tells how many bytes spell them.
func spelt(kana string) (letters string, n int) {
	count := 0
	for n < len(kana) {
		found := false
		for _, l := range letterNames {
			if strings.HasPrefix(kana[n:], l[0]) && (len(l[1]) == 1 || count > 0) {
				n += len(l[0])
				if len(l[1]) == 1 {
					letters += l[1]
				}
				count++
				found = true
				break
			}
		}
		if !found {
			break
		}
	}
	return letters, n
}

// foreignSigns stand in katakana for sounds that Japanese words lack.
const foreignSigns = "ァィゥェォヴ"

// foreignEnds are how words end that were taken from other languages.
var foreignEnds = [...]string{"ク", "ス", "ズ", "ル", "ム", "ド", "ント", "スト", "ット", "ップ", "フ", "プ", "ブ", "グ", "ッツ", "ックス"}

// foreignKana tells kana that write a foreign word: with a letter for a
// foreign sound, a mark of length, a doubled consonant, or such an end.
func foreignKana(kana string) bool {
	if strings.ContainsAny(kana, foreignSigns) || strings.ContainsAny(kana, "ーッ") || strings.Contains(kana, "エクス") || strings.Contains(kana, "エクシ") || strings.Contains(kana, "エクセ") {
		return true
	}
	for _, e := range foreignEnds {
		if strings.HasSuffix(kana, e) && len(kana) > 9 {
			return true
		}
	}
	return false
}

// silent are the spellings by which kana write two consonants in a row or one
// at the end of a word, and what stands for them elsewhere. The longest come
// first; the vowel that Japanese needs between consonants goes.
var silent = strings.NewReplacer(
	"kkusu", "x", "kusu", "x", "kusha", "xia", "kusho", "xio", "kushi", "xi", "kuse", "xe", "kusa", "xa", "kuso", "xo",
	"kkura", "kla", "kkuri", "kli", "kkuru", "kl", "kkure", "kle", "kkuro", "klo", "kkus", "x",
	"kura", "kra", "kuri", "kri", "kure", "kre", "kuro", "kro", "guru", "gru", "gura", "gra", "guri", "gri", "gure", "gre", "guro", "gro",
	"pura", "pra", "puri", "pri", "pure", "pre", "puro", "pro", "buri", "bri", "bura", "bra", "bure", "bre", "buro", "bro",
	"fura", "fra", "furi", "fri", "fure", "fre", "furo", "fro", "tora", "tra", "tori", "tri", "tore", "tre", "toro", "tro", "dora", "dra", "dori", "dri", "dore", "dre", "doro", "dro",
	"sukka", "ska", "suka", "ska", "suki", "ski", "suku", "sk", "suke", "ske", "suko", "sko", "suta", "sta", "sute", "ste", "suti", "sti", "suto", "sto", "supa", "spa", "supi", "spi", "supe", "spe", "supo", "spo", "supu", "sp",
	"suma", "sma", "sumi", "smi", "sura", "sla", "suri", "sli", "sune", "sne", "sui", "swi", "sue", "swe",
	"futo", "ft", "kuto", "kt", "kuta", "kta", "kute", "kte", "kuti", "kti", "puto", "pt", "puta", "pta", "pute", "pte",
	"rusu", "ls", "ruto", "lt", "rudo", "ld", "rufa", "lfa", "rufu", "lf", "ruta", "lta", "rute", "lte", "rumi", "lmi", "ruma", "lma", "rubi", "lvi", "ruba", "lva", "ruga", "lga", "rugo", "lgo",
)

// anglicised spells katakana nearer to the word that it may come from: Hepburn
// for what may be Japanese, and else without the vowels that only part
// consonants, as "exio" for エクシオ, whose Hepburn is ekushio.
func anglicised(word string) string {
	out := string(kana(nil, word))
	if !foreignKana(word) {
		return out
	}
	out = silent.Replace(out)
	for _, e := range [...][2]string{{"kku", "ck"}, {"ku", "k"}, {"tto", "t"}, {"nto", "nt"}, {"sto", "st"}, {"ddo", "d"}, {"ndo", "nd"}, {"ppu", "p"}, {"pu", "p"}, {"bu", "b"}, {"fu", "f"}, {"ggu", "g"}, {"gu", "g"}, {"su", "s"}, {"zu", "s"}, {"mu", "m"}, {"ttsu", "ts"}, {"tsu", "ts"}, {"ru", "l"}} {
		if stem, ok := strings.CutSuffix(out, e[0]); ok && len(stem) > 1 {
			return stem + e[1]
		}
	}
	return out
}

// joinApart writes as one word what a Japanese text parts for the eye: letter
// names, as アール・エス・シー, and single characters, as 田　谷.
func joinApart(folded string) string {
	if strings.IndexByte(folded, ' ') < 0 {
		return folded
	}
	var out strings.Builder
	before := ""
	for w := range strings.SplitSeq(folded, " ") {
		letters := letterName(kanaEdge(before, strings.LastIndexFunc)) && letterName(kanaEdge(w, strings.IndexFunc))
		single := len(before) == 3 && len(w) == 3 && isHan([]rune(before)[0]) && isHan([]rune(w)[0])
		if before != "" && !letters && !single {
			out.WriteByte(' ')
		}
		out.WriteString(w)
		before = w
	}
	return out.String()
}

// kanaEdge is the run of kana at the end of a word, or at its start.
func kanaEdge(w string, index func(string, func(rune) bool) int) string {
	i := index(w, func(r rune) bool { return scriptOf(r) != scriptKana })
	if i < 0 {
		return w
	}
	if r, _ := utf8.DecodeRuneInString(w); scriptOf(r) == scriptKana {
		return w[:i]
	}
	_, size := utf8.DecodeRuneInString(w[i:])
	return w[i+size:]
}

func letterName(w string) bool {
	for _, l := range letterNames {
		if w == l[0] {
			return true
		}
	}
	return false
}
