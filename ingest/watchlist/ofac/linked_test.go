package ofac

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// TestLinkedTo holds the links that the remarks of a whole list make by name
// against the parties that they were resolved to by hand and by rule.
func TestLinkedTo(t *testing.T) {
	list := sourcetest.Shared(t, "watchlists/ofac-sdn-2023-12-28")
	f, err := os.Open(sourcetest.Shared(t, "truth/ofac-linked-to/edges.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: []string{list}}, c); err != nil {
		t.Fatal(err)
	}
	type linked struct{ text, to string } // to the number of the one that it was resolved to
	made := map[string][]linked{}
	for _, r := range c.Records {
		for _, in := range r.Interests {
			if in.Role == "Linked To" {
				made[r.ID.Key()] = append(made[r.ID.Key()], linked{fold(in.OwnerName), in.Owner.Record().Key()})
			}
		}
	}
	var right, missed, wrong, open, absent int
	for _, row := range rows[1:] {
		want := strings.Fields(row[4])
		// The truth cuts a name at its first full stop.
		at := slices.IndexFunc(made[row[0]], func(l linked) bool { return strings.HasPrefix(l.text, fold(row[3])) })
		got := ""
		if at >= 0 {
			got = made[row[0]][at].to
			made[row[0]] = slices.Delete(made[row[0]], at, at+1)
		}
		switch {
		case at < 0:
			absent++
			t.Logf("no link: %s to %q", row[0], row[3])
		case len(want) == 0 && got != "":
			open++ // the truth does not say to whom
		case len(want) == 0:
		case got == "":
			missed++
			t.Logf("missed: %s linked to %q, who is %s", row[0], row[3], row[4])
		case slices.Contains(want, got):
			right++
		default:
			wrong++
			t.Logf("wrong: %s linked to %q, who is %s, got %s", row[0], row[3], row[4], got)
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(right+wrong+missed+absent)
	t.Logf("%d links: %d right, %d wrong, %d missed, %d not read; %d resolved that the truth leaves open: precision %.4f, recall %.4f",
		len(rows)-1, right, wrong, missed, absent, open, precision, recall)
	if precision < 0.99 || recall < 0.99 {
		t.Errorf("precision %.4f, recall %.4f; want 0.99 each", precision, recall)
	}
}

// fold is a name without the differences that do not matter here.
func fold(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), " ")) }
