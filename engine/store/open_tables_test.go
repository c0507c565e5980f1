package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// storeOfTables is a folder whose store was closed twice, so that it has two
// tables and a manifest of several entries.
func storeOfTables(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for n := range 3 {
		s := openDir(t, dir)
		for i := range 40 {
			load(t, s, Load{Dataset: fmt.Sprint("d", n), Retrieved: day(n + 1)}, &engine.Record{
				ID: engine.NewRecordID(fmt.Sprint("d", n), fmt.Sprint(i)), Format: "pierce", File: "f", Line: 1, Raw: []byte("x")})
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "store")
}

// asKilled leaves a folder as if its process had been killed while the store
// was open.
func asKilled(t *testing.T, dir string) {
	t.Helper()
	if err := takeOff(dir); err != nil {
		t.Fatal(err)
	}
}

func tablesOf(t *testing.T, dir string) []string {
	t.Helper()
	tables, err := filepath.Glob(filepath.Join(dir, "*.sst"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("tables of %s = %v, %v", dir, tables, err)
	}
	return tables
}

// TestOpenSeesLostTables: a manifest or a table that is lost or cut off is
// Corrupt, and not a byte of the folder is removed.
func TestOpenSeesLostTables(t *testing.T) {
	whole := storeOfTables(t)
	shorten := func(path string, keep func(size int64) int64) error {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, keep(info.Size()))
	}
	manifest := func(dir string) string { return filepath.Join(dir, badger.ManifestFilename) }
	cases := map[string]func(dir string, tables []string) error{
		"no manifest": func(dir string, _ []string) error { return os.Remove(manifest(dir)) },
		"two thirds of it": func(dir string, _ []string) error {
			return shorten(manifest(dir), func(n int64) int64 { return n * 2 / 3 })
		},
		"its first entry":   func(dir string, _ []string) error { return shorten(manifest(dir), func(int64) int64 { return 16 }) },
		"its magic alone":   func(dir string, _ []string) error { return shorten(manifest(dir), func(int64) int64 { return 8 }) },
		"an empty manifest": func(dir string, _ []string) error { return os.Truncate(manifest(dir), 0) },
		"a table missing":   func(_ string, tables []string) error { return os.Remove(tables[0]) },
		"a table empty":     func(_ string, tables []string) error { return os.Truncate(tables[0], 0) },
		"a table of zeros": func(_ string, tables []string) error {
			return os.WriteFile(tables[0], make([]byte, 5000), 0o600)
		},
		"a table of ones": func(_ string, tables []string) error {
			return os.WriteFile(tables[0], []byte(strings.Repeat("\xff", 5000)), 0o600)
		},
	}
	for _, cut := range []int64{1, 4, 5, 100, 500} {
		cases[fmt.Sprintf("a table without its last %d bytes", cut)] = func(_ string, tables []string) error {
			return shorten(tables[len(tables)-1], func(n int64) int64 { return max(n-cut, 1) })
		}
	}
	for _, size := range []int64{1, 3, 7, 9, 41} {
		cases[fmt.Sprintf("a table of %d bytes", size)] = func(_ string, tables []string) error {
			return os.Truncate(tables[0], size)
		}
	}
	for name, damage := range cases {
		to := t.TempDir()
		dir := filepath.Join(to, "store")
		copyDir(t, whole, dir)
		asKilled(t, dir) // so that the seal has no say
		if err := damage(dir, tablesOf(t, dir)); err != nil {
			t.Fatal(err)
		}
		before := len(tablesOf(t, dir))
		for _, existing := range []bool{true, false} {
			s, err := Open(Options{Dir: to, Existing: existing})
			if err == nil {
				s.Close()
			}
			wantCode(t, fmt.Sprintf("Open(Existing %v) with %s", existing, name), err, engine.Corrupt, true)
		}
		if after := len(tablesOf(t, dir)); after != before {
			t.Errorf("%s: %d tables before Open, %d after", name, before, after)
		}
	}
}

// TestOpenLetsThrough: what a kill leaves is opened.
func TestOpenLetsThrough(t *testing.T) {
	whole := storeOfTables(t)
	for name, leave := range map[string]func(dir string, table []byte) error{
		"a table not yet named": func(dir string, table []byte) error {
			return os.WriteFile(filepath.Join(dir, "000099.sst"), table, 0o600)
		},
		"half a table not yet named": func(dir string, table []byte) error {
			return os.WriteFile(filepath.Join(dir, "000099.sst"), table[:len(table)/2], 0o600)
		},
		"an entry of the manifest half written": func(dir string, _ []byte) error {
			f, err := os.OpenFile(filepath.Join(dir, badger.ManifestFilename), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.Write([]byte{0, 0, 0, 9, 1, 2})
			return errors.Join(err, f.Close())
		},
	} {
		to := t.TempDir()
		dir := filepath.Join(to, "store")
		copyDir(t, whole, dir)
		asKilled(t, dir)
		table, err := os.ReadFile(tablesOf(t, dir)[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := leave(dir, table); err != nil {
			t.Fatal(err)
		}
		s, err := Open(Options{Dir: to, Existing: true})
		if err != nil {
			t.Errorf("Open with %s = %v", name, err)
			continue
		}
		if r, err := s.Verify(true); err != nil || !r.OK() || r.Records != 120 {
			t.Errorf("%s: Verify(true) = %+v, %v", name, r, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
