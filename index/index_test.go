package index

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
)

func built(t *testing.T, o Options, r Reader) *Index {
	t.Helper()
	x, _, err := Rebuild(t.Context(), o, r)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func closed(t *testing.T, x *Index) {
	t.Helper()
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}

// found lists the ids of a search's hits.
func found(t *testing.T, x *Index, q Query) []string {
	t.Helper()
	hits, err := x.Search(context.Background(), q)
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	out := []string{}
	for _, h := range hits {
		out = append(out, string(h.Entity)+string(h.Record))
	}
	return out
}

func TestLocked(t *testing.T) {
	o := Options{Dir: t.TempDir()}
	x := built(t, o, corpus(t))
	for _, second := range []Options{o, {Dir: o.Dir, ReadOnly: true}} {
		if y, err := Open(second); !errors.Is(err, engine.Locked) {
			t.Errorf("Open(%+v) beside a writer = %v, %v; want Locked", second, y, err)
		}
	}
	if _, _, err := Rebuild(t.Context(), o, corpus(t)); !errors.Is(err, engine.Locked) {
		t.Errorf("Rebuild beside a writer = %v, want Locked", err)
	}
	closed(t, x)
	a, err := Open(Options{Dir: o.Dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(Options{Dir: o.Dir, ReadOnly: true})
	if err != nil {
		t.Fatalf("second reader: %v", err)
	}
	if got := found(t, b, Query{Text: "merlion compute", Limit: 1}); !slices.Equal(got, []string{"e005"}) {
		t.Errorf("second reader found %v, want e005", got)
	}
	if _, err := b.CatchUp(t.Context(), corpus(t)); !errors.Is(err, engine.Invalid) {
		t.Errorf("CatchUp of a reader = %v, want Invalid", err)
	}
	closed(t, a)
	closed(t, b)
}

// TestStale damages an index in every way that Open must notice, and heals it.
func TestStale(t *testing.T) {
	current := func(dir string) string { return filepath.Join(dir, "index", currentFile) }
	gen := func(dir string) string { return filepath.Join(dir, "index", "g000001") }
	for name, damage := range map[string]func(dir string) error{
		"no folder":         func(dir string) error { return os.RemoveAll(filepath.Join(dir, "index")) },
		"no CURRENT":        func(dir string) error { return os.Remove(current(dir)) },
		"empty CURRENT":     func(dir string) error { return os.WriteFile(current(dir), nil, 0o600) },
		"CURRENT elsewhere": func(dir string) error { return os.WriteFile(current(dir), []byte("../../etc"), 0o600) },
		"no generation":     func(dir string) error { return os.RemoveAll(gen(dir)) },
		"no meta":           func(dir string) error { return os.Remove(filepath.Join(gen(dir), "index_meta.json")) },
		"bad meta": func(dir string) error {
			return os.WriteFile(filepath.Join(gen(dir), "index_meta.json"), []byte("{"), 0o600)
		},
		"empty store": func(dir string) error { return os.RemoveAll(filepath.Join(gen(dir), "store")) },
		"bad root": func(dir string) error {
			return os.WriteFile(filepath.Join(gen(dir), "store", "root.bolt"), []byte("rubbish, and long enough to be read as a page"), 0o600)
		},
		"no segments": func(dir string) error { return onSegments(gen(dir), os.Remove) },
		"cut segments": func(dir string) error {
			return onSegments(gen(dir), func(p string) error { return os.Truncate(p, 10) })
		},
		"other version": func(dir string) error {
			b, err := folder(filepath.Join(dir, "index")).open("g000001", false)
			if err != nil {
				return err
			}
			return errors.Join(b.SetInternal(keyStamp, []byte("0 another")), b.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Dir: t.TempDir()}
			closed(t, built(t, o, corpus(t)))
			if err := damage(o.Dir); err != nil {
				t.Fatal(err)
			}
			if x, err := Open(o); !errors.Is(err, engine.Stale) {
				t.Fatalf("Open = %v, %v; want Stale", x, err)
			}
			x := built(t, o, corpus(t))
			if got := found(t, x, Query{Text: "merlion compute", Limit: 1}); !slices.Equal(got, []string{"e005"}) {
				t.Errorf("after Rebuild found %v, want e005", got)
			}
			closed(t, x)
			if x, err := Open(o); err != nil {
				t.Errorf("Open after Rebuild: %v", err)
			} else {
				closed(t, x)
			}
		})
	}
}

func onSegments(gen string, do func(string) error) error {
	paths, err := filepath.Glob(filepath.Join(gen, "store", "*.zap"))
	if len(paths) == 0 {
		return errors.New("no segments")
	}
	for _, p := range paths {
		err = errors.Join(err, do(p))
	}
	return err
}

// TestCrash puts the index into the states in which a kill can leave it, and
// wants CatchUp to make of each what a fresh build makes.
func TestCrash(t *testing.T) {
	shelf := corpus(t)
	want := everything(t, filled(t, shelf))
	t.Run("documents written, cursor behind", func(t *testing.T) {
		o := Options{Dir: t.TempDir()}
		x := built(t, o, shelf)
		for _, seq := range []uint64{0, 7, shelf.Seq() - 1} {
			if err := moveCursor(x.b, seq); err != nil {
				t.Fatal(err)
			}
			closed(t, x)
			var err error
			if x, err = Open(o); err != nil {
				t.Fatal(err)
			}
			if _, err := x.CatchUp(t.Context(), shelf); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, everything(t, x)); d != "" {
				t.Errorf("cursor at %d, then CatchUp: -fresh +got:\n%s", seq, d)
			}
		}
		closed(t, x)
	})
	t.Run("killed while filling", func(t *testing.T) {
		x := filled(t, newShelf())
		failing := &stopping{shelf: shelf, after: 60}
		if _, err := x.CatchUp(t.Context(), failing); !errors.Is(err, errStopped) {
			t.Fatalf("CatchUp = %v, want the store's error", err)
		}
		if c, _ := x.Cursor(); c != 0 {
			t.Errorf("cursor is %d after a run that failed, want 0", c)
		}
		if _, err := x.CatchUp(t.Context(), shelf); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, everything(t, x)); d != "" {
			t.Errorf("-fresh +got:\n%s", d)
		}
	})
	t.Run("rebuild left half done", func(t *testing.T) {
		o := Options{Dir: t.TempDir()}
		closed(t, built(t, o, shelf))
		b, err := o.folder().create("g000002")
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		x, err := Open(o)
		if err != nil {
			t.Fatal(err)
		}
		defer closed(t, x)
		if d := cmp.Diff(want, everything(t, x)); d != "" {
			t.Errorf("-fresh +got:\n%s", d)
		}
		if all, _ := o.folder().generations(); !slices.Equal(all, []string{"g000001"}) {
			t.Errorf("generations are %v, want g000001 alone", all)
		}
	})
	t.Run("rebuild that fails keeps the old one", func(t *testing.T) {
		o := Options{Dir: t.TempDir()}
		x := built(t, o, shelf)
		defer closed(t, x)
		if _, err := x.Rebuild(t.Context(), &stopping{shelf: shelf, after: 3}); !errors.Is(err, errStopped) {
			t.Fatalf("Rebuild = %v, want the store's error", err)
		}
		if d := cmp.Diff(want, everything(t, x)); d != "" {
			t.Errorf("-fresh +got:\n%s", d)
		}
	})
}

var errStopped = errors.New("the store stopped")

// stopping is a store that fails after some reads.
type stopping struct {
	*shelf
	after int
}

func (s *stopping) Entities(yield func(*engine.Entity) error) error {
	n := 0
	return s.shelf.Entities(func(e *engine.Entity) error {
		if n++; n > s.after {
			return errStopped
		}
		return yield(e)
	})
}

// everything is what an index answers to a row of questions, and its count.
func everything(t *testing.T, x *Index) []string {
	t.Helper()
	var out []string
	for _, text := range []string{"merlion", "trading", "翠湖", "shchukin", "9187629", "silver reed", "harbour lotus plaza", "northgate bearngs"} {
		out = append(out, text)
		out = append(out, found(t, x, Query{Text: text, Limit: 50})...)
	}
	n, err := x.Count()
	if err != nil {
		t.Fatal(err)
	}
	return append(out, engine.NewRecordID("count", string(rune('0'+n%10))).Key())
}

// TestFollow changes the store in each way and wants the index to follow.
func TestFollow(t *testing.T) {
	s := corpus(t)
	x := filled(t, s)
	ask := func(text string, want ...string) {
		t.Helper()
		if _, err := x.CatchUp(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if got := found(t, x, Query{Text: text}); !slices.Equal(got, want) && !(len(got) == 0 && len(want) == 0) {
			t.Errorf("Search(%q) = %v, want %v", text, got, want)
		}
		if c, _ := x.Cursor(); c != s.Seq() {
			t.Errorf("Cursor() = %d, want %d", c, s.Seq())
		}
	}
	ask("zephyr quartz")
	s.put("e900", parseLine(t, "900", "company SG | Zephyr Quartz Pte. Ltd. | | | |"))
	ask("zephyr quartz", "e900")
	s.put("e901", parseLine(t, "901", "company SG | ZQ Holdings ; alias:Zephyr Quartz Holdings | | | |"))
	s.merge("e900", "e901")
	ask("zq holdings", "e900")
	s.put("e900", parseLine(t, "900", "company SG | Zenith Quartz Pte. Ltd. | | | |"))
	ask("zenith quartz", "e900")
	s.drop("test/900")
	ask("zenith quartz")
	stats, err := x.CatchUp(t.Context(), s)
	if err != nil || stats != (Stats{Seq: s.Seq()}) {
		t.Errorf("CatchUp with nothing new = %+v, %v", stats, err)
	}
	if _, err := x.CatchUp(t.Context(), newShelf()); !errors.Is(err, engine.Stale) {
		t.Errorf("CatchUp on another store = %v, want Stale", err)
	}
}

func TestCancelled(t *testing.T) {
	x := filled(t, newShelf())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.CatchUp(ctx, corpus(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("CatchUp with a cancelled context = %v", err)
	}
	if _, err := x.Search(ctx, Query{Text: "merlion"}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search with a cancelled context = %v", err)
	}
}

func TestClosed(t *testing.T) {
	x, err := Open(Options{InMemory: true})
	if err != nil {
		t.Fatal(err)
	}
	closed(t, x)
	closed(t, x)
	if _, err := x.Search(t.Context(), Query{Text: "a"}); !errors.Is(err, engine.Invalid) {
		t.Errorf("Search on a closed index = %v, want Invalid", err)
	}
	if _, err := x.CatchUp(t.Context(), newShelf()); !errors.Is(err, engine.Invalid) {
		t.Errorf("CatchUp on a closed index = %v, want Invalid", err)
	}
}
