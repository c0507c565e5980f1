package store

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
)

// TestTimeline reads testdata/timeline.txt, which says what its lines mean.
func TestTimeline(t *testing.T) {
	text, err := os.ReadFile("testdata/timeline.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := strings.Split(string(text), "\ncase ")[1:]
	if len(cases) < 10 {
		t.Fatalf("got %d cases", len(cases))
	}
	for _, c := range cases {
		lines := strings.Split(strings.TrimSpace(c), "\n")
		t.Run(lines[0], func(t *testing.T) {
			var versions []*engine.Record
			var want []string
			for _, line := range lines[1:] {
				verb, rest, _ := strings.Cut(line, " ")
				switch verb {
				case "see":
					versions = append(versions, parseSeen(t, rest))
				case "gone":
					versions[len(versions)-1].Ended = parseDay(t, rest)
				case "=":
					want = append(want, rest)
				default:
					t.Fatalf("line %q", line)
				}
			}
			var got []string
			for _, c := range claimsOf(versions) {
				got = append(got, fmt.Sprintf("%s %s [%s,%s)", c.Owner, strings.TrimSuffix(c.Share.Human(), " %"), c.From, c.Until))
			}
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("claims (-want +got):\n%s", diff)
			}
		})
	}
}

func parseDay(t *testing.T, s string) engine.Date {
	if s == "-" {
		return 0
	}
	d, err := engine.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func parseSeen(t *testing.T, s string) *engine.Record {
	on, rest, _ := strings.Cut(s, " ")
	rec := &engine.Record{ID: "d/x", Retrieved: parseDay(t, on).Time().Add(10 * time.Hour)}
	for _, part := range strings.Split(rest, ";") {
		f := strings.Fields(part)
		if len(f) == 0 {
			continue
		}
		share, err := engine.ParseShare(f[1])
		if err != nil {
			t.Fatal(err)
		}
		rec.Interests = append(rec.Interests, engine.Interest{Owner: engine.PartyID(f[0]), Owned: "d/x", Kind: engine.Shares,
			Share: share, From: parseDay(t, f[2]), Until: parseDay(t, f[3])})
	}
	return rec
}
