package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/cmd/internal/draw"
	"github.com/pierce-er/pierce/cmd/internal/web"
	"github.com/pierce-er/pierce/fixtures"
)

// reader is somebody at a browser, before the pages of the demonstration world.
type reader struct {
	t   *testing.T
	ctx context.Context
	url string
	dir string
}

// sitDown serves the world with a hostile company added, and opens a browser.
// Without a Chromium the test is skipped.
func sitDown(t *testing.T) *reader {
	t.Helper()
	if testing.Short() {
		t.Skip("the browser takes its time: run without -short")
	}
	browser, err := draw.Browser(os.Getenv("PIERCE_BROWSER"))
	if err != nil {
		t.Skip("no Chromium is in the search path: the pages are not tried in a browser")
	}
	w := loadWorld(t)
	hostile := filepath.Join(w.dir, "hostile.jsonl")
	lines := `{"id":"x1","kind":"company","names":["Evil <script>document.title='owned'</script> \u202egnidarT <img src=x onerror=document.title='owned'> Ltd"],"country":"HK"}
{"id":"x2","kind":"company","names":["Parent \"><svg onload=document.title='owned'> Ltd"]}
{"owner":"x2","owned":"x1","kind":"shares","share":"60"}
{"party":"x2","list":"us-ofac-sdn","program":"<b>TEST</b>","from":"2020-01-01"}
`
	if err := os.WriteFile(hostile, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	w.say("ingest", "--as", "pierce", "--dataset", "hostile", "--retrieved", "2026-11-02", hostile)
	w.say("ingest", "--as", "shipments", "--retrieved", "2026-11-02", filepath.Join(w.dir, fixtures.Shipments))
	h, err := web.Handler(w.h.app, web.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	all := app.Caller{Name: "local", Rights: app.Rights()}
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(rw, r.WithContext(app.WithCaller(r.Context(), all)))
	}))
	t.Cleanup(srv.Close)
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.WSURLReadTimeout(time.Minute), chromedp.Flag("disable-dev-shm-usage", true))
	alloc, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	ctx, cancel := chromedp.NewContext(alloc)
	ctx, late := context.WithTimeout(ctx, 8*time.Minute)
	if err := chromedp.Run(ctx); err != nil { // the browser lives as long as the context that it was begun with
		t.Fatalf("%s does not start: %v", browser, err)
	}
	r := &reader{t: t, ctx: ctx, url: srv.URL, dir: w.dir}
	t.Cleanup(func() { late(); cancel(); stop() })
	chromedp.ListenTarget(ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %s", e.ExceptionDetails.Error())
		case *page.EventJavascriptDialogOpening:
			t.Errorf("a page opened a dialog: %q", e.Message)
		}
	})
	r.size(1200, 900)
	return r
}

// do runs what a reader does.
func (r *reader) do(what string, actions ...chromedp.Action) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.ctx, time.Minute) // a machine that does much else is slow, not wrong
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		var at, text string
		_ = chromedp.Run(r.ctx, chromedp.Location(&at), chromedp.Text("body", &text, chromedp.ByQuery))
		r.t.Fatalf("%s: %v\nat %s:\n%.300s", what, err, at, text)
	}
}

// follow runs what leads to another page, and waits until that is there: to ask
// the page that is being left is to ask nobody.
func (r *reader) follow(what string, actions ...chromedp.Action) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, actions...); err != nil {
		r.t.Fatalf("%s: %v", what, err)
	}
}

func (r *reader) size(width, height int64) {
	r.t.Helper()
	r.do("window", emulation.SetDeviceMetricsOverride(width, height, 1, width < 600))
}

func (r *reader) dark(on bool) {
	r.t.Helper()
	scheme := map[bool]string{true: "dark", false: "light"}[on]
	r.do("colours", emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
}

// open goes to a page.
func (r *reader) open(path string) {
	r.t.Helper()
	r.do("open "+path, chromedp.Navigate(r.url+path), chromedp.WaitReady("main"))
}

// look evaluates an expression on the page.
func look[T any](r *reader, expression string) T {
	r.t.Helper()
	var out T
	r.do(expression, chromedp.Evaluate(expression, &out))
	return out
}

func (r *reader) sees(want ...string) {
	r.t.Helper()
	var text string
	r.do("read", chromedp.Text("body", &text, chromedp.ByQuery))
	for _, s := range want {
		if !strings.Contains(text, s) {
			r.t.Errorf("the page lacks %q:\n%.900s", s, text)
		}
	}
}

// TestPages goes the three journeys in a browser, with a hostile name, by
// keyboard alone, and on a telephone.
func TestPages(t *testing.T) {
	r := sitDown(t)
	for _, step := range []struct {
		name string
		do   func(*testing.T, *reader)
	}{
		{"analyst", analystReads}, {"manifest", manifestIsScreened}, {"investigator", investigatorDecides},
		{"case", caseNeedsTwo}, {"hostile", hostileNameIsText}, {"keys", keysAlone}, {"graph", graphIsExplored}, {"phone", phoneFits},
	} {
		t.Run(step.name, func(t *testing.T) {
			mine := *r
			mine.t = t
			mine.size(1200, 900)
			step.do(t, &mine)
		})
	}
}

func analystReads(t *testing.T, r *reader) {
	r.open("/")
	r.do("type", chromedp.SendKeys(`main input[name=q]`, "Lumenpaek Computing"), chromedp.Submit(`main input[name=q]`), chromedp.WaitVisible(".hits"))
	r.do("choose", chromedp.Click(`//ol[contains(@class,"hits")]//a[contains(., "COMPUTE PTE")]`), chromedp.WaitVisible("#verdicts"))
	r.sees("LUMENPEAK COMPUTE PTE", "bis-hq", "深圳市天衡智算科技有限公司", "sits in CN", "In the end it belongs to", "18 Marsiling Quay", "Shipments")
	r.do("source", chromedp.Click(`#owners ~ table a[href^="/record/"]`), chromedp.WaitVisible("pre"))
	r.sees("As published")
}

func manifestIsScreened(t *testing.T, r *reader) {
	r.open("/screen")
	r.do("drop", chromedp.SetUploadFiles(`input[type=file]`, []string{filepath.Join(r.dir, fixtures.Shipments)}), chromedp.WaitVisible("#lines"))
	r.do("wait", chromedp.WaitVisible(`a[download]`))
	if worst := look[string](r, `document.querySelector('#lines tbody .answer').textContent`); worst != "yes" {
		t.Errorf("the first line's answer is %q, want yes: the worst come first", worst)
	}
	all := look[int](r, `document.querySelectorAll('#lines tbody tr').length`)
	r.do("filter", chromedp.SendKeys(`input[name=text]`, "lumenpeak"))
	r.follow("filtered", chromedp.Submit(`input[name=text]`))
	if at := look[string](r, `location.search`); !strings.Contains(at, "text=lumenpeak") {
		t.Errorf("the filter leads to %q, want text=lumenpeak in it", at)
	}
	if n := look[int](r, `document.querySelectorAll('#lines tbody tr').length`); n == 0 || n >= all {
		t.Errorf("the filter lets %d of %d lines through", n, all)
	}
	r.do("explain", chromedp.Click(`#lines tbody a`), chromedp.WaitVisible(".waterfall"))
	r.sees("Reasons", "prior", "Parties", "Verdicts")
}

func investigatorDecides(t *testing.T, r *reader) {
	r.open("/review")
	before := look[string](r, `document.querySelector('main h1 + p, main p').textContent`)
	r.do("name", chromedp.SendKeys(`#decide input[name=by]`, "A. Lee"), chromedp.Evaluate(`document.activeElement.blur()`, nil))
	r.do("decide", chromedp.KeyEvent("d"), chromedp.WaitVisible(`[data-key=u]`))
	r.sees("Kept:", "different from", "A. Lee")
	r.do("undo", chromedp.KeyEvent("u"), chromedp.WaitNotPresent(`[data-key=u]`), chromedp.WaitReady("#decide"))
	if after := look[string](r, `document.querySelector('main h1 + p, main p').textContent`); after != before {
		t.Errorf("after undo the queue says %q, want %q", after, before)
	}
}

func caseNeedsTwo(t *testing.T, r *reader) {
	r.open("/entity/sg-registry/202318847K")
	r.do("open a case", chromedp.SendKeys(`form[action="/cases"] textarea`, "wants 64 H200"), chromedp.SetValue(`form[action="/cases"] input[name=by]`, "A. Lee"), chromedp.Submit(`form[action="/cases"] textarea`), chromedp.WaitVisible(".steps"))
	r.do("propose", chromedp.SendKeys("textarea", "headquartered in China by its parent"), chromedp.SetValue("select[name=outcome]", "block"), chromedp.Click(`button[value=propose]`), chromedp.WaitVisible(`button[value=confirm]`))
	r.do("confirm as the same", chromedp.Click(`button[value=confirm]`), chromedp.WaitVisible(`[role=alert]`))
	r.sees("second person")
	r.do("back", chromedp.NavigateBack(), chromedp.WaitVisible(`button[value=confirm]`), chromedp.SetValue("input[name=by]", "B. Ortiz"), chromedp.Click(`button[value=confirm]`), chromedp.WaitVisible(`button[value=reopen]`))
	r.sees("closed", "block", "B. Ortiz")
}

func hostileNameIsText(t *testing.T, r *reader) {
	r.open("/search?q=Evil+Ltd")
	r.sees("Evil <script>", "<img src=x")
	r.do("suggest", chromedp.SendKeys(`input[name=q]`, " script"), chromedp.Sleep(300*time.Millisecond))
	r.open("/entity/hostile/x1")
	r.sees("Parent \"><svg onload", "us-ofac-sdn")
	r.open("/record/hostile/x1")
	r.open("/graph/" + look[string](r, `document.querySelector('a[href^="/entity/"]').getAttribute('href').split('/').pop()`))
	for _, path := range []string{"/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/entity/%3Cscript%3E", "/search?q=x&kind=%22%3E%3Cscript%3E", "/case/..%2f..%2fetc", "/screen/..%2f..%2fetc"} {
		r.open(path)
	}
	if look[bool](r, `document.documentElement.outerHTML.includes("\u202e")`) {
		t.Error("a mark that turns the writing direction is on the page")
	}
	for _, path := range []string{"/entity/hostile/x1", "/record/hostile/x1", "/search?q=Evil+Ltd"} {
		r.open(path)
		if title := look[string](r, "document.title"); title == "owned" {
			t.Errorf("%s: a name ran as a script", path)
		}
		if n := look[int](r, "document.querySelectorAll('main script, main img, main svg, main b').length"); n != 0 {
			t.Errorf("%s: %d elements came out of a name", path, n)
		}
	}
}

func keysAlone(t *testing.T, r *reader) {
	r.open("/data")
	r.do("search", chromedp.KeyEvent("/"), chromedp.Evaluate(`document.activeElement.value = ""`, nil), chromedp.KeyEvent("lumenpeak"), chromedp.Sleep(400*time.Millisecond), chromedp.WaitVisible("header .suggestions li"))
	r.do("choose", chromedp.KeyEvent(kb.ArrowDown), chromedp.WaitReady(`[aria-selected=true]`), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible("#verdicts"))
	r.open("/data")
	r.do("skip link", chromedp.KeyEvent(kb.Tab))
	if got := look[string](r, `document.activeElement.className`); got != "skip" && got != "brand" {
		t.Errorf("Tab on a fresh page goes to %q, want the skip link or the first link", got)
	}
	for _, path := range []string{"/screen", "/review", "/cases", "/data", "/entity/sg-registry/202318847K"} {
		r.open(path)
		if n := look[int](r, `[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(x => !x.labels.length && !x.getAttribute('aria-label')).length`); n != 0 {
			t.Errorf("%s: %d fields have no label", path, n)
		}
	}
}

func graphIsExplored(t *testing.T, r *reader) {
	r.open("/entity/sg-registry/202318847K")
	r.do("graph", chromedp.Click(`a[href^="/graph/"]`), chromedp.WaitReady(`#graph[data-ready]`))
	n := look[int](r, `pierceGraph.nodes().length`)
	if n < 8 {
		t.Errorf("the graph has %d parties, want at least 8", n)
	}
	r.do("holdings", chromedp.Click("#more-down"), chromedp.Poll(`pierceGraph.nodes().length > `+strconv.Itoa(n), nil))
	r.do("filter", chromedp.SetValue("#least", "50"), chromedp.Evaluate(`document.querySelector('#least').dispatchEvent(new Event('change'))`, nil))
	if left := look[bool](r, `pierceGraph.edges().not('.gone').every(e => e.data('kind') !== 'shares' || e.data('most') >= 50)`); !left {
		t.Error("after the filter, shares of less than 50 % are shown")
	}
	if labels := look[bool](r, `pierceGraph.edges().some(e => e.data('label') === '60 %')`); !labels {
		t.Error("no arrow says 60 %")
	}
}

func phoneFits(t *testing.T, r *reader) {
	r.size(360, 740)
	for _, path := range []string{"/", "/search?q=lumenpeak", "/entity/sg-registry/202318847K", "/screen", "/review", "/alerts", "/cases", "/data", "/entity/hostile/x1", "/same/address/sg-registry/202318847K"} {
		r.open(path)
		if w := look[int](r, "document.documentElement.scrollWidth"); w > 360 {
			t.Errorf("%s is %d pixels wide on a window of 360", path, w)
		}
	}
}

// TestPictures saves a picture of every page, light, dark and on a telephone,
// into the folder PIERCE_PICTURES, for somebody to look at.
func TestPictures(t *testing.T) {
	dir := os.Getenv("PIERCE_PICTURES")
	if dir == "" {
		t.Skip("PIERCE_PICTURES names no folder")
	}
	r := sitDown(t)
	for name, path := range map[string]string{"home": "/", "search": "/search?q=lumenpeak+compute", "entity": "/entity/sg-registry/202318847K", "review": "/review", "cases": "/cases", "data": "/data", "alerts": "/alerts", "screen": "/screen", "hostile": "/entity/hostile/x1", "graph": ""} {
		for _, kind := range []string{"light", "dark", "phone"} {
			r.size(1200, 900)
			if kind == "phone" {
				r.size(360, 740)
			}
			r.dark(kind == "dark")
			if path == "" {
				r.open("/entity/sg-registry/202318847K")
				r.do("graph", chromedp.Click(`a[href^="/graph/"]`), chromedp.WaitReady(`#graph[data-ready]`), chromedp.Sleep(200*time.Millisecond))
			} else {
				r.open(path)
			}
			var b []byte
			r.do("picture", chromedp.CaptureScreenshot(&b))
			if err := os.WriteFile(filepath.Join(dir, name+"-"+kind+".png"), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
