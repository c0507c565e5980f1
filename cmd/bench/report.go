package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// report is what a run measured.
type report struct {
	Records  int       `json:"records"` // of the registry
	CPUs     int       `json:"cpus"`
	Go       string    `json:"go"`
	Commit   string    `json:"commit,omitempty"` // as built in
	Ceilings []ceiling `json:"ceilings"`
	Rows     []row     `json:"rows"`
	// Precision, Recall and F1 are pairwise, of the entities against the truth.
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	// SearchHit is the share of misspelt searches with the right entity among
	// the first ten.
	SearchHit float64 `json:"search_hit_at_10"`
	DiskShare float64 `json:"disk_of_input"` // store and index, of the input's size
}

// ceiling is what a library does alone on this machine.
type ceiling struct {
	Name string  `json:"name"`
	Unit string  `json:"unit"`
	Rate float64 `json:"rate"` // a second
}

// row is one stage.
type row struct {
	Stage   string  `json:"stage"`
	Unit    string  `json:"unit"`
	N       int64   `json:"n"`
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"rate"`             // a second
	P50     float64 `json:"p50_ms,omitempty"` // one after the other; 0 for what is done in bulk
	P95     float64 `json:"p95_ms,omitempty"`
	P99     float64 `json:"p99_ms,omitempty"`
	PeakMiB float64 `json:"peak_mib"` // resident memory, mapped files included; 0 where the system does not tell
	DiskMiB float64 `json:"disk_mib"` // of store and index after the stage
	Ceiling string  `json:"ceiling"`  // by name
	Share   float64 `json:"share"`    // Rate of the ceiling's
}

// find gives a ceiling by name.
func (r *report) find(name string) (ceiling, bool) {
	for _, c := range r.Ceilings {
		if c.Name == name {
			return c, true
		}
	}
	return ceiling{}, false
}

// add takes a row in and works out its share of the ceiling.
func (r *report) add(row row) {
	if c, ok := r.find(row.Ceiling); ok && c.Rate > 0 {
		row.Share = row.Rate / c.Rate
	}
	r.Rows = append(r.Rows, row)
}

// print writes the table in Markdown.
func (r *report) print(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s records in the registry, %d processors, %s", grouped(float64(r.Records)), r.CPUs, r.Go)
	if r.Commit != "" {
		fmt.Fprintf(&b, ", commit %.12s", r.Commit)
	}
	b.WriteString("\n\n| stage | n | seconds | rate | p50 ms | p95 ms | p99 ms | peak MiB | disk MiB | of its ceiling |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n")
	for _, x := range r.Rows {
		fmt.Fprintf(&b, "| %s | %s | %.1f | %s %s/s | %s | %s | %s | %.0f | %.0f | %.4f of %s |\n", x.Stage, grouped(float64(x.N)), x.Seconds,
			grouped(x.Rate), x.Unit, millis(x.P50), millis(x.P95), millis(x.P99), x.PeakMiB, x.DiskMiB, x.Share, x.Ceiling)
	}
	b.WriteString("\n| ceiling, alone on this machine | rate |\n|---|--:|\n")
	for _, c := range r.Ceilings {
		fmt.Fprintf(&b, "| %s | %s %s/s |\n", c.Name, grouped(c.Rate), c.Unit)
	}
	fmt.Fprintf(&b, "\nAccuracy: precision %.4f, recall %.4f, F1 %.4f. Misspelt searches with the right entity in the first ten: %.4f. Store and index: %.2f times the input.\n",
		r.Precision, r.Recall, r.F1, r.SearchHit, r.DiskShare)
	_, err := io.WriteString(out, b.String())
	return err
}

// millis is a latency, a dash where there is none.
func millis(ms float64) string {
	if ms == 0 {
		return "–"
	}
	return strconv.FormatFloat(ms, 'f', 2, 64)
}

// grouped is a whole number with commas between thousands; small ones keep two
// digits.
func grouped(v float64) string {
	if v < 100 && v != float64(int64(v)) {
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	s := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
