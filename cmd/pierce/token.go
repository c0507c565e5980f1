package main

import (
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// tokenCmd keeps the keys to the server.
type tokenCmd struct {
	Add    tokenAdd    `cmd:"" help:"Make a token, and print it this once."`
	List   tokenList   `cmd:"" help:"List the tokens, not their secrets."`
	Revoke tokenRevoke `cmd:"" help:"End a token at once."`
}

// Help gives examples under the flags.
func (*tokenCmd) Help() string {
	return `A token is shown to pierce serve as "Authorization: Bearer TOKEN", or typed into
the page that asks for it. Its rights stand apart: read (search, show, trace,
match, reports), screen (manifests, saved screenings) and judge (judgements,
alerts, cases). Only a hash is kept, in the data folder and in no backup.

Examples:
  pierce token add "night batch" --may read,screen
  pierce token add "A. Lee" --may read,screen,judge --until 2027-01-01
  pierce token revoke "night batch"`
}

// tokenAdd makes one.
type tokenAdd struct {
	Name  string   `arg:"" placeholder:"NAME" help:"Who will have it; judgements and the audit log carry the name."`
	May   []string `default:"read" placeholder:"RIGHT" help:"What it may do: read, screen, judge. Default: read."`
	Until string   `placeholder:"DATE" help:"Not valid from this day on. Default: until it is revoked."`
}

// Run prints the token.
func (c *tokenAdd) Run(e *env) error {
	var until time.Time
	if c.Until != "" {
		d, err := e.asOf(c.Until)
		if err != nil {
			return usagef("--until: got %q, want a day as 2024-05-31", c.Until)
		}
		if until = d.Time(); !until.After(e.now()) {
			return usagef("--until: %s is past", d)
		}
	}
	var rights []app.Right
	for _, r := range c.May {
		rights = append(rights, app.Right(r))
	}
	a, err := e.open(false)
	if err != nil {
		return err
	}
	secret, t, err := a.AddToken(c.Name, rights, until)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(struct {
			app.Token
			Secret string `json:"token"`
		}{t, secret})
	}
	e.printf("%s\n", secret)
	hint(e.stderr, "keep it now: it is shown this once, and pierce keeps its hash alone")
	return nil
}

// tokenList lists them.
type tokenList struct{}

// Run prints every token.
func (*tokenList) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	all, err := a.Tokens()
	if err != nil {
		return err
	}
	g := e.newGrid([]int{1}, "id", "name", "may", "made", "until", "revoked")
	for _, t := range all {
		if e.json {
			if err := e.printJSON(t); err != nil {
				return err
			}
			continue
		}
		rights := make([]string, len(t.Rights))
		for i, r := range t.Rights {
			rights[i] = string(r)
		}
		g.add(t.ID, t.Name, strings.Join(rights, " "), dayOf(t.Made), dayOf(t.Until), dayOf(t.Revoked))
	}
	switch {
	case e.json:
	case len(all) == 0:
		e.printf("there are no tokens\n")
	default:
		g.print(e.stdout)
	}
	return nil
}

// dayOf is the day of a moment in RFC 3339.
func dayOf(moment string) string { return moment[:min(len(moment), len("2024-05-31"))] }

// tokenRevoke ends one.
type tokenRevoke struct {
	Ref string `arg:"" placeholder:"ID|NAME" help:"The token's id, or the name of one in force."`
}

// Run ends the token.
func (c *tokenRevoke) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	t, err := a.RevokeToken(c.Ref)
	if err != nil {
		return err
	}
	if e.json {
		return e.printJSON(t)
	}
	e.printf("%s %s is revoked\n", t.ID, plain(t.Name))
	return nil
}
