package engine

import "strings"

// Code is the kind of an Error. Codes are errors themselves, so
// errors.Is(err, engine.NotFound) tells them apart through any wrapping.
type Code string

// The codes. The command turns each into an exit status and the API into an
// HTTP status, in one place each.
const (
	Invalid  Code = "invalid"   // the caller's value cannot be used
	NotFound Code = "not found" // there is no such thing
	Exists   Code = "exists"    // there is one already
	Stale    Code = "stale"     // derived from an older state; make it again
	Locked   Code = "locked"    // another process holds the data folder
	Corrupt  Code = "corrupt"   // what is stored cannot be read back
)

// Error gives the code's name.
func (c Code) Error() string { return string(c) }

// Error says which operation failed, on what, and why. It reads
// "op: id: code: cause", without the parts that are empty.
type Error struct {
	Op   string // package and verb, as "store.Record"
	Code Code   // what kind of failure; empty for one that has no kind
	ID   string // what it was about
	Err  error  // the cause, or nil
	Hint string // what the user can do about it; printed by the command alone
}

// Error joins the parts with ": ".
func (e *Error) Error() string {
	var parts []string
	for _, s := range []string{e.Op, e.ID, string(e.Code)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the code and the cause, so that errors.Is finds either.
func (e *Error) Unwrap() []error {
	var out []error
	if e.Code != "" {
		out = append(out, e.Code)
	}
	if e.Err != nil {
		out = append(out, e.Err)
	}
	return out
}
