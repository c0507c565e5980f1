package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/fixtures"
)

var update = flag.Bool("update", false, "write what the commands print into README.md")

// TestReadme runs the session in README.md over the demonstration world and
// wants what it prints, word for word.
func TestReadme(t *testing.T) {
	const file = "../../README.md"
	readme, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), "```console\n")
	session, after, ok2 := strings.Cut(rest, "```\n")
	if !ok || !ok2 || !strings.HasPrefix(session, "$ pierce ") {
		t.Fatal("README.md has no ```console session that begins with $ pierce")
	}
	world := t.TempDir()
	if err := os.CopyFS(world, fixtures.World()); err != nil {
		t.Fatal(err)
	}
	h := &host{}
	defer h.close()
	data := filepath.Join(world, "data")
	say := func(args []string) string {
		var out, errs bytes.Buffer
		h.serve(t.Context(), app.Request{Args: append([]string{"--data", data}, args...), Dir: world, Width: 80}, strings.NewReader(""), &out, &errs)
		return out.String() + errs.String()
	}
	for _, args := range demoLoads() {
		say(args)
	}
	var got strings.Builder
	for line := range strings.SplitSeq(session, "\n") {
		if command, ok := strings.CutPrefix(line, "$ pierce "); ok {
			got.WriteString(line + "\n" + say(shellWords(command)))
		}
	}
	if got.String() == session {
		return
	}
	if *update {
		if err := os.WriteFile(file, []byte(before+"```console\n"+got.String()+"```\n"+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("README.md's session prints otherwise now; go test ./cmd/pierce -run TestReadme -update writes it anew\ngot:\n%s", got.String())
}

// shellWords splits a command as a shell does, with double quotes only.
func shellWords(s string) []string {
	var out []string
	var word strings.Builder
	quoted, any := false, false
	for _, r := range s {
		switch {
		case r == '"':
			quoted, any = !quoted, true
		case r == ' ' && !quoted:
			if any {
				out = append(out, word.String())
			}
			word.Reset()
			any = false
		default:
			word.WriteRune(r)
			any = true
		}
	}
	if any {
		out = append(out, word.String())
	}
	return out
}
