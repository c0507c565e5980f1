package report

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// Owner is a branch of the tree on one line of a table.
type Owner struct {
	own.Branch
	Indent int
	Listed []engine.ListID
}

// maxIndent is how far a row is moved in at most; deeper ones stand below each
// other, with their depth told.
const maxIndent = 12

// Owners are the branches of the tree in the order of reading, direct owners
// first, each with its own owners below it.
func (d *Dossier) Owners() []Owner {
	var out []Owner
	var add func([]own.Branch, int)
	add = func(list []own.Branch, depth int) {
		for _, b := range list {
			out = append(out, Owner{b, min(depth, maxIndent), d.Lists[b.Owner]})
			add(b.Owners, depth+1)
		}
	}
	add(d.Tree.Owners, 0)
	return out
}

// Span writes from–until for a reader.
func Span(from, until engine.Date) string {
	switch {
	case from == 0 && until == 0:
		return "no dates given"
	case until == 0:
		return "since " + from.String()
	case from == 0:
		return "until " + until.String()
	}
	return from.String() + " to " + until.String()
}

// ParentText says who the ultimate parent company is.
func ParentText(p own.Parent) string {
	var text string
	switch p.Status {
	case own.ParentFound:
		text = p.Name
	case own.ParentItself:
		text = "itself"
	case own.ParentJoint:
		text = "none alone: control is joint"
	case own.ParentOrphan:
		text = "none: companies that control each other"
	default:
		text = "not known"
	}
	if p.Reason != "" {
		text += " (" + p.Reason + ")"
	}
	return text
}

// JudgementText is a judgement as a sentence.
func JudgementText(j *engine.Judgement) string {
	word := "different from"
	if j.Same {
		word = "the same as"
	}
	text := fmt.Sprintf("%s is %s %s (%s, %s: %s)", j.A, word, j.B, j.By, j.At, j.Why)
	if !j.Active() {
		text += fmt.Sprintf("; undone by %s, %s: %s", j.UndoneBy, j.UndoneAt, j.Undone)
	}
	return text
}

// words writes a code of several words for a reader.
func words(code any) string { return strings.ReplaceAll(fmt.Sprint(code), "-", " ") }

func joinIDs(ids []engine.RecordID) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(id)
	}
	return strings.Join(parts, ", ")
}

func flagText(f string) string { return own.FlagText(f) }

// turning are the marks that turn the writing direction of what follows.
const turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"

// Unturned replaces every mark that turns the writing direction by �, so that a
// name cannot turn what stands around it, or pose as another.
func Unturned() *strings.Replacer {
	var pairs []string
	for _, r := range turning {
		pairs = append(pairs, string(r), "\ufffd")
	}
	return strings.NewReplacer(pairs...)
}

// spelled writes such marks as JSON's escapes, within JSON.
func spelled() *strings.Replacer {
	var pairs []string
	for _, r := range turning {
		pairs = append(pairs, string(r), fmt.Sprintf("\\u%04x", r))
	}
	return strings.NewReplacer(pairs...)
}
