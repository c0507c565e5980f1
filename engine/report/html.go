package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed dossier.html
var dossierHTML string

// page is a dossier in the words of the template.
type page struct {
	*Dossier
	Digest  string
	SVG     template.HTML
	Content template.HTML
	Seal    template.HTML
}

// The content stands in the page between these two.
const (
	contentHead = `<script type="application/json" id="dossier">`
	contentTail = `</script>`
)

// HTML writes the dossier as one page that stands by itself: no script that
// runs, no font, picture or style from elsewhere. The content is inside it, for
// Open.
func (d *Dossier) HTML() ([]byte, error) {
	content, err := d.Content()
	if err != nil {
		return nil, err
	}
	tmpl, err := template.New("dossier").Funcs(template.FuncMap{"words": words, "span": Span, "parent": ParentText, "judgement": JudgementText, "flag": flagText}).Parse(dossierHTML)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	var out bytes.Buffer
	err = tmpl.Execute(&out, page{d, hash(content),
		template.HTML(d.Picture),                                       //nolint:gosec // whoever draws it quotes the names; the page forbids scripts
		template.HTML(contentHead + string(content) + contentTail),     //nolint:gosec // JSON with <, > and & escaped
		template.HTML("<!-- " + sealMark + string(unsealed) + " -->")}) //nolint:gosec // constants
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return seal([]byte(Unturned().Replace(out.String()))), nil
}

// openHTML finds the content and the digest that the page shows. The content
// stands last, so that no name within the page can pose as it: < is escaped
// everywhere else.
func openHTML(file []byte) (content []byte, said string, err error) {
	at := bytes.LastIndex(file, []byte(contentHead))
	if at < 0 {
		return nil, "", notOurs("the page holds no content")
	}
	rest := file[at+len(contentHead):]
	end := bytes.Index(rest, []byte(contentTail))
	if end < 0 {
		return nil, "", notOurs("the page is cut off")
	}
	_, after, ok := bytes.Cut(file, []byte(`<code id="digest">`))
	if !ok || len(after) < len(unsealed) {
		return nil, "", notOurs("the page shows no digest")
	}
	return rest[:end], string(after[:len(unsealed)]), nil
}
