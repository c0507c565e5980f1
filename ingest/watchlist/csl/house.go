package csl

import (
	"regexp"
	"strings"
)

// house is a name of the Entity List taken apart: some rows give the name of
// the parent before that of the one who is listed, or after it.
type house struct {
	name   string
	parent string // "" where the name tells of none
	role   string // the list's own word for what the listed one is of it
}

var (
	affiliated  = regexp.MustCompile(`(?i)^(.+?)[.,]\s+(?:and\s+)?(Affiliated Entity|Subordinate Entity):?\s+(.+)$`)
	institution = regexp.MustCompile(`(?i)^(.+?)\.\s+(Subordinate Institution)\s*-\s*(.+)$`)
	belongs     = regexp.MustCompile(`(?i)^(.+?)\s*\(a (subordinate (?:institute|entity|institution)) of ([^()]+)\)$`)
	successors  = regexp.MustCompile(`(?i)[,;]?\s+and (?:any|its) (?:successor|sub-?unit|subsidiar)\S*(?:,| and| or).*$`)
)

// partHouse takes a name apart. An institution that has only a number, as the
// 203rd Research Institute, keeps its parent's name before its own: there is
// another of that number elsewhere.
func partHouse(name string) house {
	name = strings.Join(strings.Fields(successors.ReplaceAllString(name, "")), " ")
	if m := affiliated.FindStringSubmatch(name); m != nil {
		return house{m[3], m[1], m[2]}
	}
	if m := institution.FindStringSubmatch(name); m != nil {
		return house{m[1] + " " + m[3], m[1], m[2]}
	}
	if m := belongs.FindStringSubmatch(name); m != nil {
		return house{m[1], m[3], m[2]}
	}
	return house{name: name}
}
