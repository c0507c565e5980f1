package api

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// limits bounds how many requests a second each caller may send. It is a token
// bucket that holds two seconds' worth.
type limits struct {
	rate float64 // 0 is no limit
	mu   sync.Mutex
	of   map[string]*rate.Limiter
}

// maxLimiters bounds the callers that are remembered: past it they start anew.
const maxLimiters = 10_000

// allow reports whether the caller may send one more at a time.
func (l *limits) allow(c app.Caller, r *http.Request, now time.Time) bool {
	if l.rate <= 0 {
		return true
	}
	key := "token " + c.Token
	if c.Token == "" {
		key = addrOf(r.RemoteAddr)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	lim := l.of[key]
	if lim == nil {
		if l.of == nil || len(l.of) >= maxLimiters {
			l.of = make(map[string]*rate.Limiter)
		}
		lim = rate.NewLimiter(rate.Limit(l.rate), max(1, int(2*l.rate)))
		l.of[key] = lim
	}
	return lim.AllowN(now, 1)
}

// addrOf is the address of a peer without its port; of IPv6 the network, of
// which one caller commonly has all addresses.
func addrOf(remote string) string {
	a, err := netip.ParseAddrPort(remote)
	if err != nil {
		return remote
	}
	ip := a.Addr().Unmap()
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
