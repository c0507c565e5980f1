package query

import (
	"slices"
	"testing"
)

func TestPlain(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"H U A X I N T I A N H E", []string{"HUAXINTIANHE"}},
		{"H U A X I N  T I A N H E  Co Ltd", []string{"HUAXIN TIANHE Co Ltd"}},
		{"Hua\u200BXin\u200BTian He", []string{"Hua Xin Tian He"}},
		{"\u202EDTL NRAT KNAB\u202C", []string{"BANK TARN LTD"}},
		{"Tarn &amp; Co", []string{"Tarn & Co"}},
		{"Tarn &#38; Co", []string{"Tarn & Co"}},
		{"Bank Tarn / Bob Ltd", []string{"Bank Tarn", "Bob Ltd"}},
		{"Bank Tarn; Bob Ltd", []string{"Bank Tarn", "Bob Ltd"}},
		{"Attn: Bank Tarn", []string{"Bank Tarn"}},
		{"Bob Ltd f/k/a Bank Tarn", []string{"Bob Ltd", "Bank Tarn"}},
		{"Bob Ltd (formerly Bank Tarn)", []string{"Bob Ltd", "Bank Tarn"}},
		{"Bob Ltd agent for Bank Tarn", []string{"Bob Ltd", "Bank Tarn"}},
		{"Agent for Bank Tarn", []string{"Bank Tarn"}},
		{"Bob Ltd on behalf of Bank Tarn", []string{"Bob Ltd", "Bank Tarn"}},
		{"Bank Tarn, MOSCOW TVERSKAYA 1 TEL 123", []string{"Bank Tarn"}},
		// Plain names are left as they are written.
		{"Bank Tarn", nil}, {"A P Moller", nil}, {"Maersk A/S", nil}, {"Acme Import/Export", nil}, {"J R R T Ltd", nil},
		{"AT&T Corp", nil}, {"Formerly Ltd", nil}, {"Attention Deficit Ltd", nil}, {"Agent Provocateur Ltd", nil}, {"华 新 天 和 科 技", nil},
		{"می\u200Cخواهم شرکت", nil}, {"a; b; c; d; e; f", nil}, {"Bank Tarn, Moscow", nil}, {"", nil},
	} {
		if got := plain(c.text); !slices.Equal(got, c.want) {
			t.Errorf("plain(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("H U A X I N &amp; \u202Ea\u202C / b; c")
	f.Fuzz(func(t *testing.T, text string) {
		got := plain(text)
		if len(got) > 4+mostPieces*mostPieces {
			t.Errorf("plain(%q) gives %d names", text, len(got))
		}
		if slices.Contains(got, text) {
			t.Errorf("plain(%q) gives the text itself", text)
		}
	})
}
