package engine

// The lists that pierce knows by name. A source may bring others.
const (
	OFACSDN    ListID = "us-ofac-sdn"    // Specially Designated Nationals and Blocked Persons
	OFACSSI    ListID = "us-ofac-ssi"    // Sectoral Sanctions Identifications
	OFACCMIC   ListID = "us-ofac-cmic"   // Non-SDN Chinese Military-Industrial Complex Companies
	OFACNonSDN ListID = "us-ofac-nonsdn" // FSE, PLC, CAPTA, MBS
	BISEL      ListID = "us-bis-el"      // Entity List, 15 CFR 744 Supplement 4
	BISMEU     ListID = "us-bis-meu"     // Military End-User List, 15 CFR 744 Supplement 7
	BISUVL     ListID = "us-bis-uvl"     // Unverified List, 15 CFR 744 Supplement 6
	BISDPL     ListID = "us-bis-dpl"     // Denied Persons List
	DOD1260H   ListID = "us-dod-1260h"   // Chinese Military Companies, NDAA 2021 section 1260H
	StateISN   ListID = "us-state-isn"   // Nonproliferation Sanctions
	StateDTC   ListID = "us-state-dtc"   // AECA (ITAR) Debarred
	UNSC       ListID = "un-sc"          // United Nations Security Council Consolidated List
	EUFSF      ListID = "eu-fsf"         // EU Financial Sanctions Files
	UKSL       ListID = "uk-sl"          // UK Sanctions List
)

// KnownLists are the lists that pierce knows by name, sorted.
func KnownLists() []ListID {
	return []ListID{EUFSF, UKSL, UNSC, BISDPL, BISEL, BISMEU, BISUVL, DOD1260H, OFACCMIC, OFACNonSDN, OFACSDN, OFACSSI, StateDTC, StateISN}
}

// Listing is a party's place on a watch list.
type Listing struct {
	Party    PartyID  `json:"party" cbor:"1,keyasint,omitempty"`
	List     ListID   `json:"list" cbor:"2,keyasint,omitempty"`
	Programs []string `json:"programs,omitempty" cbor:"3,keyasint,omitempty"`
	From     Date     `json:"from,omitempty" cbor:"4,keyasint,omitempty"`
	Until    Date     `json:"until,omitempty" cbor:"5,keyasint,omitempty"`
	Number   string   `json:"number,omitempty" cbor:"6,keyasint,omitempty"`   // the list's own number for the party
	Citation string   `json:"citation,omitempty" cbor:"7,keyasint,omitempty"` // as "87 FR 20299"
	Detail   string   `json:"detail,omitempty" cbor:"8,keyasint,omitempty"`   // licence requirement and policy, as published
}
