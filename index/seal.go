package index

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/pierce-er/pierce/engine"
)

// The library trusts its files: one that is cut short it meets with a fault
// that ends the process, and bits that have turned in it with hits that are not
// found. So the files of a generation are sealed when the index is closed, and
// an index whose files are not those that were sealed is stale: it is made
// again from the store.

// The seal is a file of the generation's folder. While the index is open it has
// another name: then segments, which are written once, still answer to it, but
// files that change do not.
const (
	sealClosed = "SEAL"
	sealOpen   = "SEAL.open"
	segmentExt = ".zap"
)

// fileStamp is what a file looked like when it was sealed.
type fileStamp struct {
	Size     int64  `json:"size"`     // bytes
	Modified int64  `json:"modified"` // nanoseconds since 1970
	Sum      uint32 `json:"sum"`      // CRC-32C of the whole
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sealed reads the seal of a generation. Whole tells that the index was closed
// in good order. A seal that is missing or cannot be read vouches for nothing.
func sealed(dir string) (files map[string]fileStamp, whole bool) {
	b, err := os.ReadFile(filepath.Join(dir, sealClosed))
	if whole = err == nil; !whole {
		b, err = os.ReadFile(filepath.Join(dir, sealOpen))
	}
	if err != nil || json.Unmarshal(b, &files) != nil {
		return nil, false
	}
	return files, whole
}

// checkSeal compares the files of a generation with its seal, and is Stale where
// they differ. Only a file that was written to since, or copied, is read.
func checkSeal(dir string) error {
	files, whole := sealed(dir)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !whole && filepath.Ext(name) != segmentExt {
			continue
		}
		want := files[name]
		got, err := stampOf(dir, name, want)
		if errors.Is(err, fs.ErrNotExist) && !whole {
			continue // merged with others before the kill
		}
		if err == nil && (got.Size != want.Size || got.Sum != want.Sum) {
			err = errors.New("is not what it was when the index was closed")
		}
		if err != nil {
			return stale(fmt.Sprintf("the index is damaged: %s", name), err)
		}
	}
	return nil
}

// takeOff marks a generation as open.
func takeOff(dir string) error {
	err := os.Rename(filepath.Join(dir, sealClosed), filepath.Join(dir, sealOpen))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// writeSeal seals a generation that was closed. It reads what is new since the
// seal before, about 2 GB/s from the system's cache.
func writeSeal(dir string) error {
	before, _ := sealed(dir)
	files := map[string]fileStamp{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == sealClosed || name == sealOpen {
			return err
		}
		files[name], err = stampOf(dir, name, before[name])
		return err
	})
	if err != nil {
		return &engine.Error{Op: "index.Close", ID: dir, Err: err}
	}
	b, err := json.Marshal(files)
	if err != nil {
		return &engine.Error{Op: "index.Close", ID: dir, Err: err}
	}
	open := filepath.Join(dir, sealOpen)
	if err := os.WriteFile(open, b, 0o600); err != nil {
		return &engine.Error{Op: "index.Close", ID: dir, Err: err}
	}
	return os.Rename(open, filepath.Join(dir, sealClosed))
}

// stampOf looks at a file, and reads it unless its size and time are those of
// the known stamp.
func stampOf(dir, name string, known fileStamp) (fileStamp, error) {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fileStamp{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fileStamp{}, err
	}
	got := fileStamp{Size: info.Size(), Modified: info.ModTime().UnixNano(), Sum: known.Sum}
	if got == known {
		return got, nil
	}
	h := crc32.New(castagnoli)
	_, err = io.Copy(h, f)
	got.Sum = h.Sum32()
	return got, err
}
