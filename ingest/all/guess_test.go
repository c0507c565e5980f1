package all_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pierce-er/pierce/ingest"
)

// TestGuess: the sample of each format is known for what it is, or not at all,
// but never taken for another's.
func TestGuess(t *testing.T) {
	known := 0
	for dir, format := range map[string]string{
		"registry/native": "pierce", "registry/ftm": "ftm", "registry/bods": "bods", "registry/icij": "icij", "registry/senzing": "senzing", "registry/gleif": "gleif", "registry/ukpsc": "uk-psc", "registry/ukcompanies": "uk-companies",
		"registry/table": "", "shipment/table": "shipments", "shipment/ams": "ams", "shipment/awb": "awb", "shipment/edifact": "edifact", "watchlist/ofac": "ofac", "watchlist/csl": "csl", "watchlist/un": "un", "watchlist/eu": "eu-fsf", "watchlist/uk": "uk-sl",
	} {
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(dir), "testdata", "*.*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			switch got := ingest.Guess(b); {
			case got == format:
				known++
			case got != "":
				t.Errorf("Guess of %s = %q, want %q", f, got, format)
			}
		}
	}
	if known < 8 {
		t.Errorf("%d samples are known for what they are, want 8", known)
	}
}
