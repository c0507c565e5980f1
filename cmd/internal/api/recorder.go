package api

import (
	"io"
	"net/http"
	"time"
)

// recorder is a ResponseWriter that remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	cut    bool
	before func() // called before each write; nil for nothing
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(code int) {
	if r.status == 0 && code >= http.StatusOK {
		r.status = code
	}
	r.ResponseWriter.WriteHeader(code)
}

// Write counts the bytes.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	if r.before != nil {
		r.before()
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets a ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// keptBody is how much of a question's body the audit log holds.
const keptBody = 2000

// bodyRead keeps the beginning of what a client sent, and how much it was.
type bodyRead struct {
	in   io.ReadCloser
	head []byte
	n    int64
}

func (b *bodyRead) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if room := keptBody - len(b.head); room > 0 {
		b.head = append(b.head, p[:min(n, room)]...)
	}
	b.n += int64(n)
	return n, err
}

func (b *bodyRead) Close() error { return b.in.Close() }

func (b *bodyRead) said() string {
	if b == nil {
		return ""
	}
	return string(b.head)
}

func (b *bodyRead) size() int64 {
	if b == nil {
		return 0
	}
	return b.n
}

// stream moves the deadlines of a connection on as long as something moves: a
// client that stops reading, or sending, is cut off after idle.
type stream struct {
	conn *http.ResponseController
}

func newStream(w http.ResponseWriter) *stream {
	s := &stream{conn: http.NewResponseController(w)}
	s.write()
	return s
}

// write moves the deadline of what is written. Errors are those of a test's
// recorder, which has no connection.
func (s *stream) write() { _ = s.conn.SetWriteDeadline(time.Now().Add(idle)) }

func (s *stream) body(in io.ReadCloser) io.ReadCloser { return &streamBody{in, s.conn} }

type streamBody struct {
	io.ReadCloser
	conn *http.ResponseController
}

func (b *streamBody) Read(p []byte) (int, error) {
	_ = b.conn.SetReadDeadline(time.Now().Add(idle))
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		_ = b.conn.SetReadDeadline(time.Time{}) // all is read: the answer may take its time
		_ = b.conn.SetWriteDeadline(time.Now().Add(idle))
	}
	return n, err
}
