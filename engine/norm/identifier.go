package norm

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Identifier is a first version.
func Identifier(id engine.Identifier) ID {
	v := strings.ToUpper(strings.ReplaceAll(id.Value, " ", ""))
	return ID{Scheme: id.Scheme, Value: v, Country: id.Country, Valid: true, Strong: id.Scheme == "lei", Exclusive: id.Scheme == "lei"}
}
