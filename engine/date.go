package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a day, a month or a year as the source gave it, packed as the
// decimal number yyyymmdd with zeros for what is not said: 2024-05 is
// 20240500. The zero Date means "not said". Dates of the same precision order
// as numbers; use Earliest and Latest where precisions may differ.
type Date int32

// MakeDate packs a date; month and day may be 0. It does not check.
func MakeDate(year, month, day int) Date { return Date(year*10000 + month*100 + day) }

// DateOf is the day of t in UTC.
func DateOf(t time.Time) Date {
	t = t.UTC()
	return MakeDate(t.Year(), int(t.Month()), t.Day())
}

// ParseDate reads "2024-05-31", "2024-05" or "2024", also with slashes, and
// the same followed by a time of day, which is dropped. The empty string is
// the zero Date. A day that does not exist, such as 2023-02-30, is Invalid.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	day := s
	if i := strings.IndexAny(day, "T "); i >= 0 {
		day = day[:i]
	}
	parts := strings.FieldsFunc(day, func(r rune) bool { return r == '-' || r == '/' })
	var n [3]int
	bad := len(parts) == 0 || len(parts) > 3 || len(parts[0]) != 4
	for i := 0; i < len(parts) && !bad; i++ {
		v, err := strconv.Atoi(parts[i])
		bad = err != nil || v < 0 || (i > 0 && len(parts[i]) > 2) || (i > 0 && v == 0)
		n[i] = v
	}
	d := MakeDate(n[0], n[1], n[2])
	if bad || !d.Valid() {
		return 0, &Error{Op: "engine.ParseDate", Code: Invalid, Err: fmt.Errorf("got %q, want a date as 2024-05-31, 2024-05 or 2024", s)}
	}
	return d, nil
}

// Year, Month and Day are the parts; 0 where not said.
func (d Date) Year() int { return int(d) / 10000 }

// Month is 1 to 12, or 0 where not said.
func (d Date) Month() int { return int(d) / 100 % 100 }

// Day is 1 to 31, or 0 where not said.
func (d Date) Day() int { return int(d) % 100 }

// Valid reports whether d is zero or a year from 1 to 9999 with, if said, a
// month and a day that exist.
func (d Date) Valid() bool {
	if d == 0 {
		return true
	}
	y, m, day := d.Year(), d.Month(), d.Day()
	if d < 0 || y < 1 || y > 9999 || m > 12 || (m == 0 && day != 0) {
		return false
	}
	return day == 0 || day <= daysIn(y, m)
}

// Exact reports whether the day is known.
func (d Date) Exact() bool { return d.Day() != 0 }

// Earliest is the first day that d can mean: 2024-05 gives 2024-05-01.
// The zero Date stays zero.
func (d Date) Earliest() Date {
	switch {
	case d == 0 || d.Exact():
		return d
	case d.Month() != 0:
		return d + 1
	}
	return d + 101
}

// Latest is the last day that d can mean: 2024-02 gives 2024-02-29.
// The zero Date stays zero.
func (d Date) Latest() Date {
	switch {
	case d == 0 || d.Exact():
		return d
	case d.Month() != 0:
		return d + Date(daysIn(d.Year(), d.Month()))
	}
	return d + 1231
}

// Next is the day after Latest.
func (d Date) Next() Date {
	if d == 0 {
		return 0
	}
	return DateOf(d.Latest().Time().AddDate(0, 0, 1))
}

// Time is midnight UTC of the earliest day.
func (d Date) Time() time.Time {
	e := d.Earliest()
	return time.Date(e.Year(), time.Month(e.Month()), e.Day(), 0, 0, 0, 0, time.UTC)
}

// String is "2024-05-31", "2024-05", "2024", or "" for the zero Date.
func (d Date) String() string {
	switch {
	case d == 0:
		return ""
	case d.Exact():
		return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d.Month(), d.Day())
	case d.Month() != 0:
		return fmt.Sprintf("%04d-%02d", d.Year(), d.Month())
	}
	return fmt.Sprintf("%04d", d.Year())
}

// MarshalText writes String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(b []byte) error {
	v, err := ParseDate(string(b))
	*d = v
	return err
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// When is the answer to "was this span in force on that day?".
type When string

// The three answers. Perhaps means that a date is too coarse to tell, as
// "from 2016" asked about 2016-07-01.
const (
	No      When = "no"
	Perhaps When = "perhaps"
	Yes     When = "yes"
)

// Covers tells whether the half-open span [from, until) holds the day asOf. A
// zero from is "since ever", a zero until is "still". A zero asOf asks for no
// day in particular and is Yes unless the span has ended by any date.
func Covers(from, until, asOf Date) When {
	if asOf == 0 {
		if until != 0 {
			return No
		}
		return Yes
	}
	if from != 0 && from.Earliest() > asOf || until != 0 && until.Latest() <= asOf {
		return No
	}
	if from != 0 && from.Latest() > asOf || until != 0 && until.Earliest() <= asOf {
		return Perhaps
	}
	return Yes
}
