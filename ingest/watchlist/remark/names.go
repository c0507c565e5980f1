package remark

import (
	"strings"
	"unicode"
)

// Names finds the entry of a list that a text names: by exact primary name and,
// failing that, by exact alias, letters and digits alone being compared. A text
// that fits two entries names neither. The zero Names finds nothing.
type Names struct {
	primary map[string]string // folded name to the entry's key; "" where several bear it
	alias   map[string]string
}

// Add takes a name of the entry with the given source key in.
func (n *Names) Add(key, name string, alias bool) {
	if n.primary == nil {
		n.primary, n.alias = map[string]string{}, map[string]string{}
	}
	m := n.primary
	if alias {
		m = n.alias
	}
	folded := foldName(name)
	if folded == "" {
		return
	}
	if have, ok := m[folded]; ok && have != key {
		key = ""
	}
	m[folded] = key
}

// Find gives the key of the one entry that bears the name, or "".
func (n *Names) Find(name string) string {
	if n == nil {
		return ""
	}
	folded := foldName(name)
	if key, ok := n.primary[folded]; ok {
		return key
	}
	return n.alias[folded]
}

// foldName is the letters and digits of a name in lower case, its words parted
// by single spaces.
func foldName(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
