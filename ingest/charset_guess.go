package ingest

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// A candidate is a character set that a file in some language may have, and
// the characters that names and addresses in that language cannot do without.
type candidate struct {
	encoding encoding.Encoding
	telltale string
	kana     bool // hiragana and katakana count as telltales
	cyrillic bool // lower-case Cyrillic does
}

// candidates, in the order in which a tie is broken. The telltales are words
// of company names, addresses, and the commonest characters of running text.
func candidates() []candidate {
	return []candidate{
		{encoding: simplifiedchinese.GB18030, telltale: "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙限司股份有限公司深圳上海北京广东浙江贸易科技路号室"},
		{encoding: japanese.ShiftJIS, telltale: "株式会社有限東京都大阪府市区町村丁目番地号県日本工業製作所電気機械商事産業技術研究北海道愛知神奈川埼玉千葉兵庫福岡", kana: true},
		{encoding: traditionalchinese.Big5, telltale: "股份有限公司台灣臺北市縣區鄉鎮路街巷弄號樓國際企業實業電子科技工業貿易開發香港中華民國新竹高雄桃園的是不了在人這個們來為說會時對後發經過業產學機關開動現長點東車馬門間無與麗龍"},
		{encoding: japanese.EUCJP, telltale: "株式会社有限東京都大阪府市区町村丁目番地号県日本工業製作所電気機械商事産業技術研究北海道愛知神奈川埼玉千葉兵庫福岡", kana: true},
		{encoding: korean.EUCKR, telltale: "주식회사유한책임서울특별시부산인천광역경기도강남북동구로길읍면리번지층호대구전자산업공통상건설기계무역물류금융한국이가다하고지어나자정수의는을를에김박최조윤장임오신권황안송홍성민현영진"},
		{encoding: charmap.Windows1251, telltale: "", cyrillic: true},
	}
}

// The measures of the guess, set on names and addresses of each language (see
// TestGuess): single-byte text has three quarters of its high bytes alone
// between ASCII letters, two-byte text has not half.
const (
	aloneOf, aloneMin = 4, 3
	// A set is taken if one character in ten is a telltale; texts in the right
	// set have one in four, in a wrong one hardly any.
	telltaleMin = 0.10
	// Characters that the set does not have count this much more than
	// telltales: one wrong byte spoils no text, a wrong set has many.
	invalidWeight = 4
)

// guess tells the character set of a text that begins with its first byte
// beyond ASCII; nil means UTF-8.
//
// It is UTF-8 if at least half of what is beyond ASCII is well-formed in it:
// chance makes one two-byte character in twelve well-formed. Otherwise
// windows-1252 if most high bytes stand alone, and else the set in which the
// text decodes to the most telltales, less what it cannot decode;
// windows-1252 again if there is none.
func guess(window []byte) encoding.Encoding {
	if good, bad := utf8Count(window); good >= bad {
		return nil
	}
	if alone, runs := highRuns(window); alone*aloneOf >= runs*aloneMin {
		return charmap.Windows1252
	}
	var best encoding.Encoding = charmap.Windows1252
	top := telltaleMin
	for _, c := range candidates() {
		if s := c.score(window); s > top {
			best, top = c.encoding, s
		}
	}
	return best
}

// utf8Count counts well-formed characters of more than one byte, and bytes
// that belong to none. A character cut by the window's end counts as neither.
func utf8Count(b []byte) (good, bad int) {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1 && !utf8.FullRune(b):
			return good, bad
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good, bad
}

// highRuns counts the runs of bytes beyond ASCII, and those one byte long.
func highRuns(b []byte) (alone, runs int) {
	for i := 0; i < len(b); {
		n := 0
		for i+n < len(b) && b[i+n] >= utf8.RuneSelf {
			n++
		}
		if n == 1 {
			alone++
		}
		if n > 0 {
			runs++
		}
		i += n + 1
	}
	return alone, runs
}

// score is the share of telltales among the characters beyond ASCII, less what
// is invalid.
func (c candidate) score(window []byte) float64 {
	text, err := c.encoding.NewDecoder().Bytes(window)
	if err != nil {
		return 0
	}
	var known [0x10000 / 64]uint64
	for _, r := range c.telltale {
		known[r/64] |= 1 << (r % 64)
	}
	var n, hits, invalid int
	for i, r := range string(text) {
		switch {
		case r < utf8.RuneSelf:
			continue
		case r == utf8.RuneError && i+8 > len(text): // cut by the window
			continue
		case r == utf8.RuneError, r >= 0xE000 && r <= 0xF8FF, r >= 0x80 && r < 0xA0, r >= 0xFF61 && r <= 0xFF9F:
			invalid++ // no character, one of private use, or half-width katakana
		case r <= 0xFFFF && known[r/64]&(1<<(r%64)) != 0, c.isScript(r):
			hits++
		}
		n++
	}
	if n == 0 {
		return 0
	}
	return float64(hits-invalidWeight*invalid) / float64(n)
}

func (c candidate) isScript(r rune) bool {
	switch {
	case c.kana:
		return r >= 0x3041 && r <= 0x30FE
	case c.cyrillic:
		return strings.ContainsRune("аоеинтсрвлк", r)
	}
	return false
}
