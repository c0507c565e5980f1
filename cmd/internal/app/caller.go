package app

import (
	"context"
	"slices"
)

// Right is something that a caller of the server may do.
type Right string

// The rights. They stand apart: a caller that may judge may not, by that alone,
// screen.
const (
	Read   Right = "read"   // ask: search, show, trace, verdicts, matches, reports
	Screen Right = "screen" // screen manifests, keep and repeat screenings
	Judge  Right = "judge"  // judge pairs, undo, acknowledge alerts, work on cases
)

// Rights are all of them.
func Rights() []Right { return []Right{Read, Screen, Judge} }

// Caller is who asks something of the server.
type Caller struct {
	Name   string  // of the token; "local" for one on this machine without a token, "" for nobody
	Token  string  // the token's id; "" where there was none
	Rights []Right // what the caller may do
}

// May reports whether the caller has a right.
func (c Caller) May(r Right) bool { return slices.Contains(c.Rights, r) }

type callerKey struct{}

// WithCaller is a context that says who asks.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

// CallerOf says who asks; the zero Caller, which may do nothing, where nobody
// said.
func CallerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}
