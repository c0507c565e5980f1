package native

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// warn files a value that was set aside.
func (m *mapper) warn(field, value string, err error) {
	m.warnings = append(m.warnings, m.row.Warn(field, value, err))
}

// date reads a date; one that does not exist is set aside.
func (m *mapper) date(v *ingest.Value) engine.Date {
	if v.IsNull() {
		return 0
	}
	d, err := engine.ParseDate(v.Str())
	if err != nil || v.Str() == "" && v.Kind != ingest.String {
		m.warn(v.Key, v.Str(), errDate)
		return 0
	}
	return d
}

var errDate = errors.New("want a date that exists, as 2024-05-31, 2024-05 or 2024; the line stands without it")

// dates reads one date or a list.
func (m *mapper) dates(v *ingest.Value) (out []engine.Date) {
	if v.Kind != ingest.Array {
		if d := m.date(v); d != 0 {
			out = append(out, d)
		}
		return out
	}
	for i := range v.Members {
		v.Members[i].Key = v.Key
		if d := m.date(&v.Members[i]); d != 0 {
			out = append(out, d)
		}
	}
	return out
}

// forwards sets aside an end that lies before its beginning.
func (m *mapper) forwards(field string, from engine.Date, until *engine.Date) {
	if from != 0 && *until != 0 && from.Earliest() > until.Latest() {
		m.warn(field, until.String(), fmt.Errorf("lies before %v, where the span begins; the line stands without its end", from))
		*until = 0
	}
}

// share reads a share. One that cannot be read is unknown, which is never
// zero; what stood there goes to the detail.
func (m *mapper) share(text string, i *engine.Interest) {
	s, err := engine.ParseShare(text)
	if err == nil {
		i.Share = s
		return
	}
	m.warn("share", text, errors.New("want a percentage from 0 to 100 as 25, 33.3, 1/3 or [25,50); the line stands with an unknown share"))
	note := fmt.Sprintf("share as published: %q", text)
	if i.Detail != "" {
		note = i.Detail + "; " + note
	}
	i.Detail = note
}

// interestKind reads a kind; an unknown one is a link of a kind that is not
// named.
func (m *mapper) interestKind(v *ingest.Value, i *engine.Interest) {
	word := v.Str()
	i.Kind = engine.InterestKind(strings.ToLower(word))
	if word == "" || slices.Contains(engine.InterestKinds, i.Kind) {
		return
	}
	i.Kind = engine.Associate
	if i.Role == "" {
		i.Role = word
	}
	m.warn("kind", word, errors.New("is no kind of interest; the line stands as associate"))
}

func (m *mapper) directness(v *ingest.Value) engine.Directness {
	switch d := engine.Directness(v.Str()); d {
	case engine.Direct, engine.Indirect, engine.DirectOrIndirect, "":
		return d
	}
	m.warn("directness", v.Str(), errors.New("want direct, indirect or either"))
	return ""
}

var kinds = []engine.Kind{engine.Company, engine.Person, engine.Vessel, engine.Aircraft, engine.Arrangement, engine.State, engine.Unknown}

func (m *mapper) kind(v *ingest.Value) engine.Kind {
	k := engine.Kind(strings.ToLower(v.Str()))
	if slices.Contains(kinds, k) {
		return k
	}
	if k != "" {
		m.warn("kind", v.Str(), errors.New("is no kind of party; the line stands as unknown"))
	}
	return engine.Unknown
}

// nameKinds are the words for a kind of name.
var nameKinds = map[string]engine.NameKind{
	"": engine.Primary, "primary": engine.Primary, "alias": engine.Alias, "weak": engine.WeakAlias,
	"former": engine.Former, "trading": engine.Trading, "transliterated": engine.Transliterated,
}

// names reads a name, or a list of them: a text, the first of which is the
// primary name and the others aliases, or an object.
func (m *mapper) names(v *ingest.Value, out []engine.Name) []engine.Name {
	switch v.Kind {
	case ingest.Array:
		for i := range v.Members {
			v.Members[i].Key = v.Key
			out = m.names(&v.Members[i], out)
		}
	case ingest.Object:
		n := engine.Name{Text: v.Get("text").Str(), Lang: v.Get("lang").Str()}
		kind, ok := nameKinds[v.Get("kind").Str()]
		if n.Kind = kind; !ok {
			n.Kind = engine.Alias
			m.warn(v.Key, v.Get("kind").Str(), errors.New("is no kind of name; it stands as an alias"))
		}
		if f := v.Get("from"); f != nil {
			n.From = m.date(f)
		}
		if f := v.Get("until"); f != nil {
			n.Until = m.date(f)
		}
		m.forwards("until", n.From, &n.Until)
		m.unknown(v, "text", "kind", "lang", "from", "until")
		if n.Text != "" {
			out = append(out, n)
		}
	default:
		if s := v.Str(); s != "" {
			n := engine.Name{Text: s}
			if slices.ContainsFunc(out, func(o engine.Name) bool { return o.Kind == engine.Primary }) {
				n.Kind = engine.Alias
			}
			out = append(out, n)
		}
	}
	return out
}

// unknown counts the fields of a part that the format does not have.
func (m *mapper) unknown(v *ingest.Value, known ...string) {
	for i := range v.Members {
		if !slices.Contains(known, v.Members[i].Key) {
			m.in.Unknown(v.Key + "." + v.Members[i].Key)
		}
	}
}

// identifiers reads {"lei":"…","gb-coh":["…"]} or [{"scheme":…,"value":…,"country":…}].
func (m *mapper) identifiers(v *ingest.Value) (out []engine.Identifier) {
	for i := range v.Members {
		f := &v.Members[i]
		switch {
		case v.Kind == ingest.Object && f.Kind == ingest.Object:
			if s := f.Get("value").Str(); s != "" {
				out = append(out, engine.Identifier{Scheme: f.Key, Value: s, Country: f.Get("country").Str()})
			}
		case v.Kind == ingest.Object:
			for _, s := range f.Strings() {
				out = append(out, engine.Identifier{Scheme: f.Key, Value: s})
			}
		case f.Kind == ingest.Object && f.Get("value").Str() != "" && f.Get("scheme").Str() != "":
			out = append(out, engine.Identifier{Scheme: f.Get("scheme").Str(), Value: f.Get("value").Str(), Country: f.Get("country").Str()})
		default:
			m.warn(v.Key, f.Str(), errors.New(`want {"scheme":…,"value":…}; the line stands without this one`))
		}
	}
	if v.Kind != ingest.Object && v.Kind != ingest.Array && !v.IsNull() {
		m.warn(v.Key, v.Str(), errors.New(`want {"scheme":"number"}; the line stands without it`))
	}
	return out
}

// addresses reads an address, or a list of them: a text or an object.
func (m *mapper) addresses(v *ingest.Value, out []engine.Address) []engine.Address {
	switch v.Kind {
	case ingest.Array:
		for i := range v.Members {
			v.Members[i].Key = v.Key
			out = m.addresses(&v.Members[i], out)
		}
	case ingest.Object:
		a := engine.Address{Kind: engine.AddressKind(v.Get("kind").Str()), Text: v.Get("text").Str(), CareOf: v.Get("care_of").Str(),
			Street: v.Get("street").Str(), City: v.Get("city").Str(), Region: v.Get("region").Str(),
			Postcode: v.Get("postcode").Str(), Country: v.Get("country").Str()}
		m.unknown(v, "kind", "text", "care_of", "street", "city", "region", "postcode", "country")
		if a.Line() != "" {
			out = append(out, a)
		}
	default:
		if s := v.Str(); s != "" {
			out = append(out, engine.Address{Text: s})
		}
	}
	return out
}
