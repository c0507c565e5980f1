package store

import (
	"errors"

	"github.com/pierce-er/pierce/engine"
)

// Records are read ahead in runs, and a run is decoded while the ones before
// are yielded: decoding takes two thirds of the time of a scan.
const (
	runRecords = 256
	runsAhead  = 4
)

// run is some records on their way from the scan to the reader.
type run struct {
	versions []version
	records  []*engine.Record
	err      error
	ready    chan struct{}
}

func (r *run) decode() {
	r.records, r.err = decodeAll(r.versions)
	close(r.ready)
}

// errStopped ends a scan whose reader has had enough.
var errStopped = errors.New("stopped")

// Records yields the current version of each record whose id begins with
// prefix ("" is all, "dataset/" one dataset), in the order of ids, in one state
// of the store. Ended records are yielded, with Ended set; those that their
// source deleted are not. A record belongs to the reader. Up to 1,500 records
// are in memory at once.
func (s *Store) Records(prefix string, yield func(*engine.Record) error) error {
	runs, stop, scanned := make(chan *run, runsAhead), make(chan struct{}), make(chan error, 1)
	go func() {
		scanned <- s.scanRuns(prefix, runs, stop)
		close(runs)
	}()
	err := drain(runs, yield)
	close(stop)
	if scan := <-scanned; err == nil && scan != errStopped {
		err = scan
	}
	return wrap("store.Records", prefix, err)
}

// drain yields what comes out of the runs until one fails.
func drain(runs <-chan *run, yield func(*engine.Record) error) error {
	for r := range runs {
		<-r.ready
		if r.err != nil {
			return r.err
		}
		for _, rec := range r.records {
			if err := yield(rec); err != nil {
				return err
			}
		}
	}
	return nil
}

// scanRuns reads current versions, and sends them off to be decoded and read.
func (s *Store) scanRuns(prefix string, runs chan<- *run, stop <-chan struct{}) error {
	var next *run
	send := func() error {
		if next == nil {
			return nil
		}
		select {
		case runs <- next:
			go next.decode()
			next = nil
			return nil
		case <-stop:
			return errStopped
		}
	}
	err := s.eachHistory(prefix, true, func(id engine.RecordID, all []sighting, cat *catalog) error {
		vs, err := versionsOf(cat.counting(all, 0), cat.snapshots[id.Dataset()])
		if err != nil || len(vs) == 0 || vs[len(vs)-1].deleted() {
			return err
		}
		if next == nil {
			next = &run{ready: make(chan struct{})}
		}
		if next.versions = append(next.versions, vs[len(vs)-1]); len(next.versions) < runRecords {
			return nil
		}
		return send()
	})
	if err != nil {
		return err
	}
	return send()
}
