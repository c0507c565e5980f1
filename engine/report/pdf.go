package report

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"github.com/pierce-er/pierce/engine"
)

// What is read of a PDF: Chromium writes a plain table of objects at the end,
// and its catalogue and dates in plain text.
var (
	pdfDate    = regexp.MustCompile(`/(?:CreationDate|ModDate) ?\(D:(\d{14})[^)]*\)`)
	pdfTrailer = regexp.MustCompile(`trailer\s*<<([^>]*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$`)
	pdfSize    = regexp.MustCompile(`/Size (\d+)`)
	pdfRoot    = regexp.MustCompile(`/Root (\d+) 0 R`)
)

// contentMark stands before the place and length of the attached content.
const contentMark = "%pierce-dossier "

// Attach makes a dossier of a PDF that was printed from its page: the content
// is attached as dossier.json, the dates within are those of the dossier, and
// all is sealed. It is an update in the way of ISO 32000-1, 7.5.6: the pages
// stay as they were printed. The error is Invalid for a PDF that was not
// written as Chromium does.
func (d *Dossier) Attach(printed []byte) ([]byte, error) {
	content, err := d.Content()
	if err != nil {
		return nil, err
	}
	pdf := bytes.Clone(printed)
	day := fmt.Sprintf("%04d%02d%02d000000", d.Made.Year(), d.Made.Month(), d.Made.Day())
	for _, m := range pdfDate.FindAllSubmatchIndex(pdf, -1) {
		copy(pdf[m[2]:m[3]], day) // of the same length, so that no object moves
	}
	t := pdfTrailer.FindSubmatch(pdf)
	if t == nil {
		return nil, noPDF("its end is not understood")
	}
	size, root := pdfSize.FindSubmatch(t[1]), pdfRoot.FindSubmatch(t[1])
	if size == nil || root == nil {
		return nil, noPDF("its trailer has no size or no root")
	}
	first, _ := strconv.Atoi(string(size[1]))
	catalogue := regexp.MustCompile(`(?s)\n` + string(root[1]) + ` 0 obj\s*<<(.*?)>>\s*endobj`).FindSubmatch(pdf)
	if catalogue == nil || bytes.Contains(catalogue[1], []byte("/Names")) {
		return nil, noPDF("its catalogue is not understood")
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(content) // into memory
	_ = z.Close()

	out := bytes.NewBuffer(append(pdf, '\n'))
	file := out.Len()
	fmt.Fprintf(out, "%d 0 obj\n<</Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode /Length %d /Params <</Size %d>>>>\nstream\n", first, packed.Len(), len(content))
	at := out.Len()
	out.Write(packed.Bytes())
	out.WriteString("\nendstream\nendobj\n")
	spec := out.Len()
	fmt.Fprintf(out, "%d 0 obj\n<</Type /Filespec /F (dossier.json) /UF (dossier.json) /Desc (the content of the dossier) /AFRelationship /Source /EF <</F %d 0 R>>>>\nendobj\n", first+1, first)
	cat := out.Len()
	fmt.Fprintf(out, "%s 0 obj\n<<%s/Names <</EmbeddedFiles <</Names [(dossier.json) %d 0 R]>>>> /AF [%d 0 R]>>\nendobj\n", root[1], catalogue[1], first+1, first+1)
	table := out.Len()
	fmt.Fprintf(out, "xref\n%s 1\n%010d 00000 n \n%d 2\n%010d 00000 n \n%010d 00000 n \n", root[1], cat, first, file, spec)
	rest := pdfSize.ReplaceAll(t[1], []byte("/Size "+strconv.Itoa(first+2)))
	fmt.Fprintf(out, "trailer\n<<%s /Prev %s>>\n%s%d %d %s\n%%%s%s\nstartxref\n%d\n%%%%EOF\n", rest, t[2], contentMark, at, packed.Len(), hash(content), sealMark, unsealed, table)
	return seal(out.Bytes()), nil
}

func noPDF(why string) error {
	return &engine.Error{Op: "report.Attach", Code: engine.Invalid, Err: errors.New("the printed PDF cannot be sealed: " + why), Hint: "write the dossier as HTML, and print that"}
}

// openPDF finds the attached content and the digest beside its place.
func openPDF(file []byte) (content []byte, said string, err error) {
	at := bytes.LastIndex(file, []byte(contentMark))
	if at < 0 {
		return nil, "", notOurs("the PDF has no dossier attached")
	}
	var begin, length int
	if n, err := fmt.Sscanf(string(file[at+len(contentMark):min(len(file), at+len(contentMark)+120)]), "%d %d %64s", &begin, &length, &said); n != 3 || err != nil || begin < 0 || length < 0 || begin > len(file) || length > len(file)-begin {
		return nil, "", notOurs("the PDF's attachment cannot be found")
	}
	z, err := zlib.NewReader(bytes.NewReader(file[begin : begin+length]))
	if err != nil {
		return nil, "", notOurs("the PDF's attachment cannot be read")
	}
	if content, err = io.ReadAll(io.LimitReader(z, MaxFile)); err != nil {
		return nil, "", notOurs("the PDF's attachment cannot be read")
	}
	return content, said, nil
}
