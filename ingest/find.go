package ingest

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
)

// Stdin is the path that means standard input.
const Stdin = "-"

// finder turns the paths of a command into files.
type finder struct {
	patterns []string
	encoding string
	limits   Limits
	stdin    io.Reader
	read     *atomic.Int64
}

// FindFiles lists the files behind paths: a file is itself, a folder its files
// that the format's patterns want, sorted by path, a zip archive its members
// that they want, or all of them where they want none, and "-" is stdin. Names
// of members are only ever names: nothing is written. A member that is hidden is
// passed over; one whose name leads outside is an error where the format wants
// it, since passing over it would lose its rows in silence. A path that does not
// exist, a folder or archive without a file to read and an empty file are errors.
func FindFiles(format Format, o Options) ([]File, error) {
	f := &finder{patterns: strings.Fields(strings.ToLower(format.Files)), encoding: o.Encoding, limits: o.Limits.withDefaults(), stdin: o.Stdin, read: new(atomic.Int64)}
	return f.find(o.Paths)
}

func (f *finder) find(paths []string) ([]File, error) {
	if len(paths) == 0 {
		return nil, &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, Err: errors.New("no file was named")}
	}
	var out []File
	for _, p := range paths {
		files, err := f.path(p)
		if err != nil {
			return nil, err
		}
		out = append(out, files...)
	}
	return out, nil
}

func (f *finder) path(p string) ([]File, error) {
	if p == Stdin {
		if f.stdin == nil {
			return nil, &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: p, Err: errors.New("there is no standard input")}
		}
		return []File{{Name: "stdin", stream: &stream{in: f.stdin}, encoding: f.encoding, limits: f.limits, read: f.read}}, nil
	}
	info, err := os.Stat(p)
	switch {
	case err != nil:
		return nil, openError(p, err)
	case info.IsDir():
		return f.folder(p)
	case info.Mode()&fs.ModeNamedPipe != 0:
		// Opening waits for the other side, and closing again loses what it
		// wrote: so a pipe is opened once, when it is read.
		in := &lazyFile{path: p}
		return []File{{Name: filepath.Base(p), stream: &stream{in: in, close: in}, encoding: f.encoding, limits: f.limits, read: f.read}}, nil
	case !info.Mode().IsRegular():
		return nil, &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: p, Err: errors.New("is neither a file nor a folder")}
	}
	return f.file(p, filepath.Base(p))
}

// folder takes in the wanted files below dir; an archive there is opened.
func (f *finder) folder(dir string) ([]File, error) {
	var out []File
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return openError(p, err)
		case strings.HasPrefix(d.Name(), ".") && p != dir:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !d.Type().IsRegular():
			return nil
		}
		zip := strings.HasSuffix(strings.ToLower(d.Name()), ".zip")
		if !zip && !f.wants(d.Name()) {
			return nil
		}
		name, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		files, err := f.file(p, filepath.ToSlash(name))
		out = append(out, files...)
		return err
	})
	if err == nil && len(out) == 0 {
		err = &engine.Error{Op: "ingest.FindFiles", Code: engine.NotFound, ID: dir, Err: errors.New("the folder holds no file named " + strings.Join(f.patterns, " or "))}
	}
	return out, err
}

// file is a file, or what an archive holds.
func (f *finder) file(p, name string) ([]File, error) {
	file, err := os.Open(p)
	if err != nil {
		return nil, openError(p, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, openError(p, err)
	}
	one := File{Name: name, Size: info.Size(), path: p, encoding: f.encoding, limits: f.limits, read: f.read}
	if info.Size() == 0 {
		return nil, emptyFile(name)
	}
	head := make([]byte, magicLen)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, openError(p, err)
	}
	if packingOf(head[:n]) != zipped {
		return []File{one}, nil
	}
	return f.archive(file, one)
}

func emptyFile(name string) error {
	return &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: name, Err: errors.New("the file is empty"), Hint: "the publisher may have moved it; what was loaded before stays as it is"}
}

// archive lists the wanted members. A listing names each at most once.
func (f *finder) archive(file *os.File, one File) ([]File, error) {
	r, err := openZip(file, one.Name)
	if err != nil {
		return nil, err
	}
	if sheet, notes, ok := workbook(r); ok {
		if sheet == "" {
			return nil, &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: one.Name, Err: errors.New("is a workbook without a visible sheet")}
		}
		one.sheet, one.notes = sheet, notes
		return []File{one}, nil
	}
	if len(r.File) > f.limits.Members {
		return nil, bomb(one.Name, "it holds more files than the limit")
	}
	members := slices.DeleteFunc(slices.Clone(r.File), func(m *zip.File) bool { return !plainMember(m) })
	if wanted := slices.DeleteFunc(slices.Clone(members), func(m *zip.File) bool { return !f.wants(path.Base(slashed(m.Name))) }); len(wanted) > 0 {
		members = wanted
	}
	for _, m := range members {
		if !filepath.IsLocal(slashed(m.Name)) {
			return nil, &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: one.Name,
				Err: fmt.Errorf("its member %s has a name that leads outside of the archive", Quoted(m.Name)), Hint: "unpack the archive by hand, look at that file, and load what is honest"}
		}
	}
	slices.SortStableFunc(members, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	members = slices.CompactFunc(members, func(a, b *zip.File) bool { return a.Name == b.Name })
	var out []File
	for _, m := range members {
		if m.UncompressedSize64 == 0 {
			return nil, emptyFile(one.Name + "!" + m.Name)
		}
		member := one
		member.Name, member.member, member.Size = one.Name+"!"+m.Name, m.Name, int64(m.CompressedSize64)
		out = append(out, member)
	}
	if len(out) == 0 {
		return nil, nothingIn(one.Name, r.File)
	}
	return out, nil
}

// nothingIn is the error of an archive of which all members are passed over.
func nothingIn(name string, members []*zip.File) error {
	if len(members) == 0 {
		return emptyFile(name)
	}
	return &engine.Error{Op: "ingest.FindFiles", Code: engine.Invalid, ID: name,
		Err: fmt.Errorf("the archive holds only folders and hidden files, as %s", Quoted(members[0].Name))}
}

// plainMember is a file that is meant to be read.
func plainMember(m *zip.File) bool {
	name := slashed(m.Name)
	return !m.FileInfo().IsDir() && !strings.HasPrefix(name, "__MACOSX/") && !strings.HasPrefix(path.Base(name), ".")
}

// slashed is a member's name as archives should write it.
func slashed(name string) string { return strings.ReplaceAll(name, "\\", "/") }

// wants reports whether a pattern covers the name, whatever its case and
// packing.
func (f *finder) wants(name string) bool {
	name = strings.ToLower(name)
	for _, ext := range []string{".gz", ".zst", ".bz2"} {
		name = strings.TrimSuffix(name, ext)
	}
	return slices.ContainsFunc(f.patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return ok && err == nil
	})
}

// lazyFile opens a named pipe only when it is read, since opening waits for
// the other side.
type lazyFile struct {
	path string
	file *os.File
}

func (l *lazyFile) Read(p []byte) (int, error) {
	if l.file == nil {
		file, err := os.Open(l.path)
		if err != nil {
			return 0, openError(l.path, err)
		}
		l.file = file
	}
	return l.file.Read(p)
}

// Close closes the pipe if it was opened.
func (l *lazyFile) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
