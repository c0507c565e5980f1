package csl

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/ingest/scheme"
	"github.com/pierce-er/pierce/ingest/watchlist/remark"
)

var errEndsBefore = errors.New("the end lies before the start")

// Address reads an address whose last part is an ISO country code, as in "12
// Sample Road, Kowloon, Hong Kong, CN". Hong Kong and Macau, which the lists
// file under CN, get the code of their own that ISO gives them. Addresses in
// the United States may end with state and ZIP code instead. The text is kept
// whole.
func Address(text string) engine.Address {
	a := engine.Address{Text: text}
	parts := strings.Split(text, ",")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	last := parts[len(parts)-1]
	before := ""
	if len(parts) > 1 {
		before = parts[len(parts)-2]
	}
	switch {
	case isCode(last) && norm.Country(last) != "":
		a.Country = norm.Country(last)
		if own := norm.Country(before); a.Country == "CN" && (own == "HK" || own == "MO") {
			a.Country = own
		}
	case isZIP(last) && states[before]:
		a.Country = "US"
	case len(last) > 2:
		a.Country = norm.Country(last)
	}
	return a
}

func isCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

// isZIP reports whether s is a ZIP code, also one that has lost the nought at
// its front or has the four digits more.
func isZIP(s string) bool {
	s, _, _ = strings.Cut(s, "-")
	return (len(s) == 4 || len(s) == 5) && strings.Trim(s, "0123456789") == ""
}

// states are the postal abbreviations of the United States (USPS Publication
// 28, Appendix B).
var states = func() map[string]bool {
	m := map[string]bool{}
	for _, s := range strings.Fields(`AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC
		ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP`) {
		m[s] = true
	}
	return m
}()

// Fact reads one of the ids. Until 2022 they ran from the country, over
// expiry and issue, to the number and its label, "NI, 2014-06-02, 2009-06-03,
// A0008313, Passport"; since then from the label on, "Passport, A0008313, NI,
// 03 Jun 2009, 02 Jun 2014". A label may itself hold commas, and so may a
// sentence: what fits neither is the whole text, which becomes a note.
func Fact(text string) remark.Fact {
	parts := strings.Split(text, ", ")
	n := len(parts) - 1
	if n < 1 {
		return remark.Fact{Text: text}
	}
	if label := parts[n]; isLabel(label) && !(isLabel(parts[0]) && !isCode(parts[0])) {
		return old(text, label, parts[:n])
	}
	if isLabel(parts[0]) {
		return newer(text, parts[0], parts[1:])
	}
	return remark.Fact{Text: text}
}

// old reads the values before a label.
func old(text, label string, values []string) remark.Fact {
	f := remark.Fact{Label: trim(label), Text: text}
	if len(values) > 1 && isCode(values[0]) {
		f.Country = norm.Country(values[0])
		values = values[1:]
	}
	for scheme.Known(label) && len(values) > 1 && isDay(values[0]) {
		values = values[1:]
	}
	f.Value = strings.Join(values, ", ")
	return f
}

// newer reads the values after a label.
func newer(text, label string, values []string) remark.Fact {
	f := remark.Fact{Label: trim(label), Text: text}
	if scheme.Known(label) {
		f.Value, f.Country = remark.Value(values[0])
		for _, v := range values[1:] {
			if isCode(v) {
				f.Country = norm.Country(v)
			}
		}
		return f
	}
	f.Value = strings.Join(values, ", ")
	return f
}

// isDay reports whether s begins like 2016-07-29, which no number does.
func isDay(s string) bool {
	return len(s) == 10 && s[4] == '-' && s[7] == '-'
}

func trim(label string) string { return strings.TrimRight(label, ":- ") }

// isLabel reports whether s is a label that package remark or package scheme
// knows.
func isLabel(s string) bool { return remark.IsHead(trim(s)) || scheme.Known(s) }
