package bill

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// What stands inside of addresses because documents have no other place for
// it: numbers of telephones and registers. China's customs have asked for the
// code of a Chinese party, as "USCI+91310000…", on manifests since 2018 (GACC
// announcement 56 of 2017, mem).
var (
	phone = regexp.MustCompile(`(?i)\b(?:tel(?:ephone|\.)?|phone|ph|mob(?:ile)?|电话|電話)\s*(?:no\.?)?\s*[.:+#]*\s*(\+?\(?\d[\d\s().-]{5,20}\d)`)
	email = regexp.MustCompile(`(?i)\b[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,120}\.[a-z]{2,20}\b`)
	uscc  = regexp.MustCompile(`(?i)\b(?:usc[ci](?:\s+code)?|统一社会信用代码|社会信用代码)\s*(?:no\.?)?\s*[.:+#]*\s*([0-9A-HJ-NPQRTUWXY]{18})\b`)
	eori  = regexp.MustCompile(`(?i)\beori\s*(?:no\.?)?\s*[.:+#]*\s*([A-Z]{2}[A-Z0-9]{5,15})\b`)
	taxID = regexp.MustCompile(`(?i)\b(?:tax\s*id|vat|cnpj|rfc|ruc|nit|gstin?|npwp)\s*(?:no\.?|number)?\s*[.:+#]*\s*([A-Z0-9][A-Z0-9./-]{6,20}[A-Z0-9])\b`)
)

// maxFactText bounds the text that is looked through for numbers.
const maxFactText = 2000

// facts takes numbers out of a party's addresses; the addresses stay as
// published.
func facts(p *engine.Party) {
	for _, a := range p.Addresses {
		text := a.Text + ", " + a.Street
		text = text[:min(len(text), maxFactText)]
		if !strings.ContainsAny(text, "@+:#0123456789") {
			continue
		}
		for _, m := range phone.FindAllStringSubmatch(text, 4) {
			add(&p.Phones, strings.TrimSpace(m[1]))
		}
		for _, m := range email.FindAllString(text, 4) {
			add(&p.Emails, m)
		}
		identify(p, "cn-uscc", "CN", uscc.FindStringSubmatch(text))
		identify(p, "eori", "", eori.FindStringSubmatch(text))
		if m := taxID.FindStringSubmatch(text); m != nil && strings.ContainsAny(m[1], "0123456789") {
			identify(p, "tax-id", "", m)
		}
	}
}

func add(to *[]string, v string) {
	if !slices.Contains(*to, v) {
		*to = append(*to, v)
	}
}

func identify(p *engine.Party, scheme, country string, m []string) {
	if m == nil {
		return
	}
	id := engine.Identifier{Scheme: scheme, Value: strings.ToUpper(m[1]), Country: country}
	if !slices.Contains(p.Identifiers, id) {
		p.Identifiers = append(p.Identifiers, id)
	}
}
