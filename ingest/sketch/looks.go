package sketch

import (
	"regexp"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/date"
)

// The shapes of cells. A column looks like one if nine in ten of its cells do.
var (
	firm      = regexp.MustCompile(`(?i)\b(?:ltd|limited|inc|corp(?:oration)?|co|company|llc|gmbh|ag|s\.?a\.?|s\.?r\.?l|b\.?v|n\.?v|pte|pty|plc|oy|ab|kg|sdn|bhd|jsc|ooo|fze?|llp)\b\.?|公司|会社|有限|ООО|АО|주식회사|\(주\)`)
	container = regexp.MustCompile(`^[A-Z]{3}[UJZ]\d{7}$`)
	lei       = regexp.MustCompile(`^[A-Z0-9]{18}\d{2}$`)
	uscc      = regexp.MustCompile(`^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$`)
	tariff    = regexp.MustCompile(`^\d{4}(?:\.?\d{2}){1,3}$`)
	mail      = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phone     = regexp.MustCompile(`^\+?[\d\s().-]{8,20}$`)
	number    = regexp.MustCompile(`^[\d.,'\s]+$`)
)

func isFirm(s string) bool { return firm.MatchString(s) }

// looksLike tells what a column's cells look like, and what target that might
// be.
func looksLike(cells []string, format string) string {
	if len(cells) == 0 {
		return "all of its cells are empty so far"
	}
	role, id := "name", "identifier:"
	if format == "shipments" {
		role, id = "consignee, shipper or another role", "consignee:identifier:"
	}
	for _, shape := range []struct {
		is   func(string) bool
		what string
	}{
		{uscc.MatchString, "codes of Chinese companies: " + id + "cn-uscc?"},
		{func(s string) bool { return lei.MatchString(s) && strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") }, "LEIs: " + id + "lei?"},
		{container.MatchString, "containers: numbers:container?"},
		{mail.MatchString, "addresses of mail: email?"},
		{isDate, "dates: date?"},
		{func(s string) bool { return len(s) <= 3 && norm.Country(s) != "" }, "countries: country, goods:origin or route:…:country?"},
		{func(s string) bool { return len(s) > 3 && norm.Country(s) != "" }, "countries: country, goods:origin or route:…:country?"},
		{isFirm, "companies: " + role + "?"},
		{tariff.MatchString, "tariff codes or plain numbers: goods:hs?"},
		{number.MatchString, "numbers: a quantity, weight, value or id?"},
		{phone.MatchString, "telephone numbers: phone?"},
	} {
		n := 0
		for _, c := range cells {
			if shape.is(strings.TrimSpace(c)) {
				n++
			}
		}
		if n*10 >= len(cells)*9 || shape.what[:4] == "comp" && n*2 >= len(cells) {
			return "its cells look like " + shape.what
		}
	}
	return "its cells are texts of many kinds"
}

func isDate(s string) bool {
	if len(s) < 6 || !strings.ContainsAny(s, "0123456789") || number.MatchString(s) && !strings.Contains(s, ".") && len(s) != 8 {
		return false
	}
	d, err := date.Any(s, date.DayFirst)
	return err == nil && d.Exact() && d.Year() > 1900 && d.Year() < 2100
}
