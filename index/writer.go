package index

import (
	"context"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"golang.org/x/sync/errgroup"

	"github.com/pierce-er/pierce/engine"
)

// batchSize is the number of documents a write. Processor time for 60,000
// documents of BenchmarkIndex, user and system: 11.7 s at 2,000, 12.2 s at
// 5,000.
const batchSize = 2000

// committers is the number of writes under way at once. The library analyses a
// batch on all processors but builds its segment on one, so that a second
// batch fills the gap.
const committers = 2

// change is one document to put in place, or to take away where doc is nil.
type change struct {
	id  string
	doc *document
}

// job makes changes; jobs run at once, so each has its own ids.
type job func() ([]change, error)

// Stats count what a run did.
type Stats struct {
	Entities  int64  `json:"entities"`  // documents of entities written
	Shipments int64  `json:"shipments"` // documents of shipments written
	Removed   int64  `json:"removed"`   // documents of what is gone; counted whether or not there was one
	Seq       uint64 `json:"seq"`       // the change up to which the index is now
}

type counts struct{ entities, shipments, removed atomic.Int64 }

func (c *counts) add(ch change) {
	switch {
	case ch.doc == nil:
		c.removed.Add(1)
	case ch.doc.terms[fieldType][0] == typeEntity:
		c.entities.Add(1)
	default:
		c.shipments.Add(1)
	}
}

// write runs the jobs that feed gives, on several goroutines, and puts what
// they make into the index. It returns when all of it is durable. An error of
// any part ends all of them; what was written until then stays and does no
// harm, since the cursor has not moved.
func write(ctx context.Context, b bleve.Index, workers int, c *counts, feed func(add func(job) error) error) error {
	g, ctx := errgroup.WithContext(ctx)
	jobs := make(chan job, 4*workers)
	changes := make(chan []change, 4*workers)
	g.Go(func() error {
		defer close(jobs)
		return feed(func(j job) error {
			select {
			case jobs <- j:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	g.Go(func() error {
		defer close(changes)
		return prepare(ctx, workers, jobs, changes)
	})
	for range committers {
		g.Go(func() error { return commit(b, c, changes) })
	}
	return g.Wait()
}

// prepare runs jobs on the given number of goroutines.
func prepare(ctx context.Context, workers int, jobs <-chan job, changes chan<- []change) error {
	g, ctx := errgroup.WithContext(ctx)
	for range workers {
		g.Go(func() error {
			for j := range jobs {
				made, err := j()
				if err != nil {
					return err
				}
				select {
				case changes <- made:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// commit gathers changes into batches and writes them.
func commit(b bleve.Index, c *counts, changes <-chan []change) error {
	batch := b.NewBatch()
	flush := func() error {
		if batch.Size() == 0 {
			return nil
		}
		if err := b.Batch(batch); err != nil {
			return &engine.Error{Op: "index.Write", Err: err}
		}
		batch = b.NewBatch()
		return nil
	}
	for made := range changes {
		for _, ch := range made {
			c.add(ch)
			if ch.doc == nil {
				batch.Delete(ch.id)
				continue
			}
			if err := batch.IndexAdvanced(ch.doc.build()); err != nil {
				return &engine.Error{Op: "index.Write", ID: ch.id, Err: err}
			}
		}
		if batch.Size() >= batchSize {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}
