package store

import (
	"errors"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// TestModel: a model is kept, replaced and forgotten, and each is a line of the
// audit log that Verify finds in order.
func TestModel(t *testing.T) {
	s, err := Open(Options{InMemory: true, Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Model(); !errors.Is(err, engine.NotFound) {
		t.Fatalf("Model of a new store = %v, want NotFound", err)
	}
	for _, m := range []string{"one", "two"} {
		if err := s.SetModel([]byte(m)); err != nil {
			t.Fatal(err)
		}
		if b, err := s.Model(); err != nil || string(b) != m {
			t.Fatalf("Model = %q, %v, want %q", b, err, m)
		}
	}
	if err := s.SetModel(nil); err != nil {
		t.Fatal(err)
	}
	if b, err := s.Model(); !errors.Is(err, engine.NotFound) {
		t.Fatalf("Model after SetModel(nil) = %q, %v, want NotFound", b, err)
	}
	var said []string
	if err := s.Audit(func(e AuditEntry) error { said = append(said, e.What+" "+string(e.Body)); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(said) != 3 || said[1] != "model two" || said[2] != "model " {
		t.Errorf("Audit = %q, want three lines", said)
	}
	if r, err := s.Verify(true); err != nil || !r.OK() {
		t.Errorf("Verify = %+v, %v", r, err)
	}
}
