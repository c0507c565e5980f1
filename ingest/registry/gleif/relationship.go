package gleif

import (
	"errors"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// relationships maps rows of relationship records: the start node is the
// child, the end node the parent.
type relationships struct {
	*table
	start, startType, end, endType, kind, status, registration, updated int
	periods, quantifiers, qualifiers                                    [][]int
}

func newRelationships(t *table) *relationships {
	return &relationships{table: t,
		start: t.column("Relationship.StartNode.NodeID"), startType: t.column("Relationship.StartNode.NodeIDType"),
		end: t.column("Relationship.EndNode.NodeID"), endType: t.column("Relationship.EndNode.NodeIDType"),
		kind: t.column("Relationship.RelationshipType"), status: t.column("Relationship.RelationshipStatus"),
		registration: t.column("Registration.RegistrationStatus"), updated: t.column("Registration.LastUpdateDate"),
		periods:     t.numbered("Relationship.Period", ".startDate", ".endDate", ".periodType"),
		quantifiers: t.numbered("Relationship.Quantifiers", ".MeasurementMethod", ".QuantifierAmount", ".QuantifierUnits"),
		qualifiers:  t.numbered("Relationship.Qualifiers", ".QualifierDimension", ".QualifierCategory"),
	}
}

// relationshipTypes are the types of RR-CDF 2.1. Accounting consolidation is
// control, mostly by more than half and never with a figure: its share stays
// unknown. A fund's manager and a master fund bind by contract.
var relationshipTypes = map[string]struct {
	kind       engine.InterestKind
	directness engine.Directness
}{
	"IS_DIRECTLY_CONSOLIDATED_BY":   {engine.Consolidation, engine.Direct},
	"IS_ULTIMATELY_CONSOLIDATED_BY": {engine.Consolidation, engine.Indirect},
	"IS_INTERNATIONAL_BRANCH_OF":    {engine.Branch, engine.Direct},
	"IS_FUND-MANAGED_BY":            {engine.Contract, engine.Direct},
	"IS_SUBFUND_OF":                 {engine.Associate, engine.Direct},
	"IS_FEEDER_TO":                  {engine.Associate, engine.Direct},
}

// use maps a row to a record with one interest and no party: both ends are
// records of their own, in the same dataset, under their LEI.
func (r *relationships) use() error {
	child, parent, typ := r.get(r.start), r.get(r.end), r.get(r.kind)
	for _, n := range []struct {
		field, value, kind string
	}{{"Relationship.StartNode.NodeID", child, r.get(r.startType)}, {"Relationship.EndNode.NodeID", parent, r.get(r.endType)}} {
		if n.kind != "" && n.kind != "LEI" {
			return r.row.Badf(n.field, n.value, "want a node of type LEI, got %q", n.kind)
		}
		if err := r.lei(n.field, n.value); err != nil {
			return err
		}
	}
	known, ok := relationshipTypes[typ]
	if !ok {
		return r.row.Bad("Relationship.RelationshipType", typ, errors.New("want a type of RR-CDF 2.1"))
	}
	rec := r.row.Record(r.in.ID(child + ">" + typ + ">" + parent))
	in := engine.Interest{Owner: r.in.ID(parent).Party(), Owned: r.in.ID(child).Party(), Kind: known.kind, Directness: known.directness, Role: typ}
	if err := r.period(&in); err != nil {
		return err
	}
	if err := r.share(&in); err != nil {
		return err
	}
	in.Detail = r.detail()
	if in.Until == 0 && r.over() {
		// Without any date there is no telling when it was in force.
		if err := r.out.Reject(r.row.Warn("Relationship.RelationshipStatus", r.get(r.status), errors.New("is over, but no date says since when"))); err != nil {
			return err
		}
		return r.out.Record(rec)
	}
	rec.Interests = []engine.Interest{in}
	return r.out.Record(rec)
}

// period sets the dates. The relationship's own period counts; the accounting
// and filing periods tell only what the accounts cover. A relationship that is
// INACTIVE without an end, or that never was (its registration ANNULLED or a
// DUPLICATE), ends on the last day that its periods give, or else on the day
// on which the record was last updated.
func (r *relationships) period(in *engine.Interest) error {
	var last engine.Date
	for _, c := range r.periods {
		var span [2]engine.Date
		for i := range span {
			if s := r.get(c[i]); s != "" {
				var err error
				if span[i], err = r.date("Relationship.Period", s); err != nil {
					return err
				}
			}
		}
		last = max(last, span[1])
		if r.get(c[2]) == "RELATIONSHIP_PERIOD" {
			in.From, in.Until = span[0], span[1]
		}
	}
	if in.Until != 0 && in.From > in.Until {
		if err := r.out.Reject(r.row.Warn("Relationship.Period", in.From.String()+" to "+in.Until.String(), errors.New("the end lies before the start"))); err != nil {
			return err
		}
		in.From = 0
	}
	if in.Until != 0 || !r.over() {
		return nil
	}
	in.Until = last
	if in.Until == 0 {
		var err error
		if in.Until, err = r.date("Registration.LastUpdateDate", r.get(r.updated)); err != nil {
			return err
		}
	}
	in.Until = max(in.Until, in.From)
	return nil
}

// over reports whether the row says that the relationship is no more.
func (r *relationships) over() bool {
	switch r.get(r.registration) {
	case "ANNULLED", "DUPLICATE", "RETIRED":
		return true
	}
	return r.get(r.status) == "INACTIVE"
}

// share takes a percentage out of the quantifiers. One that is none, or over
// 100, is filed, and the share stays unknown.
func (r *relationships) share(in *engine.Interest) error {
	for _, c := range r.quantifiers {
		amount, units := r.get(c[1]), strings.ToUpper(r.get(c[2]))
		if amount == "" || !strings.Contains(units, "PERCENT") {
			continue
		}
		s, err := engine.ParseShare(amount)
		if err != nil {
			if err := r.out.Reject(r.row.Warn("Relationship.Quantifiers.QuantifierAmount", amount, err)); err != nil {
				return err
			}
			continue
		}
		in.Share = s
	}
	return nil
}

// detail keeps the accounting standard and how the holding was measured.
func (r *relationships) detail() string {
	var out []string
	for _, c := range r.qualifiers {
		if s := r.get(c[1]); s != "" {
			out = append(out, strings.TrimPrefix(r.get(c[0])+" "+s, " "))
		}
	}
	for _, c := range r.quantifiers {
		if s := r.get(c[0]); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}
