package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/ristretto/v2/z"
	"github.com/pierce-er/pierce/engine"
)

// Options say where a store is and how much memory it may use. None of them
// changes what is stored or answered.
type Options struct {
	// Dir is the data folder. The store is its folder "store"; what else
	// stands in Dir belongs to others. Made if it is not there.
	Dir string
	// Existing refuses (NotFound) a folder that holds no store yet, instead
	// of making one.
	Existing bool
	// InMemory keeps everything in memory and takes no Dir.
	InMemory bool
	// CacheBytes is what decompressed blocks may take, in bytes; 0 means
	// 128 MiB.
	CacheBytes int64
	// Now stamps change-log entries, judgements and loads; it never decides
	// which version counts. Nil means that stamps are the zero time.
	Now func() time.Time
}

// Store is an open store. Its methods may be called by several goroutines at
// once. One process holds a store at a time.
type Store struct {
	db   *badger.DB
	opts badger.Options // what db was opened with
	dir  string
	now  func() time.Time
	free func() (bytes uint64, known bool) // on the disk that holds dir; nil in memory

	seq atomic.Uint64           // the last entry of the change log
	gen atomic.Uint32           // the generation of the derived families that counts
	cat atomic.Pointer[catalog] // which sightings and snapshots count

	// mu is held while a transaction takes numbers or change-log entries,
	// until it is committed and the three fields above are set: so the log has no gaps.
	mu      sync.Mutex
	next    uint64          // the next number to hand out
	loading map[string]bool // datasets that have a Loader
	closed  bool
}

const (
	defaultCache = 128 << 20
	// vlogBytes is the size of a file for values over 1 MB, of which there are
	// few: Badger reserves twice that, and its own choice shows as 2 GB.
	vlogBytes = 64 << 20
	// memtable bounds what is held before it is written out: see badgerOptions.
	memtable = 20 << 20
	// levelZero is how many memtables' worth, about 280 MB, is sorted in at a time.
	levelZero = 14
)

// badgerOptions are Badger's settings, with what was measured by loading
// companies of 600 bytes of JSON (1.2 KB a record, one key) on 2 cores that others
// used too, so that only differences count:
//
//   - Synced commits. Loading 400,000, which takes 27 µs of CPU a record with its
//     parsing: 65,000 records/s synced, 88,000 unsynced. Unsynced batches were not
//     taken: Badger rotates its log without syncing the old one, so that a power
//     cut could keep a later checkpoint and lose what it counts. Instead one batch
//     is synced while the next is filled.
//   - Snappy: 0.33 KB a record on disk.
//   - Memtables of 20 MiB instead of 64. Badger keeps the buffers of the last eight
//     tables that it wrote, each up to four times what it wrote in the next power
//     of two, so that after 1,000,000 records 1.6 GB of them were held and the
//     process had 2.6 to 3.4 GB; now 0.5 GB and 1.6 GB. At 24 MiB a memtable
//     with its compressed copy outgrows buffers of 60 MiB: 0.8 GB and 1.9 GB.
//   - Level zero is sorted in after 14 memtables instead of 5, the same bytes. With
//     small memtables and 5 of them loading took twice the CPU.
//
// Values stay in the tree up to 1 MB, so that a scan reads what it needs in
// order.
func badgerOptions(o Options, dir string) badger.Options {
	cache := o.CacheBytes
	if cache <= 0 {
		cache = defaultCache
	}
	b := badger.DefaultOptions(dir).
		WithLogger(nil).
		WithDetectConflicts(false). // writers are serialised by Store.mu and one Loader a dataset
		WithSyncWrites(!o.InMemory).
		WithCompression(options.Snappy).
		WithBlockCacheSize(cache).
		WithNumCompactors(2).
		WithNumMemtables(2).
		WithMemTableSize(memtable).
		WithNumLevelZeroTables(levelZero).
		WithNumLevelZeroTablesStall(3 * levelZero).
		WithValueLogFileSize(vlogBytes).
		WithVerifyValueChecksum(true). // of the few values that stand outside of the tree
		WithMetricsEnabled(false)
	if o.InMemory {
		b = b.WithDir("").WithValueDir("").WithInMemory(true)
	}
	return b
}

// Open opens the store of a data folder and makes it if it is not there. The
// error is Locked where another process holds it, Stale where another format
// wrote it, Corrupt where it cannot be read, NotFound where Existing is set
// and there is none. A derivation that a kill cut short is completed or
// forgotten here.
func Open(o Options) (*Store, error) {
	dir := filepath.Join(o.Dir, "store")
	if !o.InMemory {
		if err := prepareDir(o, dir); err != nil {
			return nil, err
		}
	}
	opts := badgerOptions(o, dir)
	db, err := openBadger(opts)
	if err != nil {
		return nil, openError(dir, err)
	}
	if !o.InMemory {
		if err := takeOff(dir); err != nil {
			return nil, errors.Join(openError(dir, err), db.Close())
		}
	}
	s := &Store{db: db, opts: opts, dir: dir, now: o.Now, loading: map[string]bool{}}
	if !o.InMemory {
		s.free = func() (uint64, bool) { return freeBytes(dir) }
	}
	if s.now == nil {
		s.now = func() time.Time { return time.Time{} }
	}
	if err := s.start(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// openBadger opens the database. A process that is killed between making a log
// and giving it its size leaves a file of no bytes, which Badger will not open;
// nothing was ever written to such a file, so it is removed and Badger asked
// again. An empty memtable's log Badger itself gives its size before it refuses
// it, so that nothing is left to remove. The second call takes the folder's lock as the first did, so a file
// that another process is making at this moment is not touched: its lock is
// refused first.
func openBadger(opts badger.Options) (*badger.DB, error) {
	if !opts.InMemory {
		if err := handles(opts.Dir); err != nil {
			return nil, err
		}
		if err := checkTables(opts); err != nil {
			return nil, err
		}
	}
	db, err := badger.Open(opts)
	if err == nil || opts.InMemory || isLocked(err) {
		return db, err
	}
	removed, rerr := removeEmptyLogs(opts.Dir)
	if rerr != nil || removed == 0 && !strings.Contains(err.Error(), z.NewFile.Error()) {
		return nil, errors.Join(err, rerr)
	}
	return badger.Open(opts)
}

// isLocked reports whether Badger was refused its folder's lock.
func isLocked(err error) bool {
	return errors.Is(err, errHeld) || strings.Contains(err.Error(), "Cannot acquire directory lock")
}

// errHeld is what lockDir gives where another process has the lock.
var errHeld = errors.New("held by another process")

// removeEmptyLogs removes memtable and value logs of no bytes, and says how
// many there were.
func removeEmptyLogs(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, e := range entries {
		if ext := filepath.Ext(e.Name()); ext != ".mem" && ext != ".vlog" {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return removed, err
		}
		if info.Mode().IsRegular() && info.Size() == 0 {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil {
				return removed, err
			}
			removed++
		}
	}
	return removed, nil
}

// prepareDir makes the folder, or refuses one that cannot hold a store.
func prepareDir(o Options, dir string) error {
	fail := func(code engine.Code, err error, hint string) error {
		return &engine.Error{Op: "store.Open", Code: code, ID: dir, Err: err, Hint: hint}
	}
	if o.Dir == "" {
		return fail(engine.Invalid, errors.New("no folder given"), "")
	}
	_, err := os.Stat(filepath.Join(dir, badger.ManifestFilename))
	if tables, _, terr := tablesIn(dir); errors.Is(err, fs.ErrNotExist) && o.Existing && (terr != nil || len(tables) == 0) {
		return fail(engine.NotFound, errors.New("there is no store in this folder"), "load something first, or name another folder with --data")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fail(engine.Invalid, err, "name a folder that can be written to with --data")
	}
	probe, err := os.CreateTemp(dir, ".probe")
	if err != nil {
		return fail(engine.Invalid, err, "name a folder that can be written to with --data")
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// openError gives Badger's refusal its code.
func openError(dir string, err error) error {
	e := &engine.Error{Op: "store.Open", Code: engine.Corrupt, ID: dir, Err: err,
		Hint: "restore the folder from a backup, or load the files again into a new one"}
	if isLocked(err) {
		e.Code, e.Hint = engine.Locked, "another pierce process holds this folder: wait for it, stop it, or name another folder with --data"
		e.Err = errHeld
	}
	if errors.Is(err, fs.ErrPermission) {
		e.Code, e.Hint = engine.Invalid, "name a folder that can be written to with --data"
	}
	return e
}

// start reads what is kept in memory and completes what was cut short.
func (s *Store) start() error {
	if err := s.checkFormat(); err != nil {
		return err
	}
	next, err := s.metaNumber(metaNext)
	if err != nil && !errors.Is(err, engine.NotFound) {
		return err
	}
	s.next = max(next, 1)
	gen, err := s.metaNumber(metaGeneration)
	if err != nil && !errors.Is(err, engine.NotFound) {
		return err
	}
	s.gen.Store(uint32(gen))
	cat, err := s.readCatalog()
	if err != nil {
		return err
	}
	s.cat.Store(cat)
	if err := s.readSeq(); err != nil {
		return err
	}
	return s.recoverDerivation()
}

// Close closes the store. Loads and derivations that are still open are left
// as they are on disk: a load can be resumed, a derivation is as if it had
// never begun. Closing twice does nothing.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	err := s.db.Close()
	if err == nil && !s.opts.InMemory {
		err = writeSeal(s.dir)
	}
	if err != nil {
		return &engine.Error{Op: "store.Close", ID: s.dir, Err: err}
	}
	return nil
}

// take hands out the next number inside txn. The caller holds mu until txn is
// committed; a number of a transaction that failed is not used again before
// the store is opened anew.
func (s *Store) take(txn *badger.Txn) (uint64, error) {
	n := s.next
	if err := txn.Set(metaKey(metaNext), number(n+1)); err != nil {
		return 0, err
	}
	s.next = n + 1
	return n, nil
}

// get reads a key's value; NotFound if there is none.
func get(txn *badger.Txn, key []byte) ([]byte, error) {
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, engine.NotFound
	}
	if err != nil {
		return nil, err
	}
	return item.ValueCopy(nil)
}

// scan calls yield for each key that begins with prefix, in order. The value
// is read only where values is set. Key and value belong to the iterator.
func scan(txn *badger.Txn, prefix []byte, values bool, yield func(key, value []byte) error) error {
	return scanFrom(txn, prefix, prefix, values, yield)
}

// scanFrom is scan that begins at the first key not before from.
func scanFrom(txn *badger.Txn, prefix, from []byte, values bool, yield func(key, value []byte) error) error {
	it := txn.NewIterator(badger.IteratorOptions{Prefix: prefix, PrefetchValues: values, PrefetchSize: 64})
	defer it.Close()
	for it.Seek(from); it.ValidForPrefix(prefix); it.Next() {
		item := it.Item()
		if !values {
			if err := yield(item.Key(), nil); err != nil {
				return err
			}
			continue
		}
		if err := item.Value(func(v []byte) error { return yield(item.Key(), v) }); err != nil {
			return err
		}
	}
	return nil
}

// wrap names the operation and what it was about, and keeps the code and hint
// of an error that has them.
func wrap(op, id string, err error) error {
	if err == nil {
		return nil
	}
	out := &engine.Error{Op: op, ID: id, Err: err}
	var code engine.Code
	if errors.As(err, &code) {
		out.Code = code
	}
	var e *engine.Error
	if errors.As(err, &e) {
		if e.Op != "" {
			return err
		}
		out.Hint = e.Hint
	}
	switch plain := err.(type) { //nolint:errorlint // only what is not wrapped is taken apart
	case engine.Code:
		out.Err = nil
	case *engine.Error:
		out.Err = plain.Err
	}
	return out
}

func invalid(op, id, format string, args ...any) error {
	return &engine.Error{Op: op, Code: engine.Invalid, ID: id, Err: fmt.Errorf(format, args...)}
}
