package score

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/eval"
)

// sharedRows opens a file of the shared data, or skips the test where it is
// absent.
func sharedRows(t testing.TB, path string) [][]string {
	t.Helper()
	roots := []string{os.Getenv("PIERCE_SHARED"), "../../../shared", "../../shared"}
	for _, root := range roots {
		if root == "" {
			continue
		}
		f, err := os.Open(filepath.Join(root, "data", filepath.FromSlash(path)))
		if err != nil {
			continue
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	t.Skipf("%s is not here: set PIERCE_SHARED to the folder that holds data/", path)
	return nil
}

// kindOfSchema reads the FollowTheMoney schema of a labelled pair.
func kindOfSchema(s string) engine.Kind {
	switch s {
	case "Person":
		return engine.Person
	case "Company", "Organization":
		return engine.Company
	case "Vessel":
		return engine.Vessel
	}
	return engine.Unknown
}

// TestNamePairs prints how well names alone are told apart on labelled pairs,
// and fails below the figures reached.
func TestNamePairs(t *testing.T) {
	rows := sharedRows(t, "truth/name-pairs-dev/cases.csv")
	m := Default().Asked()
	var all, hand []eval.Scored
	type miss struct {
		w   float64
		row string
	}
	var wrong []miss
	for _, r := range rows[1:] {
		kind := kindOfSchema(r[1])
		match := m.Match(side("a/1", kind, r[2]), side("a/2", kind, r[3]))
		s := eval.Scored{Score: match.Weight, True: r[4] == "true"}
		all = append(all, s)
		if !strings.HasPrefix(r[0], "synth_") {
			hand = append(hand, s)
		}
		if s.True != (s.Score >= m.Same) {
			d := ""
			if len(match.Evidence) > 0 {
				d = match.Evidence[len(match.Evidence)-1].Level + " " + match.Evidence[0].Detail
			}
			wrong = append(wrong, miss{s.Score, r[0][:5] + " " + r[1] + " | " + r[2] + " | " + r[3] + " | " + r[4] + " | " + d})
		}
	}
	sort.Slice(wrong, func(i, j int) bool { return wrong[i].w < wrong[j].w })
	if testing.Verbose() {
		for _, w := range wrong {
			t.Logf("%6.1f %s", w.w, w.row)
		}
	}
	for _, c := range []struct {
		name    string
		s       []eval.Scored
		f1, auc float64
	}{{"all", all, 0.9, 0.94}, {"hand-labelled", hand, 0.93, 0.965}} {
		name, s := c.name, c.s
		th, best := eval.BestF1(s)
		at := eval.At(s, m.Same)
		if auc := eval.AUC(s); at.F1 < c.f1 || auc < c.auc {
			t.Errorf("%s: F1 %.3f, AUC %.3f, want at least %.2f and %.3f", name, at.F1, auc, c.f1, c.auc)
		}
		t.Logf("%s, %d pairs: AUC %.3f, at %.1f bits F1 %.3f (P %.3f R %.3f), best F1 %.3f at %.1f", name, len(s), eval.AUC(s), m.Same, at.F1, at.Precision, at.Recall, best.F1, th)
	}
}
