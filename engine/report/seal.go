package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Content is the dossier as the bytes that its digest is taken of: compact
// JSON, fields in the order of the types.
func (d *Dossier) Content() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(true) // so that it can stand inside a page
	if err := enc.Encode(d); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	// Marks that turn the writing direction are spelled out, so that a page
	// shows none that it was not asked to.
	return []byte(spelled().Replace(strings.TrimRight(b.String(), "\n"))), nil
}

// Digest is the SHA-256 of Content in hexadecimal.
func (d *Dossier) Digest() (string, error) {
	c, err := d.Content()
	if err != nil {
		return "", err
	}
	return hash(c), nil
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// JSON writes the dossier as {"sha256": …, "content": …}. White space between
// the values does not count for the digest; the order of the fields does.
func (d *Dossier) JSON() ([]byte, error) {
	c, err := d.Content()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\"sha256\":%q,\"content\":", hash(c))
	if err := json.Indent(&out, c, "", " "); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	out.WriteString("}\n")
	return out.Bytes(), nil
}

// sealMark stands before the seal of a page or a PDF; sixty-four hexadecimal
// digits follow. unsealed stands in their place while the seal is taken.
const sealMark = "pierce-seal sha256:"

var unsealed = bytes.Repeat([]byte{'0'}, 2*sha256.Size)

// seal puts the SHA-256 of all other bytes in the place of the zeros behind the
// last mark.
func seal(file []byte) []byte {
	at := bytes.LastIndex(file, []byte(sealMark)) + len(sealMark)
	return slices.Replace(file, at, at+len(unsealed), []byte(hash(file))...)
}

// sealed reports whether a file's seal holds. The error is Invalid where there
// is none.
func sealed(file []byte) (bool, error) {
	at := bytes.LastIndex(file, []byte(sealMark))
	if at < 0 || at+len(sealMark)+len(unsealed) > len(file) {
		return false, notOurs("it has no seal")
	}
	at += len(sealMark)
	said := string(file[at : at+len(unsealed)])
	blank := slices.Concat(file[:at], unsealed, file[at+len(unsealed):])
	return hash(blank) == said, nil
}

func notOurs(why string) error {
	return &engine.Error{Op: "report.Open", Code: engine.Invalid, Err: errors.New("this is no dossier: " + why), Hint: "pierce report ID -o FILE makes one"}
}

// Opened is a dossier that was read back from a file.
type Opened struct {
	Dossier *Dossier
	Format  string // "json", "html" or "pdf"
	Digest  string // as the content gives it now
	Said    string // as the file says it
	Intact  bool   // the content and, of a page or a PDF, every other byte are as they were made
}

// MaxFile is the largest file that Open reads, in bytes. A dossier of a hundred
// records has some 0.3 MB.
const MaxFile = 256 << 20

// Open reads a dossier's file of any format and checks its digest and seal. The
// error is Invalid for a file that is no dossier, or one of a later version;
// a dossier that was altered is no error: Intact is false.
func Open(file []byte) (*Opened, error) {
	if len(file) > MaxFile {
		return nil, notOurs(fmt.Sprintf("it has %d bytes", len(file)))
	}
	o := &Opened{Intact: true}
	var content []byte
	var err error
	switch head := bytes.TrimSpace(file[:min(len(file), 512)]); {
	case bytes.HasPrefix(head, []byte("{")):
		o.Format = "json"
		content, o.Said, err = openJSON(file)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		o.Format = "pdf"
		content, o.Said, err = openPDF(file)
	case bytes.HasPrefix(bytes.ToLower(head), []byte("<!doctype html")):
		o.Format = "html"
		content, o.Said, err = openHTML(file)
	default:
		err = notOurs("it is neither JSON, HTML nor PDF")
	}
	if err != nil {
		return nil, err
	}
	if o.Format != "json" {
		if o.Intact, err = sealed(file); err != nil {
			return nil, err
		}
	}
	o.Digest = hash(content)
	o.Intact = o.Intact && o.Digest == o.Said
	o.Dossier = new(Dossier)
	if err := json.Unmarshal(content, o.Dossier); err != nil {
		return nil, notOurs("its content cannot be read: " + err.Error())
	}
	if v := o.Dossier.Version; v < 1 || v > Version {
		return nil, notOurs(fmt.Sprintf("its version is %d, this pierce reads up to %d", v, Version))
	}
	return o, nil
}

func openJSON(file []byte) (content []byte, said string, err error) {
	var outer struct {
		SHA256  string          `json:"sha256"`
		Content json.RawMessage `json:"content"`
	}
	if err := json.Unmarshal(file, &outer); err != nil {
		return nil, "", notOurs(err.Error())
	}
	if outer.SHA256 == "" || len(outer.Content) == 0 {
		return nil, "", notOurs("it has no sha256 or no content")
	}
	var c bytes.Buffer
	if err := json.Compact(&c, outer.Content); err != nil {
		return nil, "", notOurs(err.Error())
	}
	return c.Bytes(), outer.SHA256, nil
}
