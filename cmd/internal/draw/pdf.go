package draw

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/pierce-er/pierce/engine"
)

// browsers are the names under which a Chromium stands in the search path.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge"}

// printTime is how long a browser may take for one page: a dossier of a
// thousand records takes five seconds.
const printTime = 2 * time.Minute

// Browser finds a Chromium: the one that is named, or the first in the search
// path. The error is NotFound.
func Browser(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", &engine.Error{Op: "draw.Browser", ID: named, Code: engine.NotFound, Err: err, Hint: "name a Chromium or Chrome that is there, or write the dossier as HTML and print that"}
		}
		return path, nil
	}
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &engine.Error{Op: "draw.Browser", Code: engine.NotFound, Err: errors.New("a PDF needs a Chromium to print it, and none is in the search path"),
		Hint: "install chromium, or name one with --browser; or write the dossier as .html and print that"}
}

// PDF prints a page that stands by itself. The browser runs without a window,
// network and profile of its own; the page itself forbids scripts.
func PDF(ctx context.Context, browser string, html []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "pierce-print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) // the system clears what is left
	page, out := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	if err := os.WriteFile(page, html, 0o600); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, printTime)
	defer cancel()
	args := []string{"--headless", "--disable-gpu", "--disable-extensions", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
		"--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + filepath.Join(dir, "profile"),
		"--no-pdf-header-footer", "--print-to-pdf=" + out}
	if os.Geteuid() == 0 {
		args = append(args, "--no-sandbox") // a browser refuses to run as root with one
	}
	cmd := exec.CommandContext(ctx, browser, append(args, "file://"+filepath.ToSlash(page))...)
	cmd.WaitDelay = 5 * time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	runErr := cmd.Run()
	pdf, err := os.ReadFile(out)
	if err != nil || len(pdf) == 0 {
		return nil, &engine.Error{Op: "draw.PDF", ID: browser, Err: fmt.Errorf("it printed nothing: %w: %.200s", errors.Join(runErr, ctx.Err()), bytes.TrimSpace(said.Bytes())), Hint: "write the dossier as .html and print that"}
	}
	return pdf, nil
}
