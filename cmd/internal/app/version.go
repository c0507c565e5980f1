package app

import "runtime/debug"

// Version is the program's version, and the commit that it was built from where
// the build says so.
func Version() (version, commit string) {
	version = "(devel)"
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return version, ""
	}
	version = b.Main.Version
	for _, s := range b.Settings {
		if s.Key == "vcs.revision" {
			commit = s.Value
		}
	}
	return version, commit
}
