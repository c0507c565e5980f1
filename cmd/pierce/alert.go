package main

// alertCmd shows and acknowledges alerts.
type alertCmd struct {
	List alertList `cmd:"" help:"List the alerts of saved screenings that nobody has acknowledged."`
	Ack  alertAck  `cmd:"" help:"Acknowledge an alert: the line stays quiet until it says more."`
}

// Help gives examples under the flags.
func (*alertCmd) Help() string {
	return `Alerts come from pierce rescreen. An acknowledgement is a person's word, kept in
the audit log: what the alert says of its line is not told again until the line
says something beside it.

Examples:
  pierce alert list
  pierce alert list vendors --all
  pierce alert ack vendors/7 --by ann --why "another Ivanov: born 1970"`
}

// alertList lists.
type alertList struct {
	Name string `arg:"" optional:"" placeholder:"NAME" help:"Of this screening alone."`
	All  bool   `help:"Those that were acknowledged too."`
}

// Run prints the alerts.
func (c *alertList) Run(e *env) error {
	a, err := e.look()
	if err != nil {
		return err
	}
	alerts, err := a.Alerts(c.Name, c.All)
	if err != nil {
		return err
	}
	if len(alerts) == 0 && !e.json {
		e.printf("no alerts\n")
	}
	return writeAlerts(e, e.stdout, alerts, e.json)
}

// alertAck acknowledges.
type alertAck struct {
	ID  []string `arg:"" placeholder:"ID" help:"One or more alerts, as vendors/7."`
	By  string   `required:"" placeholder:"WHO" help:"Whose word it is."`
	Why string   `required:"" placeholder:"TEXT" help:"The reason."`
}

// Run keeps the word.
func (c *alertAck) Run(e *env) error {
	a, err := e.open(false)
	if err != nil {
		return err
	}
	for _, id := range c.ID {
		if err := a.Acknowledge(id, c.By, c.Why); err != nil {
			return err
		}
		e.printf("%s  acknowledged\n", plain(id))
	}
	return nil
}
