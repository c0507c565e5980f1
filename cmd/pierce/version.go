package main

import (
	"github.com/alecthomas/kong"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// versionCmd prints the version.
type versionCmd struct{}

// versionFlag is the same as a flag, since many look for it there.
type versionFlag bool

// BeforeReset prints the version and ends, whatever else is asked.
func (versionFlag) BeforeReset(k *kong.Kong) error {
	err := (&versionCmd{}).Run(&env{stdout: k.Stdout})
	k.Exit(0)
	return err
}

// Run prints the module's version, or the commit it was built from.
func (*versionCmd) Run(e *env) error {
	version, commit := built()
	if e.json {
		return e.printJSON(struct {
			Version string `json:"version"`
			Commit  string `json:"commit,omitempty"`
		}{version, commit})
	}
	e.printf("pierce %s %s\n", version, commit)
	return nil
}

// built is the module's version, and the commit that it was built from.
func built() (version, commit string) { return app.Version() }
