package store

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/pierce-er/pierce/engine"
)

// AuditEntry is one line of the audit log. The log is only ever added to, and
// each entry holds the hash of the one before, so that a line that was changed
// or taken out shows.
type AuditEntry struct {
	Number uint64   `json:"number" cbor:"1,keyasint"` // from 1
	What   string   `json:"what" cbor:"2,keyasint"`   // "judge", "undo", "screening", "acknowledge", "model", or a caller's own word
	At     string   `json:"at" cbor:"3,keyasint"`     // RFC 3339, UTC
	Body   []byte   `json:"body" cbor:"4,keyasint"`   // CBOR of the judgement, the screening's head or the alert as it then stood
	Before [32]byte `json:"before" cbor:"5,keyasint"` // Hash of the entry before; zeros for the first
	Hash   [32]byte `json:"hash" cbor:"6,keyasint"`   // SHA-256 of the entry's CBOR with Hash zero
}

// sum is the hash that the entry must have.
func (e *AuditEntry) sum() ([32]byte, error) {
	c := *e
	c.Hash = [32]byte{}
	b, err := encode(&c)
	return sha256.Sum256(b), err
}

// audit adds an entry to the log inside txn. The caller holds mu.
func (s *Store) audit(txn *badger.Txn, what string, at time.Time, body []byte) error {
	e := AuditEntry{Number: 1, What: what, At: at.UTC().Format(time.RFC3339), Body: body}
	it := txn.NewIterator(badger.IteratorOptions{Reverse: true})
	defer it.Close()
	it.Seek([]byte{keyAudit, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})
	if it.ValidForPrefix([]byte{keyAudit}) {
		var last AuditEntry
		if err := it.Item().Value(func(v []byte) error { return decode(v, &last) }); err != nil {
			return err
		}
		e.Number, e.Before = last.Number+1, last.Hash
	}
	var err error
	if e.Hash, err = e.sum(); err != nil {
		return err
	}
	b, err := encode(&e)
	if err != nil {
		return err
	}
	return txn.Set(keyN(keyAudit, e.Number), b)
}

// Audit yields the audit log from its beginning.
func (s *Store) Audit(yield func(AuditEntry) error) error {
	return wrap("store.Audit", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyAudit}, true, func(k, v []byte) error {
			var e AuditEntry
			if err := decode(v, &e); err != nil {
				return err
			}
			if len(k) != 9 || binary.BigEndian.Uint64(k[1:]) != e.Number {
				return corrupt("audit entry %d under key %x", e.Number, k)
			}
			return yield(e)
		})
	}))
}

// AddJudgement writes a person's word on a pair, its line in the audit log and
// a change-log entry that names the records of both parties, in one
// transaction. ID and At are set where they are empty: "j" and a number that
// counts, and Options.Now. It gives the judgement as stored. The error is
// Invalid where By, Why or a party is missing or both parties are one, Exists
// where the ID is taken.
func (s *Store) AddJudgement(j engine.Judgement) (engine.Judgement, error) {
	const op = "store.AddJudgement"
	if j.A == "" || j.B == "" || j.A == j.B || len(j.A) > maxID || len(j.B) > maxID {
		return j, invalid(op, j.ID, "got parties %q and %q, want two", short(string(j.A)), short(string(j.B)))
	}
	if j.By == "" || j.Why == "" {
		return j, invalid(op, j.ID, "got by %q and why %q, want both", j.By, j.Why)
	}
	j.UndoneAt, j.UndoneBy, j.Undone = "", "", ""
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.now()
	if j.At == "" {
		j.At = at.UTC().Format(time.RFC3339)
	}
	err := s.writeJudgement("judge", at, func(txn *badger.Txn) (*engine.Judgement, error) {
		if j.ID == "" {
			n, err := s.take(txn)
			if err != nil {
				return nil, err
			}
			j.ID = fmt.Sprintf("j%d", n)
		}
		if _, err := get(txn, key1(keyJudgement, j.ID)); err != error(engine.NotFound) {
			if err == nil {
				err = engine.Exists
			}
			return nil, err
		}
		return &j, nil
	})
	return j, wrap(op, j.ID, err)
}

// UndoJudgement marks a judgement as undone; it stays in the log. The error is
// NotFound where there is none, Invalid where it is undone already or by or why
// is missing.
func (s *Store) UndoJudgement(id, by string, at time.Time, why string) error {
	const op = "store.UndoJudgement"
	if by == "" || why == "" {
		return invalid(op, id, "got by %q and why %q, want both", by, why)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return wrap(op, id, s.writeJudgement("undo", at, func(txn *badger.Txn) (*engine.Judgement, error) {
		b, err := get(txn, key1(keyJudgement, id))
		if err != nil {
			return nil, err
		}
		j := new(engine.Judgement)
		if err := decode(b, j); err != nil {
			return nil, err
		}
		if !j.Active() {
			return nil, invalid("", "", "undone already, at %s by %s", j.UndoneAt, j.UndoneBy)
		}
		j.UndoneBy, j.UndoneAt, j.Undone = by, at.UTC().Format(time.RFC3339), why
		return j, nil
	}))
}

// writeJudgement writes the judgement that make gives, with its audit line and
// change-log entry. The caller holds mu.
func (s *Store) writeJudgement(what string, at time.Time, make func(*badger.Txn) (*engine.Judgement, error)) error {
	seq := s.seq.Load() + 1
	return s.update(func(txn *badger.Txn) error {
		j, err := make(txn)
		if err != nil {
			return err
		}
		b, err := encode(j)
		if err != nil {
			return err
		}
		if err := txn.Set(key1(keyJudgement, j.ID), b); err != nil {
			return err
		}
		if err := s.audit(txn, what, at, b); err != nil {
			return err
		}
		ids := []engine.RecordID{j.A.Record()}
		if r := j.B.Record(); r != ids[0] {
			ids = append(ids, r)
		}
		return setChange(txn, changeRow{Kind: KindRecords, At: instantOf(at), Last: seq, Count: 1, IDs: packIDs(nil, ids)})
	}, func() { s.seq.Store(seq) })
}

// Judgements yields all judgements as they stand, undone ones among them, in
// the order of their IDs' bytes.
func (s *Store) Judgements(yield func(engine.Judgement) error) error {
	return wrap("store.Judgements", "", s.db.View(func(txn *badger.Txn) error {
		return scan(txn, []byte{keyJudgement}, true, func(_, v []byte) error {
			var j engine.Judgement
			if err := decode(v, &j); err != nil {
				return err
			}
			return yield(j)
		})
	}))
}
