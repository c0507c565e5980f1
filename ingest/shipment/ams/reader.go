// Package ams reads the manifests of ocean imports that US Customs and Border
// Protection releases from its Automated Manifest System: a zip archive or a
// folder of tables, header, billgen, shipper, consignee, notifyparty,
// cargodesc, tariff, container, marksnumbers, hazmat, joined by "identifier".
// One bill is one record, whose key is the identifier.
//
// The tables are read side by side, one bill at a time. A table that is not in
// the order of the identifier is first sorted through files in the temporary
// folder, so that memory stays bounded whatever the year holds. Identifiers
// are ordered by length, then letter by letter, as numbers are; records come
// in that order. Rows of an identifier that has no header are filed.
//
// Importers may ask for their names to be withheld (19 CFR 103.31), so that a
// bill without a shipper or consignee is no mistake.
package ams

import (
	"errors"
	"io"
	"os"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "ams"

// Source reads the tables.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name: Name, Title: "US ocean manifests (AMS), a zip or folder of tables joined by identifier", Publisher: "US Customs and Border Protection",
		Files:   "*.csv *.txt",
		Example: "identifier,carrier_code,vessel_country_code,vessel_name,port_of_unlading,estimated_arrival_date,…",
	}
}

// Read hands over a record for each bill, in the order of the identifiers.
func (Source) Read(in *ingest.Input, out ingest.Output) (err error) {
	tables, err := find(in)
	if err != nil {
		return err
	}
	j := joiner{in: in, out: out}
	defer func() { err = errors.Join(err, j.close()) }()
	for _, t := range tables {
		sorted, err := t.inOrder()
		if err != nil {
			return err
		}
		c, err := j.cursor(t, sorted)
		if err != nil {
			return err
		}
		j.cursors = append(j.cursors, c)
	}
	return j.run()
}

// joiner reads the tables side by side.
type joiner struct {
	in      *ingest.Input
	out     ingest.Output
	dir     string // for what is sorted; empty until it is needed
	cursors []*cursor
	mapper  mapper
}

// cursor is a place in a table.
type cursor struct {
	table *table
	item  *item // the row at hand; nil at the end
	next  func() (*item, error)
	close func() error
}

// cursor opens a table at its first row.
func (j *joiner) cursor(t *table, sorted bool) (*cursor, error) {
	c := &cursor{table: t}
	rows := t.rows(j.out)
	c.next, c.close = rows.next, rows.close
	if !sorted {
		if j.dir == "" {
			var err error
			if j.dir, err = os.MkdirTemp("", "pierce-ams-"); err != nil {
				return nil, &engine.Error{Op: "ams.Read", Err: err, Hint: "the tables are not in one order and must be sorted: set TMPDIR to a folder with room for them"}
			}
		}
		runs, err := spill(j.dir, rows.next)
		if err = errors.Join(err, rows.close()); err != nil {
			return nil, err
		}
		merged, err := merge(runs)
		if err != nil {
			return nil, err
		}
		c.next, c.close = merged.next, merged.close
	}
	return c, c.advance()
}

// advance goes on to the next row.
func (c *cursor) advance() (err error) {
	c.item, err = c.next()
	if errors.Is(err, io.EOF) {
		c.item, err = nil, nil
	}
	return err
}

func (j *joiner) close() error {
	var err error
	for _, c := range j.cursors {
		err = errors.Join(err, c.close())
	}
	if j.dir != "" {
		err = errors.Join(err, os.RemoveAll(j.dir))
	}
	return err
}

// The most rows and bytes of one bill: a bill of a thousand containers has some
// ten thousand rows of a hundred bytes. More is a table whose identifiers are
// broken, and would be held in memory.
const (
	maxBillRows  = 100_000
	maxBillBytes = 64 << 20
)

var (
	errNoHeader = errors.New("no row of the header table has this identifier")
	errAgain    = errors.New("the bill has a header already; the first stands")
	errMany     = errors.New("belongs to a bill of more rows than any honest one has; those before it stand")
)

// run takes the bills one after another.
func (j *joiner) run() error {
	for {
		least := j.least()
		if least == nil {
			return nil
		}
		key := least.key
		var b bill
		for _, c := range j.cursors {
			for c.item != nil && c.item.key == key {
				if err := j.take(&b, c); err != nil {
					return err
				}
				if err := c.advance(); err != nil {
					return err
				}
			}
		}
		if err := j.hand(key, &b); err != nil {
			return err
		}
	}
}

// least is the row with the least identifier.
func (j *joiner) least() *item {
	var least *item
	for _, c := range j.cursors {
		if c.item != nil && (least == nil || before(c.item.key, least.key)) {
			least = c.item
		}
	}
	return least
}

// before orders identifiers as numbers are.
func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// bill is the rows of one identifier.
type bill struct {
	header *item
	rows   []*item
	size   int
}

// take puts a row into the bill.
func (j *joiner) take(b *bill, c *cursor) error {
	i := c.item
	switch {
	case c.table.kind == header && b.header != nil:
		return j.out.Reject(i.bad(errAgain))
	case c.table.kind == header:
		b.header = i
	case len(b.rows) >= maxBillRows || b.size > maxBillBytes:
		return j.out.Reject(i.bad(errMany))
	}
	b.size += len(i.text)
	b.rows = append(b.rows, i)
	return nil
}

// hand maps a bill; without a header its rows are filed.
func (j *joiner) hand(key string, b *bill) error {
	if b.header == nil {
		for _, i := range b.rows {
			if err := j.out.Reject(i.bad(errNoHeader)); err != nil {
				return err
			}
		}
		return nil
	}
	rec, warnings := j.mapper.record(j.in, key, b)
	if err := j.out.Record(rec); err != nil {
		return err
	}
	return ingest.RejectAll(j.out, warnings)
}
