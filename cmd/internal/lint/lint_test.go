package lint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/pierce-er/pierce"

// impure are the imports that a pure package must do without.
var impure = []string{"os", "os/exec", "net", "net/http", "log", "log/slog", "io/ioutil", "path/filepath", "syscall", "testing"}

// file is a Go file of the module, parsed.
type file struct {
	path string // slash-separated, from the module's root
	dir  string
	ast  *ast.File
	test bool
	gen  bool // a generator, left out of builds by a build tag
}

func TestArrows(t *testing.T) {
	files := parseTree(t)
	if len(files) < 20 {
		t.Fatalf("found only %d Go files: is the test reading the right tree?", len(files))
	}
	for _, f := range files {
		room := roomOf(f.dir)
		if room == nil {
			t.Errorf("%s: its folder stands in no room of the table of arrows", f.path)
			continue
		}
		for _, spec := range f.ast.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			checkImport(t, f, room, imported)
		}
	}
}

// checkImport reports an import that the table forbids. A test may import
// fixtures and the packages above it, since no build follows its arrows.
func checkImport(t *testing.T, f file, room *Room, imported string) {
	t.Helper()
	if f.test || f.gen {
		return
	}
	if dir, ok := strings.CutPrefix(imported, module+"/"); ok {
		if !slices.ContainsFunc(room.May, func(p string) bool { return match(p, dir) }) {
			t.Errorf("%s: imports %s, which the table of arrows does not allow", f.path, dir)
		}
		return
	}
	for _, g := range Guarded {
		if strings.HasPrefix(imported, g) && !slices.Contains(room.Third, g) {
			t.Errorf("%s: imports %s, which another room owns", f.path, imported)
		}
	}
	if room.Pure && slices.Contains(impure, imported) {
		t.Errorf("%s: is pure and imports %s", f.path, imported)
	}
	if f.dir == "engine" && strings.Contains(imported, ".") {
		t.Errorf("%s: the nouns import %s; they use the standard library only", f.path, imported)
	}
}

func TestLaws(t *testing.T) {
	for _, f := range parseTree(t) {
		if f.test || f.gen {
			continue
		}
		room, inCmd := roomOf(f.dir), strings.HasPrefix(f.dir, "cmd/")
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s: has an init function", f.path)
				}
			case *ast.GoStmt:
				if room != nil && room.Pure {
					t.Errorf("%s: is pure and starts a goroutine", f.path)
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && !inCmd && forbidden(x.Name+"."+n.Sel.Name) {
					t.Errorf("%s: uses %s.%s, which only cmd may", f.path, x.Name, n.Sel.Name)
				}
			}
			return true
		})
	}
}

// forbidden names what only the command may call: the world comes in as an
// argument or an option everywhere else.
func forbidden(call string) bool {
	switch call {
	case "time.Now", "os.Getenv", "os.LookupEnv", "os.Exit", "fmt.Print", "fmt.Println", "fmt.Printf", "log.Fatal", "log.Fatalf", "log.Panic":
		return true
	}
	return false
}

// TestTop holds the top level to the folders that are given.
func TestTop(t *testing.T) {
	entries, err := os.ReadDir(root(t))
	if err != nil {
		t.Fatal(err)
	}
	given := []string{"engine", "index", "ingest", "cmd", "fixtures"}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "pierce-data" && !slices.Contains(given, e.Name()) {
			t.Errorf("the top level has a folder %q", e.Name())
		}
	}
}

// roomOf finds the most specific room of a folder.
func roomOf(dir string) *Room {
	var best *Room
	for i := range Arrows {
		if match(Arrows[i].Path, dir) && (best == nil || len(Arrows[i].Path) > len(best.Path)) {
			best = &Arrows[i]
		}
	}
	return best
}

// match reports whether a folder is the pattern's, or below it where the
// pattern ends in "/...".
func match(pattern, dir string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return dir == base || strings.HasPrefix(dir, base+"/")
	}
	return dir == pattern
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func parseTree(t *testing.T) []file {
	t.Helper()
	var out []file
	fsys := os.DirFS(root(t))
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if path.Ext(p) != ".go" {
			return nil
		}
		src, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), p, src, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return err
		}
		out = append(out, file{path: p, dir: path.Dir(p), ast: parsed,
			test: strings.HasSuffix(p, "_test.go") || path.Base(path.Dir(p)) == "sourcetest",
			gen:  strings.Contains(string(src), "//go:build ignore")})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
