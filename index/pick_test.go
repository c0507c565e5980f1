package index

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestPickIsTheSame wants the same hits however the index was cut into
// segments, where far more is found than is compared.
func TestPickIsTheSame(t *testing.T) {
	s, cut := newShelf(), newShelf()
	x := filled(t, cut)
	tail := []string{"", " Trading", " Trading International", " Global Trading Logistics Investment"}
	for i := range 8 * candidates {
		id := fmt.Sprintf("e%04d", i*37%(8*candidates))
		line := "company IR | Qeshm Marine" + tail[i%len(tail)] + " | | | |"
		s.put(engine.EntityID(id), parseLine(t, id, line))
		cut.put(engine.EntityID(id), parseLine(t, id, line))
		if i%90 == 0 {
			if _, err := x.CatchUp(context.Background(), cut); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := x.CatchUp(context.Background(), cut); err != nil {
		t.Fatal(err)
	}
	one := filled(t, s)
	for _, text := range []string{"qeshm", "qeshm marine", "marine qesh", "qeshm mairne", "qeshm marine trading xyzzy"} {
		q := Query{Text: text, Limit: 30}
		if got, want := found(t, x, q), found(t, one, q); !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("Search(%q) over several segments = %v, over one %v", text, got, want)
		}
	}
	hits, err := one.Search(context.Background(), Query{Text: "qeshm marine", Limit: candidates})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range hits {
		if strings.Contains(h.Name, "Logistics") {
			t.Errorf("Search(%q) brings %q, while names as long as the text are left", "qeshm marine", h.Name)
		}
	}
}

// TestSettle wants one segment after a rebuild onto disk, and what comes later
// found beside it.
func TestSettle(t *testing.T) {
	s := benchShelf(3 * batchSize)
	x, stats, err := Rebuild(context.Background(), Options{Dir: t.TempDir()}, s)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	if stats.Entities != int64(3*batchSize) {
		t.Errorf("Rebuild wrote %d entities, want %d", stats.Entities, 3*batchSize)
	}
	l, err := x.newLook(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.parts); n != 1 {
		t.Errorf("Rebuild leaves %d segments, want 1", n)
	}
	if err := l.close(); err != nil {
		t.Fatal(err)
	}
	s.put("elate", parseLine(t, "late", "company IR | Qeshm Marine | | | |"))
	if _, err := x.CatchUp(context.Background(), s); err != nil {
		t.Fatal(err)
	}
	if got := found(t, x, Query{Text: "qeshm marnie"}); len(got) == 0 || got[0] != "elate" {
		t.Errorf("found %v, want what came later first", got)
	}
}

func TestLengths(t *testing.T) {
	for n, want := range map[int]string{0: "1 2 3", 2: "2 3 1", 3: "3 4 2", maxLength: "12 11 10", 99: "12 11 10"} {
		got := lengths(n)
		if s := fmt.Sprintf("%d %d %d", got[0], got[1], got[2]); s != want || len(got) != maxLength {
			t.Errorf("lengths(%d) = %v, want %s … and all %d", n, got, want, maxLength)
		}
	}
}
