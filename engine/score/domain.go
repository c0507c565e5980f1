package score

import "strings"

// domainsOf compares domains. One that spells the names, as acme.com of two
// companies called Acme, is what anyone of that name has or wants, and what a
// branch shares with its parent: it says less. A person's domain is that of an
// employer or of whoever gives the mailbox, and one that comes with a mailbox in
// common was counted with it: these say nothing more.
func (t *tally) domainsOf(a, b *Side) {
	if personal(a, b) {
		return
	}
	if i, _ := shared(a.emails, b.emails); i >= 0 {
		return
	}
	i, j := shared(a.domains, b.domains)
	if i < 0 || bit(a.Crowded.Domains, i) || bit(b.Crowded.Domains, j) {
		t.contact(a.domains, b.domains, a.Crowded.Domains, b.Crowded.Domains, domainSame)
		return
	}
	l := domainSame
	if spells(a.domains[i], a.names) && spells(a.domains[i], b.names) {
		l = domainNamed
	}
	t.add(l, a.domains[i], b.domains[j], "")
}

// spellsLeast is how many letters of a domain must agree with a name for it to
// be made from it.
const spellsLeast = 5

// spells reports whether the domain's first label and one of the names begin
// with the same letters.
func spells(domain string, names []name) bool {
	label, _, _ := strings.Cut(domain, ".")
	label = strings.ReplaceAll(label, "-", "")
	for i := range names {
		n := names[i].latin
		k := 0
		for k < len(label) && k < len(n) && label[k] == n[k] {
			k++
		}
		if k >= spellsLeast || k > 0 && k == len(label) {
			return true
		}
		for _, w := range names[i].words {
			if len(w.text) >= spellsLeast && strings.HasPrefix(label, w.text) {
				return true
			}
		}
	}
	return false
}
