package main

import (
	"errors"
	"io"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/resolve"
	"github.com/pierce-er/pierce/engine/score"
)

// reviewCmd goes through the undecided pairs with a person.
type reviewCmd struct {
	By    string `placeholder:"WHO" help:"Who judges. Asked for at a terminal."`
	Why   string `placeholder:"TEXT" help:"The reason of every judgement that is given without one of its own. Default: what was compared."`
	List  bool   `help:"List the pairs and decide nothing. --json lists them too."`
	Limit int    `default:"100" help:"How many pairs, at most; 0 is all."`
}

// Help gives examples under the flags.
func (*reviewCmd) Help() string {
	return `Shows pairs that are "possibly same as" each other, side by side. First come
those of which one alone is on a list or owned by a listed party, then those on
different lists, then those with owners or holdings; among equals those nearest
to being one.

  s  the same        d  different        S, D  with a reason of its own
  k, space  skip     u  undo the last    w     why: all that was compared
  ?  these keys      q  quit

Each judgement is kept at once, and resolves what it touches; pierce judge list
shows them, pierce judge undo takes one back later. Keys are read from a pipe as
well, without a terminal.

Examples:
  pierce review --by "A. Lee"
  pierce review --list --limit 20
  pierce review --json > queue.jsonl
  printf 'sdk' | pierce review --by AL --why "read the filings"`
}

// Run reviews.
func (c *reviewCmd) Run(e *env) error {
	show := c.List || e.json
	e.keys = !show && e.typed
	if c.Limit < 0 {
		return usagef("--limit: got %d, want 0 or more", c.Limit)
	}
	c.By = strings.TrimSpace(c.By)
	if c.By == "" && !show && !e.typed {
		return usagef("a judgement needs --by")
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	r := &review{e: e, a: a, by: c.By, why: strings.TrimSpace(c.Why), asOf: engine.DateOf(e.now())}
	if r.model, err = resolve.ModelOf(a.Store); err != nil {
		return err
	}
	if r.queue, r.total, err = a.Query.Undecided(r.asOf, c.Limit); err != nil {
		return err
	}
	if show {
		return r.list()
	}
	if r.total == 0 {
		e.printf("Nothing is undecided.\n")
		return nil
	}
	restore, err := e.raw()
	if err != nil {
		return err
	}
	defer restore()
	r.keys = &keyboard{in: e.stdin}
	if e.typed {
		r.keys.echo = e.stdout
	}
	if r.by == "" {
		if r.by, err = r.ask("Who judges? "); err != nil || r.by == "" {
			return errors.Join(err, usagef("a judgement needs --by"))
		}
	}
	return r.run()
}

// review is a session.
type review struct {
	e     *env
	a     *app.App
	model *score.Model
	keys  *keyboard
	by    string
	why   string
	asOf  engine.Date

	queue []query.Undecided
	total int
	at    int
	given []given // in this session, not undone

	same, different, skipped int
}

// given is a judgement of this session.
type given struct {
	judgement engine.Judgement
	at        int // the place in the queue
}

// errQuit ends a session.
var errQuit = errors.New("quit")

// run goes through the queue, and past its end as long as there is something to
// undo and somebody who might.
func (r *review) run() error {
	var err error
	for err == nil {
		if r.at < len(r.queue) {
			err = r.pair(&r.queue[r.at])
			continue
		}
		r.e.printf("That was the last pair.\n")
		if len(r.given) == 0 {
			break
		}
		var key byte
		if key, err = r.press("u undo   q quit"); err == nil && key == 'u' {
			err = r.undo()
		} else if err == nil {
			err = errQuit
		}
	}
	if err != nil && !errors.Is(err, errQuit) && !errors.Is(err, io.EOF) {
		return err
	}
	r.e.printf("%s: %d same, %d different; %d skipped, %d left\n", many(r.same+r.different, "pair judged", "pairs judged"), r.same, r.different, r.skipped, max(0, r.total-r.same-r.different-r.skipped))
	return nil
}

// press waits for a key.
func (r *review) press(prompt string) (byte, error) {
	if r.keys.echo != nil {
		r.e.printf("%s > ", prompt)
	}
	key, err := r.keys.key()
	if r.keys.echo != nil {
		r.e.printf("\n")
	}
	return key, err
}

// ask reads a line; "" where it was taken back.
func (r *review) ask(prompt string) (string, error) {
	if r.keys.echo != nil {
		r.e.printf("%s", prompt)
	}
	text, _, err := r.keys.line()
	return strings.TrimSpace(text), err
}

// pair shows one pair and does what the keys say, until it is left.
func (r *review) pair(u *query.Undecided) error {
	open, err := r.open(u)
	if err != nil {
		return err
	}
	if !open {
		r.at++ // an earlier judgement has settled it
		return nil
	}
	match, err := r.a.Query.Explain(u.Pair.A, u.Pair.B)
	if err != nil {
		return err
	}
	if err := r.show(u, &match.Match); err != nil {
		return err
	}
	for at := r.at; r.at == at; {
		key, err := r.press("s same  d different  k skip  u undo  w why  ? help  q quit")
		if err != nil {
			return err
		}
		switch key {
		case 's', 'd', 'S', 'D':
			err = r.decide(u, &match.Match, key)
		case 'k', ' ':
			r.skipped++
			r.at++
		case 'u':
			if err = r.undo(); err == nil {
				return nil
			}
		case 'w':
			r.e.printMatch(&match.Match, r.model, true)
		case 'q':
			return errQuit
		default:
			r.e.printf("s same, d different; S, D with a reason; k or space skip; u undo; w why; q quit\n")
		}
		if err = r.tell(err); err != nil {
			return err
		}
	}
	return nil
}

// open reports whether a pair is still undecided, and brings its entities up to
// date.
func (r *review) open(u *query.Undecided) (bool, error) {
	for _, s := range []*query.UndecidedSide{&u.A, &u.B} {
		id, err := r.a.Store.EntityOf(s.Party)
		if errors.Is(err, engine.NotFound) {
			return false, nil // its record was dropped meanwhile
		}
		if err != nil {
			return false, err
		}
		s.Entity = id
	}
	e, err := r.a.Store.Entity(u.A.Entity)
	if err != nil {
		return false, err
	}
	for _, l := range e.Possible {
		if l.Entity == u.B.Entity {
			return true, nil
		}
	}
	return false, nil
}
