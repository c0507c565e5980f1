package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Bytes is the model in the form of model.json, as it was read. The caller does
// not change it.
func (m *Model) Bytes() []byte { return m.text }

// Base is the version as written in the file, without the hash of its bytes.
func (m *Model) Base() string { return m.file.Version }

// LevelPath is where the weight of a level stands, for Changed; "" if there is
// no such level.
func (m *Model) LevelPath(comparison, level string) string {
	for i := range m.Levels {
		if m.Levels[i].Comparison == comparison && m.Levels[i].Level == level {
			return "levels." + strconv.Itoa(i) + ".weight"
		}
	}
	return ""
}

// Number is the number at a path of the model's file, as "prior.weight" or
// "name.company.cap", with false where there is none.
func (m *Model) Number(path string) (float64, bool) {
	var got float64
	found := false
	err := m.visit(func(at string, from, to int) {
		if at == path {
			found = json.Unmarshal(m.text[from:to], &got) == nil
		}
	})
	return got, found && err == nil
}

// Changed is the model with other values at some paths, and every other byte as
// it was: of Changed({"prior.weight": -14}) only the prior's number differs.
// Steps of a path are names, or places from 0. The error is Invalid for a path
// that is not there, or where the outcome is no model.
func (m *Model) Changed(values map[string]any) (*Model, error) {
	type cut struct {
		from, to int
		text     []byte
	}
	var cuts []cut
	var failed error
	err := m.visit(func(at string, from, to int) {
		v, ok := values[at]
		if !ok {
			return
		}
		text, err := json.Marshal(v)
		if err != nil {
			failed = err
		}
		cuts = append(cuts, cut{from, to, text})
	})
	if err = errors.Join(err, failed); err != nil {
		return nil, invalid(err)
	}
	if len(cuts) != len(values) {
		return nil, invalid(fmt.Errorf("got %d paths, of which the model has %d", len(values), len(cuts)))
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.from - b.from })
	var out bytes.Buffer
	last := 0
	for _, c := range cuts {
		if c.from < last {
			return nil, invalid(errors.New("one path lies within another"))
		}
		out.Write(m.text[last:c.from])
		out.Write(c.text)
		last = c.to
	}
	out.Write(m.text[last:])
	return Read(out.Bytes())
}

// visit calls fn for every value of the file with its path and where its text
// begins and ends; what holds others after them.
func (m *Model) visit(fn func(path string, from, to int)) error {
	d := json.NewDecoder(bytes.NewReader(m.text))
	d.UseNumber()
	return m.value(d, "", fn)
}

// value reads one value and those within it.
func (m *Model) value(d *json.Decoder, path string, fn func(path string, from, to int)) error {
	from := int(d.InputOffset())
	for from < len(m.text) && bytes.IndexByte([]byte(" \t\r\n,:"), m.text[from]) >= 0 {
		from++
	}
	tok, err := d.Token()
	if err != nil {
		return err
	}
	if open, ok := tok.(json.Delim); ok {
		for i := 0; d.More(); i++ {
			step := strconv.Itoa(i)
			if open == '{' {
				key, err := d.Token()
				if err != nil {
					return err
				}
				step, _ = key.(string)
			}
			if path != "" {
				step = path + "." + step
			}
			if err := m.value(d, step, fn); err != nil {
				return err
			}
		}
		if _, err := d.Token(); err != nil { // the bracket at the end
			return err
		}
	}
	fn(path, from, int(d.InputOffset()))
	return nil
}
