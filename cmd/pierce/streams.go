package main

import (
	"context"
	"io"
)

// checked keeps the first error of a writer, so that a command whose output was
// lost, as on a full disk, does not end as if all had gone well.
type checked struct {
	w   io.Writer
	err error
}

func (c *checked) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if c.err == nil {
		c.err = err
	}
	return n, err
}

// interruptible is an input that a person can interrupt: where nothing comes
// from a terminal or a pipe, Read ends with the context's error. It is read by
// one goroutine at a time.
type interruptible struct {
	ctx     context.Context
	in      io.Reader
	buf     []byte
	rest    []byte // read and not yet handed out
	err     error  // to be handed out after rest
	pending chan struct{}
}

// inputBuffer is how much is read at once: what a pipe holds on Linux.
const inputBuffer = 64 << 10

func (r *interruptible) Read(p []byte) (int, error) {
	if len(r.rest) == 0 && r.err == nil {
		if r.pending == nil {
			r.pending = make(chan struct{})
			if r.buf == nil {
				r.buf = make([]byte, inputBuffer)
			}
			go func() {
				n, err := r.in.Read(r.buf)
				r.rest, r.err = r.buf[:n], err
				close(r.pending)
			}()
		}
		select {
		case <-r.pending:
			r.pending = nil
		case <-r.ctx.Done():
			return 0, r.ctx.Err()
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	if n == 0 {
		return 0, r.err
	}
	return n, nil
}
