package query

import "github.com/pierce-er/pierce/engine"

// Remembers reports whether a line enters, or looks at, what Line remembers of
// earlier lines.
func (s *Screening) Remembers(*engine.Record) bool { return false }
