package norm

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/pierce-er/pierce/engine"
)

var update = flag.Bool("update", false, "rewrite the expected views")

// TestNames compares every view of the names in testdata/names.txt.
func TestNames(t *testing.T) {
	path := filepath.Join("testdata", "names.txt")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(file)) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "\t") {
			continue
		}
		got.WriteString(line + "\n")
		kind, text, ok := strings.Cut(line, ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n := NameOf(engine.Kind(kind), text)
		fmt.Fprintf(&got, "\tfolded %s\n\tlatin %s\n\tcore %s\n\tskeleton %s\n\tscript %s form %q branch %v\n\ttokens", n.Folded, n.Latin, n.Core, n.Skeleton, n.Script, n.Form, n.Branch)
		for _, tok := range n.Tokens {
			fmt.Fprintf(&got, " %s/%v", strings.ReplaceAll(tok.Text, " ", "_"), tok.Class)
		}
		got.WriteString("\n")
	}
	if *update {
		if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(file), got.String()); d != "" {
		t.Errorf("views of testdata/names.txt (-want +got):\n%s", d)
	}
}

// TestNamesMeet lists names that must, and must not, come to the same core.
func TestNamesMeet(t *testing.T) {
	for _, c := range []struct {
		kind engine.Kind
		a, b string
		view string
		want bool
	}{
		{engine.Company, "深圳市天恒电子有限公司", "Shenzhen Tianheng Electronics Co., Ltd.", "core", true},
		{engine.Company, "深圳市天恒電子有限公司", "深圳市天恒电子有限公司", "core", true},
		{engine.Company, "Hua Wei", "Huawei", "core", true},
		{engine.Company, "Fund III LP", "Fund 3 L.P.", "core", true},
		{engine.Company, "Fund III LP", "Fund IV LP", "core", false},
		{engine.Company, "Société X-Fab", "SOCIETE X FAB", "core", true},
		{engine.Company, "ООО Ромашка", "Romashka LLC", "core", true},
		{engine.Company, "Tianheng Ltd", "Tianhang Ltd", "core", false},
		{engine.Person, "Юрий Щукин", "Yuri Shchukin", "skeleton", true},
		{engine.Person, "Iurii Shchukin", "Yuriy Shchukin", "skeleton", true},
		{engine.Person, "محمد حسين", "Mohammad Hossein", "skeleton", true},
		{engine.Person, "عبد الله", "Abdullah", "skeleton", true},
		{engine.Person, "Khodorkovsky", "Ходорковский", "skeleton", true},
		{engine.Person, "习近平", "Xi Jin Ping", "core", true},
		{engine.Person, "曾国藩", "Zeng Guofan", "core", true},
	} {
		a, b := NameOf(c.kind, c.a), NameOf(c.kind, c.b)
		x, y := a.Core, b.Core
		if c.view == "skeleton" {
			x, y = a.Skeleton, b.Skeleton
		}
		if (x == y) != c.want {
			t.Errorf("%s of %q and %q: %q and %q, want equal: %v", c.view, c.a, c.b, x, y, c.want)
		}
	}
}

func TestFormsConflict(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"株式会社カネコ", "合同会社カネコ", true},
		{"X GmbH", "X AG", true},
		{"某某有限公司", "Moumou Co., Ltd.", false},
		{"某某股份有限公司", "Moumou Co., Ltd.", false},
		{"株式会社カネコ", "Kaneko Co., Ltd.", false},
		{"X Ltd", "X Limited", false},
		{"X Ltd", "X", false},
		{"ООО Ромашка", "Romashka LLC", false},
		{"ООО Ромашка", "АО Ромашка", true},
		{"X Ltd", "X Foundation", true},
	} {
		a, b := CompanyName(c.a).Form, CompanyName(c.b).Form
		if got := FormsConflict(a, b); got != c.want {
			t.Errorf("FormsConflict of %q (%s) and %q (%s) = %v, want %v", c.a, a, c.b, b, got, c.want)
		}
		if FormsConflict(a, b) != FormsConflict(b, a) {
			t.Errorf("FormsConflict(%q, %q) depends on the order", a, b)
		}
	}
}

func TestBadNames(t *testing.T) {
	long := strings.Repeat("ab ", 5000)
	for _, s := range []string{"", " ", "N/A", "n.a.", "UNKNOWN", "TO ORDER", "To the order of:", "SAME AS CONSIGNEE", "无", "-", "\u200e\u200f", "💩", "NULL", "\x00\x01"} {
		if n := CompanyName(s); len(n.Tokens) != 0 || n.Core != "" {
			if s == "To the order of:" {
				continue
			}
			t.Errorf("CompanyName(%q) has tokens %v, want none", s, n.Tokens)
		}
	}
	if n := CompanyName(long); len(n.Folded) > maxName || len(n.Tokens) > maxWords {
		t.Errorf("CompanyName of 15,000 letters keeps %d bytes and %d tokens", len(n.Folded), len(n.Tokens))
	}
	if n := CompanyName("\u202eACME\u200b LTD\u00ad"); n.Folded != "acme ltd" {
		t.Errorf("invisible marks stay: %q", n.Folded)
	}
}

// checkName states what holds for every name.
func checkName(t interface{ Errorf(string, ...any) }, n Name) {
	if n.Folded != Fold(n.Folded) {
		t.Errorf("Fold(%q) = %q, not itself", n.Folded, Fold(n.Folded))
	}
	if !isASCII(n.Latin) || !isASCII(n.Core) || !isASCII(n.Skeleton) {
		t.Errorf("%q: %q, %q, %q are not all ASCII", n.Text, n.Latin, n.Core, n.Skeleton)
	}
	if !utf8.ValidString(n.Folded) || strings.Contains(n.Folded, "  ") || strings.TrimSpace(n.Folded) != n.Folded {
		t.Errorf("%q folds to %q", n.Text, n.Folded)
	}
	if len(n.Tokens) > 0 && n.Core == "" {
		t.Errorf("%q has tokens %v and no core", n.Text, n.Tokens)
	}
	for _, tok := range n.Tokens {
		if tok.Text == "" || !isASCII(tok.Text) || !(tok.Bits > 0 && tok.Bits < 40) {
			t.Errorf("%q has the token %+v", n.Text, tok)
		}
	}
}

func TestNameLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune("aB .&/-'1Иоe深圳市有限公司株ートョ한글ا لم ßøŁ")), 0, 30, -1)).Draw(t, "name")
		checkName(t, CompanyName(s))
		checkName(t, PersonName(s))
	})
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"Shenzhen X Co., Ltd.", "深圳市某某科技有限公司", "(株)東芝", "ООО «Ромашка»", "شركة ش.م.م", "A.B.", "々", "ッー", "가나", "\xff\xfe", "Ⅲ ㍿ ﷺ", "A/S &"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		checkName(t, CompanyName(s))
		checkName(t, PersonName(s))
	})
}
