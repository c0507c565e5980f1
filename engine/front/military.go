package front

import (
	"bufio"
	_ "embed" // the entries are part of the program
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
)

// MilitaryEntry is one thing that ties a company to armed forces, or to those
// who make for them: words of its name, or a list that it stands on.
type MilitaryEntry struct {
	Kind       string          `json:"kind"` // keyword, university, group, list
	Name       string          `json:"name,omitempty"`
	Lang       string          `json:"lang,omitempty"`
	Texts      []string        `json:"texts,omitempty"` // names and words, whole words where the script has any
	Lists      []engine.ListID `json:"lists,omitempty"`
	Weight     float64         `json:"weight"` // bits, over 0 and up to 8
	Note       string          `json:"note,omitempty"`
	Source     string          `json:"source"`
	AsOf       string          `json:"as_of"`
	Unverified bool            `json:"unverified,omitempty"`
}

//go:embed military.jsonl
var militaryFile string

// maxMilitaryLine bounds a line of a user's file.
const maxMilitaryLine = 1 << 20

// ReadMilitary reads entries, one JSON object a line; empty lines and lines that
// begin with # are left out. An entry without texts or lists, without a source,
// or with a weight out of range is Invalid, with its line.
func ReadMilitary(r io.Reader) ([]MilitaryEntry, error) {
	var out []MilitaryEntry
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxMilitaryLine)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if line == "" || line[0] == '#' {
			continue
		}
		var e MilitaryEntry
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		err := d.Decode(&e)
		switch {
		case err != nil:
		case len(e.Texts)+len(e.Lists) == 0:
			err = fmt.Errorf("got neither texts nor lists, want one of them")
		case e.Source == "":
			err = fmt.Errorf("got no source, want who says so")
		case !(e.Weight > 0 && e.Weight <= 8):
			err = fmt.Errorf("got weight %v, want bits over 0 and up to 8", e.Weight)
		case slices.ContainsFunc(e.Texts, func(s string) bool { return len([]rune(strings.TrimSpace(s))) < 2 }):
			err = fmt.Errorf("got a text of less than two letters: it would be found everywhere")
		}
		if err != nil {
			return nil, &engine.Error{Op: "front.ReadMilitary", Code: engine.Invalid, ID: fmt.Sprintf("line %d", n), Err: err}
		}
		out = append(out, e)
	}
	if err := in.Err(); err != nil {
		return nil, &engine.Error{Op: "front.ReadMilitary", Code: engine.Invalid, Err: err}
	}
	return out, nil
}

// Military finds ties to armed forces. It does not change once made and may be
// used from several goroutines.
type Military struct {
	entries []MilitaryEntry
	words   map[string][]militaryText // by first word
	han     []militaryText            // texts of scripts without spaces
}

type militaryText struct {
	entry int
	text  string
}

// Entries are all entries that ties are found by. They belong to it.
func (m *Military) Entries() []MilitaryEntry { return m.entries }

// NewMilitary holds the entries that are shipped and a user's own.
func NewMilitary(extra []MilitaryEntry) (*Military, error) {
	shipped, err := ReadMilitary(strings.NewReader(militaryFile))
	if err != nil {
		return nil, err
	}
	m := &Military{entries: append(shipped, extra...), words: map[string][]militaryText{}}
	for i, e := range m.entries {
		for _, t := range e.Texts {
			folded := foldWords(t)
			if folded == "" {
				continue
			}
			if unspaced(folded) {
				m.han = append(m.han, militaryText{i, strings.ReplaceAll(folded, " ", "")})
				continue
			}
			first, _, _ := strings.Cut(folded, " ")
			m.words[first] = append(m.words[first], militaryText{i, folded})
		}
	}
	return m, nil
}

// MilitaryTie is an entry that was found, and where.
type MilitaryTie struct {
	Entry MilitaryEntry
	Where string // the text, or the list
	Who   string // the company or owner that bears it
}

// Evidence says what was found, and who says so.
func (t *MilitaryTie) Evidence() string {
	note := t.Entry.Source
	if t.Entry.Unverified {
		note += ", unverified"
	}
	return fmt.Sprintf("%s %q (%s, as of %s)", t.Entry.Kind, t.Where, note, t.Entry.AsOf)
}

// Find gives the strongest entry whose words stand in a name; ok is false where
// there is none.
func (m *Military) Find(name string) (tie MilitaryTie, ok bool) {
	folded := foldWords(name)
	best := func(t militaryText) {
		if e := m.entries[t.entry]; !ok || e.Weight > tie.Entry.Weight {
			tie, ok = MilitaryTie{Entry: e, Where: t.text}, true
		}
	}
	for at := 0; at < len(folded); {
		end := strings.IndexByte(folded[at:], ' ')
		if end < 0 {
			end = len(folded) - at
		}
		for _, t := range m.words[folded[at:at+end]] {
			if rest, found := strings.CutPrefix(folded[at:], t.text); found && (rest == "" || rest[0] == ' ') {
				best(t)
			}
		}
		at += end + 1
	}
	if unspaced(folded) {
		joined := strings.ReplaceAll(folded, " ", "")
		for _, t := range m.han {
			if strings.Contains(joined, t.text) {
				best(t)
			}
		}
	}
	return tie, ok
}

// OnList gives the strongest entry of the lists; ok is false where there is
// none.
func (m *Military) OnList(lists []engine.ListID) (tie MilitaryTie, ok bool) {
	for _, e := range m.entries {
		for _, l := range e.Lists {
			if slices.Contains(lists, l) && (!ok || e.Weight > tie.Entry.Weight) {
				tie, ok = MilitaryTie{Entry: e, Where: string(l)}, true
			}
		}
	}
	return tie, ok
}

// foldWords is a text in upper case, with one space for whatever is no letter or
// digit.
func foldWords(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		if r == '\'' || r == '’' {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// unspaced reports whether a text has characters of a script that writes words
// without spaces.
func unspaced(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	}) >= 0
}

// military: the company, or an owner on the way up, bears the name of a defence
// university, of a state group of the defence industry, or words of defence, or
// stands on a list of military end users (military-tie). The weight is the
// entry's: up to six bits for a list, five for an academy of the armed forces,
// four for words of defence, two for words that civil makers use as well; an
// owner's tie weighs a bit less. Needs the entries, and names.
func military(f *Facts) (Sign, string) {
	if !f.TiesSeen {
		return Sign{}, "the entries on military end users"
	}
	var best Sign
	for _, t := range f.Ties {
		w := t.Entry.Weight
		if t.Who != f.Name {
			w = max(w-1, 0.5)
		}
		if w > best.Weight {
			best = Sign{Weight: w, Evidence: t.Who + ": " + t.Evidence()}
		}
	}
	return best, ""
}
