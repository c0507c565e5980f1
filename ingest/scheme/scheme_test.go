package scheme

import "testing"

func TestOf(t *testing.T) {
	for _, c := range []struct{ label, value, country, want string }{
		{"Tax ID No.", "7707083893", "RU", "ru-inn"},
		{"Tax ID No.", "100036386", "RS", "tax-id"},
		{"Registration Number", "1027700132195", "RU", "ru-ogrn"},
		{"Registration Number", "26740", "IR", "registration"},
		{"UK Company Number", "01126618", "GB", "gb-coh"},
		{"Company Number", "01074897", "GB", "gb-coh"},
		{"Company Number", "LL08318", "", "registration"},
		{"Registration Number", "199104462G", "SG", "sg-uen"},
		{"Commercial Registry Number", "2005087", "HK", "hk-cr"},
		{"Business Registration Number", "51191640", "HK", "hk-br"},
		{"Unified Social Credit Code (USCC)", "91440300708461136T", "CN", "cn-uscc"},
		{"Organization Code", "792470309", "CN", "cn-org"},
		{"Legal Entity Number", "253400HA6URWT39X2982", "", "lei"},
		{"Legal Entity Number", "12345", "", "legal-entity-number"},
		{"Vessel Registration Identification", "IMO 9167289", "", "imo"},
		{"Vessel Registration Identification", "BH-11", "", "vessel-registration"},
		{"R.F.C. #", "PMA-910805", "MX", "mx-rfc"},
		{"NIT #", "800018928-0", "CO", "co-nit"},
		{"Identification Number", "3QL4V4.99999.SL.643", "RU", "giin"},
		{"Identification Number", "2.194.575", "PY", "national-id"},
		{"NIT #", "557109K", "GT", "tax-id"},
		{"V.A.T. Number", "0430.033.662", "BE", "vat"},
		{"SWIFT/BIC", "HAVIGB2L", "", "bic"},
		{"Moon Permit No.", "7", "", "moon-permit-no"},
		{"", "7", "", ""},
		{"()", "7", "", ""},
	} {
		if got := Of(c.label, c.value, c.country); got != c.want {
			t.Errorf("Of(%q, %q, %q) = %q, want %q", c.label, c.value, c.country, got, c.want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("Tax ID No.", "7707083893", "RU")
	f.Add("UK Company Number", "", "GB")
	f.Add("Registration Number", "G", "SG")
	f.Fuzz(func(t *testing.T, label, value, country string) {
		got := Of(label, value, country)
		if Slug(label) != "" && got == "" {
			t.Errorf("Of(%q, %q, %q) is empty", label, value, country)
		}
		Company(country, value)
	})
}
