package norm

import "testing"

func TestWithoutStreet(t *testing.T) {
	for text, want := range map[string]string{
		"Warung Sari (Jln Pisang)":         "Warung Sari",
		"Quorvex Stores （Mill Road）":       "Quorvex Stores",
		"Quorvex (Shanghai) Co Ltd":        "Quorvex (Shanghai) Co Ltd",
		"Quorvex Trading (Shanghai)":       "Quorvex Trading (Shanghai)",
		"Quorvex Ltd (Mill Road Branch)":   "Quorvex Ltd (Mill Road Branch)",
		"(Mill Road)":                      "(Mill Road)",
		"Quorvex (Road)":                   "Quorvex (Road)",
		"Wall Street Trading":              "Wall Street Trading",
		"Quorvex Stores (4 Mill Road) Ltd": "Quorvex Stores (4 Mill Road) Ltd",
	} {
		if got := withoutStreet(text); got != want {
			t.Errorf("withoutStreet(%q) = %q, want %q", text, got, want)
		}
	}
}
