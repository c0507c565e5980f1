package bods

import (
	"testing"

	"github.com/pierce-er/pierce/ingest"
)

// TestOddShares: a share of a kind of JSON that no version knows is filed, and
// never taken for one that is not said.
func TestOddShares(t *testing.T) {
	text := func(kind ingest.ValueKind, s string) ingest.Value { return ingest.Value{Kind: kind, Text: s} }
	for _, c := range []struct {
		key   string
		value ingest.Value
		ok    bool
	}{
		{"exact", text(ingest.Number, "50"), true},
		{"exact", text(ingest.String, "50"), true},
		{"exact", text(ingest.Bool, "true"), false},
		{"exact", ingest.Value{Kind: ingest.Array}, false},
		{"minimum", ingest.Value{Kind: ingest.Object}, false},
		{"exclusiveMinimum", text(ingest.Bool, "true"), true},
		{"exclusiveMinimum", text(ingest.Number, "25"), true},
		{"exclusiveMinimum", ingest.Value{Kind: ingest.Array}, false},
		{"exclusiveMaximum", ingest.Value{Kind: ingest.Object}, false},
		{"exclusiveMaximum", text(ingest.String, ""), false},
	} {
		c.value.Key = c.key
		share := ingest.Value{Kind: ingest.Object, Members: []ingest.Value{c.value}}
		if _, err := shareOf(&share); (err == nil) != c.ok {
			t.Errorf("shareOf({%s: kind %d %q}) = %v, want ok %v", c.key, c.value.Kind, c.value.Text, err, c.ok)
		}
	}
}
