package index

import (
	"context"
	"errors"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"

	"github.com/pierce-er/pierce/engine"
)

// settleRounds is how often segments are merged at most: each round makes one
// of up to settleWidth.
const (
	settleRounds = 4
	settleWidth  = 32
)

// settle merges what a rebuild wrote into one segment: a search then walks one
// dictionary instead of a dozen. That costs about a fifth of the rebuild and,
// for its time, the room of a second index. What changes later comes in small
// segments of its own.
func settle(ctx context.Context, b bleve.Index) error {
	adv, err := b.Advanced()
	if err != nil {
		return &engine.Error{Op: "index.Rebuild", Err: err}
	}
	s, ok := adv.(*scorch.Scorch)
	if !ok {
		return nil
	}
	plan := mergeplan.SingleSegmentMergePlanOptions
	plan.SegmentsPerMergeTask = settleWidth
	for range settleRounds {
		n, err := segments(s)
		if err != nil || n <= 1 {
			return err
		}
		if err := forceMerge(ctx, s, &plan); err != nil {
			return &engine.Error{Op: "index.Rebuild", Err: err}
		}
	}
	return nil
}

func segments(s *scorch.Scorch) (int, error) {
	r, err := s.Reader()
	if err != nil {
		return 0, &engine.Error{Op: "index.Rebuild", Err: err}
	}
	n := 0
	if snap, ok := r.(*scorch.IndexSnapshot); ok {
		n = len(snap.Segments())
	}
	return n, r.Close()
}

// forceMerge merges once. The library tries for ever where a merge fails, as
// on a full disk; its count of failures tells.
func forceMerge(ctx context.Context, s *scorch.Scorch, plan *mergeplan.MergePlanOptions) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	before := mergeFailures(s)
	done := make(chan error, 1)
	go func() { done <- s.ForceMerge(ctx, plan) }()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return errors.Join(err, context.Cause(ctx))
		case <-tick.C:
			if mergeFailures(s) > before {
				cancel(errors.New("segments cannot be merged: is the disk full?"))
			}
		}
	}
}

func mergeFailures(s *scorch.Scorch) uint64 {
	n, _ := s.StatsMap()["TotFileMergeLoopErr"].(uint64)
	return n
}
