package front

import (
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

func TestMilitaryFind(t *testing.T) {
	m, err := NewMilitary([]MilitaryEntry{{Kind: "keyword", Texts: []string{"Krasny Oktyabr Works"}, Weight: 3, Source: "mine"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, kind string }{
		{"Beihang University Hangzhou Innovation Institute", "university"},
		{"北京航空航天大学云南创新研究院", "university"},
		{"Shenzhen CETC Smart City Co., Ltd.", "group"},
		{"中国电子科技集团公司第十四研究所", "group"},
		{"Iran Ministry of Defence Logistics", "keyword"},
		{"西安国防科技有限公司", "keyword"},
		{"ПАО «Алмаз-Антей»", "group"},
		{"KRASNY OKTYABR WORKS LLC", "keyword"},
		{"Militaria Books Ltd", ""},
		{"Ascetic Trading Ltd", ""}, // CETC stands inside a word
		{"Harbin Institute Road Noodles", ""},
		{"Missilery Cafe", ""},
		{"北京大学", ""},
		{"", ""},
	} {
		got, ok := m.Find(c.name)
		if ok != (c.kind != "") || got.Entry.Kind != c.kind {
			t.Errorf("Find(%q) = %q %q, %v, want %q", c.name, got.Entry.Kind, got.Where, ok, c.kind)
		}
	}
	if got, ok := m.OnList([]engine.ListID{"us-bis-el", "us-bis-meu"}); !ok || got.Where != "us-bis-meu" {
		t.Errorf("OnList(us-bis-el, us-bis-meu) = %q, %v, want us-bis-meu", got.Where, ok)
	}
}

func TestReadMilitaryRefuses(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`{"kind":"keyword","weight":3,"source":"x"}`, "neither texts nor lists"},
		{`{"kind":"keyword","texts":["ab"],"weight":3}`, "no source"},
		{`{"kind":"keyword","texts":["ab"],"weight":99,"source":"x"}`, "weight 99"},
		{`{"kind":"keyword","texts":["a"],"weight":3,"source":"x"}`, "less than two letters"},
		{`{"typo":1}`, "unknown field"},
	} {
		if _, err := ReadMilitary(strings.NewReader("# mine\n\n" + c.line)); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("ReadMilitary(%s) = %v, want line 3 and %q", c.line, err, c.want)
		}
	}
}

// TestKin: two things that few share are over the mark, one is not, and what
// many share says nothing.
func TestKin(t *testing.T) {
	weigh := func(born engine.Date, shared ...Shared) float64 {
		k := Kin{Born: 20240305, Shared: shared}
		for i := range k.Shared {
			k.Shared[i].Bits = Common(k.Shared[i].Kind, k.Shared[i].Holders)
		}
		k.Weigh(born)
		return k.Bits
	}
	for _, c := range []struct {
		what   string
		got    float64
		linked bool
	}{
		{"a door for two", weigh(0, Shared{Kind: "same address", Holders: 2}), false},
		{"a telephone for two", weigh(0, Shared{Kind: "same phone", Holders: 2}), true},
		{"a door and an officer", weigh(0, Shared{Kind: "same address", Holders: 2}, Shared{Kind: "officer", Holders: 2}), true},
		{"a door for two, made together", weigh(20240304, Shared{Kind: "same address", Holders: 2}), true},
		{"a door for 200", weigh(20240304, Shared{Kind: "same address", Holders: 200}), false},
		{"an officer of 40, a door for 20", weigh(0, Shared{Kind: "officer", Holders: 40}, Shared{Kind: "same address", Holders: 20}), false},
	} {
		if (c.got >= Controlled) != c.linked {
			t.Errorf("%s: %.1f bits, want %v of at least %v", c.what, c.got, c.linked, Controlled)
		}
	}
}

// TestSignsOfCompanies: each sign is found where its facts are, and lacks them
// where they are not.
func TestSignsOfCompanies(t *testing.T) {
	base := func() *Facts {
		return &Facts{Entity: "e", Name: "NEW LTD", Kind: engine.Company, AsOf: 20260601, Born: 20260101, UnitCount: 1, AgentSeen: true, KinSeen: true, Website: true,
			TiesSeen: true, TransfersSeen: true, Newest: 20260501, Tree: &own.Tree{}, Verdicts: []own.Verdict{}}
	}
	phone, director := Shared{Kind: "same phone", Holders: 2, Bits: 6}, Shared{Kind: "officer", Holders: 2, Bits: 5}
	for _, c := range []struct {
		sign string
		set  func(*Facts)
		want float64
	}{
		{"phoenix", func(f *Facts) {
			f.Kin = []Kin{{Name: "OLD LTD", Born: 20200101, Listed: 20251101, Shared: []Shared{phone, director}}}
		}, 4},
		{"phoenix", func(f *Facts) {
			f.Kin = []Kin{{Name: "OLD LTD", Born: 20200101, Ended: 20251101, Shared: []Shared{phone}}}
		}, 0},
		{"phoenix", func(f *Facts) {
			f.Kin = []Kin{{Name: "OLD LTD", Born: 20200101, Ended: 20231101, Shared: []Shared{phone, director}}}
		}, 0},
		{"network-proximity", func(f *Facts) {
			f.Kin = []Kin{{Name: "OLD LTD", Bits: 6, Lists: []engine.ListID{"us-bis-el"}, Shared: []Shared{phone}}}
		}, 2},
		{"network-proximity", func(f *Facts) {
			f.Tree.Owners = []own.Branch{{Step: own.Step{Name: "TOP"}, Depth: 1, Lists: []engine.ListID{"us-bis-el"}}}
		}, 4},
		{"mass-director", func(f *Facts) { f.Director, f.Directorships = "A. NOMINEE", 120 }, 2},
		{"mass-director", func(f *Facts) { f.Director, f.Directorships = "A. BUSY", 19 }, 0},
		{"shell-score", func(f *Facts) { f.Capital, f.Website = 1, false }, 1.5},
		{"shell-score", func(f *Facts) { f.Capital = 1 }, 0},
		{"stale-data", func(f *Facts) { f.Newest = 20240101 }, 0.5},
		{"ownership-change-near-listing", func(f *Facts) {
			f.Transfers = []Transfer{{Owner: "TOP", Share: engine.Share{Known: true, Lo: engine.Whole / 2, Hi: engine.Whole / 2}, Day: 20251001, Ended: true, Listed: 20251101}}
		}, 4},
		{"ownership-change-near-listing", func(f *Facts) {
			f.Transfers = []Transfer{{Owner: "TOP", Day: 20191001, Ended: true, Listed: 20251101}}
		}, 0},
		{"military-tie", func(f *Facts) { f.Ties = []MilitaryTie{{Entry: MilitaryEntry{Kind: "group", Weight: 4}, Who: "TOP"}} }, 3},
	} {
		f := base()
		c.set(f)
		signs, _ := Signs(f)
		got := 0.0
		for _, s := range signs {
			if s.Sign == c.sign {
				got = s.Weight
			}
		}
		if got != c.want {
			t.Errorf("%s = %v, want %v (%+v)", c.sign, got, c.want, signs)
		}
	}
	_, lacks := Signs(&Facts{Kind: engine.Company})
	for _, name := range []string{"phoenix", "mass-director", "network-proximity", "shell-score", "stale-data", "ownership-change-near-listing", "military-tie"} {
		missing := false
		for _, l := range lacks {
			missing = missing || l.Sign == name && l.Needs != ""
		}
		if !missing {
			t.Errorf("Signs of nothing: %s is not told as not assessed", name)
		}
	}
}
