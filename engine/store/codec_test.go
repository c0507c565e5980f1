package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/pierce-er/pierce/engine"
	"pgregory.net/rapid"
)

// TestTextKeys: texts as key parts sort as their bytes do, are read back, and
// none is the beginning of another.
func TestTextKeys(t *testing.T) {
	text := rapid.Custom(func(t *rapid.T) string {
		return string(rapid.SliceOfN(rapid.SampledFrom([]byte{0, 1, 2, '/', 'a', 0xFE, 0xFF}), 0, 6).Draw(t, "bytes"))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		ka, kb := appendText(nil, a), appendText(nil, b)
		if got, want := bytes.Compare(ka, kb), strings.Compare(a, b); got != want {
			t.Fatalf("keys of %q and %q compare %d, want %d", a, b, got, want)
		}
		if a != b && bytes.HasPrefix(kb, ka) {
			t.Fatalf("the key of %q begins that of %q", a, b)
		}
		if got, want := bytes.HasPrefix(kb, appendOpen(nil, a)), strings.HasPrefix(b, a); got != want {
			t.Fatalf("open key of %q begins that of %q: %v, want %v", a, b, got, want)
		}
		s, rest, ok := cutText(append(ka, kb...))
		if s != a || !bytes.Equal(rest, kb) || !ok {
			t.Fatalf("cutText of %q gives %q, %q, %v", a, s, rest, ok)
		}
	})
}

func TestInstants(t *testing.T) {
	old, now := time.Date(1700, 1, 1, 0, 0, 0, 0, time.UTC), day(1)
	for _, at := range []time.Time{old, now, time.Unix(0, 0).UTC()} {
		if got := instantOf(at).time(); !got.Equal(at) {
			t.Errorf("instantOf(%v).time() = %v", at, got)
		}
	}
	if instantOf(old) >= instantOf(now) || instantOf(time.Time{}) != 0 || instantOf(day(1).AddDate(9000, 0, 0)) <= instantOf(now) {
		t.Errorf("instants do not order as times")
	}
}

// TestFamilies: the first bytes of families tell them apart.
func TestFamilies(t *testing.T) {
	have := map[string]bool{}
	for _, f := range Families() {
		if have[f.Prefix] || f.Key == "" || f.Value == "" || f.Writer == "" {
			t.Errorf("family %q stands twice or lacks a word: %+v", f.Prefix, f)
		}
		have[f.Prefix] = true
	}
}

func TestPackIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOf(rapid.Map(rapid.StringMatching(`d/[ab\x00]{0,4}`), func(s string) engine.PartyID { return engine.PartyID(s) })).Draw(t, "ids")
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(ids)
		}
		got, err := unpackIDs[engine.PartyID](packIDs(nil, ids))
		if err != nil || !slices.Equal(got, ids) {
			t.Fatalf("unpackIDs(packIDs(%q)) = %q, %v", ids, got, err)
		}
	})
}

// TestContent: what is stored comes back, and the hash knows neither file nor
// line nor what the store sets.
func TestContent(t *testing.T) {
	r := registryRow("d", 1)
	r.Listings = []engine.Listing{{Party: "d/1", List: "l", Programs: []string{"A", "B"}, From: 20240500}}
	r.Shipments = []engine.Shipment{{Numbers: map[string]string{"b": "1", "a": "2"}}}
	content, h, flags, err := encodeContent(r)
	if err != nil {
		t.Fatal(err)
	}
	c := sighting{flags: flags | hasContent, content: content, file: r.File, line: r.Line, load: 300, at: instantOf(day(1)), hash: h}
	id, got, err := parseSighting(versionKey(r.ID, &c), c.value())
	if err != nil || id != r.ID {
		t.Fatal(id, err)
	}
	if diff := cmp.Diff(c, got, cmp.AllowUnexported(sighting{})); diff != "" {
		t.Errorf("parseSighting (-want +got):\n%s", diff)
	}
	back, err := got.record()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(r, back, cmpopts.IgnoreFields(engine.Record{}, "File", "Line"), cmpopts.IgnoreUnexported(engine.Share{})); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	r.File, r.Line, r.Retrieved, r.Ended = "other", 9, day(3), 20240101
	if _, other, _, err := encodeContent(r); err != nil || other != h {
		t.Errorf("the hash depends on where the record was found: %v", err)
	}
	r.Parties[0].Country = "SG"
	if _, other, _, err := encodeContent(r); err != nil || other == h {
		t.Errorf("the hash does not depend on the country: %v", err)
	}
}

func TestBloom(t *testing.T) {
	b := newBloom()
	wrong := 0
	mix := func(i uint64) uint64 { // splitmix64
		i += 0x9e3779b97f4a7c15
		i = (i ^ i>>30) * 0xbf58476d1ce4e5b9
		i = (i ^ i>>27) * 0x94d049bb133111eb
		return i ^ i>>31
	}
	const n = 100_000
	for i := range uint64(n) {
		if b.add(mix(i)) {
			wrong++
		}
	}
	for i := range uint64(n) {
		if !b.add(mix(i)) {
			t.Fatalf("add(%d) forgets what was added", i)
		}
	}
	if wrong > n/200 {
		t.Errorf("%d of %d new hashes look known, want at most 1 in 200", wrong, n)
	}
}

// FuzzValues reads any bytes as each kind of value: none may panic, and what
// reads must be written back to what reads the same.
func FuzzValues(f *testing.F) {
	content, _, _, err := encodeContent(registryRow("d", 1))
	if err != nil {
		f.Fatal(err)
	}
	c := sighting{flags: hasContent, content: content, file: "f", line: 1}
	f.Add(versionKey("d/1", &c), c.value())
	f.Add(appendText(appendText(nil, "d/1"), "d/2"), (&StoredMatch{Weight: 1}).value())
	f.Add(keyN(keyChange, 1), packIDs(nil, []engine.RecordID{"d/1", "d/2"}))
	f.Add(key2(keyShipOf, "a", "b"), []byte{0})
	f.Fuzz(func(t *testing.T, k, v []byte) {
		if id, c, err := parseSighting(k, v); err == nil {
			id2, c2, err := parseSighting(versionKey(id, &c), c.value())
			if err != nil || id != id2 || !cmp.Equal(c, c2, cmp.AllowUnexported(sighting{}), cmpopts.EquateEmpty()) {
				t.Errorf("sighting %q %+v reads back as %q %+v, %v", id, c, id2, c2, err)
			}
			_, _ = c.record()
		}
		if ids, err := unpackIDs[engine.PartyID](v); err == nil {
			if again, err := unpackIDs[engine.PartyID](packIDs(nil, ids)); err != nil || !slices.Equal(ids, again) {
				t.Errorf("ids %q read back as %q, %v", ids, again, err)
			}
		}
		_, _ = parseMatch(k, v)
		if p, err := parsePosting(1, v, true); err == nil {
			if _, err := parsePosting(1, p.value(), true); err != nil {
				t.Errorf("posting %+v: %v", p, err)
			}
		}
		_ = parseJournal(v, func(_, _ []byte) error { return nil })
		if len(k) > 0 {
			_, _ = postedBy(k)
		}
		var row changeRow
		_ = decode(v, &row)
		var e engine.Entity
		_ = decode(v, &e)
		d := &deframer{r: bytes.NewReader(binary.BigEndian.AppendUint32(nil, uint32(len(v)))), sum: sha256.New()}
		_ = d.next()
	})
}
