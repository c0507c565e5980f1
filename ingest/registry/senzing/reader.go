// Package senzing reads records in the JSON of Senzing's entity specification,
// one object a line, so that its users' files and its truth sets load
// unchanged:
//
//	{"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"1","FEATURES":[{"RECORD_TYPE":"PERSON"},{"NAME_FULL":"…"},{"DATE_OF_BIRTH":"…"}]}
//	{"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"1","PRIMARY_NAME_FULL":"…","HOME_ADDR_FULL":"…","NAMES":[{"NAME_TYPE":"AKA","NAME_FULL":"…"}]}
//
// Attributes may stand beside each other (version 3), in a list of features
// (version 4), or in lists of any name, and before an attribute may stand its
// usage, as HOME_ of HOME_PHONE_NUMBER. A record's key is its DATA_SOURCE and
// RECORD_ID with a slash between them, so that one dataset holds several data
// sources: senzing/CUSTOMERS/1. A record without a RECORD_ID is keyed by a hash
// of its line.
//
// REL_ANCHOR and REL_POINTER give interests: the role says of what kind and
// which way, and "Owns 60%" gives a share. A pointer means the record that
// carries the anchor, in any file of the load; where none does, the record whose
// key it is, which may come later. A file whose pointers name anchors that are no
// record's key is therefore loaded together with the file that has them. What
// the specification does not name is kept as a note of the party, and inside of a
// feature it is counted too.
//
// Dates such as 3/4/70 are read as most dates of the file stand that can be
// read one way only, and month first where none tells, as in the specification's
// own examples. A year of two digits is the latest one that is not to come.
package senzing

import (
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "senzing"

// Source reads Senzing's JSON.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "Senzing entity specification, JSON lines",
		Publisher: "Senzing and its users",
		Files:     "*senzing*.json *senzing*.jsonl customers*.json* reference*.json* watchlist*.json*",
		Example:   `{"DATA_SOURCE":"CUSTOMERS","RECORD_ID":"1","FEATURES":[{"RECORD_TYPE":"PERSON"},{"NAME_FULL":"Sample Person"},{"DATE_OF_BIRTH":"1970-05-31"}]}`,
	}
}

// Read hands over one record a line, in the order of the files.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	first := &survey{anchors: map[anchor]string{}, turns: map[string]int{}}
	if err := ingest.ReadAhead(in, first.read); err != nil {
		return err
	}
	for _, f := range in.Files {
		if err := read(in, f, first, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, first *survey, out ingest.Output) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	seen := false
	return j.Each(out, func(r *ingest.Row) error {
		if !seen && !looks(r.Value) {
			return ingest.WrongFormat(f.Name, Name, []byte(r.Text), "has neither DATA_SOURCE, RECORD_ID nor FEATURES in its first line")
		}
		seen = true
		if !looks(r.Value) {
			return r.Badf("DATA_SOURCE", "", "want a DATA_SOURCE or a RECORD_ID")
		}
		m := &mapper{in: in, row: r, first: first, order: first.order(f.Name)}
		rec := r.Record(in.ID(keyOf(r)))
		if err := m.record(rec); err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return out.Record(rec)
	})
}

// looks tells whether a line is one of the format.
func looks(v *ingest.Value) bool {
	return v.Get("DATA_SOURCE").Str() != "" || v.Get("RECORD_ID").Str() != "" || v.Get("FEATURES") != nil
}

// survey is what a first reading of the files finds: who carries which anchor,
// and how each file writes its dates.
type survey struct {
	anchors map[anchor]string // to the key of the record
	turns   map[string]int    // by file: dates that are month first, less those that are day first
}

// anchor is a place in the network that pointers name.
type anchor struct{ domain, key string }

// maxAnchors bounds what is kept in memory: at some 150 bytes each, 1.5 GB.
// What lies beyond is found only where the anchor's key is the record's.
const maxAnchors = 10_000_000

// read reads a file for its anchors and dates. Bad lines are passed over: the
// second reading files them.
func (s *survey) read(f ingest.File) error {
	j, err := ingest.OpenJSON(f, Name)
	if err != nil {
		return err
	}
	defer j.Close()
	return j.Each(ingest.Nowhere{}, func(r *ingest.Row) error {
		if !looks(r.Value) {
			return nil
		}
		for _, ft := range featuresOf(r.Value).features {
			switch ft.family {
			case "born", "died", "founded":
				s.turns[f.Name] += turned(ft.get("number"))
			case "anchor":
				s.anchor(anchor{ft.get("domain"), ft.get("key")}, keyOf(r))
			case "disclosed":
				s.anchor(anchor{disclosed + ft.get("domain"), ft.get("key")}, keyOf(r))
			}
		}
		return nil
	})
}

// disclosed begins the domain of an old RELATIONSHIP_KEY, which all that are
// related carry alike; the smallest of them stands for the rest.
const disclosed = "\x00"

func (s *survey) anchor(a anchor, key string) {
	was, ok := s.anchors[a]
	if a.key != "" && (ok || len(s.anchors) < maxAnchors) && (!ok || key < was) {
		s.anchors[a] = key
	}
}
