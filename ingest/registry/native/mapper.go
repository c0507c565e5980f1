package native

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// mapper turns the lines of one input into records.
type mapper struct {
	in       *ingest.Input
	row      *ingest.Row
	warnings []ingest.RowError
}

var errShape = errors.New("is none of the lines that the format has: want id, owner and owned, party and list, shipment, or licence")

// line tells the kinds of line apart by their keys.
func (m *mapper) line(v *ingest.Value) (*engine.Record, error) {
	switch {
	case v.Get("shipment") != nil:
		return m.keyed(v, "shipment", m.shipment)
	case v.Get("licence") != nil:
		return m.keyed(v, "licence", m.licence)
	case v.Get("owned") != nil || v.Get("owner") != nil:
		return m.interest(v)
	case v.Get("list") != nil && v.Get("party") != nil:
		return m.listing(v)
	case v.Get("id") != nil:
		return m.keyed(v, "id", m.company)
	}
	return nil, m.row.Bad("", "", errShape)
}

// keyed makes the record of a line whose key is a field of it.
func (m *mapper) keyed(v *ingest.Value, field string, fill func(*ingest.Value, *engine.Record) error) (*engine.Record, error) {
	key := v.Get(field).Str()
	if key == "" {
		return nil, m.row.Badf(field, "", "is empty")
	}
	rec := m.row.Record(m.in.ID(key))
	if v.Get("deleted").True() {
		rec.Deleted = true
		return rec, nil
	}
	return rec, fill(v, rec)
}

// company is the line of a party.
func (m *mapper) company(v *ingest.Value, rec *engine.Record) error {
	p, err := m.party(v, rec.ID.Party(), "")
	if err != nil {
		return err
	}
	rec.Parties = []engine.Party{p}
	return nil
}

// ref is the id that a reference means.
func (m *mapper) ref(s string) engine.PartyID {
	if s == "" || strings.Contains(s, "/") {
		return engine.PartyID(s)
	}
	return m.in.ID(s).Party()
}

// interest is the line of a claim. One without an id gets a key from its
// content, the share with it: lines that are alike are one record, and two
// that state different shares are two records that contradict one another.
func (m *mapper) interest(v *ingest.Value) (*engine.Record, error) {
	var i engine.Interest
	var id, shareText string
	for n := range v.Members {
		f := &v.Members[n]
		switch f.Key {
		case "id":
			id = f.Str()
		case "owner":
			i.Owner = m.ref(f.Str())
		case "owned":
			i.Owned = m.ref(f.Str())
		case "kind":
			m.interestKind(f, &i)
		case "share":
			shareText = f.Str()
		case "from":
			i.From = m.date(f)
		case "until":
			i.Until = m.date(f)
		case "directness":
			i.Directness = m.directness(f)
		case "component":
			i.Component = f.True()
		case "aggregate":
			i.Aggregate = f.True()
		case "role":
			i.Role = f.Str()
		case "unnamed":
			i.Unnamed = f.Str()
		case "owner_name":
			i.OwnerName = f.Str()
		case "detail":
			i.Detail = f.Str()
		case "deleted":
		default:
			m.in.Unknown(f.Key)
		}
	}
	switch {
	case i.Owned == "":
		return nil, m.row.Badf("owned", "", "is missing")
	case i.Owner == "" && i.OwnerName == "" && i.Unnamed == "":
		return nil, m.row.Badf("owner", "", "is missing, and neither owner_name nor unnamed stands for it")
	}
	if i.Kind == "" {
		i.Kind = engine.Shares
	}
	m.share(shareText, &i)
	m.forwards("until", i.From, &i.Until)
	if id == "" {
		id = interestKey(m.in.Dataset, &i, shareText)
	}
	rec := m.row.Record(m.in.ID(id))
	rec.Deleted = v.Get("deleted").True()
	if !rec.Deleted {
		rec.Interests = []engine.Interest{i}
	}
	return rec, nil
}

// interestKey is the key of an interest without an id.
func interestKey(dataset string, i *engine.Interest, share string) string {
	h := xxhash.New()
	if i.Share.Known {
		share = i.Share.String()
	}
	for _, s := range []string{share, i.From.String(), i.Until.String(), string(i.Directness), i.Role, i.Unnamed, i.OwnerName,
		i.Detail, strconv.FormatBool(i.Component), strconv.FormatBool(i.Aggregate)} {
		fmt.Fprintf(h, "%d:%s", len(s), s) // a hash does not fail
	}
	own := func(id engine.PartyID) string { return strings.TrimPrefix(string(id), dataset+"/") }
	return fmt.Sprintf("interest:%s>%s:%s:%016x", own(i.Owner), own(i.Owned), i.Kind, h.Sum64())
}

// listing is the line of a place on a list. Its key is made of the party, the
// list, and the number or else the programs.
func (m *mapper) listing(v *ingest.Value) (*engine.Record, error) {
	var l engine.Listing
	var id, party string
	for n := range v.Members {
		f := &v.Members[n]
		switch f.Key {
		case "id":
			id = f.Str()
		case "party":
			party = f.Str()
			l.Party = m.ref(party)
		case "list":
			l.List = engine.ListID(f.Str())
		case "program", "programs":
			l.Programs = append(l.Programs, f.Strings()...)
		case "from":
			l.From = m.date(f)
		case "until":
			l.Until = m.date(f)
		case "number":
			l.Number = f.Str()
		case "citation":
			l.Citation = f.Str()
		case "detail":
			l.Detail = f.Str()
		case "deleted":
		default:
			m.in.Unknown(f.Key)
		}
	}
	switch {
	case l.Party == "":
		return nil, m.row.Badf("party", "", "is missing")
	case l.List == "":
		return nil, m.row.Badf("list", "", "is missing")
	}
	m.forwards("until", l.From, &l.Until)
	if id == "" {
		last := l.Number
		if last == "" {
			last = strings.Join(l.Programs, ",")
		}
		id = "listing:" + party + ":" + string(l.List) + ":" + last
	}
	rec := m.row.Record(m.in.ID(id))
	rec.Deleted = v.Get("deleted").True()
	if !rec.Deleted {
		rec.Listings = []engine.Listing{l}
	}
	return rec, nil
}
