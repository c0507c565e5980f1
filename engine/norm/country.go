package norm

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"github.com/biter777/countries"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/pierce-er/pierce/engine"
)

//go:embed countries.txt
var countriesText string

// Country is the ISO 3166-1 alpha-2 code of a country given by its alpha-2 or
// alpha-3 code or by a name in one of seventeen languages, official and
// older names included; "" for what is no country. "XK" is Kosovo.
func Country(text string) string {
	if len(text) == 2 && countryCodes()[text] {
		return text
	}
	key := Fold(text)
	if trimmed := strings.TrimSpace(text); len(trimmed) == 2 { // "N/A" is not Namibia
		if code := strings.ToUpper(trimmed); countryCodes()[code] {
			return code
		}
	}
	return countryNames()[strings.TrimPrefix(key, "the ")]
}

// countryLanguages are those whose names of countries are read.
var countryLanguages = []language.Tag{
	language.English, language.SimplifiedChinese, language.TraditionalChinese, language.Russian, language.Ukrainian,
	language.Arabic, language.Persian, language.Hebrew, language.Japanese, language.Korean, language.French,
	language.German, language.Spanish, language.Portuguese, language.Italian, language.Turkish, language.Vietnamese,
}

// countryNames maps folded names and alpha-3 codes to alpha-2 codes.
var countryNames = sync.OnceValue(func() map[string]string {
	names := make(map[string]string, 1<<12)
	add := func(name, code string) {
		if key := Fold(name); key != "" && names[key] == "" {
			names[key] = code
		}
	}
	eachLine(countriesText, func(code, body string) {
		for v := range strings.SplitSeq(body, "|") {
			add(v, code)
		}
	})
	var namers []display.Namer
	for _, tag := range countryLanguages {
		namers = append(namers, display.Regions(tag))
	}
	for _, c := range countries.All() {
		code := c.Alpha2()
		if len(code) != 2 {
			continue
		}
		add(c.Alpha3(), code)
		add(c.String(), code)
		region, err := language.ParseRegion(code)
		if err != nil {
			continue
		}
		for _, n := range namers {
			add(n.Name(region), code)
		}
	}
	short := map[string]string{}
	for name, code := range names {
		short[strings.ReplaceAll(name, " and ", " ")] = code
	}
	for name, code := range short {
		add(name, code)
	}
	return names
})

var countryCodes = sync.OnceValue(func() map[string]bool {
	codes := map[string]bool{"XK": true}
	for _, code := range countryNames() {
		codes[code] = true
	}
	return codes
})

// countryWord is the English word that stands for a country in a name.
func countryWord(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return strings.ToLower(code)
	}
	return Fold(display.English.Regions().Name(region))
}

// partyCountries gathers the countries that a party is tied to, sorted.
func partyCountries(p *engine.Party, addresses []Address) []string {
	var out []string
	add := func(c string) {
		if c == "" {
			return
		}
		for _, o := range out {
			if o == c {
				return
			}
		}
		out = append(out, c)
	}
	add(Country(p.Country))
	for _, n := range p.Nations {
		add(Country(n))
	}
	for i := range addresses {
		add(addresses[i].Country)
	}
	sort.Strings(out)
	return out
}
