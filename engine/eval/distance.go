package eval

// Distance is how many steps lead from a result to the truth, where a step
// takes one group apart in two or puts two together, and what is wrong is taken
// apart before anything is put together.
type Distance struct {
	Splits int64 `json:"splits"` // steps that take apart what was wrongly merged
	Merges int64 `json:"merges"` // steps that put together what was missed
}

// DistanceOf counts the fewest such steps: each group of the result is first cut
// into the parts that the truth has of it, and then each group of the truth is
// put together from its parts. Records that only one of them knows are left
// out. A result {a b c} {d} against the truth {a b} {c d} needs one split (c
// from a b) and one merge (c with d). Source: the basic merge distance of
// Menestrina, Whang and Garcia-Molina, PVLDB 3 (2010), section 3.
func DistanceOf(truth, result Partition) Distance {
	t, r, both := sizes(truth, result)
	parts := int64(len(both))
	return Distance{Splits: parts - int64(len(r)), Merges: parts - int64(len(t))}
}

// Exact counts the groups that are right as a whole.
type Exact struct {
	Groups int64   `json:"groups"` // groups that stand in both, record for record
	True   int64   `json:"true"`   // groups of the truth
	Found  int64   `json:"found"`  // groups of the result
	Share  float64 `json:"share"`  // Groups of True
}

// ExactOf counts the groups of the result that are a group of the truth, those
// of one record too. Records that only one of them knows are left out.
func ExactOf(truth, result Partition) Exact {
	t, r, both := sizes(truth, result)
	out := Exact{True: int64(len(t)), Found: int64(len(r))}
	for k, n := range both {
		if t[k[0]] == n && r[k[1]] == n {
			out.Groups++
		}
	}
	out.Share = share(out.Groups, out.True, out.Found)
	return out
}
