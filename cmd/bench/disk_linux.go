package main

import (
	"os"
	"syscall"
)

// occupied is how many bytes a file takes on disk: stores make files larger than
// what they have written so far.
func occupied(info os.FileInfo) int64 {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return st.Blocks * 512 // stat(2): in units of 512 bytes, whatever the disk's
	}
	return info.Size()
}
