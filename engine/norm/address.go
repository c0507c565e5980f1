package norm

import (
	"sort"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// PrepareAddress is a first version.
func PrepareAddress(a *engine.Address) Address {
	t := strings.Fields(Latin(a.Line()))
	sort.Strings(t)
	return Address{Text: a.Line(), Tokens: t, Country: Country(a.Country), City: Latin(a.City), Postcode: a.Postcode}
}
