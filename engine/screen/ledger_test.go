package screen

import (
	"fmt"
	"slices"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

var (
	holder   = Party{Role: engine.Shipper, Text: "Holder", Entity: "holder", Band: engine.Same}
	buyer    = Party{Role: engine.Consignee, Text: "Buyer", Entity: "buyer", Band: engine.Same}
	stranger = Party{Role: engine.Consignee, Text: "Stranger", Entity: "stranger", Band: engine.Same}
	sister   = Party{Role: engine.Consignee, Text: "Sister", Entity: "sister", Band: engine.Same}
)

// as is a party in another role.
func as(p Party, r engine.Role) Party { p.Role = r; return p }

func approval(quantity int64) Approval {
	return Approval{Licence: engine.Licence{ID: "L1", Consignee: "x/buyer", From: engine.MakeDate(2026, 1, 1), Until: engine.MakeDate(2027, 1, 1),
		Items: []engine.LicenceItem{{Product: "H200", Quantity: quantity}}}, HolderEntity: "holder", ConsigneeEntity: "buyer", Group: []engine.EntityID{"buyer", "sister", "top"}}
}

// TestLicenceOutcomes puts single lines to one licence.
func TestLicenceOutcomes(t *testing.T) {
	line := func(pieces int64, parties ...Party) Wanted {
		return Wanted{Line: 1, Date: engine.MakeDate(2026, 3, 1), Products: []string{"H200"}, Pieces: pieces, Parties: parties, To: "CN"}
	}
	late, other := line(1, holder, buyer), line(1, holder, buyer)
	late.Date = engine.MakeDate(2027, 1, 1)
	other.Products, other.Licence = []string{"B200"}, "L1"
	missing := line(1, holder, buyer)
	missing.Licence = "L9"
	wrong := line(1, holder, stranger)
	wrong.Licence = "L1"
	for _, c := range []struct {
		name string
		w    Wanted
		want Outcome
	}{
		{"fits", line(10, holder, buyer), Covers},
		{"one too many", line(11, holder, buyer), OverCap},
		{"how many is not known", line(0, holder, buyer), QuantityUnknown},
		{"on the day after the last", late, Expired},
		{"other goods", other, WrongItem},
		{"another company", wrong, WrongParty},
		{"a company of the buyer's group", line(1, holder, sister), WrongAffiliate},
		{"the buyer sends it back", line(1, as(buyer, engine.Shipper), as(holder, engine.Consignee)), Returned},
		{"the buyer sends it on", line(1, as(buyer, engine.Shipper), stranger), ReExport},
		{"a number that is in no book", missing, NoSuchLicence},
	} {
		u, ok := NewBook([]Approval{approval(10)}).Draw(c.w)
		if !ok || u.Outcome != c.want || u.Evidence == "" {
			t.Errorf("%s: Draw(%+v) = %+v, %v, want %s", c.name, c.w, u, ok, c.want)
		}
	}
	if u, ok := NewBook([]Approval{approval(10)}).Draw(line(1, holder, stranger)); ok {
		t.Errorf("a line for a stranger that names no licence gives %+v, want nothing", u)
	}
}

// TestAmendmentsAndValue measures a line by what stood on its day.
func TestAmendmentsAndValue(t *testing.T) {
	a := approval(10)
	a.Amendments = []engine.Amendment{{Date: engine.MakeDate(2026, 5, 1), Quantity: 5}, {Date: engine.MakeDate(2026, 8, 1), Product: "h200", Quantity: -9, Until: engine.MakeDate(2026, 9, 1)}}
	a.Items[0].Value = "USD 300,000"
	ask := func(month int, pieces int64, dollars float64) Outcome {
		u, _ := NewBook([]Approval{a}).Draw(Wanted{Date: engine.MakeDate(2026, month, 2), Products: []string{"H200"}, Pieces: pieces, Dollars: dollars, Parties: []Party{holder, buyer}})
		return u.Outcome
	}
	for _, c := range []struct {
		month   int
		pieces  int64
		dollars float64
		want    Outcome
	}{{4, 11, 1, OverCap}, {5, 15, 1, Covers}, {5, 16, 1, OverCap}, {8, 6, 1, Covers}, {8, 7, 1, OverCap}, {9, 1, 1, Expired}, {4, 1, 300_000, Covers}, {4, 1, 300_001, OverCap}, {4, 1, 0, QuantityUnknown}} {
		if got := ask(c.month, c.pieces, c.dollars); got != c.want {
			t.Errorf("%d pieces for %g dollars in month %d: %s, want %s", c.pieces, c.dollars, c.month, got, c.want)
		}
	}
}

// TestLedgerOracle draws random lines, settled in a random order of input, and
// wants what a plain walk through them by date and line gives.
func TestLedgerOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.Int64Range(1, 40).Draw(t, "cap")
		n := rapid.IntRange(1, 20).Draw(t, "lines")
		var lines []Wanted
		for i := range n {
			w := Wanted{Line: int64(i + 1), Date: engine.MakeDate(2026, 1+rapid.IntRange(0, 3).Draw(t, "month"), 1), Products: []string{"H200"}, Pieces: rapid.Int64Range(1, 15).Draw(t, "pieces"), Parties: []Party{holder, buyer}}
			if rapid.IntRange(0, 4).Draw(t, "return") == 0 {
				w.Parties = []Party{as(buyer, engine.Shipper), as(holder, engine.Consignee)}
			}
			lines = append(lines, w)
		}
		book := NewBook([]Approval{approval(limit)})
		var claims []Claim
		for _, i := range rapid.Permutation(indices(n)).Draw(t, "order") {
			c, ok := book.Claim(lines[i], "")
			if !ok {
				t.Fatalf("Claim(%+v) asks nothing", lines[i])
			}
			claims = append(claims, c)
		}
		book.Settle(claims)
		drawn := int64(0)
		for month := 1; month <= 4; month++ {
			for _, w := range lines {
				if w.Date != engine.MakeDate(2026, month, 1) {
					continue
				}
				want := Returned
				if w.Parties[0].Entity == "holder" {
					if want = OverCap; w.Pieces <= limit-drawn {
						want = Covers
					}
				}
				u, _ := book.Draw(w)
				if u.Outcome != want || u.Drawn != drawn || want != Returned && u.Left != limit-drawn {
					t.Fatalf("line %d of month %d, %d pieces: %+v, want %s with %d drawn of %d", w.Line, month, w.Pieces, u, want, drawn, limit)
				}
				switch want {
				case Covers:
					drawn += w.Pieces
				case Returned:
					drawn = max(drawn-w.Pieces, 0)
				}
				if drawn > limit {
					t.Fatalf("%d are drawn of %d", drawn, limit)
				}
			}
		}
	})
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestRepeatedLineDrawsOnce wants a bill that came twice to draw once, and both
// of its lines to get the same answer.
func TestRepeatedLineDrawsOnce(t *testing.T) {
	book := NewBook([]Approval{approval(10)})
	var claims []Claim
	var lines []Wanted
	for i, raw := range []string{"a", "a", "b"} {
		w := Wanted{Line: int64(i + 1), Date: engine.MakeDate(2026, 2, 1), Products: []string{"H200"}, Pieces: 5, Parties: []Party{holder, buyer}}
		c, _ := book.Claim(w, "")
		c.Words([]byte(raw))
		claims, lines = append(claims, c), append(lines, w)
	}
	slices.Reverse(claims)
	book.Settle(claims)
	var got []string
	for _, w := range lines {
		u, _ := book.Draw(w)
		got = append(got, fmt.Sprintf("%s %d", u.Outcome, u.Left))
	}
	if want := []string{"licence-covers 10", "licence-covers 10", "licence-covers 5"}; !slices.Equal(got, want) {
		t.Errorf("Draw = %v, want %v", got, want)
	}
}

// TestVolumeCap wants the line that passes half of the figure told, and nothing
// where there are no figures.
func TestVolumeCap(t *testing.T) {
	book := NewBook([]Approval{approval(1000)}, Volume{Product: "H200", Pieces: 20})
	var claims []Claim
	var lines []Wanted
	for i := range 3 {
		w := Wanted{Line: int64(i + 1), Date: engine.MakeDate(2026, 2, 3-i), Products: []string{"H200"}, Pieces: 5, To: "CN", Parties: []Party{holder, buyer}}
		c, _ := book.Claim(w, "")
		claims, lines = append(claims, c), append(lines, w)
	}
	book.Settle(claims)
	for i, want := range []bool{true, false, false} {
		if why, known := book.Exceeds(lines[i]); (why != "") != want || !known {
			t.Errorf("line %d: Exceeds = %q, %v, want %v", i+1, why, known, want)
		}
	}
	if _, known := NewBook(nil).Exceeds(lines[0]); known {
		t.Error("without figures Exceeds knows")
	}
}
