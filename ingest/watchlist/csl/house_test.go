package csl

import "testing"

func TestPartHouse(t *testing.T) {
	for _, c := range []struct{ text, name, parent string }{
		{"Quillon Technologies Co., Ltd. (Quillon).  Affiliated Entity:  Moor Quillon Longshine Co., Ltd.", "Moor Quillon Longshine Co., Ltd.", "Quillon Technologies Co., Ltd. (Quillon)"},
		{"Tarn Aerospace Corporation Second Academy.  Subordinate Institution - 203rd Research Institute", "Tarn Aerospace Corporation Second Academy 203rd Research Institute", "Tarn Aerospace Corporation Second Academy"},
		{"Harrow Energy Commission (HEC), and subordinate entity National Institute of Lenses (NIL)", "National Institute of Lenses (NIL)", "Harrow Energy Commission (HEC)"},
		{"Umber Hongyu Technology Co., Ltd. (a subordinate institute of TARN-7)", "Umber Hongyu Technology Co., Ltd.", "TARN-7"},
		{"Ardmoor Group LLC and any successor, sub-unit, or subsidiary thereof", "Ardmoor Group LLC", ""},
		{"Tarn Corporation (TC) Fourth Academy, and its sub-units and successors", "Tarn Corporation (TC) Fourth Academy", ""},
		{"Marrow; and any successor, subunit or subsidiary thereof", "Marrow", ""},
		{"Sons and Successors Ltd.", "Sons and Successors Ltd.", ""},
		{"Quillon and Its Successor Bank", "Quillon and Its Successor Bank", ""},
		{"Plain Name Ltd. Affiliated", "Plain Name Ltd. Affiliated", ""},
		{"", "", ""},
	} {
		if got := partHouse(c.text); got.name != c.name || got.parent != c.parent {
			t.Errorf("partHouse(%q) = %q of %q, want %q of %q", c.text, got.name, got.parent, c.name, c.parent)
		}
	}
}
