package ingest

import (
	"errors"
	"io"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
)

// stream is standard input or a named pipe: it can be read once, and is not spooled, so that
// whoever writes into a pipe line by line gets the answers line by line.
type stream struct {
	in    io.Reader
	close io.Closer // nil for standard input, which belongs to the caller
	used  atomic.Bool
}

func (s *stream) open(f File) (io.ReadCloser, error) {
	if s.used.Swap(true) {
		return nil, &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: f.Name, Err: errors.New("standard input or a pipe can be read once only")}
	}
	in := s.in
	if f.read != nil {
		in = &countingReader{in, f.read}
	}
	out, err := decompress(in, f)
	if err != nil {
		return nil, errors.Join(err, closers{s.close}.Close())
	}
	return readCloser{out, closers{out, s.close}}, nil
}
