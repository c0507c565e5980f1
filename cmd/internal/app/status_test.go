package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
)

// TestStatusModel: status names the model, and says where entities were made by
// another, until they are made again.
func TestStatusModel(t *testing.T) {
	now := func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }
	a, err := Open(Options{Dir: t.TempDir(), Create: true, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	settle := func() {
		t.Helper()
		if _, err := a.Settle(context.Background(), resolve.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	check := func(how, at string, stale bool) {
		t.Helper()
		s, err := a.Status()
		if err != nil || s.Model.How != how || s.Model.At != at || s.Model.Version == "" || strings.Contains(s.Stale, "model") != stale {
			t.Errorf("Status = %+v, %v, want a model that is %s %s, stale %v", s, err, how, at, stale)
		}
	}
	settle()
	check("shipped", "", false)
	m, err := score.Default().Changed(map[string]any{"prior.weight": -15})
	if err != nil {
		t.Fatal(err)
	}
	if err := resolve.SetModel(a.Store, m, "imported", now); err != nil {
		t.Fatal(err)
	}
	check("imported", "2026-01-02T03:04:05Z", true)
	settle()
	check("imported", "2026-01-02T03:04:05Z", false)
}
