package date

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Order is how the parts of a date such as 02/06/2006 are ordered.
type Order string

// The orders. Where none is known, a part over 12 is the day, and where both
// might be, the day comes first, as in most of the world.
const (
	NoOrder    Order = ""
	DayFirst   Order = "dmy"
	MonthFirst Order = "mdy"
)

var numeric = regexp.MustCompile(`(?:^|[^\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b`)

// OrderIn finds out the order in a text full of dates: a first part over 12 in
// any of them means day first, a second part over 12 month first. NoOrder where
// neither occurs, or both.
func OrderIn(text string) Order {
	var day, month bool
	for _, m := range numeric.FindAllStringSubmatch(text, -1) {
		a, _ := strconv.Atoi(m[1])
		b, _ := strconv.Atoi(m[2])
		day = day || a > 12 && a <= 31 && b <= 12
		month = month || b > 12 && b <= 31 && a <= 12
	}
	switch {
	case day && !month:
		return DayFirst
	case month && !day:
		return MonthFirst
	}
	return NoOrder
}

// Any reads a date in whatever form tables have it: 2006-06-02, 2006/6/2,
// 2006.06.02, 20060602, 2-Jun-06, 2 June 2006, Jun 2, 2006, 02/06/2006,
// 02.06.06, 2006年6月2日, each with or without a time of day behind it, and the
// coarser dates of engine.ParseDate. A year of two digits up to 68 is of the
// 2000s, as POSIX has it. A day that does not exist is Invalid.
func Any(s string, order Order) (engine.Date, error) {
	t := strings.TrimSpace(s)
	if t == "" {
		return 0, nil
	}
	if d, err := engine.ParseDate(t); err == nil && !(len(t) == 4 && d.Year() < 1000) {
		return d, nil
	}
	if i := strings.IndexByte(t, ':'); i > 0 { // cut off a time of day
		if j := strings.LastIndexAny(t[:i], " T"); j > 0 {
			t = strings.TrimSpace(t[:j])
		}
	}
	t = strings.NewReplacer("年", "-", "月", "-", "日", "", ",", " ").Replace(t)
	parts := strings.FieldsFunc(t, func(r rune) bool { return r == '-' || r == '/' || r == '.' || r == ' ' })
	if len(parts) == 1 && len(t) == 8 {
		parts = []string{t[:4], t[4:6], t[6:]}
	}
	y, m, d, ok := arrange(parts, order)
	if day := engine.MakeDate(y, m, d); ok && m >= 1 && d >= 1 && d <= 31 && day.Valid() {
		return day, nil
	}
	return 0, invalid(s, "a date that exists, as 2006-06-02, 2-Jun-06 or 02/06/2006")
}

// arrange finds year, month and day among three parts.
func arrange(p []string, order Order) (y, m, d int, ok bool) {
	if len(p) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	word := -1
	for i, s := range p {
		v, err := strconv.Atoi(s)
		if err != nil {
			mon, known := month(s)
			if !known || word >= 0 {
				return 0, 0, 0, false
			}
			word, v = i, mon
		}
		if v < 0 || len(s) > 4 && word != i {
			return 0, 0, 0, false
		}
		n[i] = v
	}
	switch {
	case len(p[0]) == 4 && word != 0:
		return n[0], n[1], n[2], true
	case word == 0:
		return century(p[2], n[2]), n[0], n[1], true
	case word == 1:
		return century(p[2], n[2]), n[1], n[0], true
	case word == 2:
		return 0, 0, 0, false
	case n[0] > 12, n[1] <= 12 && order != MonthFirst:
		return century(p[2], n[2]), n[1], n[0], true
	}
	return century(p[2], n[2]), n[0], n[1], true
}

// century completes a year of two digits.
func century(text string, year int) int {
	switch {
	case len(text) > 2:
		return year
	case year <= 68:
		return 2000 + year
	}
	return 1900 + year
}
