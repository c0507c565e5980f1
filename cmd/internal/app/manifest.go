package app

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
)

// ManifestStamp says which bytes a manifest was: that they are the same later
// is told by their sizes and times, and where those moved by their hash.
type ManifestStamp struct {
	Files []FileStamp `json:"files,omitempty"`
}

// FileStamp is one file of a manifest.
type FileStamp struct {
	Path    string    `json:"path"`
	Size    int64     `json:"size"`
	Changed time.Time `json:"changed"`
	SHA256  string    `json:"sha256,omitempty"`
}

// stampManifest reads the sizes and times of the files, and their hashes where
// asked. Standard input has none.
func stampManifest(paths []string, hashed bool) (ManifestStamp, error) {
	var out ManifestStamp
	for _, p := range paths {
		if p == "-" {
			continue
		}
		err := filepath.WalkDir(p, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && d.Type()&fs.ModeSymlink != 0 {
				info, err = os.Stat(path)
			}
			if err != nil || !info.Mode().IsRegular() {
				return err
			}
			f := FileStamp{Path: path, Size: info.Size(), Changed: info.ModTime()}
			if hashed {
				f.SHA256, err = hashFile(path)
			}
			out.Files = append(out.Files, f)
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			return out, &engine.Error{Op: "screen", ID: p, Code: engine.NotFound, Err: errors.New("no such file")}
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// StampManifest is the stamp of a manifest with the hashes of its bytes.
func StampManifest(paths ...string) (ManifestStamp, error) { return stampManifest(paths, true) }

// Same reports whether a manifest is the one that was stamped, by its bytes.
func (m ManifestStamp) Same(n ManifestStamp) bool {
	if len(m.Files) != len(n.Files) {
		return false
	}
	for i, f := range m.Files {
		if g := n.Files[i]; f.Size != g.Size || f.SHA256 != g.SHA256 {
			return false
		}
	}
	return true
}

// same is Stale where the files are no longer those that were stamped: what was
// read may be half of one manifest and half of another.
func (m ManifestStamp) same(paths []string) error {
	now, err := stampManifest(paths, false)
	if err != nil {
		return err
	}
	changed := len(now.Files) != len(m.Files)
	for i := range now.Files {
		changed = changed || now.Files[i].Size != m.Files[i].Size || !now.Files[i].Changed.Equal(m.Files[i].Changed)
	}
	if !changed {
		return nil
	}
	return &engine.Error{Op: "screen", ID: paths[0], Code: engine.Stale, Err: errors.New("the manifest changed while it was read, so what was screened may be neither the old one nor the new"),
		Hint: "wait until whoever writes it is done, then screen it again"}
}

// spool keeps standard input in a temporary file, so that it can be read twice.
func spool(in *ingest.Options) (done func(), err error) {
	done = func() {}
	in.Paths = slices.Clone(in.Paths) // they are the caller's
	for i, p := range in.Paths {
		if p != "-" {
			continue
		}
		f, err := os.CreateTemp("", "pierce-manifest-*")
		if err != nil {
			return done, err
		}
		done = func() { _ = os.Remove(f.Name()) } // the system clears its temporary folder
		_, err = io.Copy(f, in.Stdin)
		if err = errors.Join(err, f.Close()); err != nil {
			return done, fmt.Errorf("keeping standard input for a second reading: %w", err)
		}
		in.Paths[i] = f.Name()
	}
	return done, nil
}

// Terms say how a screening was made, so that it can be made again. They are
// kept with a saved one.
type Terms struct {
	As       string          `json:"as,omitempty"`
	AsOf     engine.Date     `json:"as_of,omitempty"` // zero: each line's own date
	Today    bool            `json:"today,omitempty"` // AsOf was the day of the screening, not one that was asked for
	Volumes  []screen.Volume `json:"volumes,omitempty"`
	Manifest ManifestStamp   `json:"manifest,omitzero"`
	World    query.World     `json:"world"`
}
