package resolve

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// stampName is the name of the cursor and of the stamp in the store.
const stampName = "resolve"

// scheme is the version of what this package makes of parties beside the model
// and the normaliser: raise it when keys, marks, notes or clustering change.
const scheme = 5

// normaliser is the version of package norm as far as results depend on it.
const normaliser = "4"

// Stamp is what the results depend on. A run under another Model, Normaliser,
// Scheme or cap than the last begins from scratch.
type Stamp struct {
	Model      string `json:"model"`
	Normaliser string `json:"normaliser"`
	Scheme     int    `json:"scheme"`
	Cap        int    `json:"cap"`
	JoinCap    int    `json:"join_cap"`
	Parties    int64  `json:"parties"` // at the last run from scratch
	Records    int64  `json:"records"` // at the last run from scratch
	Seq        uint64 `json:"seq"`
	At         string `json:"at,omitempty"` // RFC 3339, UTC
}

// newStamp is the stamp of a run with these options.
func (r *run) newStamp() Stamp {
	s := Stamp{Model: r.o.Model.Version, Normaliser: normaliser, Scheme: scheme, Cap: r.o.caps.pair, JoinCap: r.o.caps.join, Seq: r.to}
	if r.o.Now != nil {
		s.At = r.o.Now().UTC().Format(time.RFC3339)
	}
	return s
}

// same reports whether results under the two stamps agree.
func (s Stamp) same(t Stamp) bool {
	s.Parties, s.Records, s.Seq, s.At = t.Parties, t.Records, t.Seq, t.At
	return s == t
}

// Current reports whether this version of the package prepares parties as the run
// did. Where it does not, the next run begins from scratch.
func (s Stamp) Current() bool { return s.Normaliser == normaliser && s.Scheme == scheme }

// StampOf is the stamp of the last run over a store, with false where there was
// none.
func StampOf(st *store.Store) (Stamp, bool, error) {
	b, err := st.Stamp(stampName)
	if errors.Is(err, engine.NotFound) {
		return Stamp{}, false, nil
	}
	s, ok := readStamp(b)
	return s, ok && err == nil, err
}

func (s Stamp) bytes() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, &engine.Error{Op: "resolve.Run", Err: err}
	}
	return b, nil
}

func readStamp(b []byte) (Stamp, bool) {
	var s Stamp
	return s, json.Unmarshal(b, &s) == nil
}
