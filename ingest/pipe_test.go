package ingest_test

import (
	"io"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/registry/native"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// told passes on the ids of records as they come.
type told chan engine.RecordID

func (c told) Record(r *engine.Record) error { c <- r.ID; return nil }
func (c told) Reject(e ingest.RowError) error {
	c <- engine.RecordID("rejected: " + e.Error())
	return nil
}

// TestPipe: whoever writes a line into a pipe gets its record before writing
// the next.
func TestPipe(t *testing.T) {
	for _, c := range []struct {
		name   string
		source ingest.Source
		lines  []string
		want   []engine.RecordID
	}{
		{"json lines", native.Source{}, []string{`{"id":"a","names":["海港"]}` + "\n", `{"id":"b","names":["É"]}` + "\n"}, []engine.RecordID{"pierce/a", "pierce/b"}},
		{"table", shipments.Source{}, []string{"ID,Shipper\n1,海港\n", "2,É\n"}, []engine.RecordID{"shipments/1", "shipments/2"}},
	} {
		in, out := io.Pipe()
		got, done := make(told), make(chan error, 1)
		go func() {
			_, err := ingest.ReadAll(ingest.Options{Source: c.source, Paths: []string{ingest.Stdin}, Stdin: in}, got)
			done <- err
		}()
		for i, line := range c.lines {
			if _, err := io.WriteString(out, line); err != nil {
				t.Fatal(err)
			}
			select {
			case id := <-got:
				if id != c.want[i] {
					t.Errorf("%s: after line %d: %q, want %q", c.name, i+1, id, c.want[i])
				}
			case <-time.After(30 * time.Second): // far beyond any machine's delay
				t.Fatalf("%s: no record after line %d", c.name, i+1)
			}
		}
		out.Close()
		if err := <-done; err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
