package index

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/pierce-er/pierce/engine"
)

// lockWait is how long an opener waits for a lock that another holds. The
// library would wait for ever. Long enough for a process that is just closing,
// short enough that a person sees the answer at once.
const lockWait = "200ms"

// currentFile names the generation in use.
const currentFile = "CURRENT"

var generation = regexp.MustCompile(`^g[0-9]{6}$`)

// folder is Dir/index with its generations.
type folder string

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// current reads the name of the generation in use.
func (f folder) current() (string, error) {
	b, err := os.ReadFile(filepath.Join(string(f), currentFile))
	if errors.Is(err, os.ErrNotExist) {
		return "", stale("there is no index yet", nil)
	}
	if err != nil {
		return "", &engine.Error{Op: "index.Open", ID: string(f), Err: err}
	}
	name := strings.TrimSpace(string(b))
	if !generation.MatchString(name) {
		return "", stale(fmt.Sprintf("got %q in %s, want a generation", clip(name), currentFile), nil)
	}
	return name, nil
}

// clip shortens what is shown of a damaged file.
func clip(s string) string { return s[:min(len(s), 40)] }

// generations lists the generations there are, sorted.
func (f folder) generations() ([]string, error) {
	entries, err := os.ReadDir(string(f))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && generation.MatchString(e.Name()) {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out, nil
}

// next is the name of a generation that is not there yet.
func (f folder) next() (string, error) {
	all, err := f.generations()
	if err != nil {
		return "", err
	}
	n := 0
	if len(all) > 0 {
		n, _ = strconv.Atoi(all[len(all)-1][1:])
	}
	return fmt.Sprintf("g%06d", n+1), nil
}

// use makes a generation the current one by one rename, and makes the rename
// durable.
func (f folder) use(name string) error {
	tmp := filepath.Join(string(f), currentFile+".tmp")
	file, err := os.Create(tmp)
	if err != nil {
		return err
	}
	_, err = file.WriteString(name + "\n")
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(tmp, filepath.Join(string(f), currentFile))
	}
	if err != nil {
		return err
	}
	dir, err := os.Open(string(f))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// clear removes every generation but the given one: what a rebuild replaced,
// or left when it was killed.
func (f folder) clear(keep string) error {
	all, err := f.generations()
	for _, g := range all {
		if g != keep {
			err = errors.Join(err, os.RemoveAll(filepath.Join(string(f), g)))
		}
	}
	return err
}

// open opens a generation.
func (f folder) open(name string, readOnly bool) (b bleve.Index, err error) {
	defer func() {
		if r := recover(); r != nil { // the library trusts its files
			b, err = nil, stale(fmt.Sprintf("the index cannot be read: %v", r), nil)
		}
	}()
	if err := checkSeal(f.path(name)); err != nil {
		return nil, err
	}
	b, err = bleve.OpenUsing(f.path(name), map[string]any{"bolt_timeout": lockWait, "read_only": readOnly})
	switch {
	case err == nil:
	case err.Error() == "timeout": // bbolt's ErrTimeout
		return nil, &engine.Error{Op: "index.Open", ID: string(f), Code: engine.Locked, Err: errors.New("another process holds the index"),
			Hint: "wait until the other command has ended, or stop the server"}
	case errors.Is(err, os.ErrPermission):
		return nil, &engine.Error{Op: "index.Open", ID: string(f), Err: err}
	default:
		return nil, stale("the index cannot be read", err)
	}
	err = checkStamp(b)
	if err == nil && !readOnly {
		err = takeOff(f.path(name))
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// create makes a new, empty generation; "" makes one in memory.
func (f folder) create(name string) (bleve.Index, error) {
	path := ""
	if name != "" {
		path = f.path(name)
	}
	b, err := bleve.NewUsing(path, newMapping(), scorch.Name, bleve.Config.DefaultKVStore, map[string]any{"bolt_timeout": lockWait})
	if err != nil {
		return nil, &engine.Error{Op: "index.Rebuild", ID: path, Err: err}
	}
	if err := b.SetInternal(keyStamp, []byte(stamp())); err != nil {
		return nil, errors.Join(&engine.Error{Op: "index.Rebuild", ID: path, Err: err}, b.Close())
	}
	return b, nil
}

// checkStamp refuses an index that another version or normaliser made.
func checkStamp(b bleve.Index) error {
	got, err := b.GetInternal(keyStamp)
	if err != nil {
		return stale("the index has no stamp", err)
	}
	if want := stamp(); string(got) != want {
		return stale(fmt.Sprintf("the index was made by another version: got %q, want %q", clip(string(got)), want), nil)
	}
	return nil
}

// stale is the error of an index that must be made again.
func stale(why string, cause error) error {
	err := errors.New(why)
	if cause != nil {
		err = fmt.Errorf("%s: %w", why, cause)
	}
	return &engine.Error{Op: "index.Open", Code: engine.Stale, Err: err, Hint: "pierce index --rebuild"}
}
