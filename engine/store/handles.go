package store

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/pierce-er/pierce/engine"
)

// handlesBeside is how many files are open beside the store's own: those that
// Badger makes while it sorts tables in, the index, the command's.
const handlesBeside = 24

// handles refuses to open a store for which the process may not have enough files
// open: Badger ends the process where it meets the limit, without a word on what
// to do. Each table and log keeps one open. What cannot be measured is not
// refused.
func handles(dir string) error {
	limit, ok := handleLimit()
	if !ok {
		return nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil // there is no store yet, or opening it says what is wrong
	}
	need := uint64(handlesBeside)
	for _, f := range files {
		switch filepath.Ext(f.Name()) {
		case ".sst", ".vlog", ".mem":
			need++
		}
	}
	if limit >= need {
		return nil
	}
	return &engine.Error{ID: dir, Err: fmt.Errorf("the process may have %d files open, want %d", limit, need),
		Hint: "let a process have more files open (ulimit -n 1024), and run the command again"}
}
