package main

import (
	"fmt"
	"strings"

	"github.com/pierce-er/pierce/engine/query"
)

// licenceCmd shows approved buyers.
type licenceCmd struct {
	List licenceList `cmd:"" help:"List the licences with what is drawn and left."`
	Show licenceShow `cmd:"" help:"Show a licence with every shipment that drew on it."`
}

// Help gives examples under the flags.
func (*licenceCmd) Help() string {
	return `Licences are records of the native format. Shipments that are loaded draw them
down in the order of their dates, returns put back what was drawn, amendments
count from their day on; a manifest that is only screened draws nothing here.

  {"licence":"D1308811","holder":"p1","consignee":"p2","end_user":"p3",
   "items":[{"class":"3A090.a","product":"H200","quantity":400,"value":"USD 12,000,000"}],
   "from":"2026-02-01","until":"2027-02-01","conditions":["no re-export"],
   "amendments":[{"date":"2026-06-01","product":"H200","quantity":100}]}

Examples:
  pierce licence list
  pierce licence show D1308811`
}

// licenceList lists.
type licenceList struct {
	AsOf string `placeholder:"DATE" help:"Count shipments up to this day. Default: today."`
}

// Run prints every licence.
func (c *licenceList) Run(e *env) error {
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	all, err := a.Query.Licences(asOf)
	if err != nil {
		return err
	}
	g := e.newGrid([]int{2, 4}, "licence", "for", "in force", "items")
	for i := range all {
		u := &all[i]
		if e.json {
			u.Draws = nil
			if err := e.printJSON(u); err != nil {
				return err
			}
			continue
		}
		g.add(u.ID, licensee(u), span(u.From, u.Until), balances(u))
	}
	if e.json {
		return nil
	}
	if len(all) == 0 {
		e.printf("no licences are loaded\n")
		return nil
	}
	g.print(e.stdout)
	return nil
}

// licensee is who may receive the goods.
func licensee(u *query.LicenceUse) string {
	for _, name := range []string{u.EndUserName, u.ConsigneeName, u.HolderName} {
		if name != "" {
			return name
		}
	}
	return "?"
}

// balances says what is left of each item.
func balances(u *query.LicenceUse) string {
	var out []string
	for _, b := range u.Balances {
		what := strings.TrimSpace(b.Product + " " + b.Class)
		if !b.Capped {
			out = append(out, fmt.Sprintf("%s: no cap, %s drawn", what, thousands(b.Drawn)))
			continue
		}
		out = append(out, fmt.Sprintf("%s: %s of %s left, %s drawn", what, thousands(b.Left), thousands(b.Cap), thousands(b.Drawn)))
	}
	return strings.Join(out, "; ")
}

// licenceShow shows one.
type licenceShow struct {
	ID   string `arg:"" placeholder:"ID" help:"The licence's number."`
	AsOf string `placeholder:"DATE" help:"Count shipments up to this day. Default: today."`
}

// Run prints the licence and its draws.
func (c *licenceShow) Run(e *env) error {
	asOf, err := e.asOf(c.AsOf)
	if err != nil {
		return err
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	u, err := a.Query.Licence(c.ID, asOf)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(u)
	}
	e.printf("%s  %s\n", plain(u.ID), span(u.From, u.Until))
	for _, p := range [][2]string{{"holder", u.HolderName}, {"consignee", u.ConsigneeName}, {"end user", u.EndUserName}} {
		if p[1] != "" {
			e.printf("%-10s %s\n", p[0], plain(p[1]))
		}
	}
	e.printf("%-10s %s\n", "items", plain(balances(u)))
	for _, t := range u.Conditions {
		e.printf("%-10s %s\n", "condition", wrap(t, e.columns(), "           "))
	}
	for _, x := range u.Amendments {
		what := fmt.Sprintf("%v", x.Date)
		if x.Quantity != 0 {
			what += fmt.Sprintf("  %+d %s", x.Quantity, strings.TrimSpace(x.Product+" "+x.Class))
		}
		if x.Until != 0 {
			what += fmt.Sprintf("  until %v", x.Until)
		}
		e.printf("%-10s %s\n", "amended", plain(what))
	}
	if len(u.Answerable) > 0 {
		e.printf("answerable for what is shipped under it\n")
		for _, x := range u.Answerable {
			who := tagged(plain(x.Name), x.Country)
			if x.Of != "" {
				who += "  " + strings.TrimSpace(x.Share+" of "+plain(x.Of))
			}
			e.printf("  %-15s %s\n", x.As, wrap(who, e.columns(), "                  "))
		}
	}
	if len(u.Draws) == 0 {
		e.printf("no shipment that is loaded drew on it\n")
		return nil
	}
	g := e.newGrid([]int{2, 4}, "date", "shipment", "pieces", "outcome")
	for _, d := range u.Draws {
		g.add(d.Date.String(), d.Shipment, thousands(d.Pieces), strings.ReplaceAll(string(d.Outcome), "-", " ")+": "+d.Evidence)
	}
	g.print(e.stdout)
	return nil
}
