package ingest

import "strings"

// quoteState follows quotation marks through a line, from inside a quoted
// field or from a field's start, and tells whether the line ends inside one.
// Inside, two marks stand for one, and a single mark closes the field only
// before a separator or the line's end, spaces aside; any other is text.
func quoteState(line []byte, comma byte, inside bool) bool {
	for i := 0; i < len(line) || inside; {
		switch {
		case !inside && line[i] == '"':
			inside = true
			i++
		case !inside:
			for i < len(line) && line[i] != comma {
				i++
			}
			i++
		default:
			end, ok := quoteEnd(line, i, comma)
			if !ok {
				return true
			}
			inside = false
			i = end + 1
		}
	}
	return inside
}

// quoteEnd looks from i, inside a quoted field, for the separator or the end
// of the text that follows the closing mark. It takes both kinds of text, since
// to make one of the other for each field would cost a copy of the row.
func quoteEnd[T string | []byte](s T, i int, comma byte) (int, bool) {
	for {
		for i < len(s) && s[i] != '"' {
			i++
		}
		if i == len(s) {
			return 0, false
		}
		i++
		if i < len(s) && s[i] == '"' {
			i++
			continue
		}
		end := i
		for end < len(s) && (s[end] == ' ' || s[end] == '\r') && s[end] != comma {
			end++
		}
		if end == len(s) || s[end] == comma {
			return end, true
		}
	}
}

// split cuts a text at the separators.
func split(s string, comma byte, out []string) []string {
	for {
		i := strings.IndexByte(s, comma)
		if i < 0 {
			return append(out, s)
		}
		out = append(out, s[:i])
		s = s[i+1:]
	}
}

// splitQuoted cuts a text of which quoteState said that it ends outside of
// quotation marks.
func splitQuoted(s string, comma byte, out []string) []string {
	for i := 0; ; {
		if i < len(s) && s[i] == '"' {
			end, ok := quoteEnd(s, i+1, comma)
			if !ok {
				return append(out, s[i:])
			}
			field := strings.TrimRight(s[i+1:end], " \r")
			field = strings.TrimSuffix(field, `"`)
			if strings.Contains(field, `""`) {
				field = strings.ReplaceAll(field, `""`, `"`)
			}
			out = append(out, field)
			i = end
		} else {
			j := strings.IndexByte(s[i:], comma)
			if j < 0 {
				return append(out, s[i:])
			}
			out = append(out, s[i:i+j])
			i += j
		}
		if i >= len(s) {
			return out
		}
		if i++; i == len(s) {
			return append(out, "")
		}
	}
}
