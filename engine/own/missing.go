package own

import "github.com/pierce-er/pierce/engine"

// maxMissing is how many unknown holders a verdict names: more than a reader
// would go and ask for.
const maxMissing = 5

// missing names the facts that would settle a no-unless-hidden: the holders
// that are not known, of the entity or of companies above it, nearest first.
func (q *inquiry) missing(v *Verdict, e int32, open *cascade, reasons map[string]bool) {
	defer func() {
		if len(v.Missing) == 0 {
			v.Missing = []string{"who holds the rest of " + v.Name}
		}
	}()
	if open == nil {
		return
	}
	seen := map[int32]bool{e: true}
	for queue := []int32{e}; len(queue) > 0 && len(v.Missing) < maxMissing; queue = queue[1:] {
		x := queue[0]
		col := q.d.column(x, economic)
		name := q.d.g.name(x)
		left := engine.Whole - col.treasury
		var owners []int32
		for i := range col.edges {
			y := &col.edges[i]
			if y.owner == nobody {
				continue
			}
			if y.how == 0 {
				left = max(left-y.part[0].lo, -maxUnits)
			}
			if t, ok := open.tier[y.owner]; ok && t > 0 && !seen[y.owner] {
				seen[y.owner] = true
				owners = append(owners, y.owner)
			}
		}
		switch {
		case open.shut[x]:
			reasons[ReasonClosedLoop] = true
			v.Missing = append(v.Missing, "who stands behind "+name+", which only it and companies that own each other hold")
			continue // the others of the loop are no other question
		case q.d.blank(x) && x != e:
			reasons[ReasonHolderOpaque] = true
			v.Missing = append(v.Missing, "who owns "+name)
		case left > 0 && !col.complete:
			v.Missing = append(v.Missing, "who holds the rest of "+name)
		}
		q.d.g.sortByID(owners)
		queue = append(queue, owners...)
	}
}

// looked tells of what belongs to the listed when looked through, where that
// reaches the threshold and the cascade does not say yes.
func (q *inquiry) looked(v *Verdict, e int32, o outcome, reasons map[string]bool) {
	if !o.circle && (q.in == nil || !q.hiddenMajority(e)) {
		return
	}
	reasons[ReasonLoop] = true
	who := "listed persons"
	if q.rule.PerPerson {
		who = "one listed person"
	}
	words := "looked through, a part of it that was not worked out belongs to " + who
	if !o.far {
		words = "looked through, " + q.lookthrough(e).share().Human() + " of it belongs to " + who
	}
	if o.circle {
		words += q.roundabout(v, o)
	} else {
		words += "; counted step by step, the rule does not reach it"
	}
	if v.Arithmetic != "" {
		words = v.Arithmetic + "; " + words
	}
	v.Arithmetic = words
}

// roundabout says how only a circle carries the entity, and what would settle
// it.
func (q *inquiry) roundabout(v *Verdict, o outcome) string {
	words := ", by way of companies that hold each other or themselves: the cascade never begins, and no guidance says which reading holds"
	if o.answer == NoUnlessHidden {
		return ", and as much as the rule asks for may, if the listed also hold what nobody is known to hold" + words
	}
	ask := "whether the companies above " + v.Name + " that hold each other are held by the listed together"
	if v.Outstanding.Known {
		ask = "whether the shares that " + v.Name + " holds of itself count as a part of the whole"
	}
	v.Missing = append(v.Missing, ask)
	return words
}
