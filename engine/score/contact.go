package score

import "strings"

// phoneLeast is how many digits a telephone number has within its town, and
// phoneNearly how many tell it from nearly all others of a country.
const phoneLeast, phoneNearly = 7, 9

// phonesOf compares telephone numbers. One that ends like another and has no
// more digits was written without its area.
func (t *tally) phonesOf(a, b *Side) {
	if i, _ := shared(a.phones, b.phones); i < 0 {
		for i, x := range a.phones {
			for j, y := range b.phones {
				short, long := x, y
				if len(short) > len(long) {
					short, long = long, short
				}
				if len(short) < phoneLeast || !strings.HasSuffix(long, short) || bit(a.Crowded.Phones, i) || bit(b.Crowded.Phones, j) {
					continue
				}
				l := phonePart
				if len(short) >= phoneNearly {
					l = phoneSame
				}
				t.add(l, x, y, "")
				t.pair.share(l, t.m.weights[l])
				return
			}
		}
	}
	t.contact(a.phones, b.phones, a.Crowded.Phones, b.Crowded.Phones, phoneSame)
}

// emailsOf compares mailboxes. One of an office, shared by two people, says
// where they work and no more.
func (t *tally) emailsOf(a, b *Side) {
	if personal(a, b) {
		i, j := shared(a.emails, b.emails)
		if i >= 0 && desk(a.emails[i]) {
			t.add(emailDesk, a.emails[i], b.emails[j], "")
			return
		}
	}
	t.contact(a.emails, b.emails, a.Crowded.Emails, b.Crowded.Emails, emailSame)
}

// desks are the mailboxes that an office has: those of RFC 2142, section 2 to
// 6, and words that offices use for the same.
const desks = " info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp list " +
	"contact contacts office mail email hello enquiry enquiries inquiry inquiries admin administration service services customerservice help helpdesk " +
	"accounts accounting billing finance hr jobs careers recruitment reception secretary export import orders order purchasing procurement press media team company general "

// desk reports whether a mailbox is an office's.
func desk(email string) bool {
	user, _, _ := strings.Cut(email, "@")
	return strings.Contains(desks, " "+user+" ")
}
