// Package un reads the Consolidated List of the United Nations Security
// Council in its XML form: individuals and entities, each with its names,
// aliases with their quality, documents, addresses and dates. Format:
// https://www.un.org/sc/resources/sc-sanctions.xsd.
package un

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// Name is the format's name.
const Name = "un"

// Entry is an INDIVIDUAL or an ENTITY as published.
type Entry struct {
	XMLName     xml.Name
	ID          string     `xml:"DATAID"`
	First       string     `xml:"FIRST_NAME"`
	Second      string     `xml:"SECOND_NAME"`
	Third       string     `xml:"THIRD_NAME"`
	Fourth      string     `xml:"FOURTH_NAME"`
	Original    []string   `xml:"NAME_ORIGINAL_SCRIPT"`
	List        string     `xml:"UN_LIST_TYPE"`
	Reference   string     `xml:"REFERENCE_NUMBER"`
	ListedOn    string     `xml:"LISTED_ON"`
	DelistedOn  string     `xml:"DELISTED_ON"`
	Gender      string     `xml:"GENDER"`
	Comments    string     `xml:"COMMENTS1"`
	Title       []string   `xml:"TITLE>VALUE"`
	Designation []string   `xml:"DESIGNATION>VALUE"`
	Nationality []string   `xml:"NATIONALITY>VALUE"`
	Aliases     []Alias    `xml:"INDIVIDUAL_ALIAS"`
	Others      []Alias    `xml:"ENTITY_ALIAS"`
	Addresses   []Place    `xml:"INDIVIDUAL_ADDRESS"`
	Seats       []Place    `xml:"ENTITY_ADDRESS"`
	BirthPlaces []Place    `xml:"INDIVIDUAL_PLACE_OF_BIRTH"`
	Births      []Birth    `xml:"INDIVIDUAL_DATE_OF_BIRTH"`
	Documents   []Document `xml:"INDIVIDUAL_DOCUMENT"`

	File string `xml:"-"`
	Line int64  `xml:"-"`
	Raw  []byte `xml:"-"`
}

// Alias is another name. Quality is Good or Low for an individual, a.k.a. or
// f.k.a. for an entity.
type Alias struct {
	Quality string `xml:"QUALITY"`
	Name    string `xml:"ALIAS_NAME"`
	Note    string `xml:"NOTE"`
	Birth   string `xml:"DATE_OF_BIRTH"`
}

// Place is an address or a place of birth.
type Place struct {
	Street   string `xml:"STREET"`
	City     string `xml:"CITY"`
	Province string `xml:"STATE_PROVINCE"`
	Zip      string `xml:"ZIP_CODE"`
	Country  string `xml:"COUNTRY"`
	Note     string `xml:"NOTE"`
}

// Birth is a date of birth. Type is EXACT, APPROXIMATELY or BETWEEN.
type Birth struct {
	Type string `xml:"TYPE_OF_DATE"`
	Date string `xml:"DATE"`
	Year string `xml:"YEAR"`
	From string `xml:"FROM_YEAR"`
	To   string `xml:"TO_YEAR"`
	Note string `xml:"NOTE"`
}

// Document is a passport or an identity card.
type Document struct {
	Type     string `xml:"TYPE_OF_DOCUMENT"`
	Type2    string `xml:"TYPE_OF_DOCUMENT2"`
	Number   string `xml:"NUMBER"`
	Issuer   string `xml:"ISSUING_COUNTRY"`
	IssuedIn string `xml:"COUNTRY_OF_ISSUE"`
	Note     string `xml:"NOTE"`
}

// Source reads the list.
type Source struct{}

// New is the source.
func New() ingest.Source { return Source{} }

// Format tells what the source reads.
func (Source) Format() ingest.Format {
	return ingest.Format{
		Name:      Name,
		Title:     "United Nations Security Council Consolidated List, XML",
		Publisher: "United Nations Security Council",
		Files:     "*.xml",
		Example:   `<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>SAMPLE</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPi.000</REFERENCE_NUMBER>…</INDIVIDUAL>`,
	}
}

// Read hands over one record for each individual and entity, in the order of
// the file. The day on which the list was generated counts as its retrieval,
// where the caller states none.
func (Source) Read(in *ingest.Input, out ingest.Output) error {
	for _, f := range in.Files {
		if err := read(in, f, out); err != nil {
			return err
		}
	}
	return nil
}

// generated finds the date in the root's attributes.
var generated = regexp.MustCompile(`dateGenerated\s*=\s*["']([^"']*)["']`)

func read(in *ingest.Input, f ingest.File, out ingest.Output) error {
	text, err := f.Open()
	if err != nil {
		return err
	}
	defer text.Close()
	s := &scanner{in: text, name: f.Name, line: 1}
	head, err := s.head()
	if err != nil {
		return err
	}
	if !bytes.Contains(head, []byte("<CONSOLIDATED_LIST")) {
		return ingest.WrongFormat(f.Name, Name, bytes.Clone(head), "has no element CONSOLIDATED_LIST")
	}
	if m := generated.FindSubmatch(head); m != nil {
		if at, err := time.Parse(time.RFC3339, string(m[1])); err == nil {
			in.SetRetrieved(at)
		}
	}
	n := 0
	for ; ; n++ {
		e, err := s.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = hand(in, f.Name, e, out)
		}
		if err != nil {
			return err
		}
		if e.cut {
			return s.truncated()
		}
	}
	if n == 0 {
		return &engine.Error{Op: "un.Read", Code: engine.Invalid, ID: f.Name, Err: errors.New("the list holds no individual and no entity")}
	}
	return nil
}

// hand maps one record and files it if it cannot be used.
func hand(in *ingest.Input, file string, e element, out ingest.Output) error {
	reject := func(field, value string, err error, kept bool) error {
		return out.Reject(ingest.RowError{File: file, Line: e.line, Field: field, Value: value, Raw: e.raw, Size: e.size, Err: err, Kept: kept})
	}
	if e.size > 0 {
		return reject("", "", fmt.Errorf("longer than %d bytes", ingest.MaxRow), false)
	}
	if e.cut {
		return reject("", "", ingest.ErrTruncated, false)
	}
	entry := &Entry{File: file, Line: e.line, Raw: e.raw}
	if err := xml.Unmarshal(e.raw, entry); err != nil {
		return reject("", "", fmt.Errorf("is no valid XML: %w", err), false)
	}
	switch {
	case clean(entry.ID) == "":
		return reject("DATAID", "", errors.New("want an id"), false)
	case entry.name() == "":
		return reject("FIRST_NAME", "", errors.New("want a name"), false)
	}
	rec, flaws := Map(in.Dataset, entry)
	for _, flaw := range flaws {
		if err := reject(flaw.Field, flaw.Value, flaw.Err, true); err != nil {
			return err
		}
	}
	return out.Record(rec)
}
