package app

import (
	"fmt"
	"slices"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/engine/store"
)

// chunkLines is how many lines of a saved screening stand together: enough that
// compressing pays, few enough that changing one of them is cheap.
const chunkLines = 1000

// SavedLine is a line of a saved screening: the row as it was, what it came to,
// and what that rests on.
type SavedLine struct {
	Line   int64            `cbor:"1,keyasint"`
	ID     string           `cbor:"2,keyasint"` // of the shipment or the counterparty
	Record engine.Record    `cbor:"3,keyasint"`
	Digest screen.Digest    `cbor:"4,keyasint"`
	Rests  query.Rests      `cbor:"5,keyasint"`
	Names  []screen.Matched `cbor:"6,keyasint"` // of its parties
}

// saver keeps the lines of a screening as they come.
type saver struct {
	w     *store.ScreeningWriter
	zip   *zstd.Encoder
	terms Terms
	lines []SavedLine
	chunk int
}

// newSaver begins to keep a screening.
func (a *App) newSaver(_ *query.Screening, x *Screening) (*saver, error) {
	w, err := a.Store.BeginScreening(x.SaveAs, false)
	if err != nil {
		return nil, err
	}
	s := &saver{w: w, terms: x.Terms}
	s.terms.AsOf, s.terms.Volumes = x.Options.AsOf, x.Options.Volumes
	if s.terms.World, err = a.Query.World(); err != nil {
		return nil, err
	}
	s.zip, err = newZip()
	return s, err
}

func newZip() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
}

// add keeps one line.
func (s *saver) add(rec *engine.Record, r *screen.Result, rests query.Rests) error {
	s.lines = append(s.lines, savedLine(rec, r, rests))
	if len(s.lines) < chunkLines {
		return nil
	}
	return s.flush()
}

func savedLine(rec *engine.Record, r *screen.Result, rests query.Rests) SavedLine {
	return SavedLine{Line: r.Line, ID: r.ID, Record: *rec, Digest: screen.DigestOf(r), Rests: rests, Names: r.Parties}
}

func (s *saver) flush() error {
	if len(s.lines) == 0 {
		return nil
	}
	err := putChunk(s.w, s.zip, s.chunk, s.lines)
	s.chunk, s.lines = s.chunk+1, s.lines[:0]
	return err
}

// putChunk writes lines with the entities under which they are found.
func putChunk(w *store.ScreeningWriter, zip *zstd.Encoder, n int, lines []SavedLine) error {
	b, err := pack(lines)
	if err != nil {
		return fmt.Errorf("keeping lines: %w", err)
	}
	of := store.EntityLines{}
	for i := range lines {
		for _, p := range lines[i].Names {
			if p.Entity != "" && (len(of[p.Entity]) == 0 || of[p.Entity][len(of[p.Entity])-1] != lines[i].Line) {
				of[p.Entity] = append(of[p.Entity], lines[i].Line)
			}
		}
	}
	return w.Put(n, zip.EncodeAll(b, nil), of)
}

// commit makes the screening visible.
func (s *saver) commit(sum Screened) error {
	if err := s.flush(); err != nil {
		return err
	}
	return commitScreening(s.w, s.terms, sum)
}

func commitScreening(w *store.ScreeningWriter, terms Terms, sum Screened) error {
	b, err := pack(terms)
	if err != nil {
		return fmt.Errorf("keeping the terms: %w", err)
	}
	_, err = w.Commit(store.Screening{Seq: terms.World.Seq, Lines: sum.Lines, Rejected: sum.Rejected, Terms: b})
	return err
}

// SavedScreening is a screening that is kept in the store.
type SavedScreening struct {
	Name     string `json:"name"`
	At       string `json:"at"`       // of its last run, RFC 3339, UTC
	Snapshot string `json:"snapshot"` // of the data that its lines follow
	Lines    int64  `json:"lines"`
	Rejected int64  `json:"rejected"`
	Runs     uint64 `json:"runs"`
	Alerts   uint64 `json:"alerts"` // so far
	Stale    bool   `json:"stale"`  // the data changed since
	Terms    Terms  `json:"terms"`
}

// Screenings are the saved screenings, by name.
func (a *App) Screenings() ([]SavedScreening, error) {
	heads, err := a.Store.Screenings()
	if err != nil {
		return nil, err
	}
	out := make([]SavedScreening, len(heads))
	for i := range heads {
		h := &heads[i]
		out[i] = SavedScreening{Name: h.Name, At: h.At, Snapshot: fmt.Sprintf("change-%d", h.Seq), Lines: h.Lines, Rejected: h.Rejected, Runs: h.Runs, Alerts: h.Alerts, Stale: a.Store.Seq() > h.Seq}
		if out[i].Terms, err = termsOf(h); err != nil {
			return nil, err
		}
		out[i].Terms.World.Crowded = nil // of no use to a reader
	}
	return out, nil
}

func termsOf(h *store.Screening) (Terms, error) {
	var t Terms
	if err := cbor.Unmarshal(h.Terms, &t); err != nil {
		return t, &engine.Error{Op: "screening", ID: h.Name, Code: engine.Corrupt, Err: err}
	}
	return t, nil
}

// SavedLines yields the lines of a saved screening in order.
func (a *App) SavedLines(name string, yield func(*SavedLine) error) error {
	h, err := a.Store.Screening(name)
	if err != nil {
		return err
	}
	return a.savedChunks(h, func(_ int, lines []SavedLine) error {
		for i := range lines {
			if err := yield(&lines[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (a *App) savedChunks(h *store.Screening, yield func(chunk int, lines []SavedLine) error) error {
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer unzip.Close()
	return a.Store.ScreeningChunks(h, func(n int, body []byte) error {
		b, err := unzip.DecodeAll(body, nil)
		var lines []SavedLine
		if err == nil {
			err = cbor.Unmarshal(b, &lines)
		}
		if err != nil {
			return &engine.Error{Op: "screening", ID: h.Name, Code: engine.Corrupt, Err: fmt.Errorf("chunk %d: %w", n, err)}
		}
		return yield(n, lines)
	})
}

// pack writes v so that equal values are equal bytes.
func pack(v any) ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(v)
}

// findings are a digest's as texts.
func findings(list []screen.Finding) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = string(f)
	}
	return slices.Clip(out)
}
