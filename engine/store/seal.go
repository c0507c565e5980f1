package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2/z"
	"golang.org/x/sync/errgroup"
)

// Badger does not tell a block of a table that cannot be read from one that
// does not hold the key: what stands in it is as if it had never been stored. A
// listing lost like that would clear a party in silence. So a table is read
// through, and the checksum of each of its blocks compared, before it is
// trusted: when the store is opened, unless the seal of the last closing shows
// that nobody has touched it since.

// The seal is a file beside the tables. It is written when the store is closed
// in good order, and renamed while the store is open, so that after a kill it
// still tells of the older tables but no longer of the manifest.
const (
	sealClosed = "SEAL"
	sealOpen   = "SEAL.open"
)

// seal is what the files of a closed store looked like.
type seal struct {
	Manifest fileStamp            `json:"manifest"`
	Tables   map[uint64]fileStamp `json:"tables"` // by number
}

// fileStamp tells whether a file was written to or put in another's place.
type fileStamp struct {
	Size     int64  `json:"size"`          // bytes
	Modified int64  `json:"modified"`      // nanoseconds since 1970
	Sum      uint32 `json:"sum,omitempty"` // CRC-32C of the whole, of the manifest alone
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// readSeal reads the seal of the folder. Whole tells that the store was closed
// in good order and not opened since. A seal that is missing
// or cannot be read vouches for nothing.
func readSeal(dir string) (s seal, whole bool, err error) {
	closed, open := filepath.Join(dir, sealClosed), filepath.Join(dir, sealOpen)
	b, err := os.ReadFile(closed)
	whole = err == nil
	if errors.Is(err, fs.ErrNotExist) {
		b, err = os.ReadFile(open)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return seal{}, false, nil
	}
	if err != nil {
		return seal{}, false, err
	}
	if json.Unmarshal(b, &s) != nil {
		s, whole = seal{}, false
	}
	return s, whole, nil
}

// takeOff marks the store as open.
func takeOff(dir string) error {
	err := os.Rename(filepath.Join(dir, sealClosed), filepath.Join(dir, sealOpen))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// writeSeal seals a store that was closed, unless another process has opened it
// already. It is not synced: a seal that a power cut takes costs one reading of
// the tables.
func writeSeal(dir string) error {
	unlock, err := lockDir(dir)
	if errors.Is(err, errHeld) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	found, _, err := tablesIn(dir)
	if err != nil {
		return err
	}
	s := seal{Tables: map[uint64]fileStamp{}}
	for id := range found {
		if s.Tables[id], err = stampOf(table.NewFilename(id, dir)); err != nil {
			return err
		}
	}
	if s.Manifest, err = manifestStamp(dir); err != nil {
		return err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	open := filepath.Join(dir, sealOpen)
	if err := os.WriteFile(open, b, 0o600); err != nil {
		return err
	}
	return os.Rename(open, filepath.Join(dir, sealClosed))
}

func stampOf(path string) (fileStamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return fileStamp{}, err
	}
	return fileStamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}, nil
}

// manifestStamp leaves out when the manifest was written: a copy of a folder
// is as good as the folder.
func manifestStamp(dir string) (fileStamp, error) {
	b, err := os.ReadFile(filepath.Join(dir, badger.ManifestFilename))
	return fileStamp{Size: int64(len(b)), Sum: crc32.Checksum(b, castagnoli)}, err
}

// checkSeal compares a folder with its seal, and reads through every table
// named by the manifest that the seal does not vouch for: on two cores about
// 1 GB/s of what is on disk, from the system's cache. A manifest that was changed
// since the store was closed is refused: one that is cut between two entries
// reads as whole, and its tables would be gone.
func checkSeal(opts badger.Options, named map[uint64]badger.TableManifest) error {
	s, whole, err := readSeal(opts.Dir)
	if err != nil {
		return err
	}
	if whole {
		now, err := manifestStamp(opts.Dir)
		if err != nil {
			return err
		}
		if now != s.Manifest {
			return errors.New("the manifest is not what it was when the store was closed")
		}
	}
	var g errgroup.Group
	g.SetLimit(2)
	for id := range named {
		path := table.NewFilename(id, opts.Dir)
		now, err := stampOf(path)
		if err != nil {
			return err
		}
		if now == s.Tables[id] {
			continue
		}
		g.Go(func() error {
			if err := checkBlocks(path, opts.BlockSize); err != nil {
				return fmt.Errorf("table %06d: %w", id, err)
			}
			return nil
		})
	}
	return g.Wait()
}

// checkBlocks compares the checksum of each block of a table. Badger meets some
// kinds of damage with a panic, which is an answer here.
func checkBlocks(path string, blockSize int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("is damaged")
		}
	}()
	f, err := z.OpenMmapFile(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	t, err := table.OpenTable(f, table.Options{Compression: options.Snappy, ChkMode: options.OnTableRead, BlockSize: blockSize})
	if err != nil {
		return fmt.Errorf("is damaged: %w", err)
	}
	return t.Close(-1)
}
