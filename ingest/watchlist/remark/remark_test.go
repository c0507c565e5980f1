package remark

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string // label=value@country
	}{
		{"DOB 10 Dec 1948; alt. DOB circa 1950.", []string{"DOB=10 Dec 1948@", "DOB=circa 1950@"}},
		{"Linked To: SAMPLE CO., LTD.", []string{"Linked To=SAMPLE CO., LTD.@"}},
		{"Linked To: SAMPLE S. DE R.L.", []string{"Linked To=SAMPLE S. DE R.L.@"}},
		{"Linked To: SAMPLE BANK.", []string{"Linked To=SAMPLE BANK@"}},
		{"(Linked To: A; Linked To: B (C))", []string{"Linked To=A@", "Linked To=B (C)@"}},
		{"Z S.A.S.,  Linked To: RED,  Linked To: AZUL.", []string{"=@", "Linked To=RED@", "Linked To=AZUL@"}},
		{"Passport A12 (Iran) issued 14 Dec 2005 expires 13 Dec 2015", []string{"Passport=A12@IR"}},
		{"Registration Number HRA 738077 (Stuttgart) (Germany)", []string{"Registration Number=HRA 738077 (Stuttgart)@DE"}},
		{"Folio Mercantil No. 22839 (Jalisco)", []string{"Folio Mercantil No.=22839 (Jalisco)@"}},
		{"BIK (RU) 044030707", []string{"BIK (RU)=044030707@RU"}},
		{"R.F.C. # PMA-910805 (Mexico)", []string{"R.F.C. #=PMA-910805@MX"}},
		{"Aircraft Construction Number (also called L/N or S/N or F/N) 8401", []string{"Aircraft Construction Number (also called L/N or S/N or F/N)=8401@"}},
		{"Telephone: 0097282851500; PHONE 850 2 381 8221", []string{"Telephone=0097282851500@", "PHONE=850 2 381 8221@"}},
		{"Vice-Chairperson, 13th National Congress; Member of the 5 Sample Groups", []string{"=@", "=@"}},
		{"Secondary sanctions risk: section 1(b) of Executive Order 13224", []string{"Secondary sanctions risk=section 1(b) of Executive Order 13224@"}},
		{";;. ;", nil},
		{"", nil},
	} {
		var got []string
		for _, f := range Split(c.in) {
			got = append(got, f.Label+"="+f.Value+"@"+f.Country)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Split(%q) (-want +got):\n%s", c.in, d)
		}
	}
}

func TestApply(t *testing.T) {
	for _, c := range []struct {
		kind engine.Kind
		in   string
		want engine.Party
	}{
		{engine.Company, "Identification Number IMO 5342883", engine.Party{Identifiers: []engine.Identifier{{Scheme: "imo-company", Value: "5342883"}}}},
		{engine.Vessel, "Vessel Registration Identification IMO 9187629", engine.Party{Identifiers: []engine.Identifier{{Scheme: "imo", Value: "9187629"}}}},
		{engine.Company, "Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)", engine.Party{Identifiers: []engine.Identifier{{Scheme: "lei", Value: "253400V1H6ART1UQ0N98"}}}},
		{engine.Company, "Tax ID No. 7 (Utopia)", engine.Party{Identifiers: []engine.Identifier{{Scheme: "tax-id", Value: "7 (Utopia)"}}}},
		{engine.Person, "nationality Utopia; citizen Korea, North", engine.Party{Nations: []string{"KP"}, Notes: []string{"nationality Utopia"}}},
		{engine.Person, "DOB 31 Jun 1960; DOB 1958 to 1959", engine.Party{Born: []engine.Date{19580000, 19590000}, Notes: []string{"DOB 31 Jun 1960", "DOB 1958 to 1959"}}},
		{engine.Company, "Organization Established Date Oct 1920", engine.Party{Born: []engine.Date{19201000}, Notes: []string{"Organization Established Date Oct 1920"}}},
		{engine.Person, "a.k.a. 'ABU AL-WAFA''; f.k.a. 'OLD'; n.k.a. 'NEW'", engine.Party{Names: []engine.Name{
			{Text: "ABU AL-WAFA'", Kind: engine.WeakAlias}, {Text: "OLD", Kind: engine.Former}, {Text: "NEW", Kind: engine.Alias}}}},
		{engine.Person, "POB Sampletown, China; POB Korea, South", engine.Party{Addresses: []engine.Address{
			{Kind: engine.BirthPlace, Text: "Sampletown, China", Country: "CN"}, {Kind: engine.BirthPlace, Text: "Korea, South", Country: "KR"}}}},
		{engine.Company, "Fax (357)(22678777); Digital Currency Address - ETH 0xab; all offices worldwide", engine.Party{
			Identifiers: []engine.Identifier{{Scheme: "crypto-eth", Value: "0xab"}}, Notes: []string{"Fax (357)(22678777)", "all offices worldwide"}}},
		{engine.Company, "Nationality of Registration Panama; Nationality of Registration Malta", engine.Party{Country: "PA", Notes: []string{"Nationality of Registration Malta"}}},
		{engine.Person, "Gender; DOB", engine.Party{Notes: []string{"Gender", "DOB"}}},
	} {
		got := engine.Party{Kind: c.kind}
		for _, f := range Split(c.in) {
			Apply(&got, f)
		}
		c.want.Kind = c.kind
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("Apply(%q) (-want +got):\n%s", c.in, d)
		}
	}
}

func TestCareOf(t *testing.T) {
	for in, want := range map[string][2]string{
		"c/o GRUPO X, S.A. DE C.V., Calle 5": {"GRUPO X, S.A. DE C.V.", "Calle 5"},
		"C/O SAMPLE, LTD., LTD":              {"SAMPLE, LTD., LTD", ""},
		"c/o ALONE":                          {"ALONE", ""},
		"12 Sample Road":                     {"", "12 Sample Road"},
		"c/o ":                               {"", ""},
	} {
		if who, rest := CareOf(in); who != want[0] || rest != want[1] {
			t.Errorf("CareOf(%q) = %q, %q; want %q", in, who, rest, want)
		}
	}
}

func TestNames(t *testing.T) {
	n := &Names{}
	n.Add("1", "SAMPLE CO., LTD.", false)
	n.Add("2", "NAMESAKE", false)
	n.Add("3", "Namesake", false)
	n.Add("3", "Third", true)
	n.Add("1", "Third One", true)
	n.Add("2", "Shared", true)
	n.Add("3", "Shared", true)
	n.Add("4", "...", false)
	for name, want := range map[string]string{"Sample Co Ltd": "1", "namesake": "", "THIRD": "3", "third-one": "1", "shared": "", "nobody": "", "...": ""} {
		if got := n.Find(name); got != want {
			t.Errorf("Find(%q) = %q, want %q", name, got, want)
		}
	}
	if got := (*Names)(nil).Find("x"); got != "" {
		t.Errorf("Find on nil = %q", got)
	}
}

func FuzzApply(f *testing.F) {
	f.Add("DOB 10 Dec 1948; alt. Passport A12 (Iran); Linked To: X.")
	f.Add("(Linked To: A; Linked To: B (C)); a.k.a. '';POB ,; Tax ID No.  ()")
	f.Fuzz(func(t *testing.T, remarks string) {
		if !utf8.ValidString(remarks) {
			t.Skip("such a row is rejected before")
		}
		p := engine.Party{Kind: engine.Person}
		for _, fact := range Split(remarks) {
			if fact.Text == "" || !strings.Contains(words(fact.Text), words(fact.Value)) {
				t.Errorf("Split(%q) gives %+v, whose value is not in its text", remarks, fact)
			}
			Apply(&p, fact)
		}
		for _, id := range p.Identifiers {
			if id.Scheme == "" || id.Value == "" {
				t.Errorf("Apply(%q) gives the identifier %+v", remarks, id)
			}
		}
		for _, d := range p.Born {
			if d == 0 || !d.Valid() {
				t.Errorf("Apply(%q) gives the date %d", remarks, d)
			}
		}
	})
}

// words is s with single blanks.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }
