// Package table reads shipments out of a table, CSV or JSON, one row a
// shipment. The usual headings of bills of lading, manifests, customs
// declarations and delivery lists are recognised; a map says what others mean.
// Its targets are
//
//	id, date, mode, numbers:NAME
//	goods, goods:hs, goods:quantity, goods:unit, goods:value, goods:currency,
//	goods:weight, goods:weight_unit, goods:origin, goods:class
//	route:KIND, route:KIND:country, route:KIND:date
//	    KIND: receipt, loading, transhipment, unloading, delivery, destination
//	ROLE, ROLE:address, ROLE:city, ROLE:region, ROLE:postcode, ROLE:country,
//	ROLE:phone, ROLE:email, ROLE:identifier:SCHEME, ROLE:ref
//	    ROLE: shipper, seller, consignee, ultimate-consignee, end-user, buyer,
//	    notify, forwarder, carrier, vessel, payer, manufacturer, site
//	ignore
//
// ROLE is the party's name as published; ROLE:ref the id of a party that stands
// in another record, "dataset/key". A party of row "17" that has a role once is
// "dataset/17#consignee[0]".
//
// The source key of a row is the cell of the map's key column. Without one it
// is the id; since rows of one bill of lading share it, the second such row is
// "bill/2", and so on through all files. A row without an id has the number of
// its line.
//
// The order of dates like 02/06/2006 is what the map says, or what the dates
// at the beginning of the file allow; where both are possible the day comes
// first, and the first such row is filed with a warning.
package table

import (
	"errors"
	"strconv"

	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/date"
)

// Source reads tables of shipments.
type Source struct{}

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name: "shipments", Title: "Shipments as a table, CSV or JSON: manifests, bills of lading, declarations", Publisher: "any",
		Files:   "*.csv *.tsv *.txt *.json *.jsonl *.xlsx *.xlsm",
		Example: "Bill of Lading,Arrival Date,Shipper,Consignee,Notify Party,Product Description,HS Code,Quantity",
	}
}

// Read maps every row.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	ids := map[uint64]uint32{}
	for _, f := range in.Files {
		if err := read(in, f, ids, out); err != nil {
			return err
		}
	}
	return nil
}

func read(in *ingest.Input, f ingest.File, ids map[uint64]uint32, out ingest.Output) error {
	t, err := ingest.OpenTable(f, in.Map, "shipments")
	if err != nil {
		return err
	}
	defer t.Close()
	p, err := compile(in.Map, t)
	if err != nil {
		return err
	}
	if err := t.Want(p.headings); err != nil {
		return err
	}
	m := mapper{in: in, plan: p, order: date.Order(p.rows.Dates), ids: ids}
	if m.order == date.NoOrder {
		m.order = date.OrderIn(string(t.Head))
	}
	return t.Each(out, func(row *ingest.Row, n int64) error {
		m.row, m.warnings = row, m.warnings[:0]
		rec, err := m.record(n)
		if err != nil {
			return err
		}
		if err := out.Record(rec); err != nil {
			return err
		}
		if err := ingest.RejectAll(out, m.warnings); err != nil {
			return err
		}
		return nil
	})
}

// key is the row's id. The counts of ids take 20 bytes each: 200 MB for ten
// million rows.
func (m *mapper) key(n int64) engine.RecordID {
	if m.plan.key >= 0 {
		if k := m.row.Get(m.plan.key); !m.plan.rows.IsNull(k) {
			return m.in.ID(k)
		}
	} else if id := m.bill.Shipment.ID; id != "" {
		h := xxhash.Sum64String(id)
		m.ids[h]++
		if c := m.ids[h]; c > 1 {
			id += "/" + strconv.FormatUint(uint64(c), 10)
		}
		return m.in.ID(id)
	}
	if m.row.Value == nil {
		n = m.row.Line
	}
	k := strconv.FormatInt(n, 10)
	if len(m.in.Files) > 1 {
		k = m.row.File + ":" + k
	}
	return m.in.ID("line " + k)
}

var errNothing = errors.New("has no party, no goods and no date")
