package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine"
)

// rejects is the file of rejected rows: one JSON object a line, in the order of
// the input. Each has the row's place among all rows of the load, so that a
// load taken up after a kill cuts off what its last checkpoint does not cover
// and writes on: in the end the file is, byte for byte, that of an undisturbed
// load.
type rejects struct {
	path  string // "" keeps nothing
	file  *os.File
	out   *bufio.Writer
	lines int64 // in the file, or that would be
}

// rejected is a line of the file. Raw is the row's text, Bytes stands for it,
// in base 64, where the row is no UTF-8.
type rejected struct {
	Row    int64  `json:"row"`
	File   string `json:"file"`
	Line   int64  `json:"line"`
	Field  string `json:"field,omitempty"`
	Value  string `json:"value,omitempty"`
	Reason string `json:"reason"`
	Kept   bool   `json:"kept,omitempty"`
	Raw    string `json:"raw,omitempty"`
	Bytes  []byte `json:"raw_base64,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// openRejects begins the file of a load of which done rows are committed.
func openRejects(path string, done int64) (*rejects, error) {
	r := &rejects{path: path}
	if path == "" {
		return r, nil
	}
	if done == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, rejectsError(path, err)
		}
		return r, nil
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, rejectsError(path, err)
	}
	lines, size := covered(file, done)
	if err = file.Truncate(size); err == nil {
		_, err = file.Seek(size, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, rejectsError(path, err)
	}
	r.file, r.out, r.lines = file, bufio.NewWriter(file), lines
	return r, nil
}

// covered is how many lines of the file, and bytes, tell of the first done
// rows.
func covered(file io.Reader, done int64) (lines, size int64) {
	in := bufio.NewReader(file)
	for {
		line, err := in.ReadBytes('\n')
		var e rejected
		if err != nil || json.Unmarshal(line, &e) != nil || e.Row > done {
			return lines, size
		}
		size += int64(len(line))
		lines++
	}
}

// add files a row.
func (r *rejects) add(row int64, e *RowError) error {
	r.lines++
	if r.path == "" {
		return nil
	}
	if r.file == nil {
		if err := os.MkdirAll(filepath.Dir(r.path), 0o700); err != nil {
			return rejectsError(r.path, err)
		}
		file, err := os.OpenFile(r.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return rejectsError(r.path, err)
		}
		r.file, r.out = file, bufio.NewWriter(file)
	}
	line := rejected{Row: row, File: e.File, Line: e.Line, Field: e.Field, Value: e.Value, Kept: e.Kept, Size: e.Size}
	if e.Err != nil {
		line.Reason = shortReason(e.Err.Error())
	}
	if utf8.Valid(e.Raw) {
		line.Raw = string(e.Raw)
	} else {
		line.Bytes = e.Raw
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(line)
	if err == nil {
		_, err = r.out.Write(b.Bytes())
	}
	return rejectsError(r.path, err)
}

// maxReason is how many bytes of a reason are filed: more than any has that
// does not repeat a long value, and that stands in the row's text.
const maxReason = 500

func shortReason(s string) string {
	if len(s) <= maxReason {
		return s
	}
	return strings.ToValidUTF8(s[:maxReason], "") + "…"
}

// flush hands everything to the system. It comes before each checkpoint.
func (r *rejects) flush() error {
	if r.out == nil || r.out.Buffered() == 0 {
		return nil
	}
	return rejectsError(r.path, r.out.Flush())
}

// close flushes, syncs and closes, and gives the file's path if it has a line.
func (r *rejects) close() (string, error) {
	if r.file == nil {
		return "", nil
	}
	err := errors.Join(r.flush(), r.file.Sync(), r.file.Close())
	if err == nil && r.lines == 0 {
		return "", rejectsError(r.path, os.Remove(r.path))
	}
	return r.path, rejectsError(r.path, err)
}

func rejectsError(path string, err error) error {
	if err == nil {
		return nil
	}
	return &engine.Error{Op: "ingest.Reject", ID: path, Err: err}
}
