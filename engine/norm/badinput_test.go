package norm

import (
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestNamesOfNobody lists what stands where a name is not known, by which
// nobody can be found, merged or accused.
func TestNamesOfNobody(t *testing.T) {
	for _, s := range []string{
		"", " ", "-", "--", "...", "?", "!!!", "*****", "()", "\"\"", "_", "·", "、", "\u200e\u200f\u202e", "\u200b", "\ufeff", "💩", "🚢🚢", "\x00\x01", "\u00ad",
		"A", "x", "Z.", "7", "0", "000", "-0-",
		"N/A", "n.a.", "NA", "n / a", "NULL", "None", "nil", "NaN", "undefined", "UNKNOWN", "Unknown Unknown", "N/A N/A", "unknown 2", "Unknown Consignee", "Name not known", "TBA", "T.B.C.", "to be advised", "XXX",
		"TO ORDER", "To Order Of Shipper", "TO THE ORDER OF BANK OF CHINA", "To the order of: HSBC, Hong Kong", "TO ORDER OF HOLDER OF ORIGINAL BILL OF LADING", "Unto the order of ABC Bank",
		"SAME AS CONSIGNEE", "Same as consignee address", "SAME AS ABOVE", "same", "ditto", "AS PER CONSIGNEE", "NOTIFY PARTY", "Consignee",
		"A LA ORDEN DE BANCO X", "À L'ORDRE DE LA BANQUE", "an Order", "keine Angabe", "unbekannt", "inconnu", "désconocido", "não informado", "sconosciuto", "bilinmiyor", "brak danych", "onbekend",
		"无", "無", "不详", "未知", "同上", "待定", "暂无", "凭指示", "没有", "なし", "不明", "同上", "없음", "미상", "해당 없음", "не указано", "НЕИЗВЕСТНО", "нет данных", "н/д", "по приказу", "غير معروف", "لا يوجد", "نامشخص", "לא ידוע", "ไม่ทราบ",
		"Ltd", "Co., Ltd.", "LLC", "GmbH & Co. KG", "有限公司", "株式会社", "ООО", "Company Limited", "The Company", "S.A. de C.V.", "شركة", "주식회사",
	} {
		if n := CompanyName(s); len(n.Tokens) != 0 || n.Core != "" || n.Skeleton != "" {
			t.Errorf("CompanyName(%q) = core %q, tokens %v, want none", s, n.Core, n.Tokens)
		}
		p := Prepare(&engine.Party{Kind: engine.Company, Names: []engine.Name{{Text: s}}})
		if len(p.Names) != 0 {
			t.Errorf("Prepare keeps the name %q", s)
		}
	}
}

// TestNamesThatLookLikeNone lists real names with words of placeholders and of
// forms in them.
func TestNamesThatLookLikeNone(t *testing.T) {
	for _, c := range []struct{ name, core string }{
		{"Unknown Worlds Entertainment", "unknown worlds"},
		{"Made To Order Ltd", "made order"},
		{"Order of Malta", "order"},
		{"Null Object Software GmbH", "null object"},
		{"Same Day Couriers Ltd", "same day couriers"},
		{"None Such Foods", "none such"},
		{"NA Metals LLC", "na"},
		{"Test Rite International", "test rite"},
		{"无印良品", "wuyinliangpin"},
		{"DE PLC", "de"},
		{"株式会社ＳＣＰ", "scp"},
		{"SIA", "sia"},
		{"X Corp", "x"},
		{"3M", "3m"},
		{"A.A. Co", "aa"},
		{"同上堂药业有限公司", "tongshangtang"},
		{"Various Artists Management", "various artists"},
	} {
		if n := CompanyName(c.name); n.Core != c.core {
			t.Errorf("CompanyName(%q) has the core %q, want %q", c.name, n.Core, c.core)
		}
	}
}

// TestDisguises lists spellings that look like a name and are written with
// other characters, and that must come to the same core.
func TestDisguises(t *testing.T) {
	for _, c := range []struct{ honest, other, mixed string }{
		{"GAZPROM NEFT", "GAZРROM NEFT", "GAZРROM"}, // Cyrillic Р
		{"Huawei Technologies", "Huаwei Technologies", "Huаwei"},
		{"Газпром", "Гaзпром", "Гaзпром"}, // Latin a
		{"Rosneft", "Rοsneft", "Rοsneft"}, // Greek omicron
		{"ACME TRADING", "A\u200bC\u200dME TR\u00adADING", ""},
		{"ACME TRADING", "\u202eACME\u202c TRADING\u200f", ""},
		{"ACME TRADING", "ＡＣＭＥ ＴＲＡＤＩＮＧ", ""},
		{"ACME TRADING", "𝐀𝐂𝐌𝐄 𝘛𝘙𝘈𝘋𝘐𝘕𝘎", ""},
		{"ACME TRADING", "ⒶⒸⓂⒺ Trading", ""},
		{"ACME TRADING", "ACME 🚢 TRADING 💩", ""},
		{"ACME TRADING", "Àcmé Tràding", ""},
		{"Acme", "  \t ACME\n", ""},
	} {
		a, b := CompanyName(c.honest), CompanyName(c.other)
		if a.Core != b.Core {
			t.Errorf("core of %q is %q, of %q %q", c.honest, a.Core, c.other, b.Core)
		}
		if got := Mixed(c.other); got != c.mixed {
			t.Errorf("Mixed(%q) = %q, want %q", c.other, got, c.mixed)
		}
		if got := Mixed(c.honest); got != "" {
			t.Errorf("Mixed(%q) = %q, want none", c.honest, got)
		}
	}
}

// TestLongNames sees that no part of a name beyond what is read costs anything
// or is kept.
func TestLongNames(t *testing.T) {
	for _, piece := range []string{"a", "ab ", "Ltd ", "sa ", "有限公司", "深", "۳ ", "株", "S.", "no 1 ", "forty ", "عبد", "a b ", "&", "ｶﾞ", "ООО ", "unknown ", "\u0301", "🚢"} {
		long := strings.Repeat(piece, 20000)
		n := CompanyName(long)
		if len(n.Tokens) > maxWords+2*maxName || len([]rune(n.Folded)) > maxName {
			t.Errorf("CompanyName of %q 20,000 times keeps %d letters and %d tokens", piece, len([]rune(n.Folded)), len(n.Tokens))
		}
		checkName(t, n)
		checkName(t, PersonName(long))
		PrepareAddress(&engine.Address{Text: long})
		short := testing.AllocsPerRun(1, func() { CompanyName(long[:min(len(long), 4*maxName)]) })
		if all := testing.AllocsPerRun(1, func() { CompanyName(long) }); all > short+2 {
			t.Errorf("CompanyName of %q 20,000 times allocates %v times, of its beginning %v", piece, all, short)
		}
	}
}

// TestGluedNumbers: a number that is written together with a word is a number.
func TestGluedNumbers(t *testing.T) {
	for text, want := range map[string]string{"Fund2019 Brimholt LP": "2019", "Alpha1 Capital": "1", "OceanStar22 Ltd": "22", "B2B Works": "", "Web3 Works": "", "G20 Works": ""} {
		got := ""
		for _, tok := range CompanyName(text).Tokens {
			if tok.Class == Number {
				got = tok.Text
			}
		}
		if got != want {
			t.Errorf("CompanyName(%q) has the number %q, want %q", text, got, want)
		}
	}
}
