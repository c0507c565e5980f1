package ingest

// Map says what the columns of a table mean. It is read from a JSON file; see
// LoadMap.
type Map struct {
	Format    string            `json:"format"`              // the source that reads the table: "csv" or "shipments"
	Dataset   string            `json:"dataset,omitempty"`   // the default dataset of what is read with it
	Key       string            `json:"key,omitempty"`       // the column whose value is the source key; the line number where empty
	Kind      string            `json:"kind,omitempty"`      // a kind of party for all rows, or the column that holds it
	Columns   map[string]string `json:"columns"`             // heading to target
	Constants map[string]string `json:"constants,omitempty"` // target to value, for all rows
	Delimiter string            `json:"delimiter,omitempty"` // one character, or "tab"; found out where empty
	Encoding  string            `json:"encoding,omitempty"`  // character set; found out where empty
	Dates     string            `json:"dates,omitempty"`     // order of the parts of dates like 02/06/2006: "dmy", "mdy", or empty for what ParseDay does
	NoHeader  bool              `json:"no_header,omitempty"` // the first row is data; headings are then "1", "2" …
}
