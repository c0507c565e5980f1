package app

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/goods"
	"github.com/pierce-er/pierce/engine/query"
)

// The files of a data folder in which its user adds to what is shipped. They lie
// in the folder and are no flags, so that every question there, saved screenings
// asked again and the server among them, goes by the same.
const (
	productsFile = "products.jsonl" // products to look for, see goods.Product
	militaryFile = "military.jsonl" // what ties a company to armed forces, see front.MilitaryEntry
)

// ownEntries reads them; a file that is not there adds nothing.
func ownEntries(dir string) (o query.Options, err error) {
	if o.Products, err = entries(dir, productsFile, goods.ReadProducts); err != nil {
		return o, err
	}
	o.Military, err = entries(dir, militaryFile, front.ReadMilitary)
	return o, err
}

func entries[T any](dir, name string, read func(io.Reader) ([]T, error)) ([]T, error) {
	path := filepath.Join(dir, name)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	out, err := read(f)
	if err != nil {
		return nil, &engine.Error{Op: "open", ID: path, Err: err, Hint: "mend the line, or move the file away"}
	}
	return out, nil
}
