package store

import (
	"errors"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestNoRoom holds that a write is refused, with advice, when the disk is
// nearly full; that what was committed stands; and that the same load goes on
// when there is room again.
func TestNoRoom(t *testing.T) {
	s := open(t)
	load(t, s, Load{Retrieved: day(1)}, company("a", "A"), company("b", "B"))
	seq := s.Seq()
	free := uint64(roomLogs - 1)
	s.free = func() (uint64, bool) { return free, true }
	_, err := s.Begin(Load{Dataset: "d", Retrieved: day(2)})
	var advice *engine.Error
	if !errors.Is(err, errNoRoom) || !errors.As(err, &advice) || !strings.Contains(err.Error(), "MiB free") {
		t.Fatalf("Begin with %d MiB free = %v, want %v with both figures", free>>20, err, errNoRoom)
	}
	if s.Seq() != seq {
		t.Errorf("a refused load left the change log at %d, want %d", s.Seq(), seq)
	}
	err = s.ReplaceDerived("test", func(*Derivation) error { return nil })
	if err == nil {
		t.Error("ReplaceDerived on a full disk = nil, want an error")
	}
	free = roomLogs
	load(t, s, Load{Retrieved: day(2)}, company("c", "C"))
	if s.Seq() <= seq {
		t.Errorf("with room again the change log is at %d, want more than %d", s.Seq(), seq)
	}
}

// TestFreeBytes holds that the disk of a folder is measured, and that of none
// is not.
func TestFreeBytes(t *testing.T) {
	if n, ok := freeBytes(t.TempDir()); ok && n == 0 {
		t.Errorf("freeBytes(TempDir) = 0, %t, want more than nothing where tests can write", ok)
	}
	if n, ok := freeBytes(t.TempDir() + "/none"); ok {
		t.Errorf("freeBytes of no folder = %d, true, want false", n)
	}
}
