package ingest

import (
	"archive/zip"
	"errors"
	"io"
	"os"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
)

// File is one file of an input: a file on disk, a member of a zip archive, or
// what comes through standard input.
type File struct {
	Name string // for messages and records: the base name, the path inside a folder that was given, or "archive.zip!member"
	Size int64  // bytes as stored, compressed where it is; 0 for standard input

	path     string
	member   string
	sheet    string   // of a workbook
	notes    []string // what of the file is passed over, said with the rows
	stream   *stream
	encoding string
	limits   Limits
	read     *atomic.Int64
}

// Open gives the file's text as UTF-8, decompressed and decoded. A byte order
// mark is dropped. Bytes that are not valid in the file's character set come
// through as they are in UTF-8 files, so that the row that holds them can be
// rejected, and as U+FFFD in others. The caller closes it. A file that is cut
// off in the middle of its compression ends in an error that is ErrTruncated.
//
// Standard input can be opened once.
func (f File) Open() (io.ReadCloser, error) {
	raw, err := f.OpenBytes()
	if err != nil || f.sheet != "" { // a sheet's text is UTF-8
		return raw, err
	}
	text, err := decode(raw, f.Name, f.encoding, f.stream != nil)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return readCloser{text, raw}, nil
}

// OpenBytes gives the file's bytes, decompressed but not decoded.
func (f File) OpenBytes() (io.ReadCloser, error) {
	switch {
	case f.stream != nil:
		return f.stream.open(f)
	case f.sheet != "":
		return f.openSheet()
	case f.member != "":
		return f.openMember()
	}
	file, err := os.Open(f.path)
	if err != nil {
		return nil, openError(f.Name, err)
	}
	whole, err := newSteady(file, f.Name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	in := io.Reader(whole)
	if f.read != nil {
		in = &countingReader{whole, f.read}
	}
	out, err := decompress(in, f)
	if err != nil {
		file.Close()
		return nil, err
	}
	return readCloser{out, closers{out, file}}, nil
}

// openMember finds the member again by its place and name. The archive's
// directory is read once more for each; an archive has few members.
func (f File) openMember() (io.ReadCloser, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, openError(f.Name, err)
	}
	archive, err := openZip(file, f.Name)
	if err != nil {
		file.Close()
		return nil, err
	}
	for _, m := range archive.File {
		if m.Name != f.member {
			continue
		}
		r, err := m.Open()
		if err != nil {
			file.Close()
			return nil, zipError(f.Name, err)
		}
		in := io.Reader(&memberReader{r, f.Name})
		packed := int64(m.CompressedSize64)
		if f.read != nil {
			in = &memberCounter{in: in, packed: packed, unpacked: int64(m.UncompressedSize64), read: f.read}
		}
		out, err := decompress(limit(in, f, func() int64 { return packed }), f)
		if err != nil {
			return nil, errors.Join(err, closers{r, file}.Close())
		}
		return readCloser{out, closers{out, r, file}}, nil
	}
	file.Close()
	return nil, &engine.Error{Op: "ingest.Open", Code: engine.NotFound, ID: f.Name}
}

func openZip(file *os.File, name string) (*zip.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, openError(name, err)
	}
	r, err := zip.NewReader(file, info.Size())
	if err != nil {
		return nil, zipError(name, err)
	}
	return r, nil
}

func openError(name string, err error) error {
	code := engine.Invalid
	if os.IsNotExist(err) {
		code = engine.NotFound
	}
	return &engine.Error{Op: "ingest.Open", Code: code, ID: name, Err: err}
}

// readCloser reads from one thing and closes another.
type readCloser struct {
	io.Reader
	io.Closer
}

// closers closes all, and gives the first error.
type closers []any

func (cs closers) Close() error {
	var first error
	for _, c := range cs {
		c, ok := c.(io.Closer)
		if !ok {
			continue
		}
		if err := c.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// countingReader adds up the bytes that were read, for the progress display.
type countingReader struct {
	in io.Reader
	n  *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n.Add(int64(n))
	return n, err
}
