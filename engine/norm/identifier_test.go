package norm

import (
	"testing"

	"github.com/pierce-er/pierce/engine"
)

func TestIdentifier(t *testing.T) {
	for _, c := range []struct {
		scheme, value, country string
		want                   ID
	}{
		{"lei", "5493001KJTIIGC8Y1R12", "", ID{"lei", "5493001KJTIIGC8Y1R12", "", true, true, true}},
		{"LEI", "5493001kjtiigc8y1r12 ", "", ID{"lei", "5493001KJTIIGC8Y1R12", "", true, true, true}},
		{"lei", "5493001KJTIIGC8Y1R13", "", ID{"lei", "5493001KJTIIGC8Y1R13", "", false, false, false}},
		{"cn-uscc", "91440300708461136T", "", ID{"cn-uscc", "91440300708461136T", "CN", true, true, true}},
		{"Unified Social Credit Code (USCC)", "91110000600037341L", "China", ID{"cn-uscc", "91110000600037341L", "CN", true, true, true}},
		{"cn-uscc", "914403001922038216", "", ID{"cn-uscc", "914403001922038216", "CN", true, true, true}},
		{"cn-uscc", "91330100799655058B", "", ID{"cn-uscc", "91330100799655058B", "CN", true, true, true}},
		{"cn-uscc", "91330100799655058C", "", ID{"cn-uscc", "91330100799655058C", "CN", false, false, false}},
		{"cn-org", "60003734-1", "", ID{"cn-org", "600037341", "CN", true, true, true}},
		{"Registration Number", "1234567", "GB", ID{"gb-coh", "01234567", "GB", true, true, true}},
		{"gb-coh", "sc123456", "", ID{"gb-coh", "SC123456", "GB", true, true, true}},
		{"Tax ID No.", "7707083893", "Russia", ID{"ru-inn", "7707083893", "RU", true, true, true}},
		{"inn", "7707083894", "", ID{"ru-inn", "7707083894", "RU", false, false, false}},
		{"inn", "500100732259", "", ID{"ru-inn", "500100732259", "RU", true, true, true}},
		{"ogrn", "1027700132195", "", ID{"ru-ogrn", "1027700132195", "RU", true, true, true}},
		{"IMO", "IMO 9074729", "", ID{"imo", "9074729", "", true, true, true}},
		{"imo", "9176187", "", ID{"imo", "9176187", "", true, true, true}},
		{"imo", "9176188", "", ID{"imo", "9176188", "", false, false, false}},
		{"isin", "US0378331005", "", ID{"isin", "US0378331005", "", true, false, false}},
		{"SWIFT/BIC", "DEUTDEFFXXX", "", ID{"bic", "DEUTDEFF", "", true, true, false}},
		{"container", "CSQU3054383", "", ID{"container", "CSQU3054383", "", true, false, false}},
		{"jp-houjin", "7000012050002", "", ID{"jp-houjin", "7000012050002", "JP", true, true, true}},
		{"tw-ubn", "22099131", "", ID{"tw-ubn", "22099131", "TW", true, true, true}},
		{"kr-brn", "124-81-00998", "", ID{"kr-brn", "1248100998", "KR", true, true, false}},
		{"fr-siren", "552 100 554", "", ID{"fr-siren", "552100554", "FR", true, true, true}},
		{"be-kbo", "0403.170.701", "", ID{"be-kbo", "0403170701", "BE", true, true, true}},
		{"ch-uid", "CHE-107.787.577 IVA", "", ID{"ch-uid", "CHE107787577", "CH", true, true, true}},
		{"br-cnpj", "33.000.167/0001-01", "", ID{"br-cnpj", "33000167000101", "BR", true, true, false}},
		{"sg-uen", "202012290D", "", ID{"sg-uen", "202012290D", "SG", true, true, true}},
		{"hk-cr", "56789", "", ID{"hk-cr", "0056789", "HK", true, true, true}},
		{"us-cik", "320193", "", ID{"us-cik", "0000320193", "US", true, true, false}},
		{"D-U-N-S Number", "54-000-3456", "", ID{"duns", "540003456", "", true, true, false}},
		{"passport", "A123456", "IR", ID{"passport", "A123456", "IR", true, true, false}},
		{"passport", "A123456", "", ID{"passport", "A123456", "", true, false, false}},
		{"passport", "N/A", "IR", ID{Scheme: "passport"}},
		{"tax-id", "000000", "US", ID{Scheme: "tax-id"}},
		{"tax-id", "123456789", "MX", ID{Scheme: "tax-id"}},
		{"sg-uen", "202012290E", "", ID{"sg-uen", "202012290E", "SG", false, false, false}},
		{"sg-uen", "S16FC0121D", "", ID{"sg-uen", "S16FC0121D", "SG", true, true, true}},
		{"sg-uen", "00192200M", "", ID{"sg-uen", "00192200M", "SG", true, true, true}},
		{"awb", "160-12345675", "", ID{"awb", "16012345675", "", true, false, false}},
		{"awb", "160-12345676", "", ID{"awb", "16012345676", "", false, false, false}},
		{"cn-reg", "420106000105666", "", ID{"cn-reg", "420106000105666", "CN", true, true, false}},
		{"cn-reg", "420106000105667", "", ID{"cn-reg", "420106000105667", "CN", false, false, false}},
		{"cn-customs", "4403160ABC", "", ID{"cn-customs", "4403160ABC", "CN", true, true, false}},
		{"my-ssm", "201901000005", "", ID{"my-ssm", "201901000005", "MY", true, true, false}},
		{"my-ssm", "201999000005", "", ID{"my-ssm", "201999000005", "MY", false, false, false}},
		{"uei", "ZQGGHJH74DW7", "", ID{"uei", "ZQGGHJH74DW7", "US", true, true, true}},
		{"cage", "1HFK1", "", ID{"cage", "1HFK1", "US", true, true, false}},
		{"cage", "OHFK1", "", ID{"cage", "OHFK1", "US", false, false, false}},
		{"se-org", "559230-1054", "", ID{"se-org", "5592301054", "SE", true, true, true}},
		{"Registration Number", "925 552 577", "NO", ID{"no-org", "925552577", "NO", true, true, true}},
		{"dk-cvr", "40739785", "", ID{"dk-cvr", "40739785", "DK", true, true, true}},
		{"fi-bid", "1766604-4", "", ID{"fi-bid", "17666044", "FI", true, true, true}},
		{"Registration Number", "32344", "CZ", ID{"cz-ico", "32344", "CZ", false, false, false}},
		{"cz-ico", "272 40 444", "", ID{"cz-ico", "27240444", "CZ", true, true, true}},
		{"ee-reg", "16072094", "", ID{"ee-reg", "16072094", "EE", true, true, true}},
		{"bg-eik", "BG 204811027", "", ID{"bg-eik", "204811027", "BG", true, true, true}},
		{"pt-nif", "509826660", "", ID{"pt-nif", "509826660", "PT", true, true, true}},
		{"au-acn", "621 893 301", "", ID{"au-acn", "621893301", "AU", true, true, true}},
		{"ua-edrpou", "2897911059", "", ID{"ua-edrpou", "2897911059", "UA", true, true, true}},
		{"National ID No.", "4480031340", "Iran", ID{"ir-nid", "4480031340", "IR", true, true, true}},
		{"RUC", "20505575882", "Peru", ID{"pe-ruc", "20505575882", "PE", true, true, false}},
		{"NIT", "681946748-1", "Colombia", ID{"co-nit", "6819467481", "CO", true, true, false}},
		{"by-unp", "808000714", "", ID{"by-unp", "808000714", "BY", true, true, true}},
		{"tr-vkn", "12180149578", "", ID{"tr-vkn", "12180149578", "TR", true, true, false}},
		{"R.F.C.", "OIRG810219GGA", "Mexico", ID{"mx-rfc", "OIRG810219GGA", "MX", true, true, false}},
		{"ru-okpo", "72570950", "Russia", ID{"ru-okpo", "72570950", "RU", true, true, false}},
		{"House rule", "Q-17", "FR", ID{"house-rule", "Q17", "FR", true, false, false}},
		{"lei", "-", "", ID{Scheme: "lei"}},
	} {
		got := Identifier(engine.Identifier{Scheme: c.scheme, Value: c.value, Country: c.country})
		if got != c.want {
			t.Errorf("Identifier(%q, %q, %q) = %+v, want %+v", c.scheme, c.value, c.country, got, c.want)
		}
	}
}

// TestOneDigitWrong changes each digit of a number that has a check digit: no
// change may pass.
func TestOneDigitWrong(t *testing.T) {
	for scheme, value := range map[string]string{
		"lei": "5493001KJTIIGC8Y1R12", "cn-uscc": "91440300708461136T", "imo": "9074729", "isin": "US0378331005", "fr-siren": "552100554",
		"cn-org": "600037341", "ru-ogrn": "1027700132195", "cn-reg": "420106000105666", "se-org": "5592301054", "no-org": "925552577",
		"dk-cvr": "40739785", "cz-ico": "27240444", "au-acn": "621893301", "sg-uen": "202012290D",
	} {
		for i := range value {
			if value[i] < '0' || value[i] > '8' {
				continue
			}
			wrong := value[:i] + string(value[i]+1) + value[i+1:]
			if id := Identifier(engine.Identifier{Scheme: scheme, Value: wrong}); id.Valid || id.Strong || id.Exclusive {
				t.Errorf("Identifier(%q, %q) = %+v, want it invalid", scheme, wrong, id)
			}
		}
	}
}

func TestSchemes(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Schemes() {
		if seen[s.Name] || s.Title == "" || s.Exclusive && !s.Strong {
			t.Errorf("scheme %+v is twice there, has no title, or forbids without deciding", s)
		}
		seen[s.Name] = true
	}
	for word, i := range schemeWords() {
		if i == 0 && word != Schemes()[0].Name && !seen[Schemes()[0].Name] {
			t.Errorf("%q stands for no scheme", word)
		}
	}
}

func FuzzIdentifier(f *testing.F) {
	for _, s := range Schemes() {
		f.Add(s.Name, "91440300708461136T", "CN")
		f.Add(s.Name, "0", "")
	}
	f.Fuzz(func(t *testing.T, scheme, value, country string) {
		id := Identifier(engine.Identifier{Scheme: scheme, Value: value, Country: country})
		if (id.Strong || id.Exclusive) && !id.Valid {
			t.Errorf("Identifier(%q, %q, %q) = %+v", scheme, value, country, id)
		}
		again := Identifier(engine.Identifier{Scheme: id.Scheme, Value: id.Value, Country: id.Country})
		if id.Valid && id.Value != "" && again.Value != id.Value {
			t.Errorf("Identifier(%q, %q) = %q, and again %q", scheme, value, id.Value, again.Value)
		}
	})
}

func TestCountry(t *testing.T) {
	for in, want := range map[string]string{
		"HK": "HK", "hk": "HK", "UK": "GB", "CHN": "CN", "Hong Kong SAR": "HK", "Republic of Korea": "KR", "Korea, North": "KP", "DPRK": "KP", "Viet Nam": "VN",
		"Russia": "RU", "Россия": "RU", "RUSSIAN FEDERATION": "RU", "UAE": "AE", "Macao": "MO", "Taiwan, Province of China": "TW", "中国": "CN", "中國": "CN", "日本": "JP",
		"대한민국": "KR", "الإمارات": "AE", "Iran (Islamic Republic of)": "IR", "The Netherlands": "NL", "Côte d'Ivoire": "CI", "Bosnia & Herzegovina": "BA", "Türkiye": "TR",
		"Turkey": "TR", "Deutschland": "DE", "England": "GB", "XK": "XK", "": "", "xx": "", "Atlantis": "", "N/A": "", "12": "", "China (Mainland)": "CN",
	} {
		if got := Country(in); got != want {
			t.Errorf("Country(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestContacts(t *testing.T) {
	for in, want := range map[string]string{
		"+86 (0)755 2345 6789": "5523456789", "0755-23456789": "5523456789", "+852 2345 6789 ext 12": "23456789", "852-2345 6789": "23456789",
		"+1 (212) 555-0143": "2125550143", "000000000": "", "N/A": "", "12345": "", "+7 495 123-45-67": "4951234567", "＋８１ 3-1234-5678": "312345678", "111 1111 1111": "",
	} {
		if got := Phone(in); got != want {
			t.Errorf("Phone(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"Foo <Bar@QQ.com>": "bar@qq.com", "mailto:a@b.cn": "a@b.cn", "a@b": "", "none": "", "a b@c.de": "", "@x.com": ""} {
		if got := Email(in); got != want {
			t.Errorf("Email(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"https://www.Huawei.com/en": "huawei.com", "gmail.com": "", "shop.taobao.com": "", "localhost": "", "中国.cn": "中国.cn"} {
		if got := Domain(in); got != want {
			t.Errorf("Domain(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestVAT takes one number that each country has published, and one with its
// last digit changed where a check digit is known.
func TestVAT(t *testing.T) {
	for _, c := range []struct {
		value   string
		checked bool
	}{
		{"ATU13585627", false}, {"BE0428759497", true}, {"CY10259033P", false}, {"CZ25123891", false}, {"DE136695976", true}, {"DK13585628", true}, {"EE100931558", true},
		{"EL094259216", true}, {"FI20774740", true}, {"FR40303265045", true}, {"GB980780684", true}, {"HR33392005961", true}, {"HU12892312", true}, {"IE6433435F", false},
		{"IT00743110157", true}, {"LT119511515", false}, {"LU15027442", true}, {"LV40003521600", false}, {"MT11679112", true}, {"NL004495445B01", false}, {"PL8567346215", true},
		{"PT501964843", true}, {"RO18547290", true}, {"SE123456789701", false}, {"SI50223054", true}, {"SK2022749619", true},
	} {
		if id := Identifier(engine.Identifier{Scheme: "vat", Value: c.value}); !id.Strong {
			t.Errorf("Identifier(vat, %q) = %+v, want it strong", c.value, id)
		}
		last := c.value[len(c.value)-1]
		wrong := c.value[:len(c.value)-1] + string('0'+(last-'0'+1)%10)
		if id := Identifier(engine.Identifier{Scheme: "vat", Value: wrong}); c.checked && id.Valid {
			t.Errorf("Identifier(vat, %q) = %+v, want it invalid", wrong, id)
		}
	}
}
