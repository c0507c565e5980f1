package engine

import (
	"errors"
	"testing"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "2024": "2024", "2024-05": "2024-05", "2024-5-1": "2024-05-01", "2024/05/31": "2024-05-31",
		"2021-10-09T10:16:00+00:00": "2021-10-09", " 2020-02-29 ": "2020-02-29",
	} {
		if got, err := ParseDate(in); err != nil || got.String() != want {
			t.Errorf("ParseDate(%q) = %v, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"2023-02-29", "2024-13", "2024-00-01", "24-01-01", "2024-01-01-01", "yesterday", "31/12/2024", "2024-01-32"} {
		if got, err := ParseDate(in); !errors.Is(err, Invalid) {
			t.Errorf("ParseDate(%q) = %v, %v; want Invalid", in, got, err)
		}
	}
}

func TestDateRange(t *testing.T) {
	for _, c := range []struct {
		d                 Date
		first, last, next string
	}{
		{20240000, "2024-01-01", "2024-12-31", "2025-01-01"},
		{20240200, "2024-02-01", "2024-02-29", "2024-03-01"},
		{20240531, "2024-05-31", "2024-05-31", "2024-06-01"},
		{0, "", "", ""},
	} {
		if got := []string{c.d.Earliest().String(), c.d.Latest().String(), c.d.Next().String()}; got[0] != c.first || got[1] != c.last || got[2] != c.next {
			t.Errorf("%v: Earliest, Latest, Next = %q, want %q %q %q", c.d, got, c.first, c.last, c.next)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, c := range []struct {
		from, until, asOf Date
		want              When
	}{
		{0, 0, 20240101, Yes},
		{20240101, 20240201, 20240101, Yes},
		{20240101, 20240201, 20240201, No},
		{20240101, 20240201, 20231231, No},
		{20160000, 0, 20160701, Perhaps},
		{20160000, 0, 20170101, Yes},
		{0, 20160000, 20160701, Perhaps},
		{0, 20160000, 20170101, No},
		{0, 0, 0, Yes},
		{0, 20160101, 0, No},
	} {
		if got := Covers(c.from, c.until, c.asOf); got != c.want {
			t.Errorf("Covers(%v, %v, %v) = %v, want %v", c.from, c.until, c.asOf, got, c.want)
		}
	}
}

func TestPartyRecord(t *testing.T) {
	id := NewRecordID("uk-psc", "/company/01234567/persons-with-significant-control/individual/a#b")
	for _, c := range []struct {
		in   PartyID
		want RecordID
	}{
		{id.Party(), id},
		{id.Part("company", 0), id},
		{"x/a#notify[12]", "x/a"},
		{"x/a#notify[]", "x/a#notify[]"},
		{"x/a#Notify[1]", "x/a#Notify[1]"},
	} {
		if got := c.in.Record(); got != c.want {
			t.Errorf("PartyID(%q).Record() = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestErrorCodes(t *testing.T) {
	err := &Error{Op: "store.Record", ID: "gleif:5299", Code: NotFound}
	if !errors.Is(err, NotFound) || errors.Is(err, Locked) {
		t.Errorf("errors.Is on %v does not tell the code", err)
	}
	if got, want := err.Error(), "store.Record: gleif:5299: not found"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
