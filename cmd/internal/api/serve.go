package api

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"
)

// stopWait is how long a server waits for what is under way when it is told to
// end.
const stopWait = 20 * time.Second

// Serve answers what comes in at a listener until the context ends, then lets
// what is under way end, and writes what is left of the audit log. With a
// certificate it speaks TLS 1.2 or newer alone.
func (s *Server) Serve(ctx context.Context, ln net.Listener, cert *tls.Certificate) error {
	stop := make(chan struct{})
	go s.journal.run(stop)
	defer func() {
		close(stop)
		<-s.journal.done
	}()
	srv := &http.Server{Handler: s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       longest,
		WriteTimeout:      longest + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          nil, // the log package's output, which the command discards: noise of strangers' handshakes
	}
	if cert != nil {
		srv.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{*cert}, NextProtos: []string{"h2", "http/1.1"}}
		ln = tls.NewListener(ln, srv.TLSConfig)
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWait)
	defer cancel()
	if err := srv.Shutdown(end); err != nil {
		_ = srv.Close() // what would not end in time is cut off
	}
	if err := <-failed; err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
