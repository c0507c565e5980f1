package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestScreenKilledGoesOn kills a screening at random moments with a signal that
// no process can catch, goes on with --resume, and wants the bytes of an
// undisturbed run, in each form.
func TestScreenKilledGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: kills processes for half a minute; run without -short")
	}
	data, dir := t.TempDir(), t.TempDir()
	world := filepath.Join(dir, "world.jsonl")
	var b strings.Builder
	for i := range 50 {
		fmt.Fprintf(&b, `{"id":"p%d","kind":"company","names":["Quillon %d Works Ltd"],"country":"GB"}`+"\n", i, i)
	}
	b.WriteString(`{"party":"p7","list":"us-ofac-sdn","program":"T"}` + "\n")
	b.WriteString(`{"licence":"L1","consignee":"p3","items":[{"product":"H200","quantity":300}],"from":"2026-01-01"}` + "\n")
	if err := os.WriteFile(world, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	pierce(t, data, "ingest", "--as", "pierce", "--retrieved", "2026-01-01", world)
	b.Reset()
	b.WriteString("Bill of Lading,Date,Consignee,Goods Description,Quantity,Unit,Licence\n")
	for i := range 25_000 {
		goods, licence := "Rope", ""
		if i%97 == 0 {
			goods, licence = "NVIDIA H200 SXM GPU", "L1"
		}
		date := fmt.Sprintf("2026-02-%02d", 1+(i*7)%28)
		if i%1001 == 0 {
			date = "2026-02-30" // of no day: a bad row
		}
		fmt.Fprintf(&b, "b%d,%s,Quillon %d Works Ltd,%s,1,PCS,%s\n", i, date, i%60, goods, licence)
	}
	manifest := filepath.Join(dir, "manifest.csv")
	if err := os.WriteFile(manifest, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	formats := []string{"parquet"} // rows that stand in a partial file first: it has all that the others have
	if os.Getenv("PIERCE_FULL") != "" {
		formats = []string{"jsonl", "csv", "parquet", "html"}
	}
	for _, format := range formats {
		t.Run(format, func(t *testing.T) {
			want, got := filepath.Join(dir, "want."+format), filepath.Join(dir, "got."+format)
			args := []string{"screen", "--as-of", "line", "--format", format, "-o"}
			start := time.Now()
			pierce(t, data, append(args, want, manifest)...)
			took := time.Since(start)
			args = append(args, got, "--resume", manifest)
			killed := 0
			for range 2 {
				if killAfter(t, data, took/4+time.Duration(rng.Int64N(int64(took)/2)), args...) {
					killed++
				}
			}
			pierce(t, data, args...)
			x, err := os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			y, err := os.ReadFile(got)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(x, y) {
				t.Errorf("after %d kills the output differs from that of an undisturbed run: %d and %d bytes", killed, len(y), len(x))
			}
			for _, left := range []string{got + ".partial", got + ".partial.state"} {
				if _, err := os.Stat(left); err == nil {
					t.Errorf("%s is left over", filepath.Base(left))
				}
			}
			t.Logf("%d kills in %v", killed, took)
		})
	}
}
