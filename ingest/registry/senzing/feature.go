package senzing

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/pierce-er/pierce/ingest"
)

//go:embed attributes.txt
var attributesText string

// attribute is what an attribute's name means.
type attribute struct{ family, part string }

// attributes maps the names of the specification.
var attributes = sync.OnceValue(func() map[string]attribute {
	out := map[string]attribute{}
	for line := range strings.Lines(attributesText) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		for _, w := range f[1:] {
			name, part, _ := strings.Cut(w, "=")
			out[name] = attribute{f[0], part}
		}
	}
	return out
})

// lookup finds what a key means: an attribute, or a usage, an underscore and an
// attribute, the longest that fits.
func lookup(key string) (a attribute, usage string, ok bool) {
	key = strings.ToUpper(strings.TrimSpace(key))
	table := attributes()
	if a, ok = table[key]; ok {
		return a, "", true
	}
	for i := 0; i < len(key); i++ {
		if key[i] != '_' {
			continue
		}
		if a, ok = table[key[i+1:]]; ok {
			return a, key[:i], true
		}
	}
	return attribute{}, "", false
}

// feature is a name, an address, a number … with its parts.
type feature struct {
	family string
	usage  string // what stood before the attributes, or the part "use", in upper case
	parts  []part
}

// part is one attribute.
type part struct{ part, key, value string }

// get is the first part of that name, "" if there is none.
func (f *feature) get(name string) string {
	for i := range f.parts {
		if f.parts[i].part == name {
			return f.parts[i].value
		}
	}
	return ""
}

// name is the key under which a part stood.
func (f *feature) name(part string) string {
	for i := range f.parts {
		if f.parts[i].part == part {
			return f.parts[i].key
		}
	}
	return ""
}

// extra is a key that the specification does not have.
type extra struct {
	key, value string
	inside     bool // of a feature or a list, where the specification wants none
}

// content is what a line holds.
type content struct {
	features []feature
	extras   []extra
}

// featuresOf takes a line apart. Features come in the order of the line.
func featuresOf(v *ingest.Value) content {
	var c content
	c.object(v, false, true)
	return c
}

// object adds the features of one object: attributes of one family under one
// usage belong together. A part that repeats begins another feature.
func (c *content) object(v *ingest.Value, inside, top bool) {
	first := len(c.features)
	for i := range v.Members {
		m := &v.Members[i]
		if top && (m.Key == "DATA_SOURCE" || m.Key == "RECORD_ID") {
			continue
		}
		if m.Kind == ingest.Array || m.Kind == ingest.Object {
			continue
		}
		value := text(m)
		if value == "" {
			continue
		}
		a, usage, ok := lookup(m.Key)
		if !ok {
			c.extras = append(c.extras, extra{m.Key, value, inside})
			continue
		}
		c.add(first, a, usage, part{a.part, m.Key, value})
	}
	for i := range v.Members {
		if m := &v.Members[i]; m.Kind == ingest.Array || m.Kind == ingest.Object {
			c.list(m)
		}
	}
}

// list adds the features of a list of objects, or of an object alone; a list of
// values is that attribute several times over.
func (c *content) list(m *ingest.Value) {
	if m.Kind == ingest.Object {
		c.object(m, true, false)
		return
	}
	for i := range m.Members {
		e := &m.Members[i]
		switch {
		case e.Kind == ingest.Object:
			c.object(e, true, false)
		case e.Kind == ingest.Array:
			c.list(e)
		case text(e) == "":
		default:
			a, usage, ok := lookup(m.Key)
			if !ok {
				c.extras = append(c.extras, extra{m.Key, text(e), false})
				continue
			}
			c.add(len(c.features), a, usage, part{a.part, m.Key, text(e)})
		}
	}
}

// add puts a part to its feature among those from first on, or begins one.
func (c *content) add(first int, a attribute, usage string, p part) {
	for i := first; i < len(c.features); i++ {
		if f := &c.features[i]; f.family == a.family && f.usage == usage && f.get(p.part) == "" && !single(a.family) {
			f.parts = append(f.parts, p)
			return
		}
	}
	c.features = append(c.features, feature{family: a.family, usage: usage, parts: []part{p}})
}

// single tells families of one part each, of which two are two features.
func single(family string) bool { return family == "social" || family == "nation" || family == "type" }

// text is a value's text: true and false are kept as words, and what stands for
// nothing is left out.
func text(v *ingest.Value) string {
	s := strings.TrimSpace(v.Text)
	switch strings.ToLower(s) {
	case "null", "n/a", "none", "-0-":
		return ""
	}
	return s
}

// use is what the feature is used for: its type, or else its usage.
func (f *feature) use() string {
	if s := f.get("use"); s != "" {
		return strings.ToUpper(s)
	}
	return f.usage
}
