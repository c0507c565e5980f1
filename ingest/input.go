package ingest

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/pierce-er/pierce/engine"
)

// ReadAll reads everything that the options name into out, without a store. It
// gives the error of the source, of the files, or of out. Options that concern
// a store do not count, nor does Now have to be set where the format needs no
// clock.
func ReadAll(o Options, out Output) (*Input, error) {
	in, err := o.input("ingest.ReadAll")
	if err != nil {
		return nil, err
	}
	if err := in.say(out); err != nil {
		return in, err
	}
	return in, o.Source.Read(in, &named{out, o.Source.Format().Name})
}

// say files what of the files is passed over, as the macros of a workbook.
func (in *Input) say(out Output) error {
	for _, f := range in.Files {
		for _, note := range f.notes {
			if err := out.Reject(RowError{File: f.Name, Line: 1, Raw: []byte(note), Err: errors.New(note), Kept: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// named puts the format's name into records.
type named struct {
	Output
	format string
}

func (n *named) Record(rec *engine.Record) error {
	if rec.Format == "" {
		rec.Format = n.format
	}
	return n.Output.Record(rec)
}

// input checks the options and finds the files.
func (o *Options) input(op string) (*Input, error) {
	fail := func(format string, args ...any) (*Input, error) {
		return nil, &engine.Error{Op: op, Code: engine.Invalid, Err: fmt.Errorf(format, args...)}
	}
	if o.Source == nil {
		return fail("no source was named")
	}
	format := o.Source.Format()
	if format.NeedsMap && o.Map == nil {
		return nil, &engine.Error{Op: op, Code: engine.Invalid, ID: format.Name, Err: errors.New("needs a map of its columns"), Hint: "write one and name it with --map FILE"}
	}
	dataset := o.Dataset
	if dataset == "" && o.Map != nil {
		dataset = o.Map.Dataset
	}
	if dataset == "" {
		dataset = format.DefaultDataset()
	}
	if err := checkDataset(dataset); err != nil {
		return fail("%w", err)
	}
	if o.Encoding == "" && o.Map != nil {
		o.Encoding = o.Map.Encoding
	}
	files, err := FindFiles(format, *o)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := f.notEmpty(); err != nil {
			return nil, err
		}
	}
	in := &Input{Dataset: dataset, Map: o.Map, Files: files, Retrieved: o.Retrieved}
	if o.Now != nil {
		in.Now = o.Now().UTC()
	}
	return in, nil
}

// checkDataset refuses names that cannot begin an id or a file name.
func checkDataset(name string) error {
	ok := name != "" && len(name) <= 128 && name[0] != '.' && name[0] != '-'
	for _, c := range name {
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("._-", c))
	}
	if !ok {
		return fmt.Errorf("got dataset %q, want letters, digits, hyphens, dots and underscores, at most 128", name)
	}
	return nil
}

// notEmpty refuses a file out of which nothing comes; a stream is asked when
// it is read.
func (f File) notEmpty() error {
	if f.stream != nil {
		return nil
	}
	f.read = new(atomic.Int64)
	r, err := f.OpenBytes()
	if err != nil {
		return err
	}
	defer r.Close()
	switch n, err := io.ReadFull(r, make([]byte, 1)); {
	case n == 1:
		return nil
	case errors.Is(err, io.EOF):
		return emptyFile(f.Name)
	default:
		return err
	}
}

// Collect is an Output that keeps everything, for small inputs and tests.
type Collect struct {
	Records []*engine.Record
	Rejects []RowError
}

// Record keeps the record.
func (c *Collect) Record(rec *engine.Record) error {
	c.Records = append(c.Records, rec)
	return nil
}

// Reject keeps the rejection.
func (c *Collect) Reject(e RowError) error {
	c.Rejects = append(c.Rejects, e)
	return nil
}

// total is the size of the files as stored; 0 where one is a stream.
func (in *Input) total() int64 {
	var sum int64
	for _, f := range in.Files {
		if f.stream != nil {
			return 0
		}
		sum += f.Size
	}
	return sum
}
