package ingest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/cespare/xxhash/v2"
)

// stampVersion changes when the same files begin to give other records, so
// that a load which an older version began is not taken up.
const stampVersion = 1

// stamp names what is loaded: the files' names, sizes and contents, and the
// options that decide what they mean. A load that was interrupted is taken up
// only under an equal stamp. It is "" for a stream, which cannot be read
// twice. Reading the files for it costs a tenth of what loading them does.
func stamp(ctx context.Context, in *Input, o *Options) (string, error) {
	h := xxhash.New()
	m, err := json.Marshal(o.Map)
	if err != nil {
		return "", err
	}
	fmt.Fprintf(h, "%d %q %q %s %q %s\n", stampVersion, in.Dataset, o.Source.Format().Name, o.Retrieved.UTC(), o.Encoding, m)
	hashed := map[string]bool{}
	for _, f := range in.Files {
		if f.stream != nil {
			return "", nil
		}
		fmt.Fprintf(h, "%q %d\n", f.Name, f.Size)
		if hashed[f.path] {
			continue
		}
		hashed[f.path] = true
		if err := hashFile(ctx, h, f); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%016x", h.Sum64()), nil
}

func hashFile(ctx context.Context, h io.Writer, f File) error {
	file, err := os.Open(f.path)
	if err != nil {
		return openError(f.Name, err)
	}
	defer file.Close()
	buf := make([]byte, 1<<20)
	for {
		n, err := file.Read(buf)
		h.Write(buf[:n])
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return openError(f.Name, err)
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}
