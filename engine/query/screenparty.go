package query

import (
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
)

// maxParties bounds how many parties of lines a Screening remembers the answers
// for: real manifests name the same few thousand again and again. Twice as many
// are held, at some 1 KB each.
const maxParties = 50_000

// memory remembers the answers to the latest questions: what was asked for since
// two fillings ago. It is safe for several goroutines.
type memory[V any] struct {
	mu        sync.Mutex
	now, past map[string]V
}

func (m *memory[V]) get(key string) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.now[key]
	if !ok {
		if v, ok = m.past[key]; ok {
			m.put(key, v)
		}
	}
	return v, ok
}

// put adds an answer; the caller holds mu.
func (m *memory[V]) put(key string, v V) {
	if m.now == nil || len(m.now) >= maxParties {
		m.now, m.past = make(map[string]V), m.now
	}
	m.now[key] = v
}

func (m *memory[V]) set(key string, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, v)
}

// partyKey is a party's content without its id, and the day: what its answers
// depend on.
func partyKey(p *engine.Party, asOf engine.Date) (string, error) {
	c := *p
	c.ID = ""
	b, err := json.Marshal(&c)
	return string(b) + "\x00" + asOf.String(), err
}

// remembered is party, asked once for each content and day.
func (s *Screening) remembered(sp engine.ShipmentParty, p *engine.Party, asOf engine.Date) ([]screen.Party, error) {
	if p == nil {
		return s.named(sp, asOf)
	}
	key, err := partyKey(p, asOf)
	if err != nil {
		return nil, err
	}
	out, ok := s.parties.get(key)
	if !ok {
		if out, err = s.party(sp, p, asOf); err != nil {
			return nil, err
		}
		s.parties.set(key, out)
	}
	out = slices.Clone(out)
	for i := range out {
		out[i].Role = sp.Role
	}
	return out, nil
}

// Dated is Invalid for a record that has no day to be asked about.
func (s *Screening) Dated(rec *engine.Record) error {
	if s.o.AsOf != 0 || len(rec.Shipments) > 0 && rec.Shipments[0].Date != 0 {
		return nil
	}
	id := rec.ID.Key()
	if len(rec.Shipments) > 0 && rec.Shipments[0].ID != "" {
		id = rec.Shipments[0].ID
	}
	return &engine.Error{Op: "query.Facts", Code: engine.Invalid, ID: id, Err: errors.New("the line has no date to be screened as of")}
}

// Day is the day of the verdicts; zero: each line's own.
func (s *Screening) Day() engine.Date { return s.o.AsOf }
