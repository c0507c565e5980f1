package ingest

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// guessLen is how much of a file's beginning Guess needs.
const guessLen = 4 << 10

// telltales are words that stand in the first 4 kB of a format's files and in
// no other's; the first entry all of whose words are found wins.
var telltales = []struct {
	format string
	words  []string
}{
	{"csl", []string{"_id,", "source", "entity_number", "programs"}},
	{"un", []string{"<consolidated_list"}},
	{"eu-fsf", []string{"entity_logicalid", "namealias_"}},
	{"uk-sl", []string{"unique id", "name 6", "name 1"}},
	{"uk-sl", []string{"name 6", "group type", "group id"}},
	{"gleif", []string{"lei", "entity.legalname"}},
	{"gleif", []string{"relationship.startnode.nodeid"}},
	{"gleif", []string{"lei", "exception.category"}},
	{"uk-companies", []string{"companyname", "companynumber", "regaddress."}},
	{"uk-psc", []string{`"company_number"`, `"data"`}},
	{"senzing", []string{`"data_source"`, `"record_id"`}},
	{"icij", []string{"node_id", "sourceid"}},
	{"bods", []string{`"statementid"`, `"recordtype"`}},
	{"bods", []string{`"statementid"`, `"statementtype"`}},
	{"ftm", []string{`"schema"`, `"properties"`}},
	{"pierce", []string{`"owner"`, `"owned"`}},
	{"pierce", []string{`"party"`, `"list"`}},
	{"pierce", []string{`"shipment"`, `"parties"`}},
	{"pierce", []string{`"id"`, `"names"`}},
	{"ams", []string{"identifier,", "vessel_name", "foreign_port_of_lading"}},
	{"ams", []string{"identifier,", "master_bol_number", "bill_type_code"}},
	{"ams", []string{"identifier,", "_address_1", "comm_number"}},
	{"shipments", []string{"shipper", "consignee"}},
	{"shipments", []string{"bill of lading"}},
	{"ofac", []string{"-0- ,"}},
}

// Guess is the name of the format that the beginning of a file looks like, or
// "".
func Guess(head []byte) string {
	text := strings.ToLower(string(head[:min(len(head), guessLen)]))
	switch begin := strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n"); {
	case strings.HasPrefix(begin, "unb") && strings.Contains(begin, "uno"), strings.HasPrefix(begin, "una") && strings.Contains(begin, "unb"),
		strings.HasPrefix(begin, "unh") && strings.Contains(begin, "cus"):
		return "edifact"
	case strings.HasPrefix(begin, "fwb/"), strings.HasPrefix(begin, "fhl/"), strings.Contains(begin, "\nfwb/"), strings.Contains(begin, "\nfhl/"):
		return "awb"
	}
next:
	for _, t := range telltales {
		for _, w := range t.words {
			if !strings.Contains(text, w) {
				continue next
			}
		}
		return t.format
	}
	return ""
}

// WrongFormat is the error for a file that is not of the format at all. Why
// goes on from the file's name, as "has no column "LEI"". The hint names the
// format that the head of the file looks like.
func WrongFormat(file, format string, head []byte, why string) error {
	e := &engine.Error{Op: "ingest.Read", Code: engine.Invalid, ID: file, Err: errors.New(why)}
	if format != "" {
		e.Err = errors.New("is not of the format " + format + ": it " + why)
	}
	if g := Guess(head); g != "" && g != format {
		e.Hint = "it looks like --as " + g
	}
	return e
}
