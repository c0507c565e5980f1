// Package all is the one list of the sources there are.
package all

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/bods"
	"github.com/pierce-er/pierce/ingest/registry/ftm"
	"github.com/pierce-er/pierce/ingest/registry/gleif"
	"github.com/pierce-er/pierce/ingest/registry/icij"
	"github.com/pierce-er/pierce/ingest/registry/native"
	"github.com/pierce-er/pierce/ingest/registry/senzing"
	registrytable "github.com/pierce-er/pierce/ingest/registry/table"
	"github.com/pierce-er/pierce/ingest/registry/ukcompanies"
	"github.com/pierce-er/pierce/ingest/registry/ukpsc"
	"github.com/pierce-er/pierce/ingest/shipment/ams"
	"github.com/pierce-er/pierce/ingest/shipment/awb"
	"github.com/pierce-er/pierce/ingest/shipment/edifact"
	shipmenttable "github.com/pierce-er/pierce/ingest/shipment/table"
	"github.com/pierce-er/pierce/ingest/watchlist/csl"
	"github.com/pierce-er/pierce/ingest/watchlist/eu"
	"github.com/pierce-er/pierce/ingest/watchlist/ofac"
	"github.com/pierce-er/pierce/ingest/watchlist/uk"
	"github.com/pierce-er/pierce/ingest/watchlist/un"
)

// Sources are all sources: pierce's own format, the watch lists, the
// registers, and tables.
func Sources() []ingest.Source {
	return []ingest.Source{
		native.Source{},
		ofac.Source{},
		csl.Source{},
		un.Source{},
		eu.Source{},
		uk.Source{},
		gleif.Source{},
		ukcompanies.Source{},
		ukpsc.Source{},
		bods.Source{},
		ftm.Source{},
		icij.Source{},
		senzing.Source{},
		registrytable.Source{},
		shipmenttable.Source{},
		ams.Source{},
		awb.Source{},
		edifact.Source{},
	}
}

// Find is the source of a format; NotFound where there is none, with all names
// there are.
func Find(name string) (ingest.Source, error) {
	var names []string
	for _, s := range Sources() {
		if s.Format().Name == name {
			return s, nil
		}
		names = append(names, s.Format().Name)
	}
	return nil, &engine.Error{Op: "all.Find", Code: engine.NotFound, ID: name, Err: fmt.Errorf("got format %q, want one of %s", name, strings.Join(names, ", "))}
}
