package norm

import (
	"strings"
	"unicode/utf8"
)

// PersonName prepares the name of a person. Titles are left out; particles
// and the Arabic article are tokens of their own; "Abdulrahman" is "abd" and
// "rahman"; given names that are spelt in many ways take one spelling in the
// tokens. A Chinese or Korean name is a family name and a given name, also
// where the syllables of the given name are written apart. The order of the
// tokens is that of the text: which of them is the family name often cannot be
// told.
func PersonName(text string) Name { return personName(text, noReading) }

// personName is PersonName in one of the readings of Readings.
func personName(text, reading string) Name {
	n := Name{Text: text, Folded: Fold(text)}
	if placeholder(n.Folded) {
		return n
	}
	var words [16]span
	var sorts [16]lexemeSort
	p := parser{lex: lexicons(), folded: n.Folded, words: words[:0], sorts: sorts[:0], person: true}
	p.readAs(reading, &n)
	p.split()
	p.dropGenerations()
	if !p.japanesePerson() && !p.eastAsian() {
		p.parse()
		p.splitServant()
		p.joinAllah()
		p.joinGiven()
	}
	if len(p.tokens) == 0 { // nothing but titles
		p.person, p.reading = false, nil
		p.parse()
	}
	p.finish(&n)
	return n
}

// dropGenerations takes the words that tell a son from his father out of the
// name: they are no part of it, and sources leave them out. Those that may be
// a name or a number count only at the end.
func (p *parser) dropGenerations() {
	kept := p.words[:min(1, len(p.words))]
	for i := 1; i < len(p.words); i++ {
		w := p.words[i]
		switch p.folded[w.from:w.to] {
		case "sr", "jr":
			continue
		case "senior", "junior", "ii", "iii", "iv":
			if i == len(p.words)-1 {
				continue
			}
		}
		kept = append(kept, w)
	}
	p.words = kept
}

// compound are the Chinese family names of two characters with their readings.
var compound = map[string]string{
	"欧阳": "ouyang", "司马": "sima", "上官": "shangguan", "诸葛": "zhuge", "司徒": "situ", "东方": "dongfang", "夏侯": "xiahou", "长孙": "zhangsun", "慕容": "murong",
	"令狐": "linghu", "宇文": "yuwen", "皇甫": "huangfu", "公孙": "gongsun", "端木": "duanmu", "呼延": "huyan", "尉迟": "yuchi", "独孤": "dugu", "南宫": "nangong", "东郭": "dongguo", "西门": "ximen",
	"남궁": "namgung", "황보": "hwangbo", "제갈": "jegal", "선우": "seonu", "독고": "dokgo", "사공": "sagong",
}

// eastAsian takes apart a name of two to five Han or Hangul letters, written
// as one word or as family and given name.
func (p *parser) eastAsian() bool {
	if len(p.words) == 0 || len(p.words) > 2 || p.latin {
		return false
	}
	whole := strings.ReplaceAll(p.folded, " ", "")
	kind, letters := scriptOther, 0
	for _, r := range whole {
		s := scriptOf(r)
		if letters > 0 && s != kind || s != scriptHan && s != scriptHangul {
			return false
		}
		kind = s
		letters++
	}
	if letters < 2 || letters > 5 {
		return false
	}
	family := p.folded[:p.words[0].to]
	if len(p.words) == 1 {
		family = whole[:3] // a letter of either script has three bytes
		if _, ok := compound[prefix(whole, 6)]; ok && letters > 2 {
			family = whole[:6]
		}
	}
	defer func() { p.reading = append(p.reading, p.join(func(*Token) bool { return true })...) }()
	p.familyName(family)
	if given := whole[len(family):]; given != "" {
		p.foreign(given)
	}
	return true
}

func prefix(s string, n int) string { return s[:min(n, len(s))] }

func (p *parser) familyName(s string) {
	if p.otherVoice {
		if r, size := utf8.DecodeRuneInString(s); size == len(s) && customaryFamilyTable()[r] != "" {
			s = customaryFamilyTable()[r]
		}
		p.foreign(s)
		return
	}
	if text, ok := compound[s]; ok {
		p.ascii(text, p.lex.entries[text].bits)
		return
	}
	if e, ok := p.lex.entries[s]; ok && e.known && e.sort == given {
		p.add(e, false)
		return
	}
	if r, size := utf8.DecodeRuneInString(s); size == len(s) {
		if text := surnameTable()[r]; text != "" {
			p.ascii(text, p.lex.entries[text].bits)
			return
		}
	}
	p.foreign(s)
}

// splitServant parts "abdulrahman", "abdelkader", "abdurrashid": servant of.
func (p *parser) splitServant() {
	for i := 0; i < len(p.tokens); i++ {
		t := p.tokens[i].Text
		if len(t) < 8 || !strings.HasPrefix(t, "abd") || p.sorts[i] != plain {
			continue
		}
		rest := t[3:]
		if strings.IndexByte("aeou", rest[0]) >= 0 {
			rest = rest[1:]
		}
		if len(rest) > 4 && (rest[0] == 'l' || rest[0] == rest[1]) {
			rest = rest[1:]
		}
		if len(rest) < 3 || rest == "lah" || rest == "llah" {
			continue
		}
		p.replace(i, "abd", rest)
	}
}

// replace puts two words in the place of token i.
func (p *parser) replace(i int, words ...string) {
	tokens := append([]Token(nil), p.tokens[i+1:]...)
	sorts := append([]lexemeSort(nil), p.sorts[i+1:]...)
	p.tokens, p.sorts = p.tokens[:i], p.sorts[:i]
	for _, w := range words {
		if e := p.lex.entries[w]; e.known && e.sort == given {
			p.add(e, false)
		} else {
			p.ascii(w, e.bits)
		}
	}
	p.tokens = append(p.tokens, tokens...)
	p.sorts = append(p.sorts, sorts...)
}

// joinGiven writes the two syllables of a Chinese given name as one word:
// "Xi Jin Ping" is "xi jinping". It does so only for three words that are all
// syllables, of which the first, or else the last, is a common family name.
func (p *parser) joinGiven() {
	if len(p.tokens) != 3 || !p.latin {
		return
	}
	for i := range p.tokens {
		if !syllables()[p.tokens[i].Text] {
			return
		}
	}
	first, last := commonFamily(p.tokens[0].Text), commonFamily(p.tokens[2].Text)
	if first && dialectFamily(p.tokens[2].Text) && !dialectFamily(p.tokens[0].Text) {
		first, last = false, true // Wei Ling Chua
	}
	switch {
	case first:
		p.merge(1, 3)
	case last:
		p.merge(0, 2)
	}
}

// commonFamily tells the readings of the hundred commonest Chinese family
// names, which cover 85 % of the people (census of 2020).
func commonFamily(s string) bool {
	return strings.Contains(" wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren yao shen zhong cui tan wang fan jin shi liao jia xia fu fang zou xiong bai meng qin qiu hou yin xue yan lei long tao hao mao gong qian wan dai mo kong xi ", " "+s+" ")
}

// dialectFamily tells family names as Hokkien, Teochew, Hakka and Cantonese
// have them, which are hardly ever part of a given name.
func dialectFamily(s string) bool {
	return strings.Contains(" chua tan lim ng goh ong teo koh toh chan wong leung cheung lau kwok yeung lam chow tsang tse mok siu yip yuen kwan poon szeto hui ngai chiu choy chong chew chia cheong foo heng khoo kok kwek lau loh low neo ooi pang phua quah seah seow sim soh tay toh wee woo yap yeo yeoh ", " "+s+" ")
}
