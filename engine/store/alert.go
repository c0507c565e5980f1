package store

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// Alert is a change that a re-screening found, and a person's word on it.
type Alert struct {
	Number uint64 `cbor:"1,keyasint"` // within its screening, from 1
	Body   []byte `cbor:"2,keyasint"` // as its writer puts it
	AckBy  string `cbor:"3,keyasint,omitempty"`
	AckAt  string `cbor:"4,keyasint,omitempty"` // RFC 3339, UTC; "" while nobody has acknowledged it
	AckWhy string `cbor:"5,keyasint,omitempty"`
}

// Acknowledged is the audit log's word on an alert.
type Acknowledged struct {
	Screening string `cbor:"1,keyasint"`
	Alert     Alert  `cbor:"2,keyasint"`
}

// Alerts yields the alerts of a screening by number; NotFound where there is no
// such screening.
func (s *Store) Alerts(screening string, yield func(Alert) error) error {
	const op = "store.Alerts"
	h, err := s.Screening(screening)
	if err != nil {
		return err
	}
	prefix := key1(keyAlert, screening)
	return wrap(op, screening, s.db.View(func(txn *badger.Txn) error {
		return scan(txn, prefix, true, func(k, v []byte) error {
			if len(k) != len(prefix)+8 {
				return corrupt("alert key %x", k)
			}
			if binary.BigEndian.Uint64(k[len(prefix):]) > h.Alerts {
				return nil // of a run that was cut short
			}
			var a Alert
			if err := decode(v, &a); err != nil {
				return err
			}
			return yield(a)
		})
	}))
}

// Acknowledge writes a person's word on an alert, with a line in the audit log.
// The error is NotFound where there is no such alert, Invalid where by or why is
// missing, Exists where somebody has acknowledged it.
func (s *Store) Acknowledge(screening string, number uint64, by, why string) error {
	const op = "store.Acknowledge"
	if by == "" || why == "" {
		return invalid(op, screening, "got by %q and why %q, want both", by, why)
	}
	h, err := s.Screening(screening)
	if err != nil {
		return err
	}
	if number == 0 || number > h.Alerts {
		return wrap(op, screening, engine.NotFound)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.now()
	return wrap(op, screening, s.write(func(txn *badger.Txn) error {
		k := alertKey(screening, number)
		b, err := get(txn, k)
		if err != nil {
			return err
		}
		var a Alert
		if err := decode(b, &a); err != nil {
			return err
		}
		if a.AckAt != "" {
			return &engine.Error{Code: engine.Exists, Err: errors.New("acknowledged already, at " + a.AckAt + " by " + a.AckBy)}
		}
		a.AckBy, a.AckAt, a.AckWhy = by, rfc3339(at), why
		if b, err = encode(&a); err != nil {
			return err
		}
		if err := txn.Set(k, b); err != nil {
			return err
		}
		if b, err = encode(&Acknowledged{screening, a}); err != nil {
			return err
		}
		return s.audit(txn, auditAck, at, b)
	}))
}

// AddAudit adds an entry to the audit log. What is one word; those of the
// store's own entries are taken.
func (s *Store) AddAudit(what string, body []byte) error {
	const op = "store.AddAudit"
	switch what {
	case "", "judge", "undo", "model", auditScreening, auditAck:
		return invalid(op, what, "got what %q, want a word of your own", what)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return wrap(op, what, s.write(func(txn *badger.Txn) error { return s.audit(txn, what, s.now(), body) }))
}

// The words of the store's own entries in the audit log, beside those of
// judgements and models.
const (
	auditScreening = "screening"
	auditAck       = "acknowledge"
)

// rfc3339 writes a time as the log does.
func rfc3339(at time.Time) string { return at.UTC().Format(time.RFC3339) }

func isNotFound(err error) bool { return errors.Is(err, engine.NotFound) }
