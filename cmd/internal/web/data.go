package web

import (
	"bufio"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// old is the age in days from which a dataset is marked: lists change most
// weeks, so that a month-old copy has missed something.
const old = 30

// dataPage says what is loaded.
type dataPage struct {
	app.Status
	Rows    []datasetRow
	Rejects []rejectFile
}

// datasetRow is a dataset with its age.
type datasetRow struct {
	Name, Format             string
	Records, Ended, Deleted  int64
	Retrieved                time.Time
	Days                     int
	Old                      bool
	Snapshots, Unended, Full int
}

// rejectFile is a file of bad rows.
type rejectFile struct {
	Name  string
	Rows  int
	More  bool // only the first rows were counted
	Bytes int64
	At    time.Time
}

// status is the state of the folder; what is loaded is read again only when the
// store has changed, since it reads every record's history.
func (s *site) status() (app.Status, error) {
	s.state.Lock()
	defer s.state.Unlock()
	if s.state.known && s.state.Seq == s.app.Store.Seq() && s.state.Stale == "" {
		return s.state.Status, nil
	}
	st, err := s.app.Status()
	if err == nil {
		s.state.Status, s.state.known = st, true
	}
	return st, err
}

// data shows what was loaded when, what was rejected, and what is stale.
func (s *site) data(w http.ResponseWriter, r *http.Request) error {
	st, err := s.status()
	if err != nil {
		return err
	}
	p := dataPage{Status: st}
	for _, d := range st.Datasets {
		days := int(s.now().Sub(d.Retrieved).Hours() / 24)
		p.Rows = append(p.Rows, datasetRow{Name: d.Dataset, Format: d.Format, Records: d.Records, Ended: d.Ended, Deleted: d.Deleted, Retrieved: d.Retrieved, Days: days, Old: days >= old, Snapshots: len(d.Snapshots), Unended: d.Unended})
	}
	if p.Rejects, err = rejects(s.app.Rejects()); err != nil {
		return err
	}
	return s.show(w, r, "data", "data", "Data", p)
}

// countedRows is how many bad rows of a file are counted at most.
const countedRows = 100_000

// rejects lists the files of bad rows, none where there is no folder.
func rejects(dir string) ([]rejectFile, error) {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []rejectFile
	for _, d := range list {
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		x := rejectFile{Name: d.Name(), Bytes: info.Size(), At: info.ModTime()}
		if x.Rows, x.More, err = rows(filepath.Join(dir, d.Name())); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// rows counts the lines of a file.
func rows(path string) (n int, more bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	for n < countedRows {
		_, err := in.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err != nil:
			return n, false, nil
		default:
			n++
		}
	}
	return n, true, nil
}
