//go:build ignore

// Rarity counts how rare words are among the names of the world and writes
// the table rarity.txt of package norm:
//
//	go run engine/norm/internal/rarity/main.go ORGANISATIONS.csv.gz SDN.csv... > engine/norm/rarity.txt
//
// ORGANISATIONS has the columns source, source_id and name, one row an
// organisation; SDN is a list of the Office of Foreign Assets Control, of which the
// individuals are read. Only counts of words go into the table.
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// A word must be seen this often to enter, so that its frequency is known
// within a factor of about two. A watch list is small and full of families, which
// makes their names look common: only what is frequent in it enters. And this many words enter from each population, which
// keeps the table small: beyond, words differ by less than a bit.
const (
	leastCount  = 5
	leastPeople = 15
	mostWords   = 4000
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rarity:", err)
		os.Exit(1) //nolint:forbidigo // a program of its own, run by hand
	}
}

// population counts in how many names each word occurs.
type population struct {
	least int
	names int
	words map[string]int
	seen  map[string]bool // names, folded: registers repeat themselves
}

func newPopulation(least int) *population {
	return &population{least: least, words: map[string]int{}, seen: map[string]bool{}}
}

func (p *population) add(n norm.Name) {
	if len(n.Tokens) == 0 || p.seen[n.Folded] {
		return
	}
	p.seen[n.Folded] = true
	p.names++
	seen := map[string]bool{}
	for _, t := range n.Tokens {
		if t.Class == norm.Number || t.Class == norm.Initial || seen[t.Text] || strings.Contains(t.Text, " ") {
			continue
		}
		seen[t.Text] = true
		p.words[t.Text]++
	}
}

func run(paths []string, w io.Writer) error {
	if len(paths) < 2 {
		return errors.New("want a file of organisations and at least one list")
	}
	companies := newPopulation(leastCount)
	trades := newPopulation(leastCount) // bare trade names in Han
	people := newPopulation(leastPeople)
	if err := organisations(paths[0], companies, trades); err != nil {
		return err
	}
	for _, path := range paths[1:] {
		if err := individuals(path, people); err != nil {
			return err
		}
	}
	return write(w, companies, trades, people)
}

func organisations(path string, companies, trades *population) error {
	return rows(path, func(row []string) {
		if len(row) < 3 {
			return
		}
		switch row[0] {
		case "zh-short":
			trades.add(norm.CompanyName(row[2]))
		case "ipadic", "us-csl", "source": // a dictionary, a watch list, the headings
		default:
			companies.add(norm.CompanyName(row[2]))
		}
	})
}

func individuals(path string, people *population) error {
	return rows(path, func(row []string) {
		if len(row) > 2 && strings.TrimSpace(row[2]) == "individual" {
			people.add(norm.PersonName(row[1]))
		}
	})
}

func rows(path string, yield func([]string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return err
		}
	}
	r := csv.NewReader(bufio.NewReader(in))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		yield(row)
	}
}

// write takes for each word the population in which it is commonest, in half
// bits.
func write(w io.Writer, populations ...*population) error {
	half := map[string]int{}
	for _, p := range populations {
		for _, word := range p.commonest() {
			n := int(math.Round(2 * math.Log2(float64(p.names)/float64(p.words[word]))))
			if old, ok := half[word]; !ok || n < old {
				half[word] = n
			}
		}
	}
	lines := map[int][]string{}
	for word, n := range half {
		lines[n] = append(lines[n], word)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "# Half bits, then the words that are so rare: log2(names / names with the word). Written by internal/rarity from")
	for i, title := range []string{"open company registers", "Chinese trade names", "people on a watch list"} {
		fmt.Fprintf(out, "# %s: %d names, %d words counted\n", title, populations[i].names, len(populations[i].words))
	}
	for n := range 64 {
		words := lines[n]
		slices.Sort(words)
		for len(words) > 0 {
			k := min(len(words), 40)
			fmt.Fprintln(out, n, strings.Join(words[:k], " "))
			words = words[k:]
		}
	}
	return out.Flush()
}

func (p *population) commonest() []string {
	var words []string
	for word, n := range p.words {
		if n >= p.least {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(a, b string) int {
		if p.words[a] != p.words[b] {
			return p.words[b] - p.words[a]
		}
		return strings.Compare(a, b)
	})
	return words[:min(len(words), mostWords)]
}
