package gleif

import (
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// exceptions maps rows of reporting exceptions: why an entity names no parent.
type exceptions struct {
	*table
	lei, category       int
	reasons, references [][]int
	reason, reference   int
}

func newExceptions(t *table) *exceptions {
	return &exceptions{table: t,
		lei: t.column("LEI"), category: t.column("Exception.Category", "ExceptionCategory"),
		reasons: t.numbered("Exception.Reason", ""), references: t.numbered("Exception.Reference", ""),
		reason: t.column("Exception.Reason", "ExceptionReason"), reference: t.column("Exception.Reference", "ExceptionReference"),
	}
}

// use maps a row to a record with one interest without an owner, whose reason
// stands in Unnamed as published: NATURAL_PERSONS, NON_CONSOLIDATING,
// NO_KNOWN_PERSON say that nobody consolidates the entity, NON_PUBLIC, NO_LEI
// and the reasons of older files that somebody may. The references, often the
// name of the parent that has no LEI, are its Detail.
func (e *exceptions) use() error {
	lei, category := e.get(e.lei), e.get(e.category)
	if err := e.table.lei("LEI", lei); err != nil {
		return err
	}
	in := engine.Interest{Owned: e.in.ID(lei).Party(), Kind: engine.Consolidation, Role: category}
	switch category {
	case "DIRECT_ACCOUNTING_CONSOLIDATION_PARENT":
		in.Directness = engine.Direct
	case "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT":
		in.Directness = engine.Indirect
	default:
		return e.row.Badf("Exception.Category", category, "want DIRECT_ or ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT")
	}
	in.Unnamed = e.join(e.reason, e.reasons)
	if in.Unnamed == "" {
		return e.row.Badf("Exception.Reason", "", "want a reason")
	}
	in.Detail = e.join(e.reference, e.references)
	rec := e.row.Record(e.in.ID(lei + ">" + category))
	rec.Interests = []engine.Interest{in}
	return e.out.Record(rec)
}

// join joins the values of a column and of its numbered ones.
func (e *exceptions) join(one int, more [][]int) string {
	var out []string
	if s := e.get(one); s != "" {
		out = append(out, s)
	}
	for _, c := range more {
		if s := e.get(c[0]); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}
