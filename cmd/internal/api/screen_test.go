package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pierce-er/pierce/engine/store"
	"github.com/pierce-er/pierce/fixtures"
)

// manifest is the demonstration's manifest.
func manifest(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(filepath.Dir(open(t).Dir), filepath.FromSlash(fixtures.Shipments)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestScreen: every line comes out in order, then how many there were; saved, it
// can be repeated.
func TestScreen(t *testing.T) {
	a := newWorld(t)
	srv := serve(t, a, nil)
	got := call(t, "POST", srv.URL+"/api/v1/screen?as_of=line&save=book", manifest(t))
	lines := strings.Split(strings.TrimSpace(got.body), "\n")
	if got.status != 200 || got.header.Get("Content-Type") != "application/x-ndjson" || len(lines) < 40 {
		t.Fatalf("POST /api/v1/screen = %d %s, %d lines", got.status, got.header.Get("Content-Type"), len(lines))
	}
	last := int64(0)
	for _, l := range lines[:len(lines)-1] {
		var r struct {
			Line     int64
			Verdicts []any
			Rejected any
		}
		if err := json.Unmarshal([]byte(l), &r); err != nil || r.Rejected == nil && r.Line <= last {
			t.Fatalf("after line %d: %v %s", last, err, cutText(l, 200))
		}
		last = max(last, r.Line)
	}
	if want := fmt.Sprintf(`{"summary":{"lines":%d,"rejected":0}}`, len(lines)-1); lines[len(lines)-1] != want {
		t.Errorf("the last line is %s, want %s", lines[len(lines)-1], want)
	}
	buyers := "Ref,Name,Country\nK1,Lumenpeak Compute,Singapore\n"
	if got := call(t, "POST", srv.URL+"/api/v1/screen?as_of=2026-11-23", buyers); got.status != 200 || !strings.Contains(got.body, `"role":"buyer"`) || !strings.Contains(got.body, `{"summary":{"lines":1,"rejected":0}}`) {
		t.Errorf("POST /api/v1/screen of counterparties without as = %d %s, want a buyer", got.status, cutText(got.body, 200))
	}
	if got := call(t, "GET", srv.URL+"/api/v1/screenings", ""); !strings.Contains(got.body, `"name":"book"`) {
		t.Errorf("GET /api/v1/screenings = %d %s", got.status, got.body)
	}
	if got := call(t, "POST", srv.URL+"/api/v1/screenings/book/rescreen", ""); got.status != 200 || !strings.Contains(got.body, `"changed":0`) {
		t.Errorf("rescreen = %d %s, want nothing changed", got.status, got.body)
	}
	if got := call(t, "GET", srv.URL+"/api/v1/alerts", ""); got.status != 200 || got.body != "{\"results\":[]}\n" {
		t.Errorf("GET /api/v1/alerts = %d %s", got.status, got.body)
	}
	for path, want := range map[string]int{"/api/v1/screenings/none/rescreen": 404, "/api/v1/alerts/book%2F9/acknowledge": 404, "/api/v1/screen?as=nothing": 404, "/api/v1/screen?as_of=soon": 422, "/api/v1/screen?as=../../etc": 404} {
		if got := call(t, "POST", srv.URL+path, `{"by":"A","why":"w"}`, "Content-Type: application/json"); got.status != want {
			t.Errorf("POST %s = %d %s, want %d", path, got.status, got.body, want)
		}
	}
	if got := call(t, "POST", srv.URL+"/api/v1/screen", ""); got.status != 400 {
		t.Errorf("an empty body = %d %s, want 400", got.status, got.body)
	}
	if got := call(t, "POST", srv.URL+"/api/v1/screen?name=../../x", "no manifest at all"); got.status != 422 {
		t.Errorf("no manifest = %d %s, want 422", got.status, got.body)
	}
}

// listen serves on a real listener, with the journal running.
func listen(t *testing.T, o Options) (addr string, stop func()) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- New(o).Serve(ctx, ln, nil) }()
	stop = func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve = %v", err)
		}
	}
	return ln.Addr().String(), stop
}

// TestClientGoesAway: a client that leaves in the middle of a stream, one that
// sends half a body, and one that speaks no HTTP leave the server as it was, and
// no file behind; what was asked is in the audit log, whose chain holds.
func TestClientGoesAway(t *testing.T) {
	a := newWorld(t)
	o := Options{App: a, Now: clock, Log: quiet(), Guard: Guard{Open: true}, Temp: t.TempDir()}
	addr, stop := listen(t, o)
	text := manifest(t)
	head, rows, _ := strings.Cut(text, "\n")
	big := head + "\n" + strings.Repeat(rows, 60)
	dial := func(send string) net.Conn {
		c, err := net.DialTimeout("tcp", addr, 5*time.Second)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte(send)); err != nil {
			t.Fatal(err)
		}
		return c
	}
	post := "POST /api/v1/screen?as_of=line HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
	reader := dial(fmt.Sprintf("%s%d\r\n\r\n%s", post, len(big), big))
	if line, err := bufio.NewReader(reader).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Errorf("the stream begins with %q, %v", line, err)
	}
	reader.Close()
	dial(fmt.Sprintf("%s%d\r\n\r\n%s", post, len(big), big[:len(big)/2])).Close()
	dial("\x16\x03\x01 no HTTP\r\n\r\n").Close()
	if resp, err := http.Get("http://" + addr + "/api/v1/search?q=lumenpeak"); err != nil || resp.StatusCode != 200 {
		t.Fatalf("after that: %v", err)
	} else {
		resp.Body.Close()
	}
	stop()
	left, err := os.ReadDir(o.Temp)
	if err != nil || len(left) != 0 {
		t.Errorf("%d files are left behind, %v", len(left), err)
	}
	told := ""
	if err := a.Store.Audit(func(e store.AuditEntry) error {
		if e.What == "asked" {
			told += string(e.Body)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"/api/v1/search?q=lumenpeak", "/api/v1/screen?as_of=line", `"who":"local"`} {
		if !strings.Contains(told, want) {
			t.Errorf("the audit log lacks %s: %s", want, cutText(told, 600))
		}
	}
	if r, err := a.Store.Verify(false); err != nil || !r.OK() {
		t.Errorf("Verify = %+v, %v", r, err)
	}
}
