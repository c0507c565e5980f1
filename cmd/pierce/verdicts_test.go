package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
)

// TestVerdictsWanted: which answers are asked for changes what is printed, not
// what is answered. Those that a cascade over the whole store finds are the ones
// that a look at each entity finds.
func TestVerdictsWanted(t *testing.T) {
	w := loadWorld(t)
	told := map[own.Answer]int{}
	for rule, some := range map[string][]own.Answer{
		"ofac-50": {own.Yes, own.Unknown, own.DependsOnDate}, "bis-affiliates": {own.Yes, own.Unknown, own.DependsOnDate},
		// Their lists are not in this world, so that unknown without no is refused.
		"eu-50": {own.Yes, own.DependsOnDate}, "uk-ofsi": {own.Yes, own.NoUnlessHidden},
	} {
		of := func(want string) map[engine.EntityID]string {
			out := map[engine.EntityID]string{}
			for line := range strings.Lines(w.say("verdicts", "--rule", rule, "--as-of", "2025-10-15", "--verdict", want, "--json")) {
				var v own.Verdict
				if err := json.Unmarshal([]byte(line), &v); err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				out[v.Entity] = line
			}
			return out
		}
		each := of("yes,no,unknown,no-unless-hidden,depends-on-date")
		words := make([]string, len(some))
		for i, a := range some {
			words[i] = string(a)
		}
		got, sure := of(strings.Join(words, ",")), of("yes")
		for id, line := range each {
			var v own.Verdict
			if err := json.Unmarshal([]byte(line), &v); err != nil {
				t.Fatal(err)
			}
			if v.Verdict == own.Yes && sure[id] != line {
				t.Errorf("%s of %s, yes alone: got\n%swant\n%s", rule, id, sure[id], line)
			}
			if slices.Contains(some, v.Verdict) {
				if len(v.Lists) > 0 { // not for want of the list: somebody listed is above it
					told[v.Verdict]++
				}
				if got[id] != line {
					t.Errorf("%s of %s: got\n%swant\n%s", rule, id, got[id], line)
				}
				delete(got, id)
			}
		}
		if len(got) > 0 {
			t.Errorf("%s: %d answers too many: %v", rule, len(got), got)
		}
	}
	t.Logf("answers of rules whose list is loaded: %v", told)
	if told[own.Yes] == 0 || told[own.Unknown] == 0 {
		t.Errorf("got %v, want yes and unknown among the answers: the test shows nothing", told)
	}
}
