package goods

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

func dictionary(t testing.TB) *Dictionary {
	t.Helper()
	d, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func answer(l Line) string {
	var out []string
	for _, f := range l.Findings {
		switch f.Kind {
		case Named:
			out = append(out, fmt.Sprintf("%s %q %v", f.Product, f.Text, f.Confirmed))
		case Unconfirmed:
			out = append(out, fmt.Sprintf("not %s: %s", f.Product, f.Why))
		case Covered:
			out = append(out, fmt.Sprintf("cover %q %v", f.Text, f.Confirmed))
		}
	}
	if l.Class != "" {
		out = append(out, strings.TrimSpace("class "+l.Class+" "+string(l.Cap)))
	}
	if l.PerKilo > 0 {
		out = append(out, fmt.Sprintf("%.0f $/kg", l.PerKilo))
	}
	if l.Pieces > 0 {
		out = append(out, fmt.Sprintf("%d pieces", l.Pieces))
	}
	return strings.Join(out, "; ")
}

// TestLines runs testdata/lines.txt; run it with -update and read the
// difference.
func TestLines(t *testing.T) {
	b, err := os.ReadFile("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	d := dictionary(t)
	var out []string
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		in, want, _ := strings.Cut(line, "=>")
		f := strings.Split(in, "|")
		if i == 0 || len(f) < 5 {
			out = append(out, line)
			continue
		}
		for k := range f {
			f[k] = strings.TrimSpace(f[k])
		}
		got := answer(d.Read(engine.Goods{Text: f[0], HS: f[1], Quantity: f[2], Value: f[3], Weight: f[4]}))
		out = append(out, strings.TrimRight(in, " ")+" => "+got)
		if !*update && strings.TrimSpace(want) != got {
			t.Errorf("Read(%s):\n got %s\nwant %s", strings.TrimSpace(in), got, strings.TrimSpace(want))
		}
	}
	if *update {
		if err := os.WriteFile("testdata/lines.txt", []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestParseAmount(t *testing.T) {
	for _, c := range []struct {
		in    string
		value float64
		unit  string
		known bool
	}{
		{"1 CTN", 1, Packages, true},
		{"1,200.5 KG", 1200.5, "KG", true},
		{"USD 3.4m", 3_400_000, "USD", true},
		{"$1,200", 1200, "$", true},
		{"1.200,50 EUR", 1200.5, "EUR", true},
		{"1,5", 1.5, "", true},
		{"1,500", 1500, "", true},
		{"1 500 000", 1_500_000, "", true},
		{"12万元", 120_000, "元", true},
		{"10件", 10, Pieces, true},
		{"3 M", 3, "", true},
		{"2.5 million USD", 2_500_000, "USD", true},
		{"110 LBS", 110, "LBS", true},
		{"See DN-4218 (ID#:83326)", 0, "", false},
		{"", 0, "", false},
		{"N/A", 0, "", false},
		{"-5 KG", 0, "", false},
		{"1.2.3,4,5", 0, "", false},
		{"99999999999999999999999999", 0, "", false},
	} {
		a := ParseAmount(c.in)
		if a.Value != c.value || a.Unit != c.unit || a.Known != c.known {
			t.Errorf("ParseAmount(%q) = %v %q known %v (%s), want %v %q known %v", c.in, a.Value, a.Unit, a.Known, a.Note, c.value, c.unit, c.known)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"1 CTN", "1,200.5 KG", "USD 3.4m", "12万", "1.200,50", "-", "1'000", "５００"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := ParseAmount(s)
		if math.IsNaN(a.Value) || math.IsInf(a.Value, 0) || a.Value < 0 || !a.Known && (a.Note == "" || a.Value != 0) {
			t.Errorf("ParseAmount(%q) = %+v", s, a)
		}
	})
}

func FuzzRead(f *testing.F) {
	d, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Add("NVIDIA H200", "8473.30", "16 PCS")
	f.Add("8XH200SXM5 900-2G133-İ", "7216", "")
	f.Fuzz(func(t *testing.T, text, hs, quantity string) {
		l := d.Read(engine.Goods{Text: text, HS: hs, Quantity: quantity})
		for _, x := range l.Findings {
			if x.Kind == Named && !strings.Contains(text, x.Text) {
				t.Errorf("Read(%q): found %q, which is not in it", text, x.Text)
			}
		}
	})
}

func TestTierCounts(t *testing.T) {
	n := 0
	for _, line := range strings.Split(chpl, "\n") {
		n += len(strings.Fields(line)) - 1
	}
	if n != 50 {
		t.Errorf("the Common High Priority List has %d codes, want 50", n)
	}
	for hs, want := range map[string]string{"8471.50": "3.A", "8473.30.1180": "", "854231": "1", "8542.32.00": "1", "84": "", "85X231": ""} {
		if got := Tier(hs); got != want {
			t.Errorf("Tier(%q) = %q, want %q", hs, got, want)
		}
	}
}

func TestClassAndCap(t *testing.T) {
	for _, c := range []struct {
		tpp, density int64
		want         string
	}{{4800, 0, "3A090.a"}, {4799, 0, ""}, {1600, 592, "3A090.a"}, {1600, 591, "3A090.b"}, {2400, 160, "3A090.b"}, {1599, 9999, ""}} {
		if got := Class(c.tpp, c.density); got != c.want {
			t.Errorf("Class(%d, %d) = %q, want %q", c.tpp, c.density, got, c.want)
		}
	}
	want := map[string]Cap{"H200": UnderCap, "B200": OverCap, "MI325X": UnderCap, "MI308X": CapUnknown, "H20": UnderCap}
	got := map[string]Cap{}
	for _, p := range dictionary(t).products {
		if _, ok := want[p.Name]; ok {
			got[p.Name] = p.Cap()
		}
		if p.TPP > 0 && p.Kind == "chip" && p.Class == "3A090.a" && Class(p.TPP, 0) != "3A090.a" {
			t.Errorf("%s has class %s and %d TPP", p.Name, p.Class, p.TPP)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("caps (-want +got)\n%s", d)
	}
}

func TestExtraProducts(t *testing.T) {
	d, err := New(Options{Extra: []Product{{Name: "Kestrel 9", Maker: "Acme", Kind: "chip", Codes: []string{"KSTRL9"}, Class: "3A090.a"}}})
	if err != nil {
		t.Fatal(err)
	}
	if l := d.Read(engine.Goods{Text: "2 x KSTRL9 boards"}); l.Class != "3A090.a" {
		t.Errorf("Read of the user's own product = %+v, want class 3A090.a", l)
	}
	if _, err := New(Options{Extra: []Product{{Name: "nothing"}}}); err == nil {
		t.Error("New takes a product without codes")
	}
}

func BenchmarkRead(b *testing.B) {
	d := dictionary(b)
	g := engine.Goods{Text: "SERVER SUPERMICRO SYS-821GE-TNHR 8X NVIDIA H200 141GB WITH RAILS AND POWER CORDS", HS: "8471.50", Quantity: "8", Unit: "PCS", Value: "298000", Currency: "USD", Weight: "126", WeightIn: "KG"}
	for b.Loop() {
		d.Read(g)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
