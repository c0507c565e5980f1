package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSystemHint(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("open x: %w", syscall.EMFILE), "ulimit -n"},
		{errors.New("persist err: open x.zap: too many open files"), "ulimit -n"},
		{fmt.Errorf("write x: %w", syscall.EROFS), "read only"},
		{fmt.Errorf("write x: %w", syscall.ENOSPC), "make room"},
		{errors.New("something else"), ""},
		{nil, ""},
	} {
		if got := hintOf(tt.err); tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("hintOf(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
}

// TestScarce runs commands with hardly any file handles, and with hardly any
// memory: each ends well, or with exit 1 and what to do; the folder is whole
// after it, and says the same once there is enough.
func TestScarce(t *testing.T) {
	if testing.Short() {
		t.Skip("absent from short runs: starts some fifty processes")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to set a limit with")
	}
	w := loadWorld(t)
	w.h.close()
	data := filepath.Join(w.dir, "data")
	want := stateOf(t, data)
	refused := 0
	run := func(limit string, args ...string) {
		t.Helper()
		cmd := exec.Command("sh", append([]string{"-c", limit + `; exec "$0" "$@"`, os.Args[0], "--data", data}, args...)...)
		cmd.Env = append(os.Environ(), "PIERCE_TEST_RUN=1")
		var errs bytes.Buffer
		cmd.Stderr = &errs
		err := cmd.Run()
		var exit *exec.ExitError
		switch {
		case err == nil:
		case errors.As(err, &exit) && exit.ExitCode() == 1 && strings.Contains(errs.String(), "hint: "):
			refused++
		default:
			t.Errorf("%s; pierce %s: %v\n%s", limit, strings.Join(args, " "), err, cutTail(errs.String()))
		}
	}
	for _, args := range [][]string{{"resolve", "--all"}, {"index", "--rebuild"}, {"search", "lumenpeak"}, {"verify"}} {
		run("export GOMEMLIMIT=20MiB", args...)
		for _, n := range []int{12, 16, 20, 24, 32, 48} {
			run(fmt.Sprintf("ulimit -n %d", n), args...)
		}
	}
	if said, code := try(data, "verify"); code != 0 {
		t.Fatalf("verify exits %d: %s", code, said)
	}
	if got := stateOf(t, data); got != want {
		t.Error("the folder says something else than before")
	}
	if refused == 0 {
		t.Error("no command was refused: the limits are too wide to show anything")
	}
}

func cutTail(s string) string { return s[max(0, len(s)-600):] }
