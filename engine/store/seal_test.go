package store

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// TestOpenSeesDamagedTables: one bit turned anywhere in a table, closed in good
// order before or killed, is Corrupt. Without the check Badger answers that
// what stood in that block is not there.
func TestOpenSeesDamagedTables(t *testing.T) {
	whole := storeOfTables(t)
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 60 {
		to := t.TempDir()
		dir := filepath.Join(to, "store")
		copyDir(t, whole, dir)
		if n%2 == 0 {
			asKilled(t, dir)
		}
		tables := tablesOf(t, dir)
		path := tables[r.IntN(len(tables))]
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		at, bit := r.IntN(len(b)), r.IntN(8)
		b[at] ^= 1 << bit
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(Options{Dir: to, Existing: true})
		if err == nil {
			s.Close()
		}
		wantCode(t, fmt.Sprintf("Open with bit %d of byte %d of %d turned in %s", bit, at, len(b), filepath.Base(path)), err, engine.Corrupt, true)
	}
}

// TestSealKnowsTheManifest: a manifest that lost its last entry reads as whole,
// but not as the one that the store was closed with.
func TestSealKnowsTheManifest(t *testing.T) {
	whole := storeOfTables(t)
	b, err := os.ReadFile(filepath.Join(whole, badger.ManifestFilename))
	if err != nil {
		t.Fatal(err)
	}
	cut := 0
	for size := len(b) - 1; size > 8; size-- {
		to := t.TempDir()
		dir := filepath.Join(to, "store")
		copyDir(t, whole, dir)
		if err := os.Truncate(filepath.Join(dir, badger.ManifestFilename), int64(size)); err != nil {
			t.Fatal(err)
		}
		s, err := Open(Options{Dir: to, Existing: true})
		if err == nil {
			s.Close()
		}
		wantCode(t, fmt.Sprintf("Open with %d of %d bytes of the manifest", size, len(b)), err, engine.Corrupt, true)
		cut++
	}
	if cut == 0 {
		t.Fatal("no cut was tried")
	}
}

// TestSealSpares holds that a table which the seal vouches for is not read
// again, that one written to since is, and that a seal of nonsense vouches for
// nothing.
func TestSealSpares(t *testing.T) {
	dir := storeOfTables(t)
	s, whole, err := readSeal(dir)
	if err != nil || !whole || len(s.Tables) != len(tablesOf(t, dir)) {
		t.Fatalf("readSeal = %+v, %t, %v, want all %d tables", s, whole, err, len(tablesOf(t, dir)))
	}
	named := map[uint64]badger.TableManifest{}
	for id := range s.Tables {
		named[id] = badger.TableManifest{}
	}
	// A block size of nothing makes reading a table fail, so that it shows.
	opts := badgerOptions(Options{}, dir).WithBlockSize(0)
	if err := checkSeal(opts, named); err != nil {
		t.Errorf("checkSeal of what nobody touched = %v, want nil", err)
	}
	table := tablesOf(t, dir)[0]
	b, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(table, bytes.Clone(b), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := checkSeal(opts, named); err == nil {
		t.Error("checkSeal of a table that was written anew = nil: it was not read")
	}
	if err := os.WriteFile(filepath.Join(dir, sealClosed), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, whole, err := readSeal(dir); whole || err != nil {
		t.Errorf("readSeal of nonsense = %t, %v, want false, nil", whole, err)
	}
}
