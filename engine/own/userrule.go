package own

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// written is a rule as a user writes it.
type written struct {
	Rule      string          `json:"rule"`
	Version   string          `json:"version"`
	Title     string          `json:"title"`
	Test      Test            `json:"test"`
	Method    Method          `json:"method"`
	Threshold string          `json:"threshold"`
	Strict    bool            `json:"strict"`
	Aggregate *bool           `json:"aggregate"`
	PerPerson bool            `json:"per_person"`
	Votes     bool            `json:"votes"`
	Control   bool            `json:"control"`
	Lists     []engine.ListID `json:"lists"`
	Programs  []string        `json:"programs"`
	Exempt    []string        `json:"exempt"`
	From      engine.Date     `json:"from"`
	Until     engine.Date     `json:"until"`
	Citation  string          `json:"citation"`
	Text      string          `json:"text"`
	Notes     []string        `json:"notes"`
}

// ReadRules reads rules of a user's own, one JSON object after another, in the
// words in which Rules are printed:
//
//	{"rule": "house-25", "test": "ownership", "threshold": "25", "lists": ["us-ofac-sdn", "us-bis-el"],
//	 "title": "Our own limit", "citation": "Compliance manual 4.2", "text": "…"}
//
// The test is ownership (the default), beneficial-owner or list. The threshold
// is a percentage, as "25", "33.3333" or "1/3"; strict asks for more than it.
// Ownership adds the listed up unless per_person is set. Several rows of one
// rule are its versions over time: their spans must not overlap. What a row
// does not know, a share that is no share, and the name of a rule that ships
// are Invalid: a misspelt word would make a rule that catches nobody.
func ReadRules(r io.Reader) ([]Rule, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if err := repeated(b); err != nil {
		return nil, &engine.Error{Op: "own.ReadRules", Code: engine.Invalid, Err: err, Hint: "write each word of a rule once"}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var out []Rule
	for n := 1; ; n++ {
		var w written
		err := d.Decode(&w)
		if errors.Is(err, io.EOF) {
			break
		}
		var rule Rule
		if err == nil {
			rule, err = w.rule()
		}
		if err == nil {
			err = overlapping(out, &rule)
		}
		if err != nil {
			return nil, &engine.Error{Op: "own.ReadRules", Code: engine.Invalid, ID: w.Rule, Err: fmt.Errorf("rule %d: %w", n, err),
				Hint: "pierce verdicts --rules --json prints the rules that ship, in the same words"}
		}
		out = append(out, rule)
	}
	if len(out) == 0 {
		return nil, &engine.Error{Op: "own.ReadRules", Code: engine.Invalid, Err: errors.New("no rule in it")}
	}
	return out, nil
}

// rule checks a written rule.
func (w *written) rule() (Rule, error) {
	r := Rule{ID: w.Rule, Version: w.Version, Title: w.Title, Test: w.Test, Method: w.Method, Strict: w.Strict, PerPerson: w.PerPerson, Votes: w.Votes, Control: w.Control,
		Lists: w.Lists, Exempt: w.Exempt, From: w.From, Until: w.Until, Citation: w.Citation, Text: w.Text, Notes: w.Notes}
	if r.ID == "" || strings.ContainsAny(r.ID, " \t/\\") {
		return r, fmt.Errorf("rule: got %q, want a name of one word", r.ID)
	}
	if slices.Contains(RuleIDs(), r.ID) {
		return r, fmt.Errorf("rule: %q ships with pierce; choose another name", r.ID)
	}
	if r.Test == "" {
		r.Test = Ownership
	}
	if r.From != 0 && r.Until != 0 && r.Until <= r.From {
		return r, fmt.Errorf("until %v is not after from %v", r.Until, r.From)
	}
	r.Aggregate = !r.PerPerson
	if w.Aggregate != nil {
		r.Aggregate = *w.Aggregate
	}
	if r.Aggregate == r.PerPerson {
		return r, errors.New("aggregate and per_person: want one of them")
	}
	if len(w.Programs) > 0 {
		r.ByProgram = r.Lists
		for _, p := range w.Programs {
			r.Programs = append(r.Programs, strings.ToUpper(strings.TrimSpace(p)))
		}
	}
	return r, w.tested(&r)
}

// tested checks what each test needs.
func (w *written) tested(r *Rule) error {
	switch r.Test {
	case Ownership, Beneficial:
		share, err := engine.ParseShare(w.Threshold)
		if err != nil || !share.Exact() || share.Lo == 0 {
			return fmt.Errorf("threshold: got %q, want a percentage such as \"25\" or \"1/3\"", w.Threshold)
		}
		r.Threshold = share.Lo
	case List:
		if w.Threshold != "" {
			return errors.New("threshold: a list test has none")
		}
	default:
		return fmt.Errorf("test: got %q, want ownership, beneficial-owner or list", r.Test)
	}
	switch {
	case r.Test == Beneficial && len(r.Lists) > 0:
		return errors.New("lists: a beneficial-owner test reads none")
	case r.Test != Beneficial && len(r.Lists) == 0:
		return errors.New("lists: want at least one, as us-ofac-sdn")
	case r.Test != Beneficial && r.Method != "":
		return errors.New("method: only a beneficial-owner test has one")
	case r.Test == Beneficial && r.Method == "":
		r.Method = ByProduct
	case r.Test == Beneficial && r.Method != ByProduct && r.Method != ByMajority:
		return fmt.Errorf("method: got %q, want %s or %s", r.Method, ByProduct, ByMajority)
	}
	return nil
}

// overlapping refuses a version that stands on a day on which another does.
func overlapping(rows []Rule, r *Rule) error {
	for i := range rows {
		x := &rows[i]
		if x.ID == r.ID && (x.Until == 0 || r.From < x.Until) && (r.Until == 0 || x.From < r.Until) {
			return fmt.Errorf("its span meets that of another version of %q", r.ID)
		}
	}
	return nil
}

// FindIn is Find among rows of a user's own.
func FindIn(rows []Rule, id string, asOf engine.Date) (Rule, error) { return find(rows, id, asOf) }

// repeated tells of a word that stands twice in one object, of which reading
// would silently keep the last. Words differ whatever their case, as reading
// takes them. What is no JSON is told by who reads it.
func repeated(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	type object struct {
		seen map[string]bool // nil in an array
		key  bool            // a key comes next
	}
	var in []object
	value := func() {
		if n := len(in); n > 0 && in[n-1].seen != nil {
			in[n-1].key = true
		}
	}
	for {
		t, err := d.Token()
		if err != nil {
			return nil
		}
		switch x := t.(type) {
		case json.Delim:
			switch x {
			case '{':
				in = append(in, object{seen: map[string]bool{}, key: true})
			case '[':
				in = append(in, object{})
			default:
				in = in[:len(in)-1]
				value()
			}
		case string:
			n := len(in)
			if n == 0 || !in[n-1].key {
				value()
				continue
			}
			if k := strings.ToLower(x); in[n-1].seen[k] {
				return fmt.Errorf("%q stands twice in one rule", x)
			} else {
				in[n-1].seen[k] = true
			}
			in[n-1].key = false
		default:
			value()
		}
	}
}
