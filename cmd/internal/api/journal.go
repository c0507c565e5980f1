package api

import (
	"encoding/json"
	"log/slog"
	"sync"
	"time"
)

// asked is a line of the audit log: who asked what, when, and how it ended.
type asked struct {
	At      string `json:"at"` // RFC 3339, UTC
	Request string `json:"request"`
	Who     string `json:"who,omitempty"`
	Token   string `json:"token,omitempty"` // its id
	From    string `json:"from"`            // address
	Method  string `json:"method"`
	URL     string `json:"url"`
	Status  int    `json:"status"`
	Body    string `json:"body,omitempty"` // its first 2,000 bytes
	Size    int64  `json:"size,omitempty"` // of the body, in bytes
}

// journal writes what was asked into the store's hash-chained log. A commit is
// synced to the disk, so that many asks share an entry: those of a second, or a
// thousand. Each holds a JSON array of them.
type journal struct {
	write func(what string, body []byte) error
	log   *slog.Logger

	mu      sync.Mutex
	waiting []asked
	wake    chan struct{}
	done    chan struct{}
}

const (
	journalWait = time.Second
	journalMany = 1000
)

func newJournal(write func(string, []byte) error, log *slog.Logger) *journal {
	j := &journal{write: write, log: log, wake: make(chan struct{}, 1), done: make(chan struct{})}
	return j
}

// add takes a line; it is on the disk within a second or so.
func (j *journal) add(a asked) {
	j.mu.Lock()
	j.waiting = append(j.waiting, a)
	many := len(j.waiting) >= journalMany
	j.mu.Unlock()
	if many {
		select {
		case j.wake <- struct{}{}:
		default:
		}
	}
}

// run writes until stop is closed, and then what is left.
func (j *journal) run(stop <-chan struct{}) {
	defer close(j.done)
	tick := time.NewTicker(journalWait)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-j.wake:
		case <-stop:
			j.flush()
			return
		}
		j.flush()
	}
}

// flush writes what waits. What can not be written is told in the log, and
// tried again.
func (j *journal) flush() {
	j.mu.Lock()
	list := j.waiting
	j.waiting = nil
	j.mu.Unlock()
	if len(list) == 0 {
		return
	}
	b, err := json.Marshal(list)
	if err == nil {
		err = j.write("asked", b)
	}
	if err != nil {
		j.log.Error("the audit log can not be written", "err", err)
		j.mu.Lock()
		j.waiting = append(list, j.waiting...)
		j.mu.Unlock()
	}
}
