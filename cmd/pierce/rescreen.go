package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
)

// rescreenCmd asks a saved screening again.
type rescreenCmd struct {
	Name    string `arg:"" placeholder:"NAME" help:"The name that pierce screen --save gave it."`
	AsOf    string `placeholder:"DATE" help:"The day of the verdicts. Default: today where the screening was as of its own day, else its day."`
	Since   string `placeholder:"SEQ|DATE" help:"Look at the changes since this one, or this day, even if an earlier rescreen has; pierce status shows the newest."`
	All     bool   `help:"Screen every line again, not only those that a change touches."`
	DryRun  bool   `help:"Show what would be told, and keep nothing."`
	Out     string `short:"o" placeholder:"FILE" default:"-" help:"Where to write the alerts; default standard output."`
	Webhook string `placeholder:"URL" help:"POST the alerts there too, as JSON lines. Nothing is sent anywhere unless this is given."`
	FailOn  string `enum:"none,any,added" default:"none" help:"Exit 5 if there is any alert, or one that is added."`
}

// Help gives examples under the flags.
func (*rescreenCmd) Help() string {
	return `Asks again the lines that a change of a list, an owner, a judgement, a licence, a
record or a rule touches, and tells each line that says something else than
before: added (nothing spoke against it, now something does), changed, cleared;
with what gave cause. What was acknowledged stays quiet until the line says more
than that. It is what screening everything anew and comparing would give.

Examples:
  pierce screen --save vendors --as parties vendors.csv
  pierce ingest --as ofac --full ./ofac-2024/
  pierce rescreen vendors
  pierce rescreen vendors --json -o alerts.jsonl --fail-on added
  pierce rescreen vendors --webhook https://alerts.example/pierce`
}

// Run re-screens.
func (c *rescreenCmd) Run(e *env) error {
	o := app.RescreenOptions{All: c.All, Dry: c.DryRun, Today: engine.DateOf(e.now())}
	var err error
	if c.AsOf != "" {
		if o.AsOf, err = e.asOf(c.AsOf); err != nil {
			return err
		}
	}
	hook, err := webhook(c.Webhook)
	if err != nil {
		return err
	}
	a, err := e.decide()
	if err != nil {
		return err
	}
	if c.Since != "" {
		if o.Seq, err = since(a, c.Since); err != nil {
			return err
		}
		o.Older = true
	}
	found, err := a.Rescreen(e.ctx, c.Name, o)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return writeAlerts(e, w, found.Alerts, c.Out != "-" || e.json) }
	if c.Out == "-" {
		err = write(e.stdout)
	} else {
		err = writeFile(e.path(c.Out), write)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stderr, "%s of %s lines asked again, %s say something else, %s of them acknowledged and quiet\n",
		thousands(found.Asked), thousands(found.Lines), thousands(found.Changed), thousands(found.Quiet))
	if found.Why != "" {
		fmt.Fprintf(e.stderr, "all were asked: %s\n", found.Why)
	}
	if hook != nil && len(found.Alerts) > 0 {
		if err := post(e, hook, found.Alerts); err != nil {
			return err
		}
	}
	return c.gate(found)
}

// gate is --fail-on.
func (c *rescreenCmd) gate(found *app.Rescreened) error {
	for i := range found.Alerts {
		al := &found.Alerts[i]
		if c.FailOn == "any" || c.FailOn == "added" && al.Kind == app.AlertAdded {
			return &failOn{fmt.Sprintf("line %d is %s", al.Line, al.Kind)}
		}
	}
	return nil
}

// since is the change that a flag names: its number, or the last one before a
// day.
func since(a *app.App, flag string) (uint64, error) {
	if n, err := strconv.ParseUint(flag, 10, 64); err == nil {
		return n, nil
	}
	day, err := engine.ParseDate(flag)
	if err != nil || !day.Exact() {
		return 0, usagef("--since: got %q, want the number of a change, or a day as 2024-05-31", flag)
	}
	return a.Query.SeqBefore(day.Time())
}

// writeAlerts writes alerts as JSON lines, or for a reader.
func writeAlerts(e *env, w io.Writer, alerts []app.Alert, lines bool) error {
	if lines {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for i := range alerts {
			if err := enc.Encode(&alerts[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if len(alerts) == 0 {
		return nil
	}
	g := e.newGrid([]int{3, 4, 5}, "alert", "line", "score", "what", "because")
	for i := range alerts {
		al := &alerts[i]
		g.add(al.ID, al.Shipment, fmt.Sprintf("%.3f → %.3f", al.Score[0], al.Score[1]), said(al), causes(al))
	}
	g.print(w)
	return nil
}

// said is what an alert tells, for a reader.
func said(al *app.Alert) string {
	out := []string{al.Kind}
	if al.Ack != nil {
		out[0] += ", acknowledged by " + al.Ack.By + ": " + al.Ack.Why
	}
	for _, f := range al.Came {
		out = append(out, "+ "+f)
	}
	for _, f := range al.Gone {
		out = append(out, "− "+f)
	}
	const most = 6
	if len(out) > most+1 {
		out = append(out[:most], fmt.Sprintf("and %d more", len(out)-most))
	}
	return strings.Join(out, "\n")
}

// causes are what gave rise to an alert, for a reader.
func causes(al *app.Alert) string {
	var out []string
	for _, c := range al.Causes {
		out = append(out, strings.TrimSpace(c.Kind+" "+c.What+" "+string(c.Record)))
	}
	const most = 3
	if len(out) > most {
		out = append(out[:most], fmt.Sprintf("and %d more", len(out)-most))
	}
	return strings.Join(out, "\n")
}

// webhook checks the address of a webhook.
func webhook(flag string) (*url.URL, error) {
	if flag == "" {
		return nil, nil
	}
	u, err := url.Parse(flag)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, usagef("--webhook: got %q, want an address as https://alerts.example/pierce", flag)
	}
	return u, nil
}

// How often, and for how long, a webhook is tried.
const (
	hookTries   = 3
	hookTimeout = 20 * time.Second
)

// post sends alerts to a webhook as JSON lines. The alerts stay in the store
// whether or not it answers.
func post(e *env, to *url.URL, alerts []app.Alert) error {
	var body bytes.Buffer
	if err := writeAlerts(e, &body, alerts, true); err != nil {
		return err
	}
	client := &http.Client{Timeout: hookTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var last error
	for try := range hookTries {
		if try > 0 {
			select {
			case <-time.After(time.Duration(try) * time.Second):
			case <-e.ctx.Done():
				return e.ctx.Err()
			}
		}
		req, err := http.NewRequestWithContext(e.ctx, http.MethodPost, to.String(), bytes.NewReader(body.Bytes()))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/x-ndjson")
		resp, err := client.Do(req)
		if err != nil {
			last = err
			continue
		}
		resp.Body.Close()
		if resp.StatusCode/100 == 2 {
			return nil
		}
		last = errors.New("it answered " + resp.Status)
		if resp.StatusCode/100 != 5 {
			break // asking again will not help
		}
	}
	return &engine.Error{Op: "webhook", ID: to.Redacted(), Err: last, Hint: "the alerts are kept: pierce alert list"}
}
