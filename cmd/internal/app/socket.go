package app

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Request is a command that one process asks another, which holds the data
// folder, to run for it.
type Request struct {
	Args     []string `json:"args"`
	Dir      string   `json:"dir"`      // working folder of the asker: its relative paths start there
	Width    int      `json:"width"`    // columns of the asker's terminal, 0 if standard output is none
	Terminal bool     `json:"terminal"` // whether the asker's standard error is a terminal
	Typed    bool     `json:"typed"`    // whether the asker's standard input is one
}

// Handler runs a request and gives its exit code.
type Handler func(ctx context.Context, r Request, stdin io.Reader, stdout, stderr io.Writer) int

// The frames of the protocol: a byte for the type, four for the length of what
// follows, big-endian. The asker sends one request, then standard input as it
// is wanted; the holder answers with output and at the end the exit code.
const (
	frameRequest byte = 'q' // asker: Request as JSON
	frameInput   byte = 'i' // asker: a piece of standard input
	frameEOF     byte = 'z' // asker: standard input is at its end
	frameWant    byte = 'w' // holder: send a piece of standard input
	frameStdout  byte = 'o' // holder: a piece of standard output
	frameStderr  byte = 'e' // holder: a piece of standard error
	frameExit    byte = 'x' // holder: the exit code, four bytes
)

// maxFrame bounds a frame, so that a stranger's bytes cannot make the holder
// set aside memory.
const maxFrame = 1 << 20

// socketPath is where the holder of a data folder listens: inside the folder,
// or in the system's temporary folder where that path is longer than a socket
// address may be (108 bytes on Linux, 104 on macOS).
func socketPath(dir string) string {
	p := filepath.Join(dir, "pierce.sock")
	if len(p) < 100 {
		return p
	}
	h := fnv.New64a()
	h.Write([]byte(p))
	return filepath.Join(os.TempDir(), fmt.Sprintf("pierce-%d-%x.sock", os.Getuid(), h.Sum64()))
}

// Listener answers requests of other processes until it is closed.
type Listener struct {
	ln   net.Listener
	path string
	busy sync.WaitGroup
	stop context.CancelFunc
}

// Listen answers requests at the socket of a data folder. The caller holds the
// folder's lock, so a socket file that is there is a leftover.
func Listen(dir string, handle Handler) (*Listener, error) {
	path := socketPath(dir)
	_ = os.Remove(path) // a leftover of a process that was killed
	ln, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		ln.Close()
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &Listener{ln: ln, path: path, stop: stop}
	l.busy.Add(1)
	go l.accept(ctx, handle)
	return l, nil
}

func (l *Listener) accept(ctx context.Context, handle Handler) {
	defer l.busy.Done()
	for {
		conn, err := l.ln.Accept()
		if err != nil {
			return // closed
		}
		l.busy.Add(1)
		go func() {
			defer l.busy.Done()
			defer conn.Close()
			answer(ctx, conn, handle)
		}()
	}
}

// Close takes no more requests and waits for those under way.
func (l *Listener) Close() error {
	err := l.ln.Close()
	l.busy.Wait()
	l.stop()
	return err
}

// Interrupt breaks off the requests under way: a process that is told to end
// does not wait for others' input.
func (l *Listener) Interrupt() { l.stop() }

// requestWait is how long an asker may take to say what it wants. It sends its
// request at once; one that does not would keep the holder from ending.
const requestWait = 5 * time.Second

// answer reads one request, runs it, and streams what it prints.
func answer(ctx context.Context, conn net.Conn, handle Handler) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	_ = conn.SetReadDeadline(time.Now().Add(requestWait)) // a connection without deadlines is only less guarded
	r := bufio.NewReader(conn)
	kind, body, err := readFrame(r)
	if err != nil || kind != frameRequest {
		return
	}
	_ = conn.SetReadDeadline(time.Time{})
	var req Request
	if json.Unmarshal(body, &req) != nil {
		return
	}
	var mu sync.Mutex
	w := bufio.NewWriter(conn)
	send := func(kind byte, b []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if err := writeFrame(w, kind, b); err != nil {
			return err
		}
		return w.Flush()
	}
	in := &remoteInput{ctx: ctx, pieces: make(chan []byte), want: func() error { return send(frameWant, nil) }}
	go in.receive(ctx, r, cancel)
	code := handle(ctx, req, in, frameWriter{frameStdout, send}, frameWriter{frameStderr, send})
	cancel()
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(code))
	_ = send(frameExit, b[:]) // an asker that went away needs no answer
}

// remoteInput is the asker's standard input, fetched when it is read.
type remoteInput struct {
	ctx    context.Context // of the request
	pieces chan []byte
	want   func() error
	rest   []byte
	done   bool
}

// receive hands on the asker's frames; when the asker goes away it cancels the
// command.
func (in *remoteInput) receive(ctx context.Context, r *bufio.Reader, cancel func()) {
	defer close(in.pieces)
	for {
		kind, body, err := readFrame(r)
		if err != nil {
			cancel()
			return
		}
		if kind == frameEOF {
			body = nil
		}
		select {
		case in.pieces <- body:
		case <-ctx.Done():
			return
		}
	}
}

// Read asks for a piece and waits for it. Only the asker's word ends the input:
// one that went away, killed perhaps in the middle of a list, is an error.
func (in *remoteInput) Read(p []byte) (int, error) {
	if len(in.rest) == 0 {
		if in.done {
			return 0, io.EOF
		}
		if err := in.want(); err != nil {
			return 0, err
		}
		select {
		case <-in.ctx.Done():
			return 0, in.ctx.Err()
		case piece, ok := <-in.pieces:
			if !ok {
				return 0, io.ErrUnexpectedEOF
			}
			in.done = piece == nil
			in.rest = piece
		}
		if in.done {
			return 0, io.EOF
		}
	}
	n := copy(p, in.rest)
	in.rest = in.rest[n:]
	return n, nil
}

// frameWriter sends what is written as frames of one type.
type frameWriter struct {
	kind byte
	send func(byte, []byte) error
}

func (w frameWriter) Write(p []byte) (int, error) {
	for i := 0; i < len(p); i += maxFrame {
		if err := w.send(w.kind, p[i:min(i+maxFrame, len(p))]); err != nil {
			return i, err
		}
	}
	return len(p), nil
}

// locked is what Forward gives where the holder can not be asked.
func locked(dir string, err error) error {
	return &engine.Error{Op: "open", ID: dir, Code: engine.Locked, Err: err, Hint: "wait for the other process to end, or stop it"}
}

var errNobody = errors.New("nobody answers at the data folder's socket")

// Forward has the process that holds a data folder run a request, and gives
// its exit code. Where nobody answers at the folder's socket, or the holder
// goes away in the middle, it is Locked; an error of the caller's own input or
// output is given as it is.
func Forward(ctx context.Context, dir string, r Request, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", socketPath(dir))
	if err != nil {
		return 0, locked(dir, errNobody)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	body, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	if err := writeFrame(conn, frameRequest, body); err != nil {
		return 0, locked(dir, errNobody)
	}
	br := bufio.NewReader(conn)
	gone := func(err error) error {
		return locked(dir, fmt.Errorf("the process that holds the data folder went away: %w", err))
	}
	started := false
	for {
		kind, body, err := readFrame(br)
		switch {
		case err != nil && ctx.Err() != nil:
			return 0, ctx.Err()
		case err != nil && !started:
			return 0, locked(dir, errNobody)
		case err != nil:
			return 0, gone(err)
		}
		started = true
		switch kind {
		case frameStdout:
			_, err = stdout.Write(body)
		case frameStderr:
			_, err = stderr.Write(body)
		case frameWant:
			kind, body, err = nextInput(stdin)
			if err == nil {
				if err = writeFrame(conn, kind, body); err != nil {
					err = gone(err)
				}
			}
		case frameExit:
			if len(body) != 4 {
				return 0, errors.New("the data folder's holder sent a broken answer")
			}
			return int(binary.BigEndian.Uint32(body)), nil
		}
		if ctx.Err() != nil {
			return 0, ctx.Err()
		}
		if err != nil {
			return 0, err
		}
	}
}

// nextInput is the frame with the next piece of standard input.
func nextInput(stdin io.Reader) (kind byte, body []byte, err error) {
	buf := make([]byte, 64<<10)
	n, err := stdin.Read(buf)
	switch {
	case n > 0:
		return frameInput, buf[:n], nil
	case err == nil || errors.Is(err, io.EOF):
		return frameEOF, nil, nil
	}
	return 0, nil, err
}

func readFrame(r io.Reader) (byte, []byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, err
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxFrame {
		return 0, nil, fmt.Errorf("a frame of %d bytes, over the limit of %d", n, maxFrame)
	}
	body := make([]byte, n)
	_, err := io.ReadFull(r, body)
	return head[0], body, err
}

func writeFrame(w io.Writer, kind byte, body []byte) error {
	var head [5]byte
	head[0] = kind
	binary.BigEndian.PutUint32(head[1:], uint32(len(body)))
	if _, err := w.Write(append(head[:], body...)); err != nil {
		return err
	}
	return nil
}
