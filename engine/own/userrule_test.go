package own

import (
	"errors"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

func TestReadRules(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // in the error; "" is none
	}{
		{`{"rule":"house-25","test":"ownership","threshold":"25","lists":["us-ofac-sdn"]}`, ""},
		{`{"rule":"third","threshold":"1/3","strict":true,"lists":["us-bis-el"],"from":"2024-01-01","until":"2025-01-01"} {"rule":"third","threshold":"25","lists":["us-bis-el"],"from":"2025-01-01"}`, ""},
		{`{"rule":"ubo-10","test":"beneficial-owner","threshold":"10","method":"majority"}`, ""},
		{`{"rule":"watch","test":"list","lists":["us-bis-uvl"]}`, ""},
		{``, "no rule"},
		{`[]`, "rule 1"},
		{`{"rule":"house-25","treshold":"25","lists":["l"]}`, "treshold"},
		{`{"rule":"house-25","threshold":"250","lists":["l"]}`, "percentage"},
		{`{"rule":"house-25","threshold":"0","lists":["l"]}`, "percentage"},
		{`{"rule":"house-25","threshold":"[25,50)","lists":["l"]}`, "percentage"},
		{`{"rule":"house-25","threshold":"25"}`, "lists"},
		{`{"rule":"ofac-50","threshold":"25","lists":["l"]}`, "ships with"},
		{`{"rule":"two words","threshold":"25","lists":["l"]}`, "one word"},
		{`{"rule":"x","threshold":"25","lists":["l"],"from":"2025-01-01","until":"2024-01-01"}`, "not after"},
		{`{"rule":"x","threshold":"25","lists":["l"]} {"rule":"x","threshold":"30","lists":["l"],"from":"2024-01-01"}`, "span"},
		{`{"rule":"x","test":"seat","threshold":"25","lists":["l"]}`, "test"},
		{`{"rule":"x","threshold":"25","lists":["l"],"aggregate":true,"per_person":true}`, "one of them"},
		{`{"rule":"x","test":"beneficial-owner","threshold":"25","lists":["l"]}`, "reads none"},
	} {
		_, err := ReadRules(strings.NewReader(c.text))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("ReadRules(%s) = %v", c.text, err)
		case c.want != "" && (err == nil || !errors.Is(err, engine.Invalid) || !strings.Contains(err.Error(), c.want)):
			t.Errorf("ReadRules(%s) = %v, want Invalid with %q", c.text, err, c.want)
		}
	}
}

// TestUserRule asks a rule of a user's own: a third, not a half.
func TestUserRule(t *testing.T) {
	rows, err := ReadRules(strings.NewReader(`{"rule":"third","threshold":"1/3","lists":["l"],"from":"2020"}`))
	if err != nil {
		t.Fatal(err)
	}
	third, err := engine.ParseShare("1/3")
	if err != nil {
		t.Fatal(err)
	}
	less := third
	less.Lo, less.Hi = third.Lo-1, third.Hi-1
	for _, c := range []struct {
		share engine.Share
		want  Answer
	}{{third, Yes}, {less, NoUnlessHidden}} {
		g := Build([]engine.Stake{{Owner: "x", Owned: "a", Kind: engine.Shares, Share: c.share}}, []Listed{{Entity: "x", List: "l"}}, nil)
		rule, err := FindIn(rows, "third", 20240101)
		if err != nil {
			t.Fatal(err)
		}
		v, err := g.Judge("a", rule, 20240101)
		if err != nil || v.Verdict != c.want {
			t.Errorf("Judge(a, third) of %v = %v, %v, want %v", c.share, v.Verdict, err, c.want)
		}
	}
}

// TestUserRuleTwice: a word that stands twice in a rule is refused, whatever its
// case, and one that stands in two rules is not.
func TestUserRuleTwice(t *testing.T) {
	for text, ok := range map[string]bool{
		`{"rule":"a","threshold":"25","lists":["l"],"threshold":"50"}`:                                                         false,
		`{"rule":"a","threshold":"25","Threshold":"50","lists":["l"]}`:                                                         false,
		`{"rule":"a","threshold":"25","lists":["threshold","threshold"]}`:                                                      true,
		`{"rule":"a","threshold":"25","lists":["l"],"until":"2020"} {"rule":"a","threshold":"50","lists":["l"],"from":"2020"}`: true,
	} {
		if _, err := ReadRules(strings.NewReader(text)); (err == nil) != ok {
			t.Errorf("ReadRules(%s) = %v, want ok %v", text, err, ok)
		}
	}
}
