package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/pierce-er/pierce/cmd/internal/app"
)

// metrics are the server's counters, in a registry of its own.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	screened prometheus.Counter
}

// newMetrics makes them, and the path that shows them.
func (s *Server) newMetrics() {
	reg := prometheus.NewRegistry()
	s.metrics = metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "pierce_http_requests_total", Help: "Requests answered, by route and status."}, []string{"route", "method", "code"}),
		// From a tenth of a millisecond, the cheapest answer, to a minute, the longest.
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "pierce_http_request_seconds", Help: "How long requests took, by route.", Buckets: []float64{.0005, .001, .0025, .005, .01, .015, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "pierce_http_in_flight", Help: "Requests being answered."}),
		screened: prometheus.NewCounter(prometheus.CounterOpts{Name: "pierce_lines_screened_total", Help: "Lines of manifests that were screened."}),
	}
	gauge := func(name, help string, get func() uint64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 { return float64(get()) })
	}
	reg.MustRegister(s.requests, s.seconds, s.inFlight, s.screened, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("pierce_store_change", "Number of the store's newest change.", s.app.Store.Seq),
		gauge("pierce_store_resolved_change", "Change that entities and stakes follow up to.", func() uint64 {
			n, _ := s.app.Store.Cursor("resolve") // 0 where it cannot be read: an alarm by itself
			return n
		}))
	s.raw(http.MethodGet, "/metrics", route{right: app.Read, quiet: true}, promhttp.HandlerFor(reg, promhttp.HandlerOpts{}).ServeHTTP)
}

// count adds a request that was answered.
func (s *Server) count(a *ask, method string, code int, took time.Duration) {
	_, label, ok := strings.Cut(a.pattern, " ")
	if !ok {
		label = a.pattern
	}
	if label == "" {
		label = "none"
	}
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
	default:
		method = "other" // a client may make up as many as it likes
	}
	s.requests.WithLabelValues(label, method, strconv.Itoa(code)).Inc()
	s.seconds.WithLabelValues(label).Observe(took.Seconds())
}
