package main

import (
	"runtime/debug"
)

// versionCmd prints the version.
type versionCmd struct{}

// Run prints the module's version, or the commit it was built from.
func (*versionCmd) Run(e *env) error {
	version, commit := "(devel)", ""
	if b, ok := debug.ReadBuildInfo(); ok {
		version = b.Main.Version
		for _, s := range b.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	if e.json {
		return e.printJSON(struct {
			Version string `json:"version"`
			Commit  string `json:"commit,omitempty"`
		}{version, commit})
	}
	e.printf("pierce %s %s\n", version, commit)
	return nil
}
