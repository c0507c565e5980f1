package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/own"
	"github.com/pierce-er/pierce/engine/query"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
)

func screenOptions(asOf engine.Date) query.ScreenOptions { return query.ScreenOptions{AsOf: asOf} }

// screenPage is the form, with what was screened lately.
type screenPage struct {
	Recent  []jobState
	Formats []string
}

// screenFormats are the kinds of manifest that the form offers.
func screenFormats() []string {
	out := []string{"shipments", "parties"}
	for _, s := range all.Sources() {
		if f := s.Format(); !f.NeedsMap && !slices.Contains(out, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// screenForm shows where to drop a manifest.
func (s *site) screenForm(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, "screen", "screen", "Screen", screenPage{s.jobs.recent(), screenFormats()})
}

// screenStart takes a manifest and begins to screen it.
func (s *site) screenStart(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	parts, err := r.MultipartReader()
	if err != nil {
		return invalid("drop a file: %v", err)
	}
	fields := map[string]string{}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return invalid("no file was given")
		}
		if err != nil {
			return invalid("the form was cut off: %v", err)
		}
		if part.FormName() != "manifest" {
			b, err := io.ReadAll(io.LimitReader(part, 200))
			if err != nil {
				return invalid("the form was cut off: %v", err)
			}
			fields[part.FormName()] = strings.TrimSpace(string(b))
			continue
		}
		x := &job{Name: short(filepath.Base(part.FileName()), 100), By: remembered(r), At: s.now()}
		if part.FileName() == "" {
			return invalid("no file was given")
		}
		if err := s.take(x, part, fields); err != nil {
			return err
		}
		http.Redirect(w, r, "/screen/"+x.ID, http.StatusSeeOther)
		return nil
	}
}

// take keeps the manifest in a file while it is screened, and starts.
func (s *site) take(x *job, part io.Reader, fields map[string]string) error {
	in := ingest.Options{Dataset: "manifest", Now: s.now}
	var err error
	if as := cmp.Or(fields["as"], "shipments"); as == "parties" {
		in.Source = table.Source{Recognise: true}
	} else if in.Source, err = all.Find(as); err != nil {
		return invalid("%v", err)
	}
	var day engine.Date
	if x.AsOf = fields["as_of"]; x.AsOf == "" {
		day = engine.DateOf(s.now())
		x.AsOf = day.String()
	} else if x.AsOf != "line" {
		if day, err = engine.ParseDate(x.AsOf); err != nil || !day.Exact() {
			return invalid("as of: got %q, want a day as 2024-05-31", short(x.AsOf, 40))
		}
	}
	f, err := os.CreateTemp(s.jobs.dir, "pierce-manifest-*"+ending(x.Name))
	if err != nil {
		return err
	}
	n, err := io.Copy(f, part)
	if err == nil && n == 0 {
		err = invalid("the file is empty")
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = s.start(x, f.Name(), in, day)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // the error says more
	}
	return err
}

// ending is the end of a file's name, by which some formats are known; "" where
// it is no plain one.
func ending(name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if len(ext) > 8 || strings.ContainsFunc(strings.TrimPrefix(ext, "."), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		return ""
	}
	return ext
}

// job finds a job of the address.
func (s *site) job(r *http.Request) (*job, error) {
	if x := s.jobs.find(r.PathValue("job")); x != nil {
		return x, nil
	}
	return nil, &engine.Error{Code: engine.NotFound, Err: fmt.Errorf("there is no such screening: the server keeps the last %d until it ends", maxJobs), Hint: "drop the manifest again"}
}

// screenProgress tells a script how far it is.
func (s *site) screenProgress(w http.ResponseWriter, r *http.Request) error {
	x, err := s.job(r)
	if err != nil {
		return err
	}
	return sendJSON(w, x.state())
}

// screenResults gives the results as the command prints them.
func (s *site) screenResults(w http.ResponseWriter, r *http.Request) error {
	x, err := s.job(r)
	if err != nil {
		return err
	}
	if !x.state().Done {
		return &engine.Error{Code: engine.Locked, Err: fmt.Errorf("it is not done yet")}
	}
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Content-Disposition", `attachment; filename="results.jsonl"`)
	x.mu.Lock()
	whole := io.NewSectionReader(x.results, 0, x.written)
	x.mu.Unlock()
	_, _ = io.Copy(w, whole) // whoever asked may be gone
	return nil
}

// jobPage is the table of a manifest.
type jobPage struct {
	jobState
	AsOf    string
	Rows    []lineRow
	Shown   int // lines that the filter lets through
	Counts  []choice
	Text    string
	Sort    []choice
	From    int
	Next    string
	Before  string
	Rejects []string
}

// linesPerPage is how many lines a page of the table has.
const linesPerPage = 100

// answers are the answers of verdicts, the worst first.
func answers() []own.Answer {
	return []own.Answer{own.Yes, own.DependsOnDate, own.Unknown, own.NoUnlessHidden, own.No}
}

// screenJob shows the table, sorted and filtered as the address says.
func (s *site) screenJob(w http.ResponseWriter, r *http.Request) error {
	x, err := s.job(r)
	if err != nil {
		return err
	}
	v := r.URL.Query()
	p := jobPage{jobState: x.state(), AsOf: x.AsOf, Text: short(v.Get("text"), 200), From: whole(r, "from", 0, maxLines, 0)}
	x.mu.Lock()
	rows := slices.Clone(x.lines)
	p.Rejects = slices.Clone(x.rejects[:min(len(x.rejects), 50)])
	x.mu.Unlock()
	p.count(rows, v)
	rows = slices.DeleteFunc(rows, func(l lineRow) bool { return !l.fits(v.Get("answer"), p.Text) })
	sortRows(rows, cmp.Or(v.Get("sort"), "worst"))
	for _, by := range []string{"worst", "score", "line", "who"} {
		p.Sort = append(p.Sort, choice{by, 0, link(r, "sort", by), by == cmp.Or(v.Get("sort"), "worst")})
	}
	p.Shown = len(rows)
	p.From = min(p.From, len(rows))
	if end := p.From + linesPerPage; end < len(rows) {
		p.Next = link(r, "from", strconv.Itoa(end))
		rows = rows[:end]
	}
	if p.From > 0 {
		p.Before = link(r, "from", strconv.Itoa(max(0, p.From-linesPerPage)))
	}
	p.Rows = rows[p.From:]
	return s.show(w, r, "job", "screen", "Screening of "+x.Name, p)
}

// link is the address with one value set, back at the first page.
func link(r *http.Request, name, value string) string {
	v := url.Values{}
	for k, list := range r.URL.Query() {
		v[k] = slices.Clone(list)
	}
	v.Del("from")
	v.Set(name, value)
	if value == "" {
		v.Del(name)
	}
	return r.URL.EscapedPath() + "?" + v.Encode()
}

// count counts the lines by their worst answer.
func (p *jobPage) count(rows []lineRow, v url.Values) {
	n := map[own.Answer]int{}
	for i := range rows {
		n[rows[i].Worst]++
	}
	set := func(a string) string {
		u := url.Values{"sort": {cmp.Or(v.Get("sort"), "worst")}}
		if a != "" {
			u.Set("answer", a)
		}
		if p.Text != "" {
			u.Set("text", p.Text)
		}
		return "?" + u.Encode()
	}
	p.Counts = append(p.Counts, choice{"all", len(rows), set(""), v.Get("answer") == ""})
	for _, a := range answers() {
		if n[a] > 0 {
			p.Counts = append(p.Counts, choice{string(a), n[a], set(string(a)), v.Get("answer") == string(a)})
		}
	}
}

func (l *lineRow) fits(answer, text string) bool {
	if answer != "" && string(l.Worst) != answer {
		return false
	}
	return text == "" || strings.Contains(strings.ToLower(strings.Join([]string{l.ID, l.Who, l.Rules, l.Signs, l.Goods}, " ")), strings.ToLower(text))
}

func sortRows(rows []lineRow, by string) {
	slices.SortStableFunc(rows, func(a, b lineRow) int {
		switch by {
		case "line":
			return cmp.Compare(a.Line, b.Line)
		case "score":
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Line, b.Line))
		case "who":
			return cmp.Or(cmp.Compare(a.Who, b.Who), cmp.Compare(a.Line, b.Line))
		}
		return cmp.Or(cmp.Compare(slices.Index(answers(), a.Worst), slices.Index(answers(), b.Worst)), cmp.Compare(b.Score, a.Score), cmp.Compare(a.Line, b.Line))
	})
}

// rowOf is what the table shows of a result.
func rowOf(r *screen.Result) lineRow {
	row := lineRow{Line: r.Line, ID: short(r.ID, 80), Score: r.Score, Worst: own.No}
	var rules, signs, goods []string
	for _, v := range r.Verdicts {
		if notListed(&v) {
			continue
		}
		if slices.Index(answers(), v.Verdict.Verdict) < slices.Index(answers(), row.Worst) {
			row.Worst, rules = v.Verdict.Verdict, nil
			row.Who = v.Name
		}
		if v.Verdict.Verdict == row.Worst && row.Worst != own.No && !slices.Contains(rules, v.Rule) {
			rules = append(rules, v.Rule)
		}
	}
	for _, x := range r.Reasons {
		if x.Weight > 0 && len(signs) < 4 {
			signs = append(signs, strings.ReplaceAll(x.Sign, "-", " "))
		}
	}
	for _, g := range r.Goods {
		if len(g.Products) > 0 {
			goods = append(goods, strings.Join(g.Products, " "))
		}
	}
	if row.Who == "" || row.Worst == own.No {
		row.Who = buyer(r)
	}
	row.Who, row.Rules, row.Signs, row.Goods = short(row.Who, 120), strings.Join(rules, ", "), strings.Join(signs, ", "), short(strings.Join(goods, ", "), 80)
	return row
}

// notListed reports whether a verdict only says that a list rule, which does not
// name everyone it is about, does not name this one.
func notListed(v *screen.Verdict) bool {
	return v.Verdict.Verdict == own.Unknown && slices.Equal(v.Reasons, []string{own.ReasonNotListed})
}

// buyer is the party that really buys, as far as the line tells.
func buyer(r *screen.Result) string {
	for _, role := range []engine.Role{engine.EndUser, engine.UltimateConsignee, engine.Buyer, engine.Notify, engine.Consignee, engine.Forwarder, engine.Seller, engine.Shipper} {
		for _, p := range r.Parties {
			if p.Role == role && cmp.Or(p.Name, p.Text) != "" {
				return cmp.Or(p.Name, p.Text)
			}
		}
	}
	return ""
}

// linePage is one line explained.
type linePage struct {
	Job jobState
	*screen.Result
	Bits  float64
	Cases []*dossierCase
	Subj  string
}

// screenLine explains a line.
func (s *site) screenLine(w http.ResponseWriter, r *http.Request) error {
	x, err := s.job(r)
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PathValue("line"), 10, 64)
	if err != nil {
		return notFound("this line")
	}
	res, err := x.result(n)
	if err != nil {
		return err
	}
	p := linePage{Job: x.state(), Result: res, Bits: res.Prior, Subj: fmt.Sprintf("line %d (%s) of %s", n, short(res.ID, 60), x.Name)}
	for _, reason := range res.Reasons {
		p.Bits += reason.Weight
	}
	if p.Cases, err = s.casesOf(p.Subj); err != nil {
		return err
	}
	return s.show(w, r, "line", "screen", "Line "+strconv.FormatInt(n, 10), p)
}
