package norm

import "github.com/pierce-er/pierce/engine"

func prepareContacts(p *engine.Party, out *Prepared) {
	out.Phones, out.Emails = p.Phones, p.Emails
}
