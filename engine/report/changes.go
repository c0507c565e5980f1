package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Change is one thing that two dossiers of an entity say differently. Was or Is
// is "" for what only the other says.
type Change struct {
	Section string `json:"section"` // "verdict", "owner", "listing", "evidence" …
	What    string `json:"what"`
	Was     string `json:"was,omitempty"`
	Is      string `json:"is,omitempty"`
}

// sections are the parts that are compared, those that matter most first.
var sections = []string{"verdict", "listing", "owner", "owner listed", "in the end", "holding", "sign", "fact", "judgement", "possibly same as", "merged on", "missing", "shipment", "evidence", "loaded", "made with"}

// Changes tells what became different between two dossiers of an entity, those
// that matter most first. The day of making and the picture do not count.
func Changes(was, is *Dossier) []Change {
	a, b := was.said(), is.said()
	var out []Change
	for k, v := range a {
		if b[k] != v {
			out = append(out, Change{k.section, k.what, v, b[k]})
		}
	}
	for k, v := range b {
		if _, there := a[k]; !there {
			out = append(out, Change{k.section, k.what, "", v})
		}
	}
	slices.SortFunc(out, func(x, y Change) int {
		return cmp.Or(cmp.Compare(slices.Index(sections, x.Section), slices.Index(sections, y.Section)), cmp.Compare(x.What, y.What))
	})
	return out
}

// saying is what a statement of a dossier is about.
type saying struct{ section, what string }

// said takes a dossier apart into statements.
func (d *Dossier) said() map[saying]string {
	out := map[saying]string{}
	put := func(section, what, text string) {
		k := saying{section, what}
		for n := 2; out[k] != ""; n++ { // two alike: both count
			k.what = what + " (" + strconv.Itoa(n) + ")"
		}
		out[k] = text
	}
	for _, v := range d.Verdicts {
		put("verdict", v.Rule, strings.TrimSuffix(string(v.Verdict.Verdict)+": "+v.Because, ": ")+" ["+v.Version+"]")
	}
	for _, l := range d.Listings {
		state := "stands"
		if !l.Stands {
			state = "does not stand"
		}
		put("listing", string(l.List)+", "+string(l.Record), fmt.Sprintf("%s, %s", state, Span(l.From, l.Until)))
	}
	d.sayOwners(put)
	for _, h := range d.Holdings {
		put("holding", h.OwnedName+" held by "+h.Name+", "+string(h.Kind), h.Share.Human())
	}
	for _, s := range d.Signs {
		put("sign", s.Sign, s.Evidence)
	}
	for _, f := range d.Facts {
		put("fact", f.What+": "+f.Text, joinIDs(f.Records))
	}
	for _, j := range d.Judged {
		put("judgement", j.ID, JudgementText(&j))
	}
	for _, p := range d.Possible {
		put("possibly same as", string(p.Entity), p.Name)
	}
	for _, b := range d.Bonds {
		put("merged on", string(b.A)+" and "+string(b.B), b.Why)
	}
	for _, m := range d.Missing {
		put("missing", m, "missing")
	}
	for _, s := range d.Shipped {
		put("shipment", string(s.Record)+", "+string(s.Role), strings.TrimSpace(s.ID+" "+s.Date.String()))
	}
	for _, s := range d.Evidence {
		put("evidence", string(s.Record), strings.TrimSuffix("retrieved "+s.Retrieved.Format("2006-01-02")+", sha256 "+s.SHA256[:min(12, len(s.SHA256))]+", ended "+s.Ended.String(), ", ended "))
	}
	for _, l := range d.Loaded {
		put("loaded", l.Name, fmt.Sprintf("%d records, retrieved %s", l.Records, l.Retrieved.Format("2006-01-02")))
	}
	put("made with", "pierce", d.Stamp.Pierce)
	put("made with", "model", d.Stamp.Model)
	put("made with", "normaliser", d.Stamp.Normaliser)
	put("made with", "rules", d.Stamp.Rules)
	return out
}

// sayOwners takes the owners apart.
func (d *Dossier) sayOwners(put func(section, what, text string)) {
	for _, r := range d.Owners() {
		if r.Repeated || r.Circular {
			continue
		}
		name := r.Name
		if r.Owner == "" {
			name = "not known: " + r.Reason
		}
		put("owner", name+" of "+r.OwnedName+string(r.Owned)+", "+string(r.Kind), r.Share.Human()+", "+Span(r.From, r.Until))
	}
	for id, lists := range d.Lists {
		for _, l := range lists {
			put("owner listed", string(id)+" on "+string(l), "listed")
		}
	}
	for _, t := range d.Tree.Terminals {
		put("in the end", string(t.Kind)+" "+string(t.Entity)+" "+t.Name+" "+t.Reason, t.Percent+" %")
	}
}
