package store

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
)

// verifyScreenings checks that each saved screening and each acknowledgement
// stands as the audit log last told, and that the lines are those that were
// saved.
func (s *Store) verifyScreenings(r *Report) error {
	told, acked, err := s.auditedScreenings(r)
	if err != nil {
		return err
	}
	heads, err := s.Screenings()
	if err != nil {
		r.problem("screenings: %v", err)
		return nil
	}
	for i := range heads {
		h := &heads[i]
		b, err := encode(h)
		if err != nil {
			return err
		}
		if !bytes.Equal(told[h.Name], b) {
			r.problem("screening %s: not as the audit log tells", h.Name)
		}
		delete(told, h.Name)
		s.verifyLines(r, h)
		s.verifyAcks(r, h.Name, acked[h.Name])
	}
	for _, name := range slices.Sorted(maps.Keys(told)) {
		r.problem("screening %s: in the audit log alone", name)
	}
	return nil
}

// auditedScreenings are the heads and the acknowledged alerts as the log last
// told.
func (s *Store) auditedScreenings(r *Report) (told map[string][]byte, acked map[string]map[uint64]Alert, err error) {
	told, acked = map[string][]byte{}, map[string]map[uint64]Alert{}
	err = s.Audit(func(e AuditEntry) error {
		switch e.What {
		case auditScreening:
			var h Screening
			if err := decode(e.Body, &h); err != nil {
				r.problem("audit entry %d: %v", e.Number, err)
			} else {
				told[h.Name] = e.Body
			}
		case auditAck:
			var a Acknowledged
			if err := decode(e.Body, &a); err != nil {
				r.problem("audit entry %d: %v", e.Number, err)
				break
			}
			if acked[a.Screening] == nil {
				acked[a.Screening] = map[uint64]Alert{}
			}
			acked[a.Screening][a.Alert.Number] = a.Alert
		}
		return nil
	})
	return told, acked, err
}

// verifyLines sums the lines of a screening up again.
func (s *Store) verifyLines(r *Report, h *Screening) {
	sum := sha256.New()
	err := s.ScreeningChunks(h, func(_ int, body []byte) error {
		one := sha256.Sum256(body)
		sum.Write(one[:])
		return nil
	})
	if err != nil {
		r.problem("screening %s: %v", h.Name, err)
		return
	}
	if !bytes.Equal(sum.Sum(nil), h.Sum[:]) {
		r.problem("screening %s: its lines are not those that were saved", h.Name)
	}
}

// verifyAcks looks for acknowledgements that the log does not know, or knows
// otherwise.
func (s *Store) verifyAcks(r *Report, name string, acked map[uint64]Alert) {
	err := s.Alerts(name, func(a Alert) error {
		t, ok := acked[a.Number]
		if ok != (a.AckAt != "") || ok && (t.AckBy != a.AckBy || t.AckAt != a.AckAt || t.AckWhy != a.AckWhy || !bytes.Equal(t.Body, a.Body)) {
			r.problem("alert %s/%d: not as the audit log tells", name, a.Number)
		}
		return nil
	})
	if err != nil {
		r.problem("alerts of %s: %v", name, err)
	}
}
