package norm

import (
	"testing"

	"github.com/pierce-er/pierce/engine"
)

// TestTaiwanAddresses prints how many published pairs of a Taiwanese address
// in English and in Han come to the same door, building, and street with number.
// In many pairs the two are different places, or one names no number, so the
// share is a measure and not a law; it must not fall.
func TestTaiwanAddresses(t *testing.T) {
	pairs, door, building, street := 0, 0, 0, 0
	for i, row := range sharedRows(t, "truth/cross-script-dev/pairs.csv") {
		if i == 0 || len(row) < 6 || row[2] != "Address" {
			continue
		}
		a, b := PrepareAddress(&engine.Address{Text: row[3]}), PrepareAddress(&engine.Address{Text: row[4]})
		pairs++
		if a.UnitKey != "" && a.UnitKey == b.UnitKey {
			door++
		}
		if a.BuildingKey != "" && a.BuildingKey == b.BuildingKey {
			building++
		}
		if a.Number != "" && a.Number == b.Number && a.Street == b.Street {
			street++
		} else if testing.Verbose() {
			t.Logf("%s | %s\n\t%q %q %q %q key %q\n\t%q %q %q %q key %q", row[3], row[4], a.City, a.Street, a.Number, a.Floor, a.BuildingKey, b.City, b.Street, b.Number, b.Floor, b.BuildingKey)
		}
	}
	t.Logf("%d pairs: %d the same door, %d the same building, %d the same street and number", pairs, door, building, street)
	if building < 200 || door < 110 {
		t.Errorf("%d pairs come to one building and %d to one door, want at least 200 and 110", building, door)
	}
}
