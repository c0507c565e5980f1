package norm

import (
	_ "embed"
	"strings"
	"sync"
)

// cantoneseText is written by internal/cantonese.
//
//go:embed cantonese.txt
var cantoneseText string

// customaryCantonese are characters of names whose settled spelling in Hong
// Kong is not that of the rules of hongKong. Source: spellings of family
// names and of listed companies in common use.
const customaryCantonese = "周chow黄wong吴ng谢tse蔡choi曾tsang徐tsui苏so岑shum沈shum潘poon杜to邹chow施sze史sze司sze石shek孙suen屈wat颜ngan阮yuen翟chak郑cheng庄chong曹tso崔tsui古koo顾koo许hui江kong李lee利lee冼sin成shing盛shing杨yeung魏ngai王wong汪wong新sun福fook昌cheong记kee益yick关kwan萧siu区au欧au华wah国kwok光kwong慧wai昆kwan月yuet雪suet子tsz紫tsz慈chi思sze斯sze士shi诗sze市shi师sze胜shing城shing诚shing承shing声shing圣shing星sing水shui顺shun上sheung尚sheung商sheung沙sha深sham心sum钦yam信shun纯shun船shuen旋suen宣suen选suen孚fu宽foon欢foon官koon本poon半poon盘poon门mun文man美mei尖tsim青tsing清ching荃tsuen赐chi自chi智chi志chi至chi治chi齐chai仔tsai济chai祖cho早cho曼man敏man基kei其kei奇kei旗kei玲ling玉yuk裕yu如yu宇yu榆yu"

// cantoneseTable gives the Hong Kong spelling of each character. It is built
// once, in some 3 ms.
var cantoneseTable = sync.OnceValue(func() map[rune]string {
	out := make(map[rune]string, 1<<15)
	eachLine(cantoneseText, func(syllable, chars string) {
		spelt := hongKong(syllable)
		for _, r := range chars {
			out[r] = spelt
		}
	})
	for r, s := range readings(customaryCantonese) {
		out[r] = s
	}
	return out
})

// cantonese reads a run of Han characters in Cantonese, each syllable a word.
func cantonese(out []byte, run string) []byte {
	return bySyllable(out, run, func(r rune) string { return cantoneseTable()[r] })
}

// wadeGiles reads a run of Han characters in Mandarin, each syllable a word as
// Taiwan spells it.
func wadeGiles(out []byte, run string) []byte {
	return bySyllable(out, run, func(r rune) string { return wade(pinyinOf(r)) })
}

// bySyllable reads a run character by character, parted by spaces; what read
// does not know is read in Mandarin.
func bySyllable(out []byte, run string, read func(rune) string) []byte {
	last := ""
	for _, r := range run {
		s := last
		if r != 0x3005 {
			if s = read(r); s == "" {
				s = string(han(nil, string(r)))
			}
		}
		last = s
		if s == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1] != ' ' {
			out = append(out, ' ')
		}
		out = append(out, s...)
	}
	return out
}

// hongKongInitials and hongKongFinals spell Jyutping as names in Hong Kong and
// Macau mostly are: without a mark of breath, and by English rather than by
// rule. Source: the spellings of the Government of Hong Kong for streets and
// persons, which follow Eitel and Dyer-Ball.
var hongKongInitials = strings.NewReplacer("gw", "kw", "kw", "kw", "ng", "ng", "b", "p", "d", "t", "g", "k", "z", "ch", "c", "ch", "j", "y")

var hongKongFinals = map[string]string{
	"aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at", "aak": "ak",
	"ou": "o", "oe": "eu", "oeng": "eung", "oek": "euk", "eoi": "ui", "eon": "un", "eot": "ut", "yu": "u", "yun": "uen", "yut": "uet",
}

// hongKong spells one syllable of Jyutping: zoeng is "cheung", wong "wong".
func hongKong(jyutping string) string {
	i := strings.IndexAny(jyutping, "aeiouy")
	if i < 0 {
		return "ng" // m and ng alone
	}
	initial, final := hongKongInitials.Replace(jyutping[:i]), jyutping[i:]
	if f, ok := hongKongFinals[final]; ok {
		final = f
	}
	return initial + final
}

// wadeInitials are the initials of pinyin that Wade–Giles spells otherwise,
// without the apostrophes that names leave out.
var wadeInitials = [...][2]string{
	{"zh", "ch"}, {"ch", "ch"}, {"sh", "sh"}, {"b", "p"}, {"d", "t"}, {"g", "k"}, {"j", "ch"}, {"q", "ch"}, {"x", "hs"}, {"z", "ts"}, {"c", "ts"}, {"r", "j"},
}

// wadeWhole are the syllables that no rule gives.
var wadeWhole = map[string]string{
	"zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tzu", "si": "szu", "ge": "ko", "ke": "ko", "he": "ho", "e": "o", "er": "erh",
	"ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung", "yi": "i", "gui": "kuei", "kui": "kuei", "duo": "to", "tuo": "to", "luo": "lo", "nuo": "no", "zhuo": "cho",
	"chuo": "cho", "zuo": "tso", "cuo": "tso", "suo": "so", "ruo": "jo", "bo": "po", "po": "po", "mo": "mo", "fo": "fo", "yue": "yueh", "lue": "lueh", "nue": "nueh",
}

var wadeFinals = map[string]string{"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh"}

// wade spells a syllable of pinyin by Wade–Giles: xin is "hsin", zhong "chung".
func wade(pinyin string) string {
	if s, ok := wadeWhole[pinyin]; ok {
		return s
	}
	initial, final := "", pinyin
	if i := strings.IndexAny(pinyin, "aeiou"); i > 0 {
		initial, final = pinyin[:i], pinyin[i:]
	}
	for _, p := range wadeInitials {
		if initial == p[0] {
			initial = p[1]
			break
		}
	}
	if f, ok := wadeFinals[final]; ok {
		final = f
	}
	return initial + final
}
