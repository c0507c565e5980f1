package query

import "testing"

func TestOutOfPhrase(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"TO ORDER OF BANK TARN QUILLON", "BANK TARN QUILLON"}, {"TO THE ORDER OF OCEANIC STAR SHIPPING LTD", "OCEANIC STAR SHIPPING LTD"},
		{"TO ORDER, BANK TARN", "BANK TARN"}, {"ORDER OF BANK TARN", "BANK TARN"}, {"Bank Tarn as agent for buyer", "Bank Tarn"},
		{"ON BEHALF OF BANK TARN", "BANK TARN"}, {"BANK TARN O/B UNKNOWN", "BANK TARN"}, {"BANK TARN OBO VOSTOK CARGO LLC", "BANK TARN"},
		{"BANK TARN C/O SAME AS CONSIGNEE", "BANK TARN"}, {"N/A BANK TARN", "BANK TARN"}, {"UNKNOWN (BANK TARN)", "BANK TARN"},
		{"Bank Tarn", ""}, {"TO ORDER", ""}, {"Order of Malta Hospital", "Malta Hospital"}, {"Obolon Brewery", ""}, {"Toorder Ltd", ""}, {"", ""},
	} {
		if got := outOfPhrase(c.text); got != c.want {
			t.Errorf("outOfPhrase(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
