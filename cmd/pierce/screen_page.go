package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/screen"
)

// page writes a screening as one HTML file: counts, and the worst lines with the
// pictures of who stands behind them.
func (e *env) page(a *app.App, t *tally, w io.Writer) error {
	p := draw.Screening{Manifest: "the manifest", Lines: thousands(t.Lines), Snapshot: fmt.Sprintf("change-%d", a.Store.Seq())}
	version, commit := built()
	p.Made = strings.TrimSpace("Made by pierce " + version + " " + commit)
	if t.Rejected > 0 {
		p.Rejected = thousands(t.Rejected)
	}
	if t.Manifest != "" {
		p.Manifest = t.Manifest
	}
	p.AsOf = "each line's own day"
	if t.asOf != 0 {
		p.AsOf = t.asOf.String()
	}
	sets, err := a.Store.Datasets()
	if err != nil {
		return err
	}
	var parts []string
	for _, d := range sets {
		parts = append(parts, d.Dataset+" "+d.Retrieved.Format("2006-01-02"))
	}
	p.Against = strings.Join(parts, ", ")
	for _, c := range most(t.Verdicts) {
		rule, answer, _ := strings.Cut(c.Word, "=")
		p.Verdicts = append(p.Verdicts, draw.VerdictCount{Rule: rule, Answer: answer, Lines: thousands(c.Lines)})
	}
	p.Signs, p.Licences = words(t.Signs), words(t.Licences)
	pictures := map[engine.EntityID][]byte{}
	for i := range t.Worst {
		line, err := e.worstLine(a, &t.Worst[i], t.asOf, pictures)
		if err != nil {
			return err
		}
		p.Worst = append(p.Worst, line)
	}
	return p.Page(w)
}

func words(of map[string]int64) []draw.WordCount {
	var out []draw.WordCount
	for _, c := range most(of) {
		out = append(out, draw.WordCount{Word: strings.ReplaceAll(c.Word, "-", " "), Lines: thousands(c.Lines)})
	}
	return out
}

// maxDrawn is how many entities a picture on such a page shows: more cannot be
// read, and laying them out takes a second.
const maxDrawn = 40

// worstLine is a line with the picture of the party that it is about: the one
// that a verdict or the first sign speaks of.
func (e *env) worstLine(a *app.App, r *screen.Result, asOf engine.Date, pictures map[engine.EntityID][]byte) (draw.WorstLine, error) {
	out := draw.WorstLine{Result: r}
	var about engine.EntityID
	for i := range r.Verdicts {
		if v := &r.Verdicts[i]; screen.Concerns(&v.Verdict) {
			out.Against = append(out.Against, *v)
			if about == "" || v.Verdict.Verdict == own.Yes && len(out.Against) > 1 && out.Against[0].Verdict.Verdict != own.Yes {
				about, out.Who = v.Entity, v.Name
			}
		}
	}
	for i := 0; i < len(r.Reasons) && about == ""; i++ {
		about = r.Reasons[i].Entity
	}
	for i := 0; i < len(r.Parties) && about == ""; i++ {
		about = r.Parties[i].Entity
	}
	if about == "" {
		return out, nil
	}
	if asOf == 0 {
		asOf = engine.DateOf(e.now())
	}
	if _, ok := pictures[about]; !ok {
		svg, err := e.ownersSVG(a, about, asOf)
		if err != nil {
			return out, err
		}
		pictures[about] = svg
	}
	out.Picture = pictures[about]
	for _, p := range r.Parties {
		if p.Entity == about && out.Who == "" {
			out.Who = p.Name
		}
	}
	return out, nil
}

// ownersSVG draws the owners of an entity, or where they are very many the chain
// of control alone. Somebody of whom no owner is known gives no picture.
func (e *env) ownersSVG(a *app.App, id engine.EntityID, asOf engine.Date) ([]byte, error) {
	t, err := a.Query.Trace(id, asOf, nil)
	if err != nil || len(t.Tree.Owners) == 0 {
		return nil, err
	}
	var b bytes.Buffer
	d := draw.NewDot(&b, t.Lists)
	if t.Tree.Entities <= maxDrawn {
		d.Tree(&t.Tree)
	} else {
		d.Label(t.Tree.Entity, t.Tree.Name, t.Tree.Country)
		for i := range t.Tree.Parent.Chain {
			s := &t.Tree.Parent.Chain[i]
			d.Label(s.Owner, s.Name, "")
			d.Step(s)
		}
	}
	if err := d.Close(); err != nil {
		return nil, err
	}
	return draw.SVG(e.ctx, b.Bytes())
}
