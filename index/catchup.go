package index

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// stretch is how many changed records and entities are gathered before they
// are written: each is indexed once a stretch, however often it changed. At
// some 100 bytes an id this is 20 MB.
const stretch = 200_000

// CatchUp takes in what has changed in the store since the index's own cursor:
// entities that were made or changed are indexed, those that are gone or went
// into another are removed; so are shipments of changed records. The cursor
// moves only after the documents are in place, so a run that is killed is
// simply done again. An index that is empty is filled by one pass over the
// store.
//
// Errors: Stale when the index has seen changes that the store has not, which
// means that it belongs to another store; what the store gives.
func (x *Index) CatchUp(ctx context.Context, r Reader) (Stats, error) {
	x.write.Lock()
	defer x.write.Unlock()
	b, err := x.writable("index.CatchUp")
	if err != nil {
		return Stats{}, err
	}
	cursor, err := cursorOf(b)
	if err != nil {
		return Stats{}, err
	}
	if seq := r.Seq(); cursor > seq {
		return Stats{}, stale(fmt.Sprintf("the index has seen change %d, the store has only %d", cursor, seq), nil)
	}
	if n, err := b.DocCount(); err == nil && n == 0 && cursor == 0 {
		return fill(ctx, b, r, x.o)
	}
	return follow(ctx, b, r, x.o.Workers, cursor)
}

// writable is the index under the pen. The caller holds x.write, so that it
// stays open; x.mu is not held, so that searches go on.
func (x *Index) writable(op string) (bleve.Index, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.b == nil {
		return nil, errClosed(op)
	}
	if x.o.ReadOnly {
		return nil, &engine.Error{Op: op, Code: engine.Invalid, Err: errors.New("the index was opened to read only")}
	}
	return x.b, nil
}

// fill indexes the whole store into an empty index.
func fill(ctx context.Context, b bleve.Index, r Reader, o Options) (Stats, error) {
	seq := r.Seq() // what changes while we read is taken in by the next CatchUp
	src := source{r}
	var c counts
	err := write(ctx, b, o.Workers, &c, func(add func(job) error) error {
		err := r.Entities(func(e *engine.Entity) error {
			return add(func() ([]change, error) {
				d, err := src.document(e)
				if err != nil || d == nil {
					return nil, err
				}
				return []change{{d.id, d}}, nil
			})
		})
		if err != nil {
			return err
		}
		return r.Records("", func(rec *engine.Record) error {
			if len(rec.Shipments) == 0 || rec.Deleted {
				return nil
			}
			return add(func() ([]change, error) {
				docs, err := src.shipments(rec)
				return puts(docs), err
			})
		})
	})
	if err == nil && !o.InMemory {
		err = settle(ctx, b)
	}
	if err != nil {
		return Stats{}, err
	}
	return c.stats(seq), moveCursor(b, seq) // waits until the merged segment is on disk
}

func puts(docs []*document) []change {
	out := make([]change, len(docs))
	for i, d := range docs {
		out[i] = change{d.id, d}
	}
	return out
}

func (c *counts) stats(seq uint64) Stats {
	return Stats{Entities: c.entities.Load(), Shipments: c.shipments.Load(), Removed: c.removed.Load(), Seq: seq}
}

func moveCursor(b bleve.Index, seq uint64) error {
	batch := b.NewBatch()
	batch.SetInternal(keyCursor, cursorBytes(seq))
	if err := b.Batch(batch); err != nil {
		return &engine.Error{Op: "index.CatchUp", Err: err}
	}
	return nil
}

// errStretch ends the reading of the change log when a stretch is full.
var errStretch = errors.New("stretch is full")

// follow takes in the change log from the cursor on, stretch by stretch.
func follow(ctx context.Context, b bleve.Index, r Reader, workers int, cursor uint64) (Stats, error) {
	var c counts
	for {
		records, entities := map[engine.RecordID]bool{}, map[engine.EntityID]bool{}
		seq := cursor
		err := r.Changes(cursor, func(ch store.Change) error {
			for _, id := range ch.Records {
				records[id] = true
			}
			for _, id := range ch.Entities {
				entities[id] = true
			}
			seq = ch.Seq
			if len(records)+len(entities) >= stretch {
				return errStretch
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStretch) {
			return Stats{}, err
		}
		if seq != cursor {
			if err := takeIn(ctx, b, r, workers, &c, records, entities); err != nil {
				return Stats{}, err
			}
			if err := moveCursor(b, seq); err != nil {
				return Stats{}, err
			}
			cursor = seq
		}
		if err == nil {
			return c.stats(cursor), nil
		}
	}
}

// takeIn indexes changed records and entities anew. The entities of a changed
// record's parties are among them even where no resolution has run since: what
// a record says of an entity is in the entity's document.
func takeIn(ctx context.Context, b bleve.Index, r Reader, workers int, c *counts, records map[engine.RecordID]bool, entities map[engine.EntityID]bool) error {
	src := source{r}
	return write(ctx, b, workers, c, func(add func(job) error) error {
		for _, id := range slices.Sorted(maps.Keys(records)) {
			rec, err := r.Record(id)
			if errors.Is(err, engine.NotFound) {
				rec, err = nil, nil
			}
			if err != nil {
				return err
			}
			if err := src.holders(id, rec, entities); err != nil {
				return err
			}
			if err := add(func() ([]change, error) { return src.replace(b, id, rec) }); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(entities)) {
			err := add(func() ([]change, error) {
				d, err := src.entity(id)
				return []change{{string(id), d}}, err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// holders adds the entities of a record's parties. Of a record that is gone
// (nil) only the party that was its row is known; resolution brings the rest.
func (s source) holders(id engine.RecordID, rec *engine.Record, to map[engine.EntityID]bool) error {
	parties := []engine.PartyID{id.Party()}
	if rec != nil {
		for i := range rec.Parties {
			parties = append(parties, rec.Parties[i].ID)
		}
	}
	for _, p := range parties {
		e, err := s.r.EntityOf(p)
		if errors.Is(err, engine.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		to[e] = true
	}
	return nil
}

// replace puts a record's shipments in place of those that the index holds. A
// nil record has none.
func (s source) replace(b bleve.Index, id engine.RecordID, rec *engine.Record) ([]change, error) {
	var out []change
	if rec != nil && !rec.Deleted {
		docs, err := s.shipments(rec)
		if err != nil {
			return nil, err
		}
		out = puts(docs)
	}
	old, err := shipmentsOf(b, id)
	if err != nil {
		return nil, err
	}
	for _, o := range old {
		if !slices.ContainsFunc(out, func(c change) bool { return c.id == o }) {
			out = append(out, change{id: o})
		}
	}
	return out, nil
}

// shipmentsOf lists the documents of a record's shipments.
func shipmentsOf(b bleve.Index, id engine.RecordID) ([]string, error) {
	q := query.NewTermQuery(hashed(string(id)))
	q.SetField(fieldTable[fieldRecord].name)
	const page = 1000
	var out []string
	for {
		res, err := b.Search(bleve.NewSearchRequestOptions(q, page, len(out), false))
		if err != nil {
			return nil, &engine.Error{Op: "index.CatchUp", ID: string(id), Err: err}
		}
		for _, h := range res.Hits {
			out = append(out, h.ID)
		}
		if len(res.Hits) < page {
			return out, nil
		}
	}
}
