package index

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestOpenSeesDamage: a file of a closed index that was cut, or in which one
// bit was turned, makes it Stale, so that it is made again; one that was only
// copied does not.
func TestOpenSeesDamage(t *testing.T) {
	whole := t.TempDir()
	x, _, err := Rebuild(t.Context(), Options{Dir: whole}, corpus(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	var names []string
	root := filepath.Join(whole, "index")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if name := d.Name(); err == nil && !d.IsDir() && name != sealClosed && name != currentFile {
			rel, _ := filepath.Rel(root, path)
			names = append(names, rel)
		}
		return err
	})
	if err != nil || len(names) < 3 {
		t.Fatalf("files of the index = %q, %v, want the segment, the root and the meta file", names, err)
	}
	try := func(what string, want error, damage func(dir string) error) {
		t.Helper()
		to := t.TempDir()
		dir := filepath.Join(to, "index")
		if err := os.CopyFS(dir, os.DirFS(root)); err != nil {
			t.Fatal(err)
		}
		if err := damage(dir); err != nil {
			t.Fatal(err)
		}
		x, err := Open(Options{Dir: to})
		if err == nil {
			err = x.Close()
		}
		if want == nil && err != nil || want != nil && !errors.Is(err, want) {
			t.Errorf("Open of an index %s = %v, want %v", what, err, want)
		}
	}
	try("that was copied", nil, func(string) error { return nil })
	for _, name := range names {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []int64{0, 1, 2, 3} {
			at := info.Size() * part / 4
			try(fmt.Sprintf("with %s cut to %d bytes", name, at), engine.Stale, func(dir string) error {
				return os.Truncate(filepath.Join(dir, name), at)
			})
			try(fmt.Sprintf("with a bit of byte %d of %s turned", at, name), engine.Stale, func(dir string) error {
				path := filepath.Join(dir, name)
				b, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				b[at] ^= 4
				return os.WriteFile(path, b, 0o600)
			})
		}
		try("without "+name, engine.Stale, func(dir string) error { return os.Remove(filepath.Join(dir, name)) })
	}
}
