package norm

import (
	"strings"
	"testing"
)

func TestNicknames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"ted", "theodore", true}, {"bill", "will", true}, {"bibi", "benjamin", true}, {"sasha", "alexander", true},
		{"alexander", "alexei", false}, {"ted", "bill", false}, {"", "", false}, {"quorvex", "quorvex", false},
	} {
		if got := Nicknames(c.a, c.b); got != c.want {
			t.Errorf("Nicknames(%q, %q) = %v, want %v", c.a, c.b, got, c.want)
		}
		if got := Nicknames(c.b, c.a); got != c.want {
			t.Errorf("Nicknames(%q, %q) = %v, want %v", c.b, c.a, got, c.want)
		}
	}
}

// TestNicknameTokens wants every form to be found under the token that a name
// of a person has for it.
func TestNicknameTokens(t *testing.T) {
	for line := range strings.Lines(nicknamesText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		words := strings.Fields(line)
		if len(words) < 2 {
			t.Errorf("nicknames.txt: %q stands alone", line)
		}
		head := ""
		for i, w := range words {
			if w != Fold(w) {
				t.Errorf("nicknames.txt: %q is not folded", w)
			}
			tokens := PersonName(w + " Quorvex").Tokens
			if len(tokens) != 2 {
				continue // read as something else, as "al"
			}
			if i == 0 {
				head = tokens[0].Text
			} else if tokens[0].Text != head && !Nicknames(head, tokens[0].Text) {
				t.Errorf("Nicknames(%q, %q) = false, want true: they are the tokens of %q and %q", head, tokens[0].Text, words[0], w)
			}
		}
	}
}

func TestSyllabic(t *testing.T) {
	for word, want := range map[string]bool{"weiming": true, "jinping": true, "xiu": false, "li": false, "robert": false, "schmidt": false, "": false} {
		if got := Syllabic(word); got != want {
			t.Errorf("Syllabic(%q) = %v, want %v", word, got, want)
		}
	}
}

func TestSettled(t *testing.T) {
	for word, want := range map[string]bool{"hassan": true, "hussein": true, "husayn": false, "quorvex": false, "": false} {
		if got := Settled(word); got != want {
			t.Errorf("Settled(%q) = %v, want %v", word, got, want)
		}
	}
}

// TestGenerations wants a person's generation to be no word of the name.
func TestGenerations(t *testing.T) {
	for text, want := range map[string]string{
		"Quorvex, Jr., Arturo": "quorvex arturo", "Arturo Quorvex III": "arturo quorvex", "Arturo Quorvex Senior": "arturo quorvex",
		"Senior Quorvex": "senior quorvex", "Junior": "junior",
	} {
		n := PersonName(text)
		var got []string
		for _, tok := range n.Tokens {
			got = append(got, tok.Text)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("PersonName(%q) has the words %q, want %q", text, s, want)
		}
	}
}
