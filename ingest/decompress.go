package ingest

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/pierce-er/pierce/engine"
)

// packing is how a file is compressed, told by its first bytes, never by its
// name: downloads are often named wrongly.
type packing int

const (
	plain packing = iota
	gzipped
	zstandard
	bzipped
	zipped
)

// magicLen is how many bytes packingOf needs.
const magicLen = 4

func packingOf(head []byte) packing {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return gzipped
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return zstandard
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 3 && head[3] >= '1' && head[3] <= '9':
		return bzipped
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped
	}
	return plain
}

// readBuffer is how much is read from the disk at once; larger ones measured
// no faster.
const readBuffer = 256 << 10

// decompress undoes the packing that the first bytes tell of, one level of it,
// within the file's limits.
func decompress(in io.Reader, f File) (io.Reader, error) {
	var packed atomic.Int64
	buffered := bufio.NewReaderSize(&countingReader{in, &packed}, readBuffer)
	head, err := buffered.Peek(magicLen)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, openError(f.Name, err)
	}
	var out io.Reader
	switch packingOf(head) {
	case gzipped:
		out, err = gzip.NewReader(buffered)
	case zstandard:
		var d *zstd.Decoder
		d, err = zstd.NewReader(buffered, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(256<<20))
		if err == nil {
			out = d.IOReadCloser()
		}
	case bzipped:
		out, err = bzip2.NewReader(buffered), nil
	case zipped:
		return nil, &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: f.Name, Err: errors.New("an archive inside of another is not read")}
	default:
		return buffered, nil
	}
	if err != nil {
		return nil, unpackError(f.Name, err)
	}
	return limit(out, f, packed.Load), nil
}

// limit ends a decompressed stream that outgrows the file's limits, and gives
// the errors of the decompression their names.
func limit(out io.Reader, f File, packed func() int64) io.Reader {
	return &limited{in: out, name: f.Name, limits: f.limits.withDefaults(), packed: packed}
}

type limited struct {
	in     io.Reader
	name   string
	limits Limits
	packed func() int64
	n      int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.in.Read(p)
	l.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, unpackError(l.name, err)
	}
	if l.limits.Bytes > 0 && l.n > l.limits.Bytes {
		return n, bomb(l.name, fmt.Sprintf("more than %d bytes come out of it", l.limits.Bytes))
	}
	if l.limits.Ratio > 0 && l.n > ratioFrom && l.n/max(1, l.packed()) > l.limits.Ratio {
		return n, bomb(l.name, fmt.Sprintf("more than %d bytes come out of each byte of it", l.limits.Ratio))
	}
	return n, err
}

// Close closes the decompressor.
func (l *limited) Close() error {
	if c, ok := l.in.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func bomb(name, why string) error {
	return &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: name,
		Err: errors.New(why + ": it looks like a decompression bomb"), Hint: "unpack it by hand if it is honest, or raise the limits"}
}

// unpackError tells a file that is cut off from one that is damaged.
func unpackError(name string, err error) error {
	var known *engine.Error
	if errors.As(err, &known) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return truncated("ingest.Open", name, nil)
	}
	return &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: name, Err: fmt.Errorf("cannot be decompressed: %w", err)}
}

func zipError(name string, err error) error {
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.ErrUnexpectedEOF) {
		return truncated("ingest.Open", name, err)
	}
	return unpackError(name, err)
}

// memberReader names the errors of an archive's member.
type memberReader struct {
	in   io.Reader
	name string
}

func (m *memberReader) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = zipError(m.name, err)
	}
	return n, err
}

// memberCounter counts the share of the archive that has been read.
type memberCounter struct {
	in               io.Reader
	packed, unpacked int64
	out, counted     int64
	read             *atomic.Int64
}

func (m *memberCounter) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	m.out += int64(n)
	if m.unpacked > 0 {
		now := int64(float64(m.packed) * min(1, float64(m.out)/float64(m.unpacked)))
		m.read.Add(now - m.counted)
		m.counted = now
	}
	return n, err
}
