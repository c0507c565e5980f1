//go:build linux || darwin || freebsd

package store

import "syscall"

// freeBytes is what the process may still write on the disk that holds dir.
func freeBytes(dir string) (uint64, bool) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, false
	}
	blocks := int64(st.Bavail) // FreeBSD counts below zero what only root may still take
	return uint64(max(blocks, 0)) * uint64(st.Bsize), true
}
