// Package date reads the dates that publishers write in words and in their own
// order: "10 Dec 1948", "circa 1962", "1958 to 1960", "31/12/2020". Dates as
// 2024-05-31 are read by engine.ParseDate.
package date

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Words reads "10 Dec 1948", "Dec 1948" or "1948", the months in English,
// whole or by their first three letters, with or without a dot; also what
// engine.ParseDate reads. A day that does not exist is Invalid.
func Words(s string) (engine.Date, error) {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 3 {
		return 0, invalid(s, "10 Dec 1948, Dec 1948 or 1948")
	}
	if len(f) == 1 {
		d, err := engine.ParseDate(f[0])
		if err != nil || d == 0 {
			return 0, invalid(s, "10 Dec 1948, Dec 1948 or 1948")
		}
		return d, nil
	}
	month, ok := month(f[len(f)-2])
	year, err := strconv.Atoi(f[len(f)-1])
	day := 0
	if err == nil && len(f) == 3 {
		if day, err = strconv.Atoi(f[0]); day < 1 {
			ok = false
		}
	}
	d := engine.MakeDate(year, month, day)
	if !ok || err != nil || year < 1000 || day > 31 || !d.Valid() {
		return 0, invalid(s, "a day that exists, as 10 Dec 1948")
	}
	return d, nil
}

// British reads "31/12/2020", the day first. The empty string is the zero
// Date.
func British(s string) (engine.Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	p := strings.Split(s, "/")
	if len(p) == 3 && len(p[2]) == 4 && len(p[1]) <= 2 && len(p[0]) <= 2 {
		if d, err := engine.ParseDate(p[2] + "-" + p[1] + "-" + p[0]); err == nil {
			return d, nil
		}
	}
	return 0, invalid(s, "a day that exists, as 31/12/2020")
}

// maxSpan is the longest span of years that is written out as single years:
// longer ones tell too little about a person to be compared.
const maxSpan = 20

// Born reads what lists write about a birth: one date as Words reads it, with
// "circa" before it, or a span of years "1958 to 1960", "1958-1960",
// "Between 1958 and 1960", given as every year in it, at most twenty. Exact is
// false where the source hedges.
func Born(s string) (dates []engine.Date, exact bool, err error) {
	t := strings.TrimSpace(s)
	exact = true
	for _, hedge := range []string{"circa ", "approximately ", "approx. ", "c. "} {
		if rest, ok := cutFold(t, hedge); ok {
			t, exact = strings.TrimSpace(rest), false
		}
	}
	if rest, ok := cutFold(t, "between "); ok {
		t = strings.Replace(rest, " and ", " to ", 1)
	}
	from, to, span := strings.Cut(t, " to ")
	if !span && len(t) == 9 && t[4] == '-' {
		from, to, span = t[:4], t[5:], true
	}
	if !span {
		d, err := Words(t)
		if err != nil {
			return nil, false, err
		}
		return []engine.Date{d}, exact, nil
	}
	a, err1 := Words(from)
	b, err2 := Words(to)
	if err1 != nil || err2 != nil || a == 0 || b == 0 || a.Earliest() > b.Latest() {
		return nil, false, invalid(s, "a span that runs forward, as 1958 to 1960")
	}
	years, err := Years(a.Year(), b.Year())
	return years, false, err
}

// Years gives every year from one to another, both included.
func Years(from, to int) ([]engine.Date, error) {
	if from < 1 || to < from || to > 9999 || to-from >= maxSpan {
		return nil, invalid(fmt.Sprintf("%d to %d", from, to), fmt.Sprintf("a span of 1 to %d years", maxSpan))
	}
	var out []engine.Date
	for y := from; y <= to; y++ {
		out = append(out, engine.MakeDate(y, 0, 0))
	}
	return out, nil
}

var months = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

func month(s string) (int, bool) {
	s = strings.ToLower(strings.TrimSuffix(s, "."))
	for i, m := range months {
		if s == m || len(s) == 3 && s == m[:3] || s == "sept" && i == 8 {
			return i + 1, true
		}
	}
	return 0, false
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func invalid(got, want string) error {
	return &engine.Error{Op: "date.Parse", Code: engine.Invalid, Err: fmt.Errorf("got %q, want %s", got, want)}
}
