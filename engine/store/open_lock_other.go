//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// lockDir gives errHeld where another process has Badger's lock, which here is
// a file that nobody else can open meanwhile. It takes none itself.
func lockDir(dir string) (unlock func(), err error) {
	f, err := os.Open(filepath.Join(dir, "LOCK"))
	switch {
	case err == nil:
		f.Close()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, errHeld
	}
	return func() {}, nil
}
