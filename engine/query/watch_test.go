package query

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/quick"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/sim"
	"github.com/pierce-er/pierce/engine/store"
)

// readTable reads the rows of a table under testdata.
func readTable(t *testing.T, path string) [][]string {
	t.Helper()
	b, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimRight(line, "\n"); line != "" && line[0] != '#' {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out
}

// listedStore is a store of listed parties, resolved.
func listedStore(t *testing.T, parties []engine.Party) *Query {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) }
	st, err := store.Open(store.Options{InMemory: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	l, err := st.Begin(store.Load{Dataset: "list", Format: "pierce", Retrieved: now(), Stamp: "1"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range parties {
		p := parties[i]
		// One list that a rule acts on, and one that none does on that day.
		list := []engine.ListID{"us-ofac-sdn", "us-bis-el"}[i%2]
		rec := &engine.Record{ID: p.ID.Record(), Parties: []engine.Party{p}, Listings: []engine.Listing{{Party: p.ID, List: list}}}
		if _, err := l.Put(rec); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := resolve.Run(context.Background(), st, resolve.Options{All: true, Now: now}); err != nil {
		t.Fatal(err)
	}
	q, err := New(st, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func namesOf(text string) []engine.Name {
	var out []engine.Name
	for i, n := range strings.Split(text, "|") {
		k := engine.Primary
		if i > 0 {
			k = engine.Alias
		}
		out = append(out, engine.Name{Text: n, Kind: k})
	}
	return out
}

// TestWatch screens misspelt, glued, parted, turned and cut names of listed
// parties, and honest ones that look like them.
func TestWatch(t *testing.T) {
	var parties []engine.Party
	rows := readTable(t, "testdata/watch.tsv")
	for _, r := range rows {
		if r[0] == "listed" {
			parties = append(parties, engine.Party{ID: engine.PartyID("list/" + r[1]), Kind: engine.Kind(r[2]), Country: r[3], Names: namesOf(r[4])})
		}
	}
	q := listedStore(t, parties)
	s, err := q.NewScreening(ScreenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range rows {
		if r[0] != "asked" {
			continue
		}
		id := engine.PartyID(fmt.Sprintf("manifest/%d", i))
		p := engine.Party{ID: id, Kind: engine.Kind(r[3]), Country: r[4], Names: namesOf(r[5])}
		rec := &engine.Record{ID: id.Record(), Parties: []engine.Party{p}, Shipments: []engine.Shipment{{Date: engine.MakeDate(2026, 11, 2), Parties: []engine.ShipmentParty{{Role: engine.Consignee, Party: id}}}}}
		f, err := s.Facts(rec, 1)
		if err != nil {
			t.Fatal(err)
		}
		want := engine.EntityID("")
		if r[1] == "found" {
			if want, err = q.st.EntityOf(engine.PartyID("list/" + r[2])); err != nil {
				t.Fatal(err)
			}
		}
		line := s.Line(f)
		var got []string
		ok := want == ""
		for _, m := range line.Parties {
			if m.Band == engine.Different {
				continue
			}
			got = append(got, fmt.Sprintf("%s %.2f %s", m.Name, m.Probability, m.Band))
			ok = want != "" && (ok || m.Entity == want)
		}
		if r[1] == "doubt" {
			if len(got) == 0 {
				t.Errorf("screening %q of %q: nobody is told any more; the table should say clear", r[5], r[4])
			}
			continue
		}
		if !ok {
			t.Errorf("screening %q of %q: %v, want %s %s", r[5], r[4], got, r[1], r[2])
		}
		signed := false
		for _, x := range line.Reasons {
			signed = signed || x.Sign == "listed-party"
		}
		if signed != (want != "") {
			t.Errorf("screening %q of %q: sign listed-party is %v, want %v", r[5], r[4], signed, want != "")
		}
	}
}

// TestSlips wants every word at most the allowed slips away to be near.
func TestSlips(t *testing.T) {
	var words []watchWord
	for _, w := range []string{"mahan", "huawei", "technologies", "air", "dahua", "rosoboroneksport", "abcdefgh"} {
		words = append(words, watchWord{text: w})
	}
	s := newSlips(words)
	law := func(i, at, bt, how uint8, c, d byte) bool {
		k := int(i) % len(words)
		w := words[k].text
		x := edit(edit(w, int(at), how&3, 'a'+c%26), int(bt), how>>2&3, 'a'+d%26)
		if sim.OSADistance(w, x) > slipsAllowed(w, x) {
			return true
		}
		if !slices.Contains(s.near(x, nil), uint32(k)) {
			t.Logf("near(%q) lacks %q", x, w)
			return false
		}
		return true
	}
	if err := quick.Check(law, &quick.Config{MaxCount: 20000}); err != nil {
		t.Error(err)
	}
}

// edit changes one letter of w, or two neighbours.
func edit(w string, at int, how uint8, c byte) string {
	if len(w) < 2 {
		return w
	}
	b := []byte(w)
	at %= len(b) - 1
	switch how {
	case 0:
		b = slices.Delete(b, at, at+1)
	case 1:
		b = slices.Insert(b, at, c)
	case 2:
		b[at] = c
	default:
		b[at], b[at+1] = b[at+1], b[at]
	}
	return string(b)
}

// TestWatchEmpty wants a store without listed parties to find nobody.
func TestWatchEmpty(t *testing.T) {
	s, err := listedStore(t, nil).NewScreening(ScreenOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p := norm.Prepare(&engine.Party{ID: "manifest/1", Names: namesOf("Korvaline Tecnologies")})
	if found, _, err := s.find(p); err != nil || len(found) > 0 {
		t.Errorf("find(Korvaline Tecnologies) in an empty store: %v, %v; want nobody", found, err)
	}
}
