package score

import (
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestTranslatedForms compares the form that a name states in one script with
// that of another name, in both directions; "" is no comparison of forms.
func TestTranslatedForms(t *testing.T) {
	m := Default().Asked()
	for _, c := range []struct{ a, b, want string }{
		{"東京エレクトロン株式会社", "Tokyo Electron Ltd.", ""},
		{"東京エレクトロン株式会社", "Tokyo Electron Limited", ""},
		{"東京エレクトロン株式会社", "Tokyo Electron Co., Ltd.", ""},
		{"東京エレクトロン株式会社", "Tokyo Electron Inc.", ""},
		{"東京エレクトロン株式会社", "Tokyo Electron Corporation", ""},
		{"中国工商银行股份有限公司", "Industrial and Commercial Bank of China Limited", ""},
		{"深圳市迈瑞股份有限公司", "Shenzhen Mairui Co., Ltd.", ""},
		{"深圳市迈瑞有限公司", "Shenzhen Mairui Inc.", ""},
		{"ООО Вектроника", "Vektronika Ltd", ""},
		{"АО Вектроника", "Vektronika Limited", ""},
		{"삼성전자 주식회사", "Samsung Electronics Co., Ltd.", ""},
		{"ООО Вектроника", "Vektronika LLC", "same, and all words"},
		{"東京エレクトロン株式会社", "Tokyo Electron K.K.", "same, and all words"},
		{"東京エレクトロン株式会社", "東京エレクトロン合同会社", "excludes"},
		{"東京電子株式会社", "東京エレクトロン合同会社", "excludes"}, // kanji alone and kana: one language
		{"東京エレクトロン株式会社", "Tokyo Electron G.K.", "excludes"},
		{"ООО Вектроника", "Vektronika JSC", "excludes"},
		{"ООО Вектроника", "АО Вектроника", "excludes"},
		{"Brimhalt Logistik GmbH", "Brimhalt Logistik AG", "excludes"},
		{"Brimhalt Logistik Ltd", "Brimhalt Logistik AG", "excludes"},
	} {
		for _, p := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			match := m.Match(side("x/a", engine.Company, p[0]), side("x/b", engine.Company, p[1]))
			got := ""
			for _, e := range match.Evidence {
				if strings.HasPrefix(e.Comparison, "form") {
					got = e.Level
				}
			}
			if got != c.want {
				t.Errorf("forms of %q and %q: %q, want %q", p[0], p[1], got, c.want)
			}
		}
	}
}
