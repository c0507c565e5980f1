// Package export writes entities and what joins them in the formats of others,
// one file a format. What a format cannot say is left out, never bent to fit;
// each writer's comment says what that is.
package export

import (
	"errors"
	"time"

	"github.com/biter777/countries"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/store"
)

// Folder is what an export reads.
type Folder struct {
	Query *query.Query
	Store *store.Store
	Now   time.Time // stands in the export as its day
}

// tie is a stake or an office, between two entities or from nobody.
type tie struct {
	owner, owned engine.EntityID // owner is "" where none is named
	kind         engine.InterestKind
	share        engine.Share
	from, until  engine.Date
	flags        []string
	role, reason string
	sources      []engine.RecordID
}

// entities yields every entity with what its sources say, in the order of the
// ids.
func (f *Folder) entities(yield func(*query.Profile) error) error {
	return f.Store.Entities(func(e *engine.Entity) error {
		p, err := f.Query.Profile(e.ID)
		if err != nil {
			return err
		}
		return yield(p)
	})
}

// ties yields all that others hold of an entity.
func (f *Folder) ties(e *engine.Entity, yield func(tie) error) error {
	stakes, err := f.Store.StakesByOwned(e.ID)
	if err != nil {
		return err
	}
	for _, s := range stakes {
		if s.Kind.Office() {
			continue
		}
		if err := yield(tie{s.Owner, s.Owned, s.Kind, s.Share, s.From, s.Until, s.Flags, "", s.Reason, s.Sources}); err != nil {
			return err
		}
	}
	for _, p := range e.Parties {
		claims, err := f.Store.ClaimsByOwned(p)
		if err != nil {
			return err
		}
		for _, c := range claims {
			if !c.Kind.Office() {
				continue
			}
			owner, err := f.Store.EntityOf(c.Owner)
			if errors.Is(err, engine.NotFound) {
				continue // an office of nobody that is known says nothing to others
			}
			if err != nil {
				return err
			}
			if err := yield(tie{owner, e.ID, c.Kind, c.Share, c.From, c.Until, nil, c.Role, "", []engine.RecordID{c.Record}}); err != nil {
				return err
			}
		}
	}
	return nil
}

// countryName is a country's English name, or its code where there is none.
func countryName(code string) string {
	if c := countries.ByName(code); c != countries.Unknown {
		return c.Info().Name
	}
	return code
}

// day is a date at full length, rounded to the first day of its month or year;
// "" where there is none.
func day(d engine.Date) string {
	if d == 0 {
		return ""
	}
	return d.Earliest().String()
}
