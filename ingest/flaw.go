package ingest

import (
	"errors"
	"unicode/utf8"
)

// The reasons why a row's text cannot be used, whatever its format.
var (
	errNUL     = errors.New("holds a NUL")
	errControl = errors.New("holds a control character")
	errUTF8    = errors.New("is not valid UTF-8")
)

// flaw tells what makes a text unusable: a NUL, a control character other than
// tab, line feed and carriage return, or bytes that are no UTF-8.
func flaw(b []byte) error {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7f {
			if c == 0 {
				return errNUL
			}
			return errControl
		}
	}
	if !utf8.Valid(b) {
		return errUTF8
	}
	return nil
}
