package api

import (
	"errors"
	"strconv"

	"github.com/pierce-er/pierce/engine"
)

// results is a list, whole or a page of one.
type results[T any] struct {
	Results []T    `json:"results"`
	Next    string `json:"next,omitempty" doc:"Give it as after for the next page; absent on the last."`
}

// Paged is what a list may be asked for by.
type Paged struct {
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"How many, at most."`
	After string `query:"after" maxLength:"200" doc:"Where the page before ended: its next."`
}

// cut gives the page of a list that is asked for.
func cut[T any](all []T, p Paged) (results[T], error) {
	at := 0
	if p.After != "" {
		n, err := strconv.Atoi(p.After)
		if err != nil || n < 0 {
			return results[T]{}, &engine.Error{Op: "after", ID: cutText(p.After, 40), Code: engine.Invalid, Err: errors.New("want what next was on the page before")}
		}
		at = min(n, len(all))
	}
	end := min(at+p.Limit, len(all))
	out := results[T]{Results: append([]T{}, all[at:end]...)}
	if end < len(all) {
		out.Next = strconv.Itoa(end)
	}
	return out, nil
}

// listed is a list with nothing left out.
func listed[T any](all []T) results[T] { return results[T]{Results: append([]T{}, all...)} }
