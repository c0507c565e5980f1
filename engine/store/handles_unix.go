//go:build linux || darwin || freebsd

package store

import "syscall"

// handleLimit is how many files the process may have open. Go raises it to what
// the system lets it have when the process starts.
func handleLimit() (uint64, bool) {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return 0, false
	}
	return uint64(l.Cur), true
}
