// Package lint holds the table of arrows, which package may import which, and
// the laws of the house that a compiler does not check. Its test reads the
// whole tree. Change the table first, with a reason, then the code.
package lint

// Room is a package, or a tree of packages, and what it may import.
type Room struct {
	Path  string   // folder under the module; a trailing "/..." takes in what is below
	May   []string // folders of this module that it may import, same notation
	Pure  bool     // no I/O, clock, goroutines or logging
	Third []string // prefixes of modules that only the rooms naming them may import
}

// Guarded are third-party modules that only the rooms which name them import,
// so that a change of library is a change of one folder.
var Guarded = []string{
	"github.com/dgraph-io/",
	"github.com/blevesearch/",
	"github.com/RoaringBitmap/", // what Bleve's results are made of
	"github.com/hbollon/go-edlib",
	"github.com/alecthomas/kong",
}

// Arrows is the table. Every package of the module stands in exactly one room,
// the most specific that matches.
var Arrows = []Room{
	{Path: "engine", Pure: true},
	{Path: "engine/norm/...", May: []string{"engine", "engine/norm/..."}, Pure: true},
	{Path: "engine/sim", May: []string{"engine"}, Pure: true, Third: []string{"github.com/hbollon/go-edlib"}},
	{Path: "engine/block", May: []string{"engine", "engine/norm"}, Pure: true},
	{Path: "engine/score", May: []string{"engine", "engine/norm", "engine/sim"}, Pure: true},
	{Path: "engine/train", May: []string{"engine", "engine/block", "engine/score"}, Pure: true},
	{Path: "engine/cluster", May: []string{"engine"}, Pure: true},
	{Path: "engine/own", May: []string{"engine"}, Pure: true},
	{Path: "engine/goods", May: []string{"engine"}, Pure: true},
	{Path: "engine/front", May: []string{"engine", "engine/own"}, Pure: true},
	{Path: "engine/screen", May: []string{"engine", "engine/own", "engine/goods", "engine/front"}, Pure: true},
	{Path: "engine/report", May: []string{"engine", "engine/own", "engine/front"}, Pure: true},
	{Path: "engine/eval", May: []string{"engine"}, Pure: true},
	{Path: "engine/store", May: []string{"engine"}, Third: []string{"github.com/dgraph-io/"}},
	{Path: "engine/resolve", May: []string{"engine", "engine/norm", "engine/sim", "engine/block", "engine/score", "engine/train", "engine/cluster", "engine/own", "engine/store"}},
	{Path: "engine/query", May: []string{"engine", "engine/norm", "engine/sim", "engine/block", "engine/score", "engine/cluster",
		"engine/own", "engine/goods", "engine/front", "engine/screen", "engine/store", "engine/resolve"}},
	{Path: "index", May: []string{"engine", "engine/norm", "engine/sim", "engine/store"}, Third: []string{"github.com/blevesearch/", "github.com/RoaringBitmap/"}},
	{Path: "ingest/...", May: []string{"engine", "engine/norm", "engine/store", "ingest/..."}},
	{Path: "fixtures/...", May: []string{"engine", "fixtures/..."}},
	{Path: "cmd/bench", May: []string{"engine/...", "index", "ingest/...", "fixtures/...", "cmd/..."}, // measures the libraries alone too
		Third: []string{"github.com/dgraph-io/", "github.com/blevesearch/"}},
	{Path: "cmd/...", May: []string{"engine/...", "index", "ingest/...", "fixtures/...", "cmd/..."}, Third: []string{"github.com/alecthomas/kong"}},
}
