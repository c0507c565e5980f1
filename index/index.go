package index

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/blevesearch/bleve/v2"

	"github.com/pierce-er/pierce/engine"
)

// Keys of what is kept inside the index beside the documents.
var (
	keyStamp  = []byte("stamp")
	keyCursor = []byte("cursor")
)

// Options say which index to open. None of them changes what a search finds.
type Options struct {
	Dir      string // the data folder; the index is its folder "index"
	InMemory bool   // keep the index in memory, empty at first; Dir is not used
	ReadOnly bool   // several readers may share an index that no one writes
	Workers  int    // goroutines that prepare documents; 0 = one a processor
}

func (o Options) folder() folder { return folder(filepath.Join(o.Dir, "index")) }

// Index is an open index. It is safe for use by several goroutines: searches
// go on while CatchUp or Rebuild runs.
type Index struct {
	o Options

	write sync.Mutex // held by the one CatchUp or Rebuild at work

	mu   sync.RWMutex // guards what follows; held for reading during a search
	b    bleve.Index  // nil once closed
	name string       // the generation

	spare sync.Pool // of *room: where searches add up

	counting sync.Mutex // guards count
	count    *census    // of the state that was asked last
}

// Open opens the index of a data folder.
//
// Errors: Locked, at once, when another process holds it; Stale when there is
// none, when it was made by another version or cannot be read: Rebuild makes
// it again; Invalid for options that contradict each other.
func Open(o Options) (*Index, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if o.InMemory {
		b, err := o.folder().create("")
		if err != nil {
			return nil, err
		}
		return &Index{o: o, b: b}, nil
	}
	f := o.folder()
	name, err := f.current()
	if err != nil {
		return nil, err
	}
	b, err := f.open(name, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	if !o.ReadOnly { // we hold the lock, so no rebuild is at work
		if err := f.clear(name); err != nil {
			return nil, errors.Join(&engine.Error{Op: "index.Open", ID: string(f), Err: err}, b.Close())
		}
	}
	return &Index{o: o, b: b, name: name}, nil
}

func (o *Options) check() error {
	switch {
	case o.InMemory && o.ReadOnly:
		return &engine.Error{Op: "index.Open", Code: engine.Invalid, Err: errors.New("an index in memory cannot be read-only")}
	case !o.InMemory && o.Dir == "":
		return &engine.Error{Op: "index.Open", Code: engine.Invalid, Err: errors.New("got no data folder")}
	case o.Workers < 0:
		return &engine.Error{Op: "index.Open", Code: engine.Invalid, Err: errors.New("got a negative number of workers")}
	}
	if o.Workers == 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}

// Close lets go of the index. It waits for searches that are under way, and
// for a CatchUp or Rebuild.
func (x *Index) Close() error {
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.b == nil {
		return nil
	}
	err := x.b.Close()
	x.b = nil
	if err != nil {
		return &engine.Error{Op: "index.Close", Err: err}
	}
	if x.name == "" || x.o.ReadOnly {
		return nil
	}
	return writeSeal(x.o.folder().path(x.name))
}

// Cursor is the sequence number of the last change of the store that the index
// has taken in; 0 if none.
func (x *Index) Cursor() (uint64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return 0, errClosed("index.Cursor")
	}
	return cursorOf(x.b)
}

// Count is the number of documents: entities and shipments together.
func (x *Index) Count() (uint64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return 0, errClosed("index.Count")
	}
	n, err := x.b.DocCount()
	if err != nil {
		return 0, &engine.Error{Op: "index.Count", Err: err}
	}
	return n, nil
}

func errClosed(op string) error {
	return &engine.Error{Op: op, Code: engine.Invalid, Err: errors.New("the index is closed")}
}

func cursorOf(b bleve.Index) (uint64, error) {
	v, err := b.GetInternal(keyCursor)
	if err != nil {
		return 0, &engine.Error{Op: "index.Cursor", Err: err}
	}
	if v == nil {
		return 0, nil
	}
	if len(v) != 8 {
		return 0, &engine.Error{Op: "index.Cursor", Code: engine.Corrupt, Hint: "pierce index --rebuild"}
	}
	return binary.BigEndian.Uint64(v), nil
}

func cursorBytes(seq uint64) []byte { return binary.BigEndian.AppendUint64(nil, seq) }
