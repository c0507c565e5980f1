package resolve

import (
	"runtime"
	"time"

	"github.com/pierce-er/pierce/engine/score"
	"github.com/pierce-er/pierce/engine/store"
)

// Options of a run. The zero value is the default.
type Options struct {
	// All resolves from scratch instead of following the change log. The
	// partition is the same; it mends nothing that following would not.
	All bool
	// Now is the clock of the run stamp; nil leaves the time out.
	Now func() time.Time
	// Report is told how far the run is, from one goroutine; nil for nobody.
	Report func(Progress)
	// Workers is how many goroutines prepare and score; 0 is the number of
	// processors. It does not change the result.
	Workers int
	// Model scores the pairs; nil is ModelOf the store. It is part of the stamp:
	// a run under another model than the last begins from scratch.
	Model *score.Model

	// Cache keeps parties from one following run over a store to the next; nil
	// is none. It does not change the result.
	Cache *Cache

	// bulkShare overrides, in tests, from which share of changed records on a
	// run begins from scratch.
	bulkShare float64
	// caps overrides, in tests, those of package block.
	caps caps
}

// Progress is how far a stage of a run is.
type Progress struct {
	Stage string // "read", "score", "write" …
	Done  int64
	Total int64 // 0 where it is not known
}

// Stats is what a run did.
type Stats struct {
	Scratch  bool  `json:"scratch"`  // all was done anew
	Records  int64 `json:"records"`  // looked at
	Parties  int64 `json:"parties"`  // looked at
	Pairs    int64 `json:"pairs"`    // scored
	Matches  int64 `json:"matches"`  // kept: same or possibly same
	Entities int64 `json:"entities"` // written
	Created  int64 `json:"created"`
	Merged   int64 `json:"merged"`
	Split    int64 `json:"split"`
	Retired  int64 `json:"retired"`
	Stakes   int64 `json:"stakes"` // written
	// Reopened is how many parties were looked at again, since a blocking key that
	// they hold passed its cap.
	Reopened int64 `json:"reopened"`
	// Unreached is how many of the parties looked at hold no blocking key that
	// proposes: all are too common, or there is none, as where nothing is known but a
	// placeholder. They are compared with nobody.
	Unreached int64 `json:"unreached"`
	// PairsPerParty is Pairs by the parties whose pairs were sought: all, or the
	// new, the changed and the reopened.
	PairsPerParty float64 `json:"pairs_per_party"`
	Seq           uint64  `json:"seq"` // the change up to which the results stand
}

// bulkShare is the share of changed records from which on a run begins from
// scratch: following costs some ten times as much a record.
const bulkShare = 0.1

func (o *Options) defaults(st *store.Store) error {
	if o.Model == nil {
		var err error
		if o.Model, err = ModelOf(st); err != nil {
			return err
		}
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Report == nil {
		o.Report = func(Progress) {}
	}
	if o.caps == (caps{}) {
		o.caps = shippedCaps
	}
	if o.bulkShare == 0 {
		o.bulkShare = bulkShare
	}
	return nil
}
