package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// maxTagged is the longest answer that gets an ETag: up to it an answer is held
// back until it is whole.
const maxTagged = 1 << 20

// tagged answers a question with an ETag made of the answer's bytes, and with
// 304 where the client has them already. The same store gives the same bytes,
// so that a tag holds until something changes.
func (s *Server) tagged(w http.ResponseWriter, r *http.Request) {
	a := askOf(r)
	if r.Method != http.MethodGet || a.route.long || a.route.right == "" || a.route.quiet {
		s.mux.ServeHTTP(w, r)
		return
	}
	t := &tagger{ResponseWriter: w}
	s.mux.ServeHTTP(t, r)
	t.finish(r.Header.Get("If-None-Match"))
}

// tagger holds an answer back until it is whole, or too long.
type tagger struct {
	http.ResponseWriter
	status int
	held   bytes.Buffer
	passed bool
}

func (t *tagger) WriteHeader(code int) {
	if t.status == 0 {
		t.status = code
	}
}

func (t *tagger) Write(b []byte) (int, error) {
	if !t.passed && t.held.Len()+len(b) > maxTagged {
		t.pass()
	}
	if t.passed {
		return t.ResponseWriter.Write(b)
	}
	return t.held.Write(b)
}

// Unwrap lets a ResponseController reach the connection.
func (t *tagger) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// FlushError lets go of what is held: the handler streams.
func (t *tagger) FlushError() error {
	t.pass()
	return http.NewResponseController(t.ResponseWriter).Flush()
}

func (t *tagger) pass() {
	if t.passed {
		return
	}
	t.passed = true
	if t.status == 0 {
		t.status = http.StatusOK
	}
	t.ResponseWriter.WriteHeader(t.status)
	_, _ = t.ResponseWriter.Write(t.held.Bytes()) // an error comes again at the next write
}

// finish sends what is held, with its tag.
func (t *tagger) finish(have string) {
	if t.passed {
		return
	}
	if (t.status == 0 || t.status == http.StatusOK) && t.Header().Get("ETag") == "" {
		sum := sha256.Sum256(t.held.Bytes())
		tag := `"` + hex.EncodeToString(sum[:12]) + `"`
		t.Header().Set("ETag", tag)
		if has(have, tag) {
			t.Header().Del("Content-Length")
			t.Header().Del("Content-Type")
			t.ResponseWriter.WriteHeader(http.StatusNotModified)
			return
		}
	}
	t.pass()
}

// has reports whether an If-None-Match names a tag (RFC 9110, 13.1.2).
func has(header, tag string) bool {
	for h := range strings.SplitSeq(header, ",") {
		if h = strings.TrimPrefix(strings.TrimSpace(h), "W/"); h == tag || h == "*" {
			return true
		}
	}
	return false
}
