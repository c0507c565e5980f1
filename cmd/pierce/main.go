// Command pierce finds who is really behind a buyer: it loads registries,
// ownership statements, watch lists and shipment records, decides which speak
// of the same company or person, walks owners up to the top, and says what
// each export-control and sanctions rule makes of it.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log.SetOutput(io.Discard) // libraries write there what pierce tells in its own words
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once; what was committed stands
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
