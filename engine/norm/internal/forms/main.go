//go:build ignore

// Forms writes the table of legal forms, forms.txt of package norm, from a
// folder of published facts and from two files beside it that are kept by hand:
//
//	go run engine/norm/internal/forms/main.go -facts FOLDER > engine/norm/forms.txt
//
// hand.txt holds what was settled by judgement and wins over every source;
// kinds.txt tells the kind of body from words in the name of a form. FOLDER
// holds elf-legal-forms (ISO 20275, as published by GLEIF), org-types and
// libpostal-dictionaries. Only facts are taken: which words name which kind of
// body in which country.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine/norm"
)

const elfFile = "elf-legal-forms/elf-code-list-v1.5-2023-09-28.csv"

// A phrase longer than this describes a form and is no part of a name.
const mostWords = 6

func main() {
	facts := flag.String("facts", "", "folder of the published facts")
	beside := flag.String("beside", "engine/norm/internal/forms", "folder of hand.txt and kinds.txt")
	flag.Parse()
	if err := run(*facts, *beside, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "forms:", err)
		os.Exit(1) //nolint:forbidigo // a program of its own, run by hand
	}
}

// table gathers phrases, each with its class and the countries that use it.
type table struct {
	hand    []string                   // lines of hand.txt
	groups  map[string]string          // class to groups
	class   map[string]string          // folded phrase to class, hand's and found
	never   map[string]bool            // phrases that are no forms, by hand
	byHand  map[string]bool            // phrases of hand.txt
	found   map[string]map[string]bool // phrase to the countries that use it
	anchors map[string]string
	kinds   []kind
}

type kind struct {
	class string
	stems [][]string
}

func run(facts, beside string, w io.Writer) error {
	t := &table{groups: map[string]string{}, class: map[string]string{}, never: map[string]bool{}, byHand: map[string]bool{}, found: map[string]map[string]bool{}, anchors: map[string]string{}}
	if err := t.readHand(filepath.Join(beside, "hand.txt")); err != nil {
		return err
	}
	if err := t.readKinds(filepath.Join(beside, "kinds.txt")); err != nil {
		return err
	}
	if err := t.readELF(filepath.Join(facts, elfFile)); err != nil {
		return err
	}
	if err := t.readOrgTypes(filepath.Join(facts, "org-types/org_types.yml")); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(facts, "libpostal-dictionaries/*/company_types.txt"))
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := t.readCompanyTypes(f); err != nil {
			return err
		}
	}
	return t.write(w)
}

// lines calls do for each line that is neither empty nor a comment.
func lines(path string, do func(line string)) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for line := range strings.Lines(strings.TrimPrefix(string(b), "\ufeff")) {
		if line = strings.TrimRight(line, "\r\n"); line != "" && line[0] != '#' {
			do(line)
		}
	}
	return nil
}

func (t *table) readHand(path string) error {
	return lines(path, func(line string) {
		head, body, _ := strings.Cut(line, ":")
		class, groups, _ := strings.Cut(head, " ")
		if class != "!" {
			t.hand = append(t.hand, line)
			t.groups[class] = groups
		}
		for v := range strings.SplitSeq(body, "|") {
			key := norm.Fold(strings.Trim(strings.TrimSpace(v), "^$"))
			if class == "!" {
				t.never[key] = true
			} else if t.class[key] == "" {
				t.class[key], t.byHand[key] = class, true
			}
		}
	})
}

func (t *table) readKinds(path string) error {
	return lines(path, func(line string) {
		head, body, _ := strings.Cut(line, ":")
		class, _, _ := strings.Cut(head, " ")
		k := kind{class: class}
		for v := range strings.SplitSeq(body, "|") {
			if words := strings.Fields(norm.Fold(v)); len(words) > 0 {
				k.stems = append(k.stems, words)
			}
		}
		t.kinds = append(t.kinds, k)
	})
}

// kindOf is the class of the first kind with a stem in the folded name.
func (t *table) kindOf(name string) string {
	words := strings.Fields(name)
	for _, k := range t.kinds {
		for _, stem := range k.stems {
			if hasStem(words, stem) {
				return k.class
			}
		}
	}
	return ""
}

// hasStem tells whether words that stand side by side begin with those of a
// stem; in a script that runs words together a stem may stand inside one.
func hasStem(words, stem []string) bool {
	for i := 0; i+len(stem) <= len(words); i++ {
		ok := true
		for j, s := range stem {
			r, _ := utf8.DecodeRuneInString(s)
			ok = ok && (strings.HasPrefix(words[i+j], s) || r >= 0x0E00 && strings.Contains(words[i+j], s))
		}
		if ok {
			return true
		}
	}
	return false
}

// readELF takes the active forms of ISO 20275: the local name decides the
// class, and the transliteration and the abbreviations follow it.
func (t *table) readELF(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		in.Discard(3)
	}
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return err
	}
	for _, r := range rows[1:] {
		country, name, latin, status := r[2], r[5], r[8], r[12]
		if status != "ACTV" || country == "" {
			continue
		}
		class := t.classOf(name)
		if class == "" {
			class = t.classOf(latin)
		}
		for _, s := range append(spellings(name), spellings(latin)...) {
			t.add(s, class, country, false)
		}
		for s := range strings.FieldsFuncSeq(r[9]+";"+r[10], func(c rune) bool { return c == ';' || c == ',' }) {
			t.add(s, class, country, true)
		}
	}
	return nil
}

func (t *table) classOf(name string) string {
	for _, s := range spellings(name) {
		if c := t.class[norm.Fold(s)]; c != "" {
			return c
		}
	}
	return t.kindOf(norm.Fold(name))
}

// spellings parts "A / B" and "A (AB)" into the names that stand in it. What
// stands in brackets is a remark, unless it is one word, a short form.
func spellings(name string) []string {
	var out []string
	bracket := false
	for name != "" {
		i := strings.IndexAny(name, "/();（）")
		part := name
		if i >= 0 {
			part = name[:i]
		}
		if part = strings.TrimSpace(part); part != "" && (!bracket || !strings.ContainsAny(part, " -")) {
			out = append(out, part)
		}
		if i < 0 {
			break
		}
		r, size := utf8.DecodeRuneInString(name[i:])
		bracket = r == '(' || r == '（'
		name = name[i+size:]
	}
	return out
}

// add notes a phrase, unless the hand has it, it is too short to tell, or it
// is made of words that companies use for their trade.
func (t *table) add(phrase, class, country string, short bool) {
	key := norm.Fold(phrase)
	words := strings.Count(key, " ") + 1
	letters := utf8.RuneCountInString(key)
	first, _ := utf8.DecodeRuneInString(key)
	if class == "" || class == "-" || t.never[key] || words > mostWords || strings.ContainsAny(key, "0123456789") {
		return
	}
	if t.byHand[key] {
		class = t.class[key]
	} else if t.class[key] == "" && !t.tells(key, class, words, letters, first, short) {
		return
	}
	if t.class[key] == "" {
		t.class[key] = class
	}
	if t.class[key] != class {
		return // a form by another name elsewhere: the first stays
	}
	if t.found[key] == nil {
		t.found[key] = map[string]bool{}
	}
	t.found[key][country] = true
	if words == 1 && letters <= 6 && first < 0x0E00 {
		t.anchors[key] = "$" // Latin abbreviations stand behind
		if first >= utf8.RuneSelf {
			t.anchors[key] = "^$"
		}
	}
}

// tells decides whether a phrase that the hand lacks is a form wherever it
// stands. Two letters tell nothing, and what has a word of a trade or a place
// in it may be a name; a name of a form must itself say what kind it is.
func (t *table) tells(key, class string, words, letters int, first rune, short bool) bool {
	squeezed := strings.ReplaceAll(key, " ", "")
	switch {
	case first >= 0x0E00: // scripts whose words have few letters
		return letters >= 4
	case words == 1 && letters < 3, words > 1 && letters < 5, short && words > 1 && len(squeezed) <= words+1:
		return false
	case !short && (t.kindOf(key) != class || words == 1 && letters < 7):
		return false
	case strings.HasPrefix(key, "or ") || strings.HasPrefix(key, "and ") || strings.Contains(key, " or ") || strings.Contains(key, " including "):
		return false
	}
	weak := short || words == 1 || strings.Contains("FCGI", cmp.Or(strings.TrimSpace(t.groups[class]), "-"))
	for _, tok := range norm.CompanyName(key).Tokens {
		if tok.Class == norm.Place || tok.Class == norm.Generic && weak {
			return false
		}
	}
	return true
}

// generics are the classes of the general kinds of the source org-types.
var generics = map[string]string{"LLC": "llc", "JSC": "jsc", "LP": "lp", "GP": "partnership", "LLP": "partnership", "COOP": "coop", "SOE": "fup", "SP": "est"}

// readOrgTypes takes the aliases of each type: its class is that of an alias
// that is known, or else that of its general kind.
func (t *table) readOrgTypes(path string) error {
	var generic string
	var aliases []string
	flush := func() {
		class := ""
		for _, a := range aliases {
			if c := t.class[norm.Fold(a)]; c != "" && (class == "" || class == "co") {
				class = c
			}
		}
		class = cmp.Or(class, generics[generic])
		for _, a := range aliases {
			t.add(a, class, "", !strings.Contains(strings.TrimSpace(a), " "))
		}
		generic, aliases = "", nil
	}
	err := lines(path, func(line string) {
		s := strings.TrimSpace(line)
		if strings.HasPrefix(line, "  - ") {
			flush()
			s = strings.TrimPrefix(s, "- ")
		}
		key, value, ok := strings.Cut(s, ": ")
		switch {
		case ok && key == "generic":
			generic = value
		case ok && (key == "display" || key == "compare"):
			aliases = append(aliases, strings.Trim(value, `"'`))
		case strings.HasPrefix(s, "- "):
			aliases = append(aliases, strings.Trim(s[2:], `"'`))
		}
	})
	flush()
	return err
}

// readCompanyTypes takes the short forms of the names whose class is known.
func (t *table) readCompanyTypes(path string) error {
	return lines(path, func(line string) {
		all := strings.Split(line, "|")
		for _, s := range all[1:] {
			t.add(s, t.classOf(all[0]), "", true)
		}
	})
}

const header = `# Legal forms: CLASS GROUPS COUNTRIES: words. Written by internal/forms; change hand.txt or kinds.txt there, not this file.
# Facts: ISO 20275 entity legal forms, GLEIF ELF code list 1.5 of 2023-09-28 (CC0 1.0); org_types.yml of opensanctions/rigour, 2026-07 (MIT);
# company_types of openvenues/libpostal, 2025-09 (MIT); company registers, by hand. COUNTRIES (ISO 3166-1) are those for which ISO 20275 states the
# words. Lines without any are by hand, or from a source that names no country; "=" gives the countries of words that stand further up.
# GROUPS says what kind of body the class can be, and two classes without a common letter cannot be one company:
# L limited company, S company with shares (stock), P partnership, K limited partnership, F foundation or association,
# C cooperative, I one person's business, G state enterprise. No letters: goes with anything.
# A word that begins with ^ counts only at the start of a name, one that ends with $ only at its end, one with both at either.
`

// write writes the hand's lines, then what was found, by class and countries.
func (t *table) write(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString(header)
	for _, line := range t.hand {
		out.WriteString(line + "\n")
	}
	rows := map[string][]string{}
	for key, countries := range t.found {
		delete(countries, "")
		list := make([]string, 0, len(countries))
		for c := range countries {
			list = append(list, c)
		}
		slices.Sort(list)
		class := t.class[key]
		head := strings.TrimSpace(class + " " + cmp.Or(t.groups[class], "-") + " " + strings.Join(list, ","))
		switch {
		case t.byHand[key] && len(list) == 0:
			continue
		case t.byHand[key]:
			head = "= " + strings.Join(list, ",")
		case t.anchors[key] == "$":
			key += "$"
		case t.anchors[key] != "":
			key = "^" + key + "$"
		}
		rows[head] = append(rows[head], key)
	}
	heads := make([]string, 0, len(rows))
	for h := range rows {
		heads = append(heads, h)
	}
	slices.Sort(heads)
	for _, h := range heads {
		slices.Sort(rows[h])
		fmt.Fprintf(out, "%s: %s\n", h, strings.Join(rows[h], " | "))
	}
	return out.Flush()
}
