package norm

import "testing"

// TestSlippedForms reads names with one slip in the legal form or the place,
// and names that only look so.
func TestSlippedForms(t *testing.T) {
	for _, c := range []struct{ name, core, form string }{
		{"上海市华亨数据服务有限公司", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有限司公", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有公司", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有限司", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有限公", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有公限司", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有限公可", "huaheng", "co-ltd"},
		{"上海市华亨数据服务有限限公司", "huaheng", "co-ltd"},
		{"上海市华亨数据服务股份有限公司", "huaheng", "co-jsc"},
		{"上市海华亨数据服务有限公司", "huaheng", "co-ltd"},
		{"成都市泰川实业有限任公司", "taichuan", "llc"},
		{"成都市泰川实业有限贵任公司", "taichuan", "llc"},
		{"秋森科有技限公司", "qiusen", "co-ltd"},
		{"富有公司", "fuyou", "co"},
		{"上海有为公司", "youwei", "co"},
		{"长江有色公司", "changjiangyouse", "co"},
		{"株会社山田製作所", "yamada", "kk"},
		{"合同会社レグ工業", "regu", "gk"},
		{"张伟明李娜", "zhangweiminglina", ""},
	} {
		n := CompanyName(c.name)
		if n.Core != c.core || n.Form != c.form {
			t.Errorf("CompanyName(%q) has core %q and form %q, want %q and %q: %v", c.name, n.Core, n.Form, c.core, c.form, n.Tokens)
		}
	}
}
