package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// mostAlerts is how many alerts a page shows; the command has all.
const mostAlerts = 300

// alertsPage is what changed for the screenings that are kept.
type alertsPage struct {
	All    bool
	Kept   []app.SavedScreening
	Alerts []app.Alert
	More   int
	By     string
}

// alerts shows the alerts that nobody has acknowledged, the latest first.
func (s *site) alerts(w http.ResponseWriter, r *http.Request) error {
	p := alertsPage{All: r.URL.Query().Get("state") == "all", By: remembered(r)}
	var err error
	if p.Kept, err = s.app.Screenings(); err != nil {
		return err
	}
	if p.Alerts, err = s.app.Alerts("", p.All); err != nil {
		return err
	}
	slices.Reverse(p.Alerts)
	slices.SortStableFunc(p.Alerts, func(a, b app.Alert) int { return strings.Compare(b.At, a.At) })
	if n := len(p.Alerts) - mostAlerts; n > 0 {
		p.More, p.Alerts = n, p.Alerts[:mostAlerts]
	}
	return s.show(w, r, "alerts", "alerts", "Alerts", p)
}

// alertAck takes a person's word that an alert was looked at.
func (s *site) alertAck(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	by, why := who(r), strings.TrimSpace(r.PostFormValue("why"))
	if by == "" || why == "" {
		return invalid("say who you are, and why the alert may rest")
	}
	if err := s.app.Acknowledge(r.PostFormValue("id"), by, why); err != nil {
		return err
	}
	remember(w, r)
	http.Redirect(w, r, "/alerts", http.StatusSeeOther)
	return nil
}
