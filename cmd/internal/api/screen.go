package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/screen"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/all"
	"github.com/pierce-er/pierce/ingest/registry/table"
	shipments "github.com/pierce-er/pierce/ingest/shipment/table"
)

// The lines of a screening's stream: a result as pierce screen prints it, a bad
// row, and at the end how many there were of both. A stream without that last
// line was cut off.
type rejectLine struct {
	Rejected struct {
		Line  int64  `json:"line"`
		Field string `json:"field,omitempty"`
		Value string `json:"value,omitempty"`
		Why   string `json:"why"`
	} `json:"rejected"`
}

type summaryLine struct {
	Summary app.Screened `json:"summary"`
}

// screening registers the screening of what is posted.
func (s *Server) screening() {
	s.raw(http.MethodPost, "/api/v1/screen", route{right: app.Screen, body: maxManifest, long: true}, s.screen)
	text := &huma.Schema{Type: huma.TypeString}
	param := func(name, doc string) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: doc, Schema: text}
	}
	s.api.OpenAPI().AddOperation(&huma.Operation{OperationID: "screen", Method: http.MethodPost, Path: "/api/v1/screen", Summary: "Score a manifest or a list of counterparties, line by line", Tags: []string{"decide"},
		Description: "The body is the file as it is, compressed perhaps. It is read whole first, then answered as JSON lines in the order of the manifest: a result each, {\"rejected\": …} for a bad row, and at the end {\"summary\": …}; a stream without that last line was cut off. Memory does not grow with the manifest.\n\nNeeds the right screen.",
		Security:    []map[string][]string{{"token": {}}},
		Parameters: []*huma.Param{param("as", "The format, as shipments or parties; /api/v1/formats lists them. Default: found out from what is in it."), param("as_of", "The day of the verdicts, or line for each line's own. Default: today."),
			param("name", "The file's name, of which the ending counts."), param("encoding", "Character set, as gb18030. Default: found out from the bytes."), param("save", "Keep the screening under this name, to be repeated when lists or owners change.")},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}},
		Responses: map[string]*huma.Response{"200": {Description: "JSON lines.", Content: map[string]*huma.MediaType{"application/x-ndjson": {
			Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[screen.Result](), true, "Result")}}}},
	})
}

var ending = regexp.MustCompile(`(\.[a-z0-9]{1,8}){1,2}$`)

// spool keeps a body in a temporary file, so that the client is done sending
// before it reads: one that sends all first would else wait for us as we for it.
func (s *Server) spool(r *http.Request) (path string, n int64, err error) {
	f, err := os.CreateTemp(s.temp, "pierce-manifest-*"+ending.FindString(r.URL.Query().Get("name")))
	if err != nil {
		return "", 0, err
	}
	n, err = io.Copy(f, r.Body)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name()) // the first error says enough
		return "", n, err
	}
	return f.Name(), n, nil
}

// screenOf is what a request wants screened.
func (s *Server) screenOf(r *http.Request) (*app.Screening, error) {
	q := r.URL.Query()
	x := &app.Screening{SaveAs: q.Get("save"), In: ingest.Options{Encoding: q.Get("encoding"), Now: s.now, Dataset: "manifest"}}
	as := q.Get("as")
	x.Terms = app.Terms{As: as, Today: q.Get("as_of") == ""}
	var err error
	if q.Get("as_of") != "line" {
		if x.Options.AsOf, err = s.day(q.Get("as_of")); err != nil {
			return nil, err
		}
	}
	x.Terms.AsOf = x.Options.AsOf
	switch as {
	case "parties":
		x.In.Source = table.Source{Recognise: true}
		return x, nil
	case "":
		return x, nil // by what is in it, once it is here
	}
	if !slices.ContainsFunc(all.Sources(), func(src ingest.Source) bool { return src.Format().Name == as }) {
		return nil, missing("format", as)
	}
	x.In.Source, err = all.Find(as)
	return x, err
}

// detected is the source that the body looks like; shipments, whose errors tell
// the headings, where it looks like none.
func detected(o *ingest.Options) ingest.Source {
	if src, err := all.Detect(o); err == nil && !src.Format().NeedsMap {
		return src
	}
	return shipments.Source{}
}

// screen screens what is posted.
func (s *Server) screen(w http.ResponseWriter, r *http.Request) {
	x, err := s.screenOf(r)
	if err == nil {
		_, err = s.app.Fresh()
	}
	if err != nil {
		s.answer(w, r, nil, err)
		return
	}
	path, n, err := s.spool(r)
	if err != nil {
		s.answer(w, r, nil, unreadable(err))
		return
	}
	defer os.Remove(path) // a leftover goes with the system's temporary files
	if n == 0 {
		s.answer(w, r, nil, badRequest("the body", "", "want a manifest"))
		return
	}
	x.In.Paths = []string{path}
	if x.In.Source == nil {
		x.In.Source = detected(&x.In)
	}
	s.streamLines(w, r, x)
}

// flushEvery is how long a line waits for others before it is sent.
const flushEvery = 200 * time.Millisecond

// lineStream is a stream of JSON lines. What it holds is sent now and then; until
// something was, an error can still be told as a problem.
type lineStream struct {
	w    http.ResponseWriter
	now  func() time.Time
	held bytes.Buffer
	last time.Time
	sent bool
}

// put adds a line.
func (l *lineStream) put(v any) error {
	enc := json.NewEncoder(&l.held)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	if l.held.Len() >= 64<<10 || l.now().Sub(l.last) >= flushEvery {
		return l.flush()
	}
	return nil
}

// flush sends what is held.
func (l *lineStream) flush() error {
	l.last, l.sent = l.now(), true
	l.w.Header().Set("Content-Type", "application/x-ndjson")
	_, err := l.w.Write(l.held.Bytes())
	l.held.Reset()
	if err != nil {
		return err
	}
	return http.NewResponseController(l.w).Flush()
}

// streamLines sends the results. An error before the first line was sent is a
// problem; after it the connection is broken off, so that nobody takes what came
// for the whole.
func (s *Server) streamLines(w http.ResponseWriter, r *http.Request, x *app.Screening) {
	out := &lineStream{w: w, now: s.now, last: s.now()}
	x.Reject = func(e ingest.RowError) error {
		var l rejectLine
		l.Rejected.Line, l.Rejected.Field, l.Rejected.Value, l.Rejected.Why = e.Line, e.Field, cutText(e.Value, 200), e.Err.Error()
		return out.put(l)
	}
	sum, err := s.app.Screen(r.Context(), *x, func(res *screen.Result) error {
		s.screened.Inc()
		return out.put(res)
	})
	if err == nil && sum.Lines == 0 && !out.sent {
		err = &engine.Error{Op: "screen", Code: engine.Invalid, Err: fmt.Errorf("nothing was screened: all %d rows were rejected", sum.Rejected), Hint: "is the file of the format that as names?"}
	}
	if err == nil {
		err = errors.Join(out.put(summaryLine{sum}), out.flush())
	}
	switch {
	case err == nil:
	case out.sent:
		s.tell(r.Context(), err)
		panic(http.ErrAbortHandler)
	default:
		s.answer(w, r, nil, err)
	}
}
