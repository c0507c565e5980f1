package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// seen is an output that can be read while it is written to.
type seen struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *seen) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *seen) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// served starts pierce serve on a free port over a folder with one company, and
// gives its address and what ends it.
func served(t *testing.T, args ...string) (url, dir string, stop func() int) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	var out, errs seen
	in := strings.NewReader(`{"id":"p1","kind":"company","names":["Lumenpeak Compute"],"country":"SG"}` + "\n")
	if code := run(t.Context(), []string{"--data", dir, "ingest", "--as", "pierce", "--dataset", "own", "--retrieved", "2026-01-01", "-"}, in, &out, &errs); code != 0 {
		t.Fatalf("pierce ingest = %d\n%s", code, errs.String())
	}
	ctx, cancel := context.WithCancel(t.Context())
	var told seen
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"--data", dir, "serve", "--addr", "127.0.0.1:0"}, args...), strings.NewReader(""), &told, &errs)
	}()
	stop = func() int {
		cancel()
		select {
		case code := <-ended:
			return code
		case <-time.After(30 * time.Second):
			t.Fatal("pierce serve did not end")
		}
		return -1
	}
	for range 300 {
		if _, rest, ok := strings.Cut(told.String(), " at http"); ok && strings.Contains(rest, "\n") {
			return "http" + strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]), dir, stop
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	t.Fatalf("pierce serve did not begin: %s%s", told.String(), errs.String())
	return "", "", nil
}

// get gives the status and the body of an answer.
func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// TestServe: while it serves, other commands reach the folder through it; a
// second server is refused; an interrupt ends it well.
func TestServe(t *testing.T) {
	url, dir, stop := served(t)
	if code, body := get(t, url+"/healthz"); code != 200 || body != "ok\n" {
		t.Errorf("GET /healthz = %d %q, want 200 ok", code, body)
	}
	if code, body := get(t, url+"/api/v1/search?q=lumenpaek"); code != 200 || !strings.Contains(body, "Lumenpeak Compute") {
		t.Errorf("GET /api/v1/search = %d %s, want the company", code, body)
	}
	var out, errs seen
	if code := run(t.Context(), []string{"--data", dir, "search", "--json", "lumenpeak"}, strings.NewReader(""), &out, &errs); code != 0 || !strings.Contains(out.String(), "Lumenpeak Compute") {
		t.Errorf("pierce search beside the server = %d %s%s, want the company", code, out.String(), errs.String())
	}
	if code := run(t.Context(), []string{"--data", dir, "serve", "--addr", "127.0.0.1:0"}, strings.NewReader(""), &out, &errs); code != 6 {
		t.Errorf("a second pierce serve = %d, want 6", code)
	}
	if code := stop(); code != 0 {
		t.Errorf("pierce serve ended with %d, want 0", code)
	}
}

// TestServeFlags: what does not go together, or would open the folder to
// everyone, is refused before anything is opened.
func TestServeFlags(t *testing.T) {
	for _, tt := range []struct {
		args string
		want string // in what is said
	}{
		{"--addr 0.0.0.0:0", "open to others"},
		{"--addr :0", "open to others"},
		{"--addr nonsense", "want HOST:PORT"},
		{"--tls-cert x.pem", "go together"},
		{"--allow-origin *", "--require-token"},
		{"--allow-origin http://a/b", "want an origin"},
	} {
		var out, errs seen
		code := run(t.Context(), append([]string{"--data", t.TempDir(), "serve"}, strings.Fields(tt.args)...), strings.NewReader(""), &out, &errs)
		if code != 2 || !strings.Contains(errs.String(), tt.want) {
			t.Errorf("pierce serve %s = %d %s, want 2 with %q", tt.args, code, errs.String(), tt.want)
		}
	}
	_, dir, stop := served(t)
	stop()
	var out, errs seen
	if code := run(t.Context(), []string{"--data", dir, "serve", "--addr", "127.0.0.1:0", "--require-token"}, strings.NewReader(""), &out, &errs); code != 3 || !strings.Contains(errs.String(), "pierce token add") {
		t.Errorf("pierce serve --require-token without tokens = %d %s, want 3 with a hint", code, errs.String())
	}
}

// TestServeTLS: over TLS a token is made and revoked while it serves.
func TestServeTLS(t *testing.T) {
	cert, key := certificate(t)
	url, dir, stop := served(t, "--tls-cert", cert, "--tls-key", key)
	defer stop()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}}
	var out, errs seen
	if code := run(t.Context(), []string{"--data", dir, "token", "add", "batch", "--may", "screen"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("pierce token add = %d %s", code, errs.String())
	}
	ask := func(path string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+strings.TrimSpace(out.String()))
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := ask("/api/v1/search?q=lumenpeak"); got != http.StatusForbidden {
		t.Errorf("a token that may only screen searches: %d, want 403", got)
	}
	if code := run(t.Context(), []string{"--data", dir, "token", "revoke", "batch"}, strings.NewReader(""), &errs, &errs); code != 0 {
		t.Fatalf("pierce token revoke = %d %s", code, errs.String())
	}
	if got := ask("/api/v1/search?q=lumenpeak"); got != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d, want 401", got)
	}
}

// certificate writes a certificate for this machine and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range map[string]*pem.Block{"c.pem": {Type: "CERTIFICATE", Bytes: der}, "k.pem": {Type: "PRIVATE KEY", Bytes: raw}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "c.pem"), filepath.Join(dir, "k.pem")
}
