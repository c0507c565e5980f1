package date

import "testing"

func TestAny(t *testing.T) {
	for _, c := range []struct {
		in    string
		order Order
		want  string
	}{
		{"2006-06-02", "", "2006-06-02"}, {"2006/6/2", "", "2006-06-02"}, {"2006.06.02", "", "2006-06-02"}, {"20060602", "", "2006-06-02"},
		{"2-Jun-06", "", "2006-06-02"}, {"14-Nov-06", "", "2006-11-14"}, {"2 June 2006", "", "2006-06-02"}, {"Jun 2, 2006", "", "2006-06-02"},
		{"02/06/2006", "", "2006-06-02"}, {"02/06/2006", MonthFirst, "2006-02-06"}, {"02/06/2006", DayFirst, "2006-06-02"},
		{"02/23/2006", "", "2006-02-23"}, {"23/02/2006", MonthFirst, "2006-02-23"}, {"02.06.06", "", "2006-06-02"}, {"1/2/69", "", "1969-02-01"},
		{"2006年6月2日", "", "2006-06-02"}, {"2006-06-02 13:45:00", "", "2006-06-02"}, {"02/06/2006 13:45", "", "2006-06-02"},
		{"2006", "", "2006"}, {"2006-06", "", "2006-06"}, {"", "", ""},
		{"30-Feb-06", "", "!"}, {"Date Not Captured", "", "!"}, {"13/13/2006", "", "!"}, {"0/1/2006", "", "!"}, {"2006-13-01", "", "!"}, {"06-Jun-Jun", "", "!"}, {"99999999999", "", "!"},
	} {
		got, err := Any(c.in, c.order)
		if (err != nil) != (c.want == "!") || err == nil && got.String() != c.want {
			t.Errorf("Any(%q, %q) = %v, %v; want %s", c.in, c.order, got, err, c.want)
		}
	}
}

func TestOrderIn(t *testing.T) {
	for text, want := range map[string]Order{
		"a,02/06/2006,b,31/12/2006": DayFirst, "02/06/2006\n02/28/2006\n": MonthFirst, "02/06/2006": NoOrder, "31/12/2006 12/31/2006": NoOrder, "": NoOrder, "192.168.10.22": NoOrder,
	} {
		if got := OrderIn(text); got != want {
			t.Errorf("OrderIn(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzAny(f *testing.F) {
	for _, s := range []string{"2-Jun-06", "02/06/2006", "2006年6月2日", "20060602 1:1"} {
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, s, order string) {
		if d, err := Any(s, Order(order)); err == nil && !d.Valid() {
			t.Errorf("Any(%q, %q) = %d, which does not exist", s, order, d)
		}
	})
}
