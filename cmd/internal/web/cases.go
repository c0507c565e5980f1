package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/store"
)

// auditCase is the word of a case's steps in the audit log. The log is where
// cases are kept: a case is what its steps add up to, and nothing of it can be
// changed unseen.
const auditCase = "case"

// caseStep is one thing that somebody did to a case.
type caseStep struct {
	Case    int    `json:"case"` // from 1
	Do      string `json:"do"`   // open, note, propose, confirm, reject, reopen
	Subject string `json:"subject,omitempty"`
	Title   string `json:"title,omitempty"`
	Outcome string `json:"outcome,omitempty"` // of propose: clear, block, report
	By      string `json:"by"`
	Text    string `json:"text,omitempty"`
	At      string `json:"-"` // the audit log says when
}

// The states of a case. One that is proposed is closed by a second person's
// word, never by the same one's.
const (
	caseIsOpen     = "open"
	caseIsProposed = "waits for a second pair of eyes"
	caseIsClosed   = "closed"
)

// outcomes are how a case can end.
func outcomes() []string { return []string{"clear", "block", "report"} }

// dossierCase is a buyer or a line that somebody looks into.
type dossierCase struct {
	Number   int
	Subject  string // an entity's id, or "line N of manifest …"
	Entity   bool
	Title    string
	State    string
	Outcome  string
	Proposed string // by whom
	Opened   string
	Changed  string
	Steps    []caseStep
}

// caseBook is the cases as of an entry of the audit log.
type caseBook struct {
	mu   sync.Mutex
	seen uint64
	all  []*dossierCase
}

// book reads what is new in the audit log. The caller holds mu.
func (s *site) book() error {
	return s.app.Store.Audit(func(e store.AuditEntry) error {
		if e.Number <= s.cases.seen {
			return nil
		}
		s.cases.seen = e.Number
		if e.What != auditCase {
			return nil
		}
		var x caseStep
		if json.Unmarshal(e.Body, &x) != nil {
			return nil // another program's entry of the same word
		}
		x.At = e.At
		s.cases.take(x)
		return nil
	})
}

// take adds a step to its case.
func (b *caseBook) take(x caseStep) {
	if x.Do == "open" && x.Case == len(b.all)+1 {
		b.all = append(b.all, &dossierCase{Number: x.Case, Subject: x.Subject, Title: x.Title, State: caseIsOpen, Opened: x.At})
	}
	if x.Case < 1 || x.Case > len(b.all) {
		return
	}
	c := b.all[x.Case-1]
	c.Changed = x.At
	c.Steps = append(c.Steps, x)
	switch x.Do {
	case "propose":
		c.State, c.Outcome, c.Proposed = caseIsProposed, x.Outcome, x.By
	case "confirm":
		c.State = caseIsClosed
	case "reject", "reopen":
		c.State, c.Outcome, c.Proposed = caseIsOpen, "", ""
	}
}

// may says why a step cannot be done now; nil where it can.
func (c *dossierCase) may(x caseStep) error {
	ok := map[string]string{"note": c.State, "propose": caseIsOpen, "confirm": caseIsProposed, "reject": caseIsProposed, "reopen": caseIsClosed}
	switch {
	case ok[x.Do] == "":
		return invalid("got %q, want note, propose, confirm, reject or reopen", short(x.Do, 40))
	case ok[x.Do] != c.State:
		return &engine.Error{Code: engine.Exists, Err: errors.New("the case is " + c.State + ": somebody was faster")}
	case x.Do == "confirm" && strings.EqualFold(strings.TrimSpace(x.By), strings.TrimSpace(c.Proposed)):
		return invalid("%s proposed to close it: it takes a second person to confirm", c.Proposed)
	case x.Do == "propose" && !slices.Contains(outcomes(), x.Outcome):
		return invalid("an outcome is one of %s", strings.Join(outcomes(), ", "))
	case strings.TrimSpace(x.Text) == "" && x.Do != "confirm":
		return invalid("say why, in a few words")
	}
	return nil
}

// step writes a step into the audit log, and into the book.
func (s *site) step(x caseStep) (*dossierCase, error) {
	if x.By == "" {
		return nil, invalid("say who you are")
	}
	if len(x.Text) > 20_000 || len(x.Title) > 500 || len(x.By) > 200 || len(x.Subject) > 500 {
		return nil, invalid("the text is too long: at most 20,000 bytes")
	}
	s.cases.mu.Lock()
	defer s.cases.mu.Unlock()
	if err := s.book(); err != nil {
		return nil, err
	}
	if x.Do == "open" {
		x.Case = len(s.cases.all) + 1
	} else {
		if x.Case < 1 || x.Case > len(s.cases.all) {
			return nil, notFound("case " + strconv.Itoa(x.Case))
		}
		if err := s.cases.all[x.Case-1].may(x); err != nil {
			return nil, err
		}
	}
	body, err := json.Marshal(x)
	if err != nil {
		return nil, err
	}
	if err := s.app.Store.AddAudit(auditCase, body); err != nil {
		return nil, err
	}
	if err := s.book(); err != nil {
		return nil, err
	}
	return s.cases.all[x.Case-1].copy(), nil
}

// copy is for reading without the lock.
func (c *dossierCase) copy() *dossierCase {
	out := *c
	out.Steps = slices.Clone(c.Steps)
	out.Entity = !strings.Contains(c.Subject, " ")
	return &out
}

// someCases gives the cases that are wanted, the latest first.
func (s *site) someCases(want func(*dossierCase) bool) ([]*dossierCase, error) {
	s.cases.mu.Lock()
	defer s.cases.mu.Unlock()
	if err := s.book(); err != nil {
		return nil, err
	}
	var out []*dossierCase
	for _, c := range slices.Backward(s.cases.all) {
		if want(c) {
			out = append(out, c.copy())
		}
	}
	return out, nil
}

func (s *site) casesOf(subject string) ([]*dossierCase, error) {
	return s.someCases(func(c *dossierCase) bool { return c.Subject == subject })
}

func (s *site) openCases() (int, error) {
	list, err := s.someCases(func(c *dossierCase) bool { return c.State != caseIsClosed })
	return len(list), err
}

// casesPage is the desk.
type casesPage struct {
	State string
	Cases []*dossierCase
}

// caseList shows the cases.
func (s *site) caseList(w http.ResponseWriter, r *http.Request) error {
	p := casesPage{State: r.URL.Query().Get("state")}
	var err error
	p.Cases, err = s.someCases(func(c *dossierCase) bool {
		switch p.State {
		case "closed":
			return c.State == caseIsClosed
		case "waiting":
			return c.State == caseIsProposed
		case "all":
			return true
		}
		return c.State != caseIsClosed
	})
	if err != nil {
		return err
	}
	return s.show(w, r, "cases", "cases", "Cases", p)
}

// who is the name under which a caller acts: that of its token, or, on this
// machine without one, what the form says.
func who(r *http.Request) string {
	c := app.CallerOf(r.Context())
	if c.Token != "" || c.Name != "local" && c.Name != "" {
		return c.Name
	}
	return strings.TrimSpace(r.PostFormValue("by"))
}

// maxForm is the largest form, in bytes.
const maxForm = 256 << 10

// form reads a form within its limit.
func form(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return invalid("the form cannot be read: %v", err)
	}
	return nil
}

// remember keeps the name that was typed, so that it need not be typed again.
func remember(w http.ResponseWriter, r *http.Request) {
	if by := strings.TrimSpace(r.PostFormValue("by")); by != "" && len(by) <= 200 {
		http.SetCookie(w, &http.Cookie{Name: "pierce-by", Value: url.QueryEscape(by), Path: "/", MaxAge: int((30 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
	}
}

// remembered is the name that was typed last.
func remembered(r *http.Request) string {
	if c := app.CallerOf(r.Context()); c.Name != "local" {
		return c.Name
	}
	if c, err := r.Cookie("pierce-by"); err == nil {
		if by, err := url.QueryUnescape(c.Value); err == nil {
			return by
		}
	}
	return ""
}

// caseOpen puts a buyer or a line on the desk.
func (s *site) caseOpen(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	x := caseStep{Do: "open", Subject: strings.TrimSpace(r.PostFormValue("subject")), Title: strings.TrimSpace(r.PostFormValue("title")), By: who(r), Text: strings.TrimSpace(r.PostFormValue("text"))}
	if x.Subject == "" || x.Text == "" {
		return invalid("a case needs its subject and why it is opened")
	}
	c, err := s.step(x)
	if err != nil {
		return err
	}
	remember(w, r)
	http.Redirect(w, r, "/case/"+strconv.Itoa(c.Number), http.StatusSeeOther)
	return nil
}

// casePage is one case.
type casePage struct {
	*dossierCase
	By       string
	Outcomes []string
}

// caseShow shows a case.
func (s *site) caseShow(w http.ResponseWriter, r *http.Request) error {
	n, _ := strconv.Atoi(r.PathValue("number"))
	list, err := s.someCases(func(c *dossierCase) bool { return c.Number == n })
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return notFound("case " + short(r.PathValue("number"), 20))
	}
	return s.show(w, r, "case", "cases", "Case "+strconv.Itoa(n), casePage{list[0], remembered(r), outcomes()})
}

// caseChange adds a step to a case.
func (s *site) caseChange(w http.ResponseWriter, r *http.Request) error {
	if err := form(w, r); err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.PathValue("number"))
	x := caseStep{Case: n, Do: r.PostFormValue("do"), Outcome: r.PostFormValue("outcome"), By: who(r), Text: strings.TrimSpace(r.PostFormValue("text"))}
	if x.Do == "open" {
		return invalid("the case is open already")
	}
	if x.Do != "propose" {
		x.Outcome = ""
	}
	if _, err := s.step(x); err != nil {
		return err
	}
	remember(w, r)
	http.Redirect(w, r, "/case/"+strconv.Itoa(n), http.StatusSeeOther)
	return nil
}
