package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"github.com/pierce-er/pierce/cmd/internal/app"
	"github.com/pierce-er/pierce/engine"
)

// cli is the grammar of the command line. Flags here go before or after any
// command.
type cli struct {
	Data        string      `placeholder:"DIR" env:"PIERCE_DATA" default:"./pierce-data" help:"The data folder, ./pierce-data unless said. Made when something is first loaded."`
	ShowVersion versionFlag `name:"version" help:"Print the version."`
	JSON        bool        `help:"Print JSON, one object a line, instead of text."`

	Demo    demoCmd    `cmd:"" group:"Begin" help:"Build the demonstration world in a temporary folder and show the three journeys."`
	Formats formatsCmd `cmd:"" group:"Begin" help:"List every source format, with an example line."`
	Map     mapCmd     `cmd:"" group:"Begin" help:"Write a map for an unknown table from its headings and a sample."`

	Ingest  ingestCmd  `cmd:"" group:"Load" help:"Load files in a published format, then resolve and index them."`
	Drop    dropCmd    `cmd:"" group:"Load" help:"Remove a dataset or a record, and un-merge what it held together."`
	Resolve resolveCmd `cmd:"" group:"Load" help:"Decide again which records are the same company or person."`
	Index   indexCmd   `cmd:"" group:"Load" help:"Bring the search index up to date."`

	Search searchCmd `cmd:"" group:"Ask" help:"Find companies, people, vessels and shipments by name, number or address."`
	Show   showCmd   `cmd:"" group:"Ask" help:"Show an entity or a record with everything its sources say."`
	Why    whyCmd    `cmd:"" group:"Ask" help:"Explain why two records are, or are not, one; or what holds an entity together."`
	Score  scoreCmd  `cmd:"" group:"Ask" help:"Score pairs of names in a table: how likely are the two one party's?"`
	Eval   evalCmd   `cmd:"" group:"Ask" help:"Measure results against labelled truth: clusters, pairs of names, searches."`
	Trace  traceCmd  `cmd:"" group:"Ask" help:"Walk the owners up to the top, or the holdings down."`

	Path pathCmd `cmd:"" group:"Ask" help:"Find how two are linked: owners, offices, addresses, shipments."`

	Verdicts verdictsCmd `cmd:"" group:"Decide" help:"List every entity that a rule captures, with path and tier."`
	Whatif   whatifCmd   `cmd:"" group:"Decide" help:"Say what falls if these were listed, with their past shipments."`
	Screen   screenCmd   `cmd:"" group:"Decide" help:"Score a manifest or a list of counterparties, line by line."`
	Rescreen rescreenCmd `cmd:"" group:"Decide" help:"Ask a saved screening again where something changed, and tell the difference."`
	Alert    alertCmd    `cmd:"" group:"Decide" help:"What re-screening found: list it, acknowledge it."`
	Licence  licenceCmd  `cmd:"" group:"Decide" help:"Approved buyers: what is licensed, drawn and left."`
	Judge    judgeCmd    `cmd:"" group:"Decide" help:"Say that two records are the same, or different; or undo that."`
	Review   reviewCmd   `cmd:"" group:"Decide" help:"Go through the undecided pairs, those that matter most first, a key each."`

	Serve serveCmd `cmd:"" group:"Serve" help:"Serve the pages and the API over HTTP."`
	Token tokenCmd `cmd:"" group:"Serve" help:"Keys to the server: make, list, revoke."`

	Report  reportCmd  `cmd:"" group:"Keep" help:"Write the dossier of one for the file: HTML, PDF or JSON; or check one."`
	Export  exportCmd  `cmd:"" group:"Keep" help:"Write results in a format that others read."`
	Status  statusCmd  `cmd:"" group:"Keep" help:"Say what is loaded, since when, and whether anything is stale."`
	Verify  verifyCmd  `cmd:"" group:"Keep" help:"Check the data folder from end to end."`
	Backup  backupCmd  `cmd:"" group:"Keep" help:"Write a checksummed copy of the store to a file."`
	Restore restoreCmd `cmd:"" group:"Keep" help:"Read a copy back into an empty data folder."`
	Version versionCmd `cmd:"" group:"Keep" help:"Print the version."`
}

const about = `pierce finds who is really behind a buyer.

    pierce demo                                       try it
    pierce ingest --as ofac --full ./ofac-sdn/        load
    pierce search "Lumenpeak Compute"                 ask
    pierce trace "Lumenpeak Compute"                  walk to the top
    pierce screen manifest.csv                        decide

Everything is kept in one data folder. Nothing is sent anywhere.`

// elsewhere is what a command returns when another process holds the data
// folder and should run the command instead.
var errElsewhere = errors.New("another process holds the data folder")

// env is what a command has of the world.
type env struct {
	ctx      context.Context
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	dir      string // working folder that relative paths start from
	width    int    // columns of the terminal; 0 where output is no terminal
	terminal bool   // standard error is a terminal: progress may be shown
	typed    bool   // standard input is a terminal: somebody presses keys
	keys     bool   // the command wants each key as it is pressed
	data     string // absolute path of the data folder
	json     bool
	now      func() time.Time
	host     *host
}

// host is the process's hold on data folders: the app that is open, shared by
// the command that opened it and by those of other processes.
type host struct {
	app      *app.App
	listener *app.Listener
}

// exit is how kong's wish to end the process is carried to run.
type exit struct{ code int }

// run is the whole command: it parses args, runs, and gives the exit code. It
// is what tests call.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(stderr, "pierce:", err)
		return 1
	}
	in := &interruptible{ctx: ctx, in: stdin}
	req := app.Request{Args: args, Dir: dir, Terminal: isTerminal(stderr), Typed: ttyOf(in) != nil}
	if f, ok := stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if w, _, err := term.GetSize(int(f.Fd())); err == nil {
			req.Width = w
		}
	}
	h := &host{}
	defer h.close()
	out := &checked{w: stdout}
	code := h.serve(ctx, req, in, out, stderr)
	if code == 0 && out.err != nil {
		fmt.Fprintf(stderr, "pierce: the output is not whole: %v\n", out.err)
		return 1
	}
	return code
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// serve parses and runs one request: the process's own, or another's.
func (h *host) serve(ctx context.Context, req app.Request, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(exit)
			if !ok {
				panic(r)
			}
			code = e.code
		}
	}()
	var c cli
	parser, err := kong.New(&c, kong.Name("pierce"), kong.Description(about), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { panic(exit{code}) }), kong.UsageOnError(), kong.ShortUsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 80, FlagsLast: true}),
		kong.ExplicitGroups([]kong.Group{
			{Key: "Begin", Title: "Begin"}, {Key: "Load", Title: "Load"}, {Key: "Ask", Title: "Ask"},
			{Key: "Decide", Title: "Decide"}, {Key: "Serve", Title: "Serve"}, {Key: "Keep", Title: "Keep"},
		}))
	if err != nil {
		panic(err) // the grammar is broken: our own bug
	}
	args := req.Args
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "pierce: %v\n", err)
		hint(stderr, usageHint(err, args))
		return 2
	}
	e := &env{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, dir: req.Dir, width: req.Width,
		terminal: req.Terminal, typed: req.Typed, json: c.JSON, now: time.Now, host: h}
	e.data = e.path(c.Data)
	err = parsed.Run(e)
	if errors.Is(err, errElsewhere) {
		return h.forward(ctx, e, req)
	}
	return finish(e, err)
}

// forward hands the request to the process that holds the data folder.
func (h *host) forward(ctx context.Context, e *env, req app.Request) int {
	// The holder must look in the same folder, whatever its own environment.
	req.Args = append([]string{"--data", e.data}, req.Args...)
	if e.keys {
		restore, err := e.raw()
		if err != nil {
			return finish(e, err)
		}
		defer restore()
	}
	code, err := app.Forward(ctx, e.data, req, e.stdin, e.stdout, e.stderr)
	if err != nil {
		return finish(e, err)
	}
	return code
}

// finish prints an error with its hint and gives the exit code.
func finish(e *env, err error) int {
	if err == nil {
		return 0
	}
	code := exitCode(err)
	var quiet *failOn
	if errors.As(err, &quiet) {
		fmt.Fprintf(e.stderr, "pierce: %v\n", err)
		return code
	}
	if code == 130 {
		fmt.Fprintln(e.stderr, "pierce: interrupted; run the same command again to go on")
		return code
	}
	fmt.Fprintf(e.stderr, "pierce: %v\n", plain(err.Error()))
	hint(e.stderr, hintOf(err))
	return code
}

// failOn is the error of a pipeline's gate that was met. It is no failure of
// the run.
type failOn struct{ what string }

func (f *failOn) Error() string { return "--fail-on met: " + f.what }

// exitCode is the one place where errors become exit codes: 1 failed, 2 usage,
// 3 not found, 4 stale, 5 --fail-on met, 6 locked, 130 interrupted.
func exitCode(err error) int {
	var gate *failOn
	var use *usage
	switch {
	case err == nil:
		return 0
	case errors.As(err, &gate):
		return 5
	case errors.Is(err, context.Canceled):
		return 130
	case errors.As(err, &use):
		return 2
	case errors.Is(err, engine.NotFound):
		return 3
	case errors.Is(err, engine.Stale):
		return 4
	case errors.Is(err, engine.Locked):
		return 6
	}
	return 1
}

// usage is an error in how the command was called.
type usage struct{ error }

func usagef(format string, args ...any) error { return &usage{fmt.Errorf(format, args...)} }

// hintOf finds the advice in an error.
func hintOf(err error) string {
	var e *engine.Error
	for errors.As(err, &e) {
		if e.Hint != "" {
			return e.Hint
		}
		err = e.Err
	}
	return systemHint(err)
}

// systemHint is the advice where the system refused something. Libraries repeat
// its words as often as they pass its error on.
func systemHint(err error) string {
	if err == nil {
		return ""
	}
	for _, s := range []struct {
		cause error
		hint  string
	}{
		{syscall.EMFILE, "let a process have more files open (ulimit -n 1024), and run the command again: what was committed stands"},
		{syscall.ENFILE, "the system has too many files open: close something, and run the command again: what was committed stands"},
		{syscall.EROFS, "the disk is mounted read only: copy the data folder to one that can be written, and name it with --data"},
		{syscall.ENOSPC, "make room on this disk, and run the command again: what was committed stands"},
	} {
		if errors.Is(err, s.cause) || strings.Contains(err.Error(), s.cause.Error()) {
			return s.hint
		}
	}
	return ""
}

func hint(w io.Writer, text string) {
	if text != "" {
		fmt.Fprintf(w, "hint: %s\n", plain(text))
	}
}

// usageHint names the help that answers a mistake on the command line.
func usageHint(err error, args []string) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) && parse.Context != nil {
		if sel := parse.Context.Selected(); sel != nil {
			return sel.FullPath() + " --help"
		}
	}
	if len(args) > 0 && strings.Contains(err.Error(), "unexpected argument") {
		return "pierce --help lists the commands"
	}
	return "pierce --help"
}
