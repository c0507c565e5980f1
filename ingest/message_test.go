package ingest_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// TestMessagesAreShort: however long a value is, a message repeats a line of
// it.
func TestMessagesAreShort(t *testing.T) {
	id := strings.Repeat("长", 23_000)
	s, err := ingest.Run(context.Background(), openStore(t), options(t, write(t, "x.jsonl", `{"id":"`+id+`","names":["A"]}`+"\n"+`{"id":"1","names":["A"]}`+"\n")))
	if err != nil || s.Rejected != 1 {
		t.Fatalf("Run with a long id = %+v, %v; want one rejected", s, err)
	}
	b, err := os.ReadFile(s.RejectFile)
	if err != nil {
		t.Fatal(err)
	}
	_, reason, _ := strings.Cut(string(b), `"reason":`)
	reason, _, _ = strings.Cut(reason, `,"raw"`)
	if len(reason) > 300 || !strings.Contains(reason, "want at most 4096") {
		t.Errorf("the reason has %d bytes: %.200s", len(reason), reason)
	}

	for _, c := range []struct{ name, content, want string }{
		{"many columns", strings.Repeat("column,", 1_000_000) + "last\n1\n", `"column" and 999981 more`},
		{"a long heading", strings.Repeat("x", 100_000) + ",b\n1,2\n", "(100000 bytes)"},
		{"a bad header", "a\x00,b\n1,2\n", "it has a header that cannot be used: holds a NUL"},
		{"an archive cut off", "PK\x03\x04 and no more", "the file is cut off: it ends in the middle (zip: not a valid zip file)"},
	} {
		_, err := ingest.ReadAll(ingest.Options{Source: shipments.Source{}, Paths: []string{write(t, "m.csv", c.content)}}, &ingest.Collect{})
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 2500 {
			t.Errorf("%s: %.300v, want %q in a short message", c.name, err, c.want)
		}
	}
}
