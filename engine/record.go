package engine

import "time"

// Record is one row, or one group of rows that a publisher keys together, as
// published and as understood. It is never changed: a new retrieval with other
// content is a new version under the same id.
type Record struct {
	ID        RecordID   `json:"id" cbor:"1,keyasint,omitempty"`
	Format    string     `json:"format,omitempty" cbor:"2,keyasint,omitempty"` // the source's format, as "ofac"
	Parties   []Party    `json:"parties,omitempty" cbor:"3,keyasint,omitempty"`
	Interests []Interest `json:"interests,omitempty" cbor:"4,keyasint,omitempty"`
	Listings  []Listing  `json:"listings,omitempty" cbor:"5,keyasint,omitempty"`
	Shipments []Shipment `json:"shipments,omitempty" cbor:"6,keyasint,omitempty"`
	Licences  []Licence  `json:"licences,omitempty" cbor:"7,keyasint,omitempty"`
	Raw       []byte     `json:"-" cbor:"8,keyasint,omitempty"`                 // the rows' bytes as UTF-8; several are joined by a line feed
	Deleted   bool       `json:"deleted,omitempty" cbor:"9,keyasint,omitempty"` // the source says that this record is gone for good

	// What follows says where the record was found. It is no part of its
	// content: two versions that differ in nothing else are one.
	File      string    `json:"file,omitempty" cbor:"10,keyasint,omitempty"`
	Line      int64     `json:"line,omitempty" cbor:"11,keyasint,omitempty"` // of the first row, counting from 1
	Retrieved time.Time `json:"retrieved,omitzero" cbor:"-"`                 // set by the store; UTC
	Ended     Date      `json:"ended,omitempty" cbor:"-"`                    // the first full snapshot without it, set by the store
}

// Party finds a party of the record by id.
func (r *Record) Party(id PartyID) *Party {
	for i := range r.Parties {
		if r.Parties[i].ID == id {
			return &r.Parties[i]
		}
	}
	return nil
}
