package eval

import (
	"cmp"
	"slices"
)

// Partition maps each record to its group. Groups are named by any text.
type Partition map[string]string

// Measure is precision, recall and F1, each from 0 to 1, with what they were
// counted from, where pairs were counted.
type Measure struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	Right     int64   `json:"right,omitempty"` // pairs in both
	Found     int64   `json:"found,omitempty"` // pairs in the result
	True      int64   `json:"true,omitempty"`  // pairs in the truth
}

// counted makes a Measure from counts.
func counted(right, found, truth int64) Measure {
	m := Measure{Right: right, Found: found, True: truth}
	m.Precision, m.Recall = share(right, found, truth), share(right, truth, found)
	m.F1 = harmonic(m.Precision, m.Recall)
	return m
}

// share is part of whole; of nothing it is 1 if there was nothing on the other
// side either.
func share(part, whole, other int64) float64 {
	if whole > 0 {
		return float64(part) / float64(whole)
	}
	if other == 0 {
		return 1
	}
	return 0
}

func harmonic(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Pairs compares a result with the truth pair by pair. Records that only one
// of them knows are left out. Cost: near linear in the records.
func Pairs(truth, result Partition) Measure {
	var right, found, all int64
	t, r, both := sizes(truth, result)
	for _, n := range t {
		all += n * (n - 1) / 2
	}
	for _, n := range r {
		found += n * (n - 1) / 2
	}
	for _, n := range both {
		right += n * (n - 1) / 2
	}
	return counted(right, found, all)
}

// sizes counts the groups of the records that both know.
func sizes(truth, result Partition) (t, r map[string]int64, both map[[2]string]int64) {
	t, r, both = map[string]int64{}, map[string]int64{}, map[[2]string]int64{}
	for id, g := range truth {
		h, ok := result[id]
		if !ok {
			continue
		}
		t[g]++
		r[h]++
		both[[2]string{g, h}]++
	}
	return t, r, both
}

// BCubed compares a result with the truth record by record. Records that only
// one of them knows are left out.
func BCubed(truth, result Partition) Measure {
	t, r, both := sizes(truth, result)
	if len(both) == 0 {
		return Measure{Precision: 1, Recall: 1, F1: 1}
	}
	keys := make([][2]string, 0, len(both))
	for k := range both {
		keys = append(keys, k)
	}
	// Sums of floats depend on their order.
	slices.SortFunc(keys, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	var p, q float64
	var n int64
	for _, k := range keys {
		c := both[k]
		p += float64(c) * float64(c) / float64(r[k[1]])
		q += float64(c) * float64(c) / float64(t[k[0]])
		n += c
	}
	m := Measure{Precision: p / float64(n), Recall: q / float64(n)}
	m.F1 = harmonic(m.Precision, m.Recall)
	return m
}
