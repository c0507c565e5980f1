package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/term"
)

// ttyOf is the terminal behind a standard input of this process; nil where it
// is none, or another process's.
func ttyOf(stdin io.Reader) *os.File {
	r, ok := stdin.(*interruptible)
	if !ok {
		return nil
	}
	if f, ok := r.in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return f
	}
	return nil
}

// raw makes the terminal give each key as it is pressed, until restore is
// called. Where standard input is no terminal of this process it does nothing.
// Meanwhile Ctrl-C is a key, and lines that are printed need a carriage return,
// which the writers add.
func (e *env) raw() (restore func(), err error) {
	tty := ttyOf(e.stdin)
	if tty == nil {
		return func() {}, nil
	}
	old, err := term.MakeRaw(int(tty.Fd()))
	if err != nil {
		return nil, err
	}
	out, errs := e.stdout, e.stderr
	e.stdout, e.stderr = &returned{out}, &returned{errs}
	return func() {
		e.stdout, e.stderr = out, errs
		_ = term.Restore(int(tty.Fd()), old) // there is nothing else to be done about it
	}, nil
}

// returned puts a carriage return before each line end.
type returned struct{ w io.Writer }

func (r *returned) Write(p []byte) (int, error) {
	if _, err := r.w.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// keyboard reads single keys and typed lines, from a terminal in raw mode or
// from a pipe.
type keyboard struct {
	in   io.Reader
	echo io.Writer // of typed lines; nil where they come from a pipe
	one  [1]byte
}

// The keys that are no letters.
const (
	keyInterrupt = 0x03
	keyEnd       = 0x04
	keyEscape    = 0x1b
	keyDelete    = 0x7f
	keyBackspace = 0x08
)

// key gives the next key: a byte, since all that have a meaning are ASCII.
// Line ends, and what a terminal sends for arrows and the like, are passed
// over. At the end of the input, and for Ctrl-D, the error is io.EOF; for Ctrl-C
// it is context.Canceled.
func (k *keyboard) key() (byte, error) {
	for {
		b, err := k.read()
		switch {
		case err != nil:
			return 0, err
		case b == keyInterrupt:
			return 0, context.Canceled
		case b == keyEnd:
			return 0, io.EOF
		case b == '\r' || b == '\n' || b >= utf8.RuneSelf:
			continue
		case b == keyEscape:
			if err := k.skipSequence(); err != nil {
				return 0, err
			}
			continue
		}
		return b, nil
	}
}

// skipSequence passes over what follows an escape: "[" or "O", parameters, and
// a final byte (ECMA-48, section 5.4). An arrow to the left ends in "D", which
// must not decide anything.
func (k *keyboard) skipSequence() error {
	b, err := k.read()
	if err != nil || b != '[' && b != 'O' {
		return err
	}
	for {
		if b, err = k.read(); err != nil || b >= 0x40 && b <= 0x7e {
			return err
		}
	}
}

// maxLine bounds a typed line in bytes.
const maxLine = 1000

// line reads a typed line. Escape, Ctrl-C and the end of the input take it
// back: ok is false.
func (k *keyboard) line() (text string, ok bool, err error) {
	var buf []byte
	for {
		b, err := k.read()
		switch {
		case errors.Is(err, io.EOF) || err == nil && (b == keyInterrupt || b == keyEscape):
			k.show("\n")
			return "", false, nil
		case err != nil:
			return "", false, err
		case b == '\r' || b == '\n':
			k.show("\n")
			return string(bytes.ToValidUTF8(buf, nil)), true, nil
		case b == keyDelete || b == keyBackspace:
			if len(buf) > 0 {
				_, n := utf8.DecodeLastRune(buf)
				buf = buf[:len(buf)-n]
				k.show("\b \b")
			}
		case b >= ' ' && len(buf) < maxLine:
			buf = append(buf, b)
			k.show(string([]byte{b}))
		}
	}
}

func (k *keyboard) show(s string) {
	if k.echo != nil {
		io.WriteString(k.echo, s)
	}
}

func (k *keyboard) read() (byte, error) {
	for {
		n, err := k.in.Read(k.one[:])
		if n == 1 {
			return k.one[0], nil
		}
		if err != nil {
			return 0, err
		}
	}
}
