package main

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/jedib0t/go-pretty/v6/text"
)

// TestHelp: every command has a help of its own, and no line of it is wider
// than a terminal.
func TestHelp(t *testing.T) {
	parser, err := kong.New(&cli{})
	if err != nil {
		t.Fatal(err)
	}
	leaves := parser.Model.Leaves(true)
	if len(leaves) < 20 {
		t.Fatalf("found %d commands", len(leaves))
	}
	for _, leaf := range leaves {
		var verb []string
		for n := leaf; n != nil && n.Type == kong.CommandNode; n = n.Parent {
			verb = append([]string{n.Name}, verb...)
		}
		out, _, _ := ask(t, "", append(verb, "--help")...)
		if !strings.HasPrefix(out, "Usage: pierce "+verb[0]) {
			t.Errorf("pierce %s --help begins %.60q", strings.Join(verb, " "), out)
		}
		for line := range strings.Lines(out) {
			if n := text.StringWidthWithoutEscSequences(strings.TrimRight(line, "\n")); n > 80 {
				t.Errorf("pierce %s --help: %d columns: %s", strings.Join(verb, " "), n, line)
			}
		}
	}
}
