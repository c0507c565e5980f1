package score

import (
	"reflect"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
	"pgregory.net/rapid"
)

// TestStoredSide: a side that was written and read is the one that was laid out,
// in every part, and so scores as that does.
func TestStoredSide(t *testing.T) {
	m := Default()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPrepared(t, "x/a")
		if rapid.Bool().Draw(t, "group") {
			p.Groups = []norm.Name{norm.CompanyName("Quorvex Plastics Holding"), norm.CompanyName("深圳市量子科技有限公司")}
		}
		if rapid.Bool().Draw(t, "mail") {
			p.Emails = []string{"a@quorvex.com", "b@quorvex.com"}
		}
		want := m.LeanSide(p, Crowded{})
		got, err := ReadSide(want.ID, string(want.Append(nil)))
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, alike(want)) {
			t.Fatalf("ReadSide(Append) = %+v\nwant %+v", got, want)
		}
		other := m.LeanSide(drawPrepared(t, "x/b"), Crowded{})
		if a, b := m.Score(got, other), m.Score(want, other); a != b {
			t.Errorf("Score of the side read = %+v, of the one laid out %+v", a, b)
		}
	})
}

// alike is the side with nothing where it has lists without members: which of
// the two a list is tells nothing.
func alike(s *Side) *Side {
	out := *s
	v := reflect.ValueOf(&out).Elem()
	for _, name := range []string{"nations", "born", "phones", "emails", "domains", "ids", "addresses", "groups"} {
		if f := v.FieldByName(name); f.Len() == 0 {
			reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem().SetZero()
		}
	}
	return &out
}

// FuzzReadSide: whatever the bytes, a side or an error; and a side that is read
// can be written and read again.
func FuzzReadSide(f *testing.F) {
	m := Default()
	p := &engine.Party{ID: "x/a", Kind: engine.Company, Names: []engine.Name{{Text: "Quorvex Plastics Ltd"}, {Text: "深圳市量子科技有限公司"}},
		Identifiers: []engine.Identifier{{Scheme: "lei", Value: "5493001KJTIIGC8Y1R12"}}, Addresses: []engine.Address{{Text: "4 Mill Lane, Leeds LS1 4AB", Country: "GB"}}}
	f.Add(string(m.LeanSide(norm.Prepare(p), Crowded{}).Append(nil)))
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSide("x/a", text)
		if err != nil {
			return
		}
		again, err := ReadSide("x/a", string(s.Append(nil)))
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v", err)
		}
		if a, b := string(s.Append(nil)), string(again.Append(nil)); a != b {
			t.Errorf("written %x, read and written again %x", a, b)
		}
	})
}

func BenchmarkReadSide(b *testing.B) {
	m := Default()
	p := &engine.Party{ID: "x/a", Kind: engine.Company, Country: "GB", Names: []engine.Name{{Text: "Quorvex Plastics Trading Ltd"}},
		Identifiers: []engine.Identifier{{Scheme: "lei", Value: "5493001KJTIIGC8Y1R12"}}, Addresses: []engine.Address{{Text: "Unit 3, 4 Mill Lane, Leeds LS1 4AB", Country: "GB"}}}
	prep := norm.Prepare(p)
	text := string(m.LeanSide(prep, Crowded{}).Append(nil))
	b.Run("read", func(b *testing.B) {
		b.ReportMetric(float64(len(text)), "bytes")
		for b.Loop() {
			if _, err := ReadSide("x/a", text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			m.LeanSide(norm.Prepare(p), Crowded{})
		}
	})
}
