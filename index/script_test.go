package index

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestCrossScript indexes names in one script and searches for the same
// parties by their names in another, both ways.
func TestCrossScript(t *testing.T) {
	f, err := os.Open(filepath.Join(shared(t, "truth/cross-script-dev"), "pairs.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	latin, other := newShelf(), newShelf()
	var toOther, toLatin []trial
	for _, row := range table[1:] {
		kind := engine.Company
		switch row[2] {
		case "Address":
			continue
		case "Person":
			kind = engine.Person
		}
		id := engine.NewRecordID(row[0], row[1])
		e := engine.EntityID("e" + row[0] + row[1])
		put := func(s *shelf, name string) {
			s.put(e, &engine.Record{ID: id, Parties: []engine.Party{{ID: id.Party(), Kind: kind, Names: []engine.Name{{Text: name}}}}})
		}
		put(latin, row[3])
		put(other, row[4])
		group := row[2] + ", " + row[5]
		toOther = append(toOther, trial{group: "Latin asks " + group, key: row[1], text: row[3], want: e})
		toLatin = append(toLatin, trial{group: group + " asks Latin", key: row[1], text: row[4], want: e})
	}
	miss := showMisses(t)
	groups := runTrials(t, filled(t, other), toOther, miss)
	maps.Copy(groups, runTrials(t, filled(t, latin), toLatin, miss))
	for _, want := range []struct {
		group      string
		first, ten float64
	}{
		{"Latin asks Organisation, Japanese", 0.8, 0.85}, {"Organisation, Japanese asks Latin", 0.8, 0.85},
		{"Latin asks Person, Arabic", 0.9, 0.9}, {"Person, Arabic asks Latin", 0.9, 0.9},
	} {
		if g := groups[want.group]; g[0].at(1) < want.first || g[0].at(10) < want.ten {
			t.Errorf("%s: %s, want at least %.2f and %.2f", want.group, &g[0], want.first, want.ten)
		}
	}
}

// TestUNScripts indexes the Security Council's list by its Latin names and
// asks for its original-script names, and the other way round.
func TestUNScripts(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared(t, "watchlists/un-consolidated"), "UN_consolidated.xml"))
	if err != nil {
		t.Fatal(err)
	}
	type party struct {
		Ref      string `xml:"REFERENCE_NUMBER"`
		First    string `xml:"FIRST_NAME"`
		Second   string `xml:"SECOND_NAME"`
		Third    string `xml:"THIRD_NAME"`
		Fourth   string `xml:"FOURTH_NAME"`
		Original string `xml:"NAME_ORIGINAL_SCRIPT"`
	}
	var list struct {
		People   []party `xml:"INDIVIDUALS>INDIVIDUAL"`
		Entities []party `xml:"ENTITIES>ENTITY"`
	}
	if err := xml.NewDecoder(bytes.NewReader(raw)).Decode(&list); err != nil {
		t.Fatal(err)
	}
	latin, other := newShelf(), newShelf()
	var toOther, toLatin []trial
	add := func(p party, kind engine.Kind, n int) {
		name := strings.Join(strings.Fields(p.First+" "+p.Second+" "+p.Third+" "+p.Fourth), " ")
		id := engine.NewRecordID("un", p.Ref+"-"+strconv.Itoa(n))
		e := engine.EntityID("e" + string(id.Key()))
		put := func(s *shelf, name string) {
			s.put(e, &engine.Record{ID: id, Parties: []engine.Party{{ID: id.Party(), Kind: kind, Names: []engine.Name{{Text: name}}}}})
		}
		put(latin, name)
		if p.Original = strings.TrimSpace(p.Original); p.Original == "" {
			return
		}
		put(other, p.Original)
		group := "UN " + string(kind) + ", " + scriptOf(p.Original)
		toOther = append(toOther, trial{group: "Latin asks " + group, key: p.Ref, text: name, want: e})
		toLatin = append(toLatin, trial{group: group + " asks Latin", key: p.Ref, text: p.Original, want: e})
	}
	for i, p := range list.People {
		add(p, engine.Person, i)
	}
	for i, p := range list.Entities {
		add(p, engine.Company, i)
	}
	miss := showMisses(t)
	runTrials(t, filled(t, other), toOther, miss)
	runTrials(t, filled(t, latin), toLatin, miss)
}

// TestTaiwan indexes Taiwanese companies by their Chinese names and asks for
// their English ones, and the other way round. The list gives English short
// names, of which many are acronyms.
func TestTaiwan(t *testing.T) {
	latin, other := newShelf(), newShelf()
	var toOther, toLatin []trial
	for _, row := range rows(t, filepath.Join(shared(t, "registries/tw-twse-listed"), "t187ap03_L.csv"), 28)[1:] {
		id := engine.NewRecordID("twse", row[1])
		e := engine.EntityID("e" + row[1])
		put := func(s *shelf, name string) {
			s.put(e, &engine.Record{ID: id, Parties: []engine.Party{{ID: id.Party(), Kind: engine.Company, Names: []engine.Name{{Text: name}}}}})
		}
		put(latin, row[27])
		put(other, row[2])
		if len(row[27]) <= 5 && row[27] == strings.ToUpper(row[27]) {
			continue // letters that stand for a name
		}
		toOther = append(toOther, trial{group: "Latin asks TWSE", key: row[1], text: row[27], want: e})
		toLatin = append(toLatin, trial{group: "TWSE asks Latin", key: row[1], text: row[2], want: e})
	}
	miss := showMisses(t)
	runTrials(t, filled(t, other), toOther, miss)
	runTrials(t, filled(t, latin), toLatin, miss)
}

func scriptOf(s string) string { return read(s, "").script }
