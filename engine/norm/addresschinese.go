package norm

import "strings"

// chineseStreet gives the name of a street in China or Taiwan the form in
// which its spellings meet: its syllables as one word, the sides of a street in
// Chinese, numbers by themselves. "Dunhua S. Road", "Dun Hua South Road" and 敦化南路
// are "dunhuanan road". In Taiwan, which has spelt Mandarin in four ways, the
// sounds are put into classes besides.
func chineseStreet(street string, taiwan bool) string {
	words := strings.Fields(street)
	if len(words) < 2 {
		return street
	}
	kind := words[len(words)-1]
	if kind == "boulevard" {
		kind = "avenue" // 大道 is written either way
	}
	var name, out strings.Builder
	flush := func() {
		if name.Len() == 0 {
			return
		}
		s := name.String()
		if taiwan {
			s = mandarinClass(s)
		}
		out.WriteString(s + " ")
		name.Reset()
	}
	for _, w := range words[:len(words)-1] {
		switch w {
		case "east", "e":
			w = "dong"
		case "west", "w":
			w = "xi"
		case "south", "s":
			w = "nan"
		case "north", "n":
			w = "bei"
		case "central", "middle", "mid":
			w = "zhong"
		}
		if hasDigit(w) {
			flush()
			out.WriteString(w + " ")
			continue
		}
		name.WriteString(w)
	}
	flush()
	return out.String() + kind
}

// mandarinLetters lead the spellings of Hanyu Pinyin, Wade–Giles (without its
// apostrophes), Tongyong Pinyin and road signs to one class each.
// Aspirated and plain sounds are one, since Wade–Giles without apostrophes does
// not tell them apart.
var mandarinLetters = strings.NewReplacer(
	"tzu", "ci", "szu", "si", "ssu", "si", "zih", "ci", "cih", "ci", "sih", "si",
	"ng", "n", "nk", "n",
	"zh", "c", "jh", "c", "ch", "c", "ts", "c", "tz", "c", "z", "c", "j", "c", "q", "c", "r", "c",
	"hs", "s", "sh", "s", "sy", "s", "x", "s",
	"fe", "fu", "wei", "ui", "we", "u", "uei", "ui", "ye", "ia", "ie", "ia",
	"he", "hu", "ke", "ku", "ge", "ku",
	"b", "p", "d", "t", "g", "k", "o", "u", "w", "u", "y", "i",
)

// mandarinClass is a Mandarin name in classes of sounds.
func mandarinClass(s string) string {
	s = mandarinLetters.Replace(s)
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if n := len(out); n > 0 && out[n-1] == c {
			continue
		}
		if c == 'h' && (i+1 == len(s) || !isVowel(s[i+1])) {
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// taiwanTowns are the cities and counties of Taiwan as the tables name them.
func taiwanTowns(city string) bool {
	switch city {
	case "taipei", "new taipei", "taoyuan", "taichung", "tainan", "kaohsiung", "hsinchu", "keelung", "chiayi", "changhua", "yunlin", "nantou",
		"pingtung", "miaoli", "yilan", "hualien", "taitung", "penghu", "kinmen", "douliu", "zhubei":
		return true
	}
	return false
}

// settleStreet gives the street its final form, once city and country are
// known: the sections, lanes and alleys of China and Taiwan are part of it.
func (p *addressParser) settleStreet() {
	a := p.out
	if a.Country == "" && taiwanTowns(a.City) {
		a.Country = "TW"
	}
	if a.Street == "" {
		return
	}
	if a.Country == "TW" || a.Country == "CN" || a.Country == "" && p.inHan {
		a.Street = chineseStreet(a.Street, a.Country == "TW")
	}
	for _, s := range [...]struct{ word, number string }{{"section", p.section}, {"lane", p.lane}, {"alley", p.alley}} {
		if s.number != "" {
			a.Street += " " + s.word + " " + s.number
		}
	}
}

// block takes a section, lane or alley with its number: "sec 2", "lane 317".
func (p *addressParser) block(words []string, i int) (used int) {
	w, next := words[i], ""
	if i+1 < len(words) {
		next = words[i+1]
	}
	for _, k := range [...]struct {
		words string
		into  *string
	}{{" sec section duan ", &p.section}, {" lane ln xiang ", &p.lane}, {" alley aly nong ", &p.alley}} {
		head := strings.TrimRight(w, "0123456789")
		if head == "" || !strings.Contains(k.words, " "+head+" ") || *k.into != "" {
			continue
		}
		if head != w {
			*k.into = w[len(head):]
			return 1
		}
		if n := sectionNumber(next); n != "" && (i == 0 || k.into == &p.section || hasDigit(words[i-1]) || p.out.Country == "TW" || p.out.Country == "CN") {
			*k.into = n
			return 2
		}
	}
	return 0
}

func sectionNumber(w string) string {
	if len(w) <= 4 && allDigits(w) {
		return houseNumber(w)
	}
	if n := floorNumber(w); n != "" && hasDigit(w) {
		return houseNumber(n)
	}
	if e := lexicons().entries[w]; e.known && e.class == Number {
		return e.text
	}
	return ""
}
