// Package scheme says which identifier scheme a publisher's words mean: "Tax
// ID No." of Russia is ru-inn, "Company Number" of the United Kingdom gb-coh.
// It looks at words, countries and the shape of the value, never at check
// digits: whether a number is a good one is for package norm.
package scheme

import (
	"strings"
	"unicode"
)

// Names that several sources give by themselves.
const (
	Registration = "registration" // a company's number in its country's register, where that has no scheme here
	NationalID   = "national-id"
	TaxID        = "tax-id"
	Passport     = "passport"
	IMO          = "imo"
	IMOCompany   = "imo-company"
	MMSI         = "mmsi"
	LEI          = "lei"
	UKCompany    = "gb-coh"
)

// Of gives the scheme for a published label such as "Tax ID No." with its
// value and the authority's country (ISO alpha-2, or ""). A label that is in
// no table gives a slug of its own words, which is a scheme that can match
// only itself; "" gives "".
func Of(label, value, country string) string {
	words := Slug(label)
	if words == "" {
		return ""
	}
	name, known := labels[words]
	if !known {
		return words
	}
	switch name {
	case Registration:
		return Company(country, value)
	case TaxID:
		return tax(country, value)
	case NationalID:
		if isGIIN(value) {
			return "giin"
		}
	case "co-nit":
		if country != "" && country != "CO" {
			return TaxID // Guatemala and others call theirs so too
		}
	case LEI:
		if len(compact(value)) != 20 {
			return words
		}
	case vesselID:
		return vessel(value)
	}
	return name
}

// Known reports whether the label is in the table, so that a reader of free
// text can tell a number's label from other words.
func Known(label string) bool { _, ok := labels[Slug(label)]; return ok }

// Company gives the scheme of a company's number in the register of a country:
// by shape, since one country keeps several registers. A value of a shape that
// the country's register does not use is a plain Registration.
func Company(country, value string) string {
	v := compact(value)
	digits := isDigits(v)
	switch country {
	case "GB":
		if len(v) <= 8 && (digits || len(v) == 8) {
			return UKCompany
		}
	case "CN":
		return china(v, digits)
	case "HK":
		// The business registration number has eight digits and is the one
		// number since December 2023; the older company number has up to seven.
		if digits && len(v) == 8 {
			return "hk-br"
		}
		if digits && len(v) <= 7 {
			return "hk-cr"
		}
	case "SG":
		if n := len(v); (n == 9 || n == 10) && unicode.IsLetter(rune(v[n-1])) {
			return "sg-uen"
		}
	case "MY":
		return "my-ssm"
	case "RU":
		if digits && (len(v) == 13 || len(v) == 15) {
			return "ru-ogrn"
		}
	}
	return Registration
}

func china(v string, digits bool) string {
	switch {
	case len(v) == 18:
		return "cn-uscc"
	case len(v) == 9 && isDigits(v[:8]):
		return "cn-org"
	case len(v) == 15 && digits:
		return "cn-reg"
	}
	return Registration
}

// tax gives the scheme of a tax number. Russia's has ten digits for a company
// and twelve for a person; China's has been the credit code since 2015.
func tax(country, value string) string {
	v := compact(value)
	switch {
	case country == "RU" && isDigits(v) && (len(v) == 10 || len(v) == 12):
		return "ru-inn"
	case country == "CN" && len(v) == 18 && !isDigits(v[:17]):
		return "cn-uscc"
	}
	return TaxID
}

// vessel tells the scheme of a number that OFAC files under a vessel's
// registration: nearly always an IMO number.
func vessel(value string) string {
	v := strings.TrimPrefix(compact(value), "IMO")
	if len(v) == 7 && isDigits(v) {
		return IMO
	}
	return "vessel-registration"
}

// isGIIN reports whether a value has the shape of a bank's Global Intermediary
// Identification Number, "3QL4V4.99999.SL.643", which lists file as an
// identification number like a person's.
func isGIIN(v string) bool {
	return len(v) == 19 && v[6] == '.' && v[12] == '.' && v[15] == '.'
}

// Slug turns words into a scheme's name: lower case, without what stands in
// brackets, without dots and number signs, parted by hyphens. "R.F.C. #" is
// "rfc", "Unified Social Credit Code (USCC)" is "unified-social-credit-code".
func Slug(words string) string {
	var b strings.Builder
	depth, gap := 0, false
	for _, r := range words {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth > 0 || r == '.' || r == '\'' || r == '’':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
		if b.Len() > maxSlug {
			break
		}
	}
	return b.String()
}

// maxSlug bounds a slug: no honest label is longer.
const maxSlug = 60

// compact is v in upper case without blanks, dots and hyphens.
func compact(v string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' || r == '\u00a0' {
			return -1
		}
		return unicode.ToUpper(r)
	}, v)
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
