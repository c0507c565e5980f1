package query

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/block"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/norm"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/store"
)

// World is the state that a screening was made in, as far as it concerns all
// lines at once.
type World struct {
	Seq     uint64   `json:"seq"`   // of the change log
	Model   string   `json:"model"` // by which names are matched, with its normaliser and keys
	Rules   string   `json:"rules"` // hash of the table of rules, of the lists that are loaded, and of what goods and military ties are told by
	Crowded []uint64 `json:"crowded,omitempty"`
}

// World is the state of the store now.
func (q *Query) World() (World, error) {
	w := World{Seq: q.st.Seq()}
	stamp, _, err := resolve.StampOf(q.st)
	if err != nil {
		return w, err
	}
	w.Model = fmt.Sprintf("%s/%s/%d/%d/%d", stamp.Model, stamp.Normaliser, stamp.Scheme, stamp.Cap, stamp.JoinCap)
	lists, err := q.Lists()
	if err != nil {
		return w, err
	}
	b, err := json.Marshal(struct {
		Rules    []own.Rule
		Military []front.MilitaryEntry
		Products []goods.Product
		Lists    []engine.ListID
	}{own.Rules(), q.military.Entries(), q.products.Products(), lists})
	if err != nil {
		return w, err
	}
	sum := sha256.Sum256(b)
	w.Rules = hex.EncodeToString(sum[:8])
	w.Crowded, err = q.st.Crowded()
	return w, err
}

// The kinds of cause.
const (
	CauseList      = "list"      // a listing came, went or changed; What is the list
	CauseOwner     = "owner"     // a claim about an owner, officer or other interest
	CauseJudgement = "judgement" // a person's word on who is the same; What is its id
	CauseLicence   = "licence"
	CauseShipment  = "shipment"
	CauseRecord    = "record" // what a source says of a party
	CauseRule      = "rule"   // the table of rules, or which lists are loaded
	CauseDay       = "day"    // a stake, a listing, a rule or an age that turned on the day
	CauseModel     = "model"  // how names are matched
)

// Cause is a change that may have changed a line.
type Cause struct {
	Kind   string          `json:"kind" cbor:"1,keyasint"`
	What   string          `json:"what,omitempty" cbor:"2,keyasint,omitempty"`
	Record engine.RecordID `json:"record,omitempty" cbor:"3,keyasint,omitempty"`
}

// Delta is what changed in the store since a state, by what it touches.
type Delta struct {
	Entities map[engine.EntityID][]Cause
	Records  map[engine.RecordID][]Cause
	Keys     map[uint64][]Cause // blocking keys and values of the parties that changed
	Lists    []Cause            // the changes to lists
	Licences bool               // some licence changed
	All      string             // why every line must be asked again; "" where that is not so
	AllKind  string             // the kind of cause of All
}

// Empty reports whether nothing changed.
func (d *Delta) Empty() bool {
	return d.All == "" && len(d.Entities) == 0 && len(d.Records) == 0 && len(d.Keys) == 0
}

// maxDelta is how many records may change before it is quicker to ask all lines
// again: each is read with its versions and prepared, some 100 µs.
const maxDelta = 200_000

// Since gathers what changed since a state. Records that were dropped leave no
// trace of what they touched, so that after a drop all lines are asked again.
func (q *Query) Since(was World) (*Delta, error) {
	now, err := q.World()
	if err != nil {
		return nil, err
	}
	d := &Delta{Entities: map[engine.EntityID][]Cause{}, Records: map[engine.RecordID][]Cause{}, Keys: map[uint64][]Cause{}}
	switch {
	case was.Model != now.Model:
		d.All, d.AllKind = "names are matched otherwise than then", CauseModel
	case was.Rules != now.Rules:
		d.All, d.AllKind = "the rules, the lists that are loaded, or what goods and military ties are told by, are others than then", CauseRule
	}
	for _, k := range apart(was.Crowded, now.Crowded) {
		d.Keys[k] = nil
	}
	judged, err := q.judgementsBySecond()
	if err != nil {
		return nil, err
	}
	changed := map[engine.RecordID]bool{}
	err = q.st.Changes(was.Seq, func(c store.Change) error {
		for _, e := range c.Entities {
			if _, ok := d.Entities[e]; !ok {
				d.Entities[e] = nil
			}
		}
		at := c.At.UTC().Format("2006-01-02T15:04:05Z07:00")
		for _, id := range c.Records {
			if j, ok := judged[judgedKey{at, id}]; ok {
				d.Records[id] = append(d.Records[id], Cause{Kind: CauseJudgement, What: j, Record: id})
			}
			changed[id] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(changed) > maxDelta && d.All == "" {
		d.All, d.AllKind = fmt.Sprintf("%d records changed", len(changed)), CauseRecord
	}
	if err := q.doorsMoved(d, len(changed)); err != nil {
		return nil, err
	}
	if d.All != "" {
		d.Licences = true
		if len(changed) > maxDelta {
			return d, nil
		}
	}
	ids := make([]engine.RecordID, 0, len(changed))
	for id := range changed {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if err := q.deltaOf(d, id); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// doorsMoved adds the addresses of the entities whose members changed: how many
// entities sit at a door changes when two of them turn out to be one, though no
// record speaks of the door anew. d.Entities holds those entities and no other.
func (q *Query) doorsMoved(d *Delta, records int) error {
	if d.All != "" || records > maxDelta || len(d.Entities) > maxDelta {
		if d.All == "" {
			d.All, d.AllKind = fmt.Sprintf("%d entities changed", len(d.Entities)), CauseRecord
		}
		return nil
	}
	for e := range d.Entities {
		f, err := q.factsOf(e)
		if errors.Is(err, engine.NotFound) {
			continue // its members are in another, which changed too
		}
		if err != nil {
			return err
		}
		for _, x := range f.doors {
			if _, ok := d.Keys[x.key]; !ok {
				d.Keys[x.key] = nil
			}
		}
	}
	return nil
}

// judgedKey finds the judgement that a change speaks of: both have its second
// and its records.
type judgedKey struct {
	at     string
	record engine.RecordID
}

func (q *Query) judgementsBySecond() (map[judgedKey]string, error) {
	out := map[judgedKey]string{}
	err := q.st.Judgements(func(j engine.Judgement) error {
		for _, at := range []string{j.At, j.UndoneAt} {
			if at != "" {
				out[judgedKey{at, j.A.Record()}], out[judgedKey{at, j.B.Record()}] = j.ID, j.ID
			}
		}
		return nil
	})
	return out, err
}

// apart are the keys that stand in one of two rising lists alone.
func apart(a, b []uint64) []uint64 {
	var out []uint64
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case len(a) == 0 || b[0] < a[0]:
			out, b = append(out, b[0]), b[1:]
		default:
			a, b = a[1:], b[1:]
		}
	}
	return out
}

// deltaOf notes what one changed record touches, by all versions of it: what it
// no longer says touches too.
func (q *Query) deltaOf(d *Delta, id engine.RecordID) error {
	versions, err := q.st.Versions(id)
	if errors.Is(err, engine.NotFound) {
		if d.All == "" {
			d.All, d.AllKind = "records were dropped", CauseRecord
		}
		d.Licences = true
		return nil
	}
	if err != nil {
		return err
	}
	causes := d.Records[id]
	for _, rec := range versions {
		for _, c := range causesOf(rec) {
			if !slices.Contains(causes, c) {
				causes = append(causes, c)
			}
			if c.Kind == CauseList && !slices.Contains(d.Lists, c) && len(d.Lists) < maxCauses {
				d.Lists = append(d.Lists, c)
			}
		}
		if len(rec.Licences) > 0 {
			d.Licences = true
		}
	}
	slices.SortFunc(causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(causeOrder(a.Kind), causeOrder(b.Kind)), cmp.Compare(a.What, b.What), cmp.Compare(a.Record, b.Record))
	})
	d.Records[id] = causes
	for _, rec := range versions {
		for _, p := range partiesOf(rec) {
			e, err := q.st.EntityOf(p)
			if err != nil && !errors.Is(err, engine.NotFound) {
				return err
			}
			if err == nil {
				d.Entities[e] = appendCauses(d.Entities[e], causes)
			}
		}
		for i := range rec.Parties {
			prepared := norm.Prepare(&rec.Parties[i])
			for _, k := range append(block.Keys(prepared), values(prepared)...) {
				d.Keys[k] = appendCauses(d.Keys[k], causes)
			}
		}
	}
	return nil
}

// causeOrder puts the kinds that say most first.
func causeOrder(kind string) int {
	return slices.Index([]string{CauseJudgement, CauseList, CauseLicence, CauseOwner, CauseShipment, CauseRecord}, kind)
}

func appendCauses(to, more []Cause) []Cause {
	for _, c := range more {
		if len(to) < maxCauses && !slices.Contains(to, c) {
			to = append(to, c)
		}
	}
	return to
}

// causesOf are what a record may change.
func causesOf(rec *engine.Record) []Cause {
	var out []Cause
	for _, l := range rec.Listings {
		if c := (Cause{Kind: CauseList, What: string(l.List), Record: rec.ID}); !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	switch {
	case len(rec.Licences) > 0:
		out = append(out, Cause{Kind: CauseLicence, Record: rec.ID})
	case len(rec.Shipments) > 0:
		out = append(out, Cause{Kind: CauseShipment, Record: rec.ID})
	case len(rec.Interests) > 0:
		out = append(out, Cause{Kind: CauseOwner, Record: rec.ID})
	case len(out) == 0:
		out = append(out, Cause{Kind: CauseRecord, Record: rec.ID})
	}
	return out
}

// partiesOf are all parties that a record speaks of, its own and others'.
func partiesOf(rec *engine.Record) []engine.PartyID {
	var out []engine.PartyID
	for i := range rec.Parties {
		out = append(out, rec.Parties[i].ID)
	}
	for _, x := range rec.Interests {
		out = append(out, x.Owner, x.Owned)
	}
	for _, x := range rec.Listings {
		out = append(out, x.Party)
	}
	for i := range rec.Shipments {
		for _, p := range rec.Shipments[i].Parties {
			out = append(out, p.Party)
		}
	}
	for _, x := range rec.Licences {
		out = append(out, x.Holder, x.Consignee, x.EndUser)
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(p engine.PartyID) bool { return p == "" })
}

// SeqBefore is the number of the last change before a time, 0 where there is
// none.
func (q *Query) SeqBefore(at time.Time) (uint64, error) {
	var seq uint64
	err := q.st.Changes(0, func(c store.Change) error {
		if c.At.Before(at) {
			seq = c.Seq
		}
		return nil
	})
	return seq, err
}
