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
)

// Request is a command that one process asks another, which holds the data
// folder, to run for it.
type Request struct {
	Args     []string `json:"args"`
	Dir      string   `json:"dir"`      // working folder of the asker: its relative paths start there
	Width    int      `json:"width"`    // columns of the asker's terminal, 0 if standard output is none
	Terminal bool     `json:"terminal"` // whether the asker's standard error is a terminal
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

// answer reads one request, runs it, and streams what it prints.
func answer(ctx context.Context, conn net.Conn, handle Handler) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := bufio.NewReader(conn)
	kind, body, err := readFrame(r)
	if err != nil || kind != frameRequest {
		return
	}
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
	in := &remoteInput{pieces: make(chan []byte), want: func() error { return send(frameWant, nil) }}
	go in.receive(ctx, r, cancel)
	code := handle(ctx, req, in, frameWriter{frameStdout, send}, frameWriter{frameStderr, send})
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(code))
	_ = send(frameExit, b[:]) // an asker that went away needs no answer
}

// remoteInput is the asker's standard input, fetched when it is read.
type remoteInput struct {
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

// Read asks for a piece and waits for it.
func (in *remoteInput) Read(p []byte) (int, error) {
	if len(in.rest) == 0 {
		if in.done {
			return 0, io.EOF
		}
		if err := in.want(); err != nil {
			return 0, err
		}
		piece, ok := <-in.pieces
		if !ok || piece == nil {
			in.done = true
			return 0, io.EOF
		}
		in.rest = piece
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

// errNobody is what Forward gives where no process answers at the socket.
var errNobody = errors.New("nobody answers at the data folder's socket")

// Forward has the process that holds a data folder run a request, and gives
// its exit code.
func Forward(ctx context.Context, dir string, r Request, stdin io.Reader, stdout, stderr io.Writer) (int, error) {
	conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "unix", socketPath(dir))
	if err != nil {
		return 0, errNobody
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	body, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	if err := writeFrame(conn, frameRequest, body); err != nil {
		return 0, errNobody
	}
	br := bufio.NewReader(conn)
	started := false
	for {
		kind, body, err := readFrame(br)
		switch {
		case err != nil && ctx.Err() != nil:
			return 0, ctx.Err()
		case err != nil && !started:
			return 0, errNobody
		case err != nil:
			return 0, fmt.Errorf("the process that holds the data folder went away: %w", err)
		}
		started = true
		switch kind {
		case frameStdout:
			_, err = stdout.Write(body)
		case frameStderr:
			_, err = stderr.Write(body)
		case frameWant:
			err = sendInput(conn, stdin)
		case frameExit:
			if len(body) != 4 {
				return 0, errors.New("the data folder's holder sent a broken answer")
			}
			return int(binary.BigEndian.Uint32(body)), nil
		}
		if err != nil {
			return 0, err
		}
	}
}

func sendInput(w io.Writer, stdin io.Reader) error {
	buf := make([]byte, 64<<10)
	n, err := stdin.Read(buf)
	if n > 0 {
		return writeFrame(w, frameInput, buf[:n])
	}
	if err == nil || errors.Is(err, io.EOF) {
		return writeFrame(w, frameEOF, nil)
	}
	return err
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
