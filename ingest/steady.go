package ingest

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/pierce-er/pierce/engine"
)

// steady reads a file and gives an error at its end where the file is no longer
// what it was when it was opened: rows of two versions were read as one.
type steady struct {
	file *os.File
	name string
	was  fs.FileInfo
}

// newSteady notes what the file is now.
func newSteady(file *os.File, name string) (*steady, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, openError(name, err)
	}
	return &steady{file, name, info}, nil
}

func (s *steady) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	if errors.Is(err, io.EOF) {
		if now, serr := s.file.Stat(); serr != nil || now.Size() != s.was.Size() || !now.ModTime().Equal(s.was.ModTime()) {
			return n, &engine.Error{Op: "ingest.Read", Code: engine.Invalid, ID: s.name, Err: errors.New("the file was changed while it was read"), Hint: "wait until it is written, or copy it, and run again"}
		}
	}
	return n, err
}
