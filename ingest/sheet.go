package ingest

import (
	"archive/zip"
	"bufio"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// A workbook (ISO/IEC 29500, SpreadsheetML) is read as the CSV text of its first
// visible sheet: the line of a row is its number in the sheet, days are written
// as 2024-05-31, and formulas give the values that were stored with them. It is
// read by encoding/xml and not by a library: of the two that are kept, one holds
// sheets in memory to tell days from numbers, and the other ends the process on
// a negative index and takes a file that is cut off for a whole one.

// The most that a sheet may have, by the standard's own limits, and the most
// text that is held of those that cells share.
const (
	maxSheetRows    = 1 << 20
	maxSheetColumns = 16384
	maxSharedBytes  = 256 << 20
)

const workbookPath = "xl/workbook.xml"

// workbook tells whether an archive is one, and picks the sheet.
func workbook(r *zip.Reader) (sheet string, notes []string, ok bool) {
	members := map[string]*zip.File{}
	for _, m := range r.File {
		members[m.Name] = m
	}
	if members[workbookPath] == nil || members["[Content_Types].xml"] == nil {
		return "", nil, false
	}
	sheets := sheetsOf(members)
	var others []string
	for _, s := range sheets {
		if members[s.path] == nil || s.hidden {
			continue
		}
		if sheet == "" {
			sheet = s.path
			continue
		}
		others = append(others, Quoted(s.name))
	}
	if len(others) > 0 {
		notes = append(notes, fmt.Sprintf("its first sheet is read and not %s: save each as a file of its own", strings.Join(others[:min(len(others), 5)], ", ")))
	}
	for name := range members {
		switch {
		case name == "xl/vbaProject.bin":
			notes = append(notes, "its macros are not looked at")
		case name == "xl/externalLinks/externalLink1.xml":
			notes = append(notes, "its links to other files are not followed")
		}
	}
	if len(notes) > 1 && notes[len(notes)-2] > notes[len(notes)-1] { // map order
		notes[len(notes)-2], notes[len(notes)-1] = notes[len(notes)-1], notes[len(notes)-2]
	}
	if m := members[sheet]; m != nil && hasFormula(m) {
		notes = append(notes, "its formulas are not computed: the values stored with them are read")
	}
	return sheet, notes, true
}

// oneSheet is a sheet of a workbook.
type oneSheet struct {
	name, path string
	hidden     bool
}

// sheetsOf lists the sheets in their order.
func sheetsOf(members map[string]*zip.File) []oneSheet {
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if small(members[workbookPath], &book) != nil || small(members["xl/_rels/workbook.xml.rels"], &rels) != nil {
		return nil
	}
	var out []oneSheet
	for _, s := range book.Sheets {
		for _, r := range rels.List {
			if r.ID == s.ID {
				p := path.Join("xl", r.Target)
				if strings.HasPrefix(r.Target, "/") {
					p = strings.TrimPrefix(r.Target, "/")
				}
				out = append(out, oneSheet{s.Name, p, s.State == "hidden" || s.State == "veryHidden"})
			}
		}
	}
	return out
}

// maxSmall bounds the parts of a workbook that are read whole.
const maxSmall = 16 << 20

// small reads a part that is read whole.
func small(m *zip.File, into any) error {
	if m == nil {
		return errors.New("is missing")
	}
	r, err := m.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	return xml.NewDecoder(&guard{in: io.LimitReader(r, maxSmall)}).Decode(into)
}

// hasFormula looks for a formula in the beginning of a sheet.
func hasFormula(m *zip.File) bool {
	r, err := m.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, maxSmall)) // what is damaged is told when it is read
	text := string(b)
	return strings.Contains(text, "<f>") || strings.Contains(text, "<f ")
}

// guard ends a document that goes on for more than MaxRow without a tag.
type guard struct {
	in    io.Reader
	since int
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	for _, c := range p[:n] {
		if g.since++; c == '<' {
			g.since = 0
		}
	}
	if g.since > MaxRow {
		return n, errors.New("holds a cell longer than 4 MiB")
	}
	return n, err
}

// openSheet gives the CSV text of the file's sheet.
func (f File) openSheet() (io.ReadCloser, error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, openError(f.Name, err)
	}
	archive, err := openZip(file, f.Name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	s := &sheetReader{file: f, members: map[string]*zip.File{}}
	for _, m := range archive.File {
		s.members[m.Name] = m
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(&engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: f.Name, Err: fmt.Errorf("is a workbook that cannot be read: %w", err), Hint: "save the sheet as CSV"}, file.Close())
	}
	r, w := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		w.CloseWithError(s.told(s.write(w)))
	}()
	return readCloser{r, closers{r, closeFunc(func() error { <-done; return file.Close() })}}, nil
}

type closeFunc func() error

func (c closeFunc) Close() error { return c() }

// sheetReader turns a sheet into CSV.
type sheetReader struct {
	file    File
	members map[string]*zip.File
	shared  []string
	dates   []bool // of a cell's style
	epoch   int    // days from 1899-12-30 to the workbook's day 0
	width   int    // of the header
	next    int    // number of the next row
}

// open opens a member within the limits.
func (s *sheetReader) open(name string) (io.ReadCloser, error) {
	m := s.members[name]
	r, err := m.Open()
	if err != nil {
		return nil, zipError(s.file.Name, err)
	}
	return readCloser{&guard{in: limit(&memberReader{r, s.file.Name}, s.file, func() int64 { return int64(m.CompressedSize64) })}, r}, nil
}

// prepare reads what cells refer to.
func (s *sheetReader) prepare() error {
	if s.members[s.file.sheet] == nil {
		return errors.New("its sheet is missing")
	}
	var book struct {
		Pr struct {
			Old string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
	}
	if err := small(s.members[workbookPath], &book); err != nil {
		return err
	}
	if book.Pr.Old == "1" || book.Pr.Old == "true" {
		s.epoch = 1462
	}
	if s.members["xl/styles.xml"] != nil {
		if err := s.styles(); err != nil {
			return err
		}
	}
	if s.members["xl/sharedStrings.xml"] == nil {
		return nil
	}
	return s.sharedTexts()
}

// sharedTexts reads the texts that cells share.
func (s *sheetReader) sharedTexts() error {
	r, err := s.open("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	size := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := textOf(d)
			if err != nil {
				return err
			}
			if size += len(text) + 16; size > maxSharedBytes {
				return errors.New("its cells share more than 256 MiB of text")
			}
			s.shared = append(s.shared, text)
		}
	}
}

// textOf joins the texts of an element up to its end; how a text is spoken is
// left out.
func textOf(d *xml.Decoder) (string, error) {
	var b strings.Builder
	depth, inText, spoken := 1, false, 0
	for depth > 0 {
		tok, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			inText = t.Name.Local == "t" || t.Name.Local == "v"
			if t.Name.Local == "rPh" {
				spoken = depth
			}
		case xml.EndElement:
			if depth == spoken {
				spoken = 0
			}
			depth--
			inText = false
		case xml.CharData:
			if inText && spoken == 0 {
				if b.Len()+len(t) > MaxRow {
					return "", errors.New("holds a cell longer than 4 MiB")
				}
				b.Write(t)
			}
		}
	}
	return b.String(), nil
}

// write writes the sheet.
func (s *sheetReader) write(w io.Writer) error {
	r, err := s.open(s.file.sheet)
	if err != nil {
		return err
	}
	defer r.Close()
	buf := bufio.NewWriterSize(w, readBuffer)
	out := csv.NewWriter(buf)
	d := xml.NewDecoder(r)
	s.next = 1
	ended := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !ended {
				return truncated("ingest.Open", s.file.Name, nil)
			}
			out.Flush()
			return errors.Join(out.Error(), buf.Flush())
		}
		if err != nil {
			return err
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if e.Name.Local == "row" {
				if err := s.row(d, e, out, buf); err != nil {
					return err
				}
			}
		case xml.EndElement:
			ended = ended || e.Name.Local == "sheetData" || e.Name.Local == "worksheet"
		}
	}
}

// told gives an error of the document the file's name.
func (s *sheetReader) told(err error) error {
	var known *engine.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, io.ErrClosedPipe) {
		return err
	}
	return &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: s.file.Name, Err: fmt.Errorf("its sheet cannot be read: %w", err)}
}

// row writes a row at its number. Rows before the header, which is the first
// with two cells, are titles, and become blank lines as missing ones do.
func (s *sheetReader) row(d *xml.Decoder, e xml.StartElement, out *csv.Writer, buf *bufio.Writer) error {
	at := s.next
	if n, err := strconv.Atoi(attr(e, "r")); err == nil && n > at {
		at = n
	}
	if at > maxSheetRows {
		return &engine.Error{Op: "ingest.Open", Code: engine.Invalid, ID: s.file.Name, Err: fmt.Errorf("its sheet has a row %d; a sheet has at most %d", at, maxSheetRows)}
	}
	cells, filled, err := s.cells(d)
	if err != nil {
		return err
	}
	out.Flush()
	for ; s.next < at; s.next++ {
		if err := buf.WriteByte('\n'); err != nil {
			return err
		}
	}
	s.next = at + 1
	if s.width == 0 && filled < 2 || filled == 0 {
		return buf.WriteByte('\n')
	}
	if s.width == 0 {
		s.width = len(cells)
	}
	for len(cells) < s.width {
		cells = append(cells, "")
	}
	if len(cells) == 1 { // a lone cell that is empty would be a blank line to others
		cells = append(cells, "")
	}
	return out.Write(cells)
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cells reads the cells of a row up to its end.
func (s *sheetReader) cells(d *xml.Decoder) (out []string, filled int, err error) {
	size := 0
	for {
		tok, err := d.Token()
		if err != nil {
			return nil, 0, err
		}
		switch e := tok.(type) {
		case xml.EndElement:
			if e.Name.Local == "row" {
				return out, filled, nil
			}
		case xml.StartElement:
			if e.Name.Local != "c" {
				continue
			}
			text, err := textOf(d)
			if err != nil {
				return nil, 0, err
			}
			at := columnOf(attr(e, "r"))
			if at < 0 {
				at = len(out)
			}
			if size += len(text); at >= maxSheetColumns || size > 8*MaxRow {
				return nil, 0, fmt.Errorf("a row has more than %d columns or is too long", maxSheetColumns)
			}
			for len(out) <= at {
				out = append(out, "")
			}
			if out[at] = s.value(e, text); out[at] != "" {
				filled++
			}
		}
	}
}

// columnOf is the column of a cell's name: 27 of AB12; -1 where it has none.
func columnOf(ref string) int {
	n := 0
	for i := range len(ref) {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > maxSheetColumns {
			return maxSheetColumns
		}
	}
	return n - 1
}

// value is a cell as text.
func (s *sheetReader) value(e xml.StartElement, text string) string {
	switch attr(e, "t") {
	case "s":
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n >= len(s.shared) {
			return ""
		}
		text = s.shared[n]
	case "b":
		return map[string]string{"1": "TRUE", "0": "FALSE"}[strings.TrimSpace(text)]
	case "", "n":
		if n, err := strconv.Atoi(attr(e, "s")); err == nil && n >= 0 && n < len(s.dates) && s.dates[n] {
			return s.day(strings.TrimSpace(text))
		}
	}
	text = strings.NewReplacer("_x000D_", "", "\r\n", "; ", "\n", "; ", "\r", "; ").Replace(text)
	return strings.TrimSpace(text)
}
