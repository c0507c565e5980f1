package export

import (
	"io"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// LineRow is a screened line as a row of a table.
type LineRow struct {
	Line     int64        `parquet:"line" json:"line"`
	ID       string       `parquet:"id" json:"id"`
	Score    float64      `parquet:"score" json:"score"`
	Caught   []string     `parquet:"caught_by,list" json:"caught_by"` // the rules that say yes to a party
	Verdicts []VerdictRow `parquet:"verdicts,list" json:"verdicts"`
	Reasons  []ReasonRow  `parquet:"reasons,list" json:"reasons"`
	Parties  []PartyRow   `parquet:"parties,list" json:"parties"`
	Products []string     `parquet:"products,list" json:"products"`
	Class    string       `parquet:"class" json:"class"` // the control class of the first goods that have one
	Licence  string       `parquet:"licence" json:"licence"`
	Outcome  string       `parquet:"licence_outcome" json:"licence_outcome"`
	Snapshot string       `parquet:"snapshot" json:"snapshot"`
}

// VerdictRow is a rule's answer for a party of the line.
type VerdictRow struct {
	Rule    string `parquet:"rule,dict" json:"rule"`
	Verdict string `parquet:"verdict,dict" json:"verdict"`
	Role    string `parquet:"role,dict" json:"role"`
	Entity  string `parquet:"entity" json:"entity"`
	Name    string `parquet:"name" json:"name"`
	Tier    int32  `parquet:"tier" json:"tier"`
}

// ReasonRow is a sign and the bits that it adds.
type ReasonRow struct {
	Sign     string  `parquet:"sign,dict" json:"sign"`
	Weight   float64 `parquet:"weight" json:"weight"`
	Evidence string  `parquet:"evidence" json:"evidence"`
}

// PartyRow is a party and whom it was taken to be.
type PartyRow struct {
	Role        string  `parquet:"role,dict" json:"role"`
	Text        string  `parquet:"text" json:"text"`
	Entity      string  `parquet:"entity" json:"entity"`
	Name        string  `parquet:"name" json:"name"`
	Probability float64 `parquet:"probability" json:"probability"`
	Band        string  `parquet:"band,dict" json:"band"`
}

// TableRow is a result as a row.
func TableRow(r *screen.Result) LineRow {
	out := LineRow{Line: r.Line, ID: r.ID, Score: r.Score, Snapshot: r.Snapshot}
	seen := map[string]bool{}
	for _, v := range r.Verdicts {
		out.Verdicts = append(out.Verdicts, VerdictRow{v.Rule, string(v.Verdict.Verdict), string(v.Role), string(v.Entity), v.Name, int32(v.Tier)})
		if v.Verdict.Verdict == own.Yes && !seen[v.Rule] {
			seen[v.Rule] = true
			out.Caught = append(out.Caught, v.Rule)
		}
	}
	for _, x := range r.Reasons {
		out.Reasons = append(out.Reasons, ReasonRow{x.Sign, x.Weight, x.Evidence})
	}
	for _, p := range r.Parties {
		out.Parties = append(out.Parties, PartyRow{string(p.Role), p.Text, string(p.Entity), p.Name, p.Probability, string(p.Band)})
	}
	for _, g := range r.Goods {
		out.Products = append(out.Products, g.Products...)
		if out.Class == "" {
			out.Class = strings.TrimSpace(g.Class)
		}
	}
	if u := r.Licence; u != nil {
		out.Licence, out.Outcome = u.Licence, string(u.Outcome)
	}
	return out
}

// groupRows is how many rows a Parquet file holds together: some 20 MB in memory.
const groupRows = 20_000

// Table writes rows as a Parquet file, which memory holds a group of at a time.
type Table struct {
	w    *parquet.GenericWriter[LineRow]
	rows []LineRow
	n    int
}

// NewTable begins a file. The same rows give the same bytes.
func NewTable(w io.Writer) *Table {
	return &Table{w: parquet.NewGenericWriter[LineRow](w, parquet.Compression(&zstd.Codec{}), parquet.CreatedBy("pierce", "1", ""))}
}

// Add adds a row.
func (t *Table) Add(r LineRow) error {
	t.rows = append(t.rows, r)
	if len(t.rows) < 500 {
		return nil
	}
	return t.flush()
}

func (t *Table) flush() error {
	if len(t.rows) == 0 {
		return nil
	}
	_, err := t.w.Write(t.rows)
	t.n += len(t.rows)
	t.rows = t.rows[:0]
	if err == nil && t.n >= groupRows {
		t.n = 0
		err = t.w.Flush()
	}
	return err
}

// Close ends the file; the writer beneath stays open.
func (t *Table) Close() error {
	if err := t.flush(); err != nil {
		return err
	}
	return t.w.Close()
}
