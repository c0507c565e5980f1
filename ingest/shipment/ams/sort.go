package ams

import (
	"bufio"
	"container/heap"
	"encoding/gob"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// runBytes is how much of a table is sorted in memory at once: a year's largest
// table of 8 GB makes some hundred runs, which can all be open together.
const runBytes = 64 << 20

// stored is an item as it lies in a run.
type stored struct {
	Key, Kind, File, Text string
	Line                  int64
	Cols                  int // of columns
	Cell                  []string
}

// runs are the sorted parts of a table.
type runs struct {
	paths []string
	cols  []*columns
	index map[*columns]int
}

// spill sorts what next gives into runs in dir. Rows of one identifier keep
// their order.
func spill(dir string, next func() (*item, error)) (*runs, error) {
	r := &runs{index: map[*columns]int{}}
	var part []*item
	size := 0
	for {
		i, err := next()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if i != nil {
			part = append(part, i)
			size += 2*len(i.text) + 200 // text and cells, and what holds them
		}
		if len(part) > 0 && (err != nil || size >= runBytes) {
			if werr := r.write(dir, part); werr != nil {
				return nil, werr
			}
			part, size = part[:0], 0
		}
		if err != nil {
			return r, nil
		}
	}
}

// write writes one run.
func (r *runs) write(dir string, part []*item) (err error) {
	slices.SortStableFunc(part, func(a, b *item) int {
		switch {
		case before(a.key, b.key):
			return -1
		case before(b.key, a.key):
			return 1
		}
		return 0
	})
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, strconv.Itoa(len(entries)))
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	buf := bufio.NewWriterSize(f, 1<<18)
	enc := gob.NewEncoder(buf)
	for _, i := range part {
		at, ok := r.index[i.cols]
		if !ok {
			at = len(r.cols)
			r.index[i.cols] = at
			r.cols = append(r.cols, i.cols)
		}
		if err := enc.Encode(stored{i.key, string(i.kind), i.file, i.text, i.line, at, i.cell}); err != nil {
			return err
		}
	}
	r.paths = append(r.paths, path)
	return buf.Flush()
}

// merged reads runs as one table.
type merged struct {
	heap  []*run
	files []*os.File
}

// run is one sorted part being read.
type run struct {
	n    int // its place, which settles the order of equal identifiers
	dec  *gob.Decoder
	cols []*columns
	item *item
}

func merge(r *runs) (*merged, error) {
	m := &merged{}
	for n, p := range r.paths {
		f, err := os.Open(p)
		if err != nil {
			return nil, errors.Join(err, m.close())
		}
		m.files = append(m.files, f)
		one := &run{n: n, dec: gob.NewDecoder(bufio.NewReaderSize(f, 1<<16)), cols: r.cols}
		if err := one.advance(); err != nil {
			return nil, errors.Join(err, m.close())
		}
		m.heap = append(m.heap, one)
	}
	heap.Init(m)
	return m, nil
}

// advance reads the run's next row; the item is nil at its end.
func (r *run) advance() error {
	var s stored
	err := r.dec.Decode(&s)
	if errors.Is(err, io.EOF) {
		r.item = nil
		return nil
	}
	if err != nil {
		return err
	}
	r.item = &item{key: s.Key, kind: kind(s.Kind), file: s.File, line: s.Line, text: s.Text, cols: r.cols[s.Cols], cell: s.Cell}
	return nil
}

func (m *merged) next() (*item, error) {
	if len(m.heap) == 0 {
		return nil, io.EOF
	}
	top := m.heap[0]
	i := top.item
	if err := top.advance(); err != nil {
		return nil, err
	}
	if top.item == nil {
		heap.Pop(m)
	} else {
		heap.Fix(m, 0)
	}
	return i, nil
}

func (m *merged) close() error {
	var err error
	for _, f := range m.files {
		err = errors.Join(err, f.Close())
	}
	return err
}

// Len, Less, Swap, Push and Pop make a heap of the runs.
func (m *merged) Len() int { return len(m.heap) }

// Less orders runs by the row at hand.
func (m *merged) Less(a, b int) bool {
	x, y := m.heap[a], m.heap[b]
	if x.item.key == y.item.key {
		return x.n < y.n
	}
	return before(x.item.key, y.item.key)
}

// Swap changes two runs.
func (m *merged) Swap(a, b int) { m.heap[a], m.heap[b] = m.heap[b], m.heap[a] }

// Push is not used: runs are only taken away.
func (m *merged) Push(any) {}

// Pop takes the last run away.
func (m *merged) Pop() any {
	last := m.heap[len(m.heap)-1]
	m.heap = m.heap[:len(m.heap)-1]
	return last
}
