package store

import (
	"maps"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// DatasetStatus is what the store holds of one dataset.
type DatasetStatus struct {
	Dataset   string      `json:"dataset"`
	Format    string      `json:"format"`              // of the latest load
	Records   int64       `json:"records"`             // that stand: neither ended nor deleted
	Ended     int64       `json:"ended"`               // that a full snapshot lacks
	Deleted   int64       `json:"deleted"`             // that their source deleted
	Retrieved time.Time   `json:"retrieved"`           // the latest retrieval that counts
	Snapshots []time.Time `json:"snapshots,omitempty"` // retrievals of the committed full loads, rising
	Unended   int         `json:"unended"`             // loads that were cut short and can be resumed
}

// Datasets gives the status of each dataset, in the order of names. It reads
// every record's history without its content: about a second for a million.
func (s *Store) Datasets() ([]DatasetStatus, error) {
	byName := map[string]*DatasetStatus{}
	of := func(name string) *DatasetStatus {
		d := byName[name]
		if d == nil {
			d = &DatasetStatus{Dataset: name}
			byName[name] = d
		}
		return d
	}
	cat := s.cat.Load()
	for _, n := range slices.Sorted(maps.Keys(cat.loads)) {
		r := cat.loads[n]
		d := of(r.Dataset)
		if r.State != committed {
			d.Unended++
		}
		if t := r.Retrieved.time(); !r.State.hidden() && !t.Before(d.Retrieved) {
			d.Format, d.Retrieved = r.Format, t
		}
	}
	for name, snaps := range cat.snapshots {
		for _, at := range snaps {
			of(name).Snapshots = append(of(name).Snapshots, at.time())
		}
	}
	err := s.eachHistory("", false, func(id engine.RecordID, all []sighting, cat *catalog) error {
		all = cat.counting(all, 0)
		if len(all) == 0 {
			return nil
		}
		d, last := of(id.Dataset()), all[len(all)-1]
		_, ended := firstAfter(cat.snapshots[id.Dataset()], last.at)
		switch {
		case last.flags&isDeleted != 0:
			d.Deleted++
		case ended:
			d.Ended++
		default:
			d.Records++
		}
		return nil
	})
	if err != nil {
		return nil, wrap("store.Datasets", "", err)
	}
	out := make([]DatasetStatus, 0, len(byName))
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		out = append(out, *byName[name])
	}
	return out, nil
}
