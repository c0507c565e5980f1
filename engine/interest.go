package engine

// InterestKind is what an owner holds.
type InterestKind string

// The kinds of interest. Only Shares counts as ownership for a 50 % rule;
// Votes, Appointment, Consolidation, Contract and Influence speak of control;
// the rest are links that a reader wants to see.
const (
	Shares        InterestKind = "shares"
	Votes         InterestKind = "votes"
	Appointment   InterestKind = "appointment" // to appoint or remove a majority of the board
	Profit        InterestKind = "profit"      // profit, surplus assets on dissolution
	Nominee       InterestKind = "nominee"     // the owner holds for another
	Nominator     InterestKind = "nominator"   // another holds for the owner
	Settlor       InterestKind = "settlor"
	Trustee       InterestKind = "trustee"
	Protector     InterestKind = "protector"
	Beneficiary   InterestKind = "beneficiary"
	Consolidation InterestKind = "consolidation" // the owner consolidates the owned in its accounts: control without a share
	Contract      InterestKind = "contract"
	Influence     InterestKind = "influence" // significant influence or control by other means
	Officer       InterestKind = "officer"
	Branch        InterestKind = "branch" // the owned is a branch of the owner, no legal person of its own
	Agent         InterestKind = "agent"  // acts for, represents, registers
	Family        InterestKind = "family"
	Associate     InterestKind = "associate" // linked in a way that the source does not name
	Successor     InterestKind = "successor" // the owned continues the owner's business
)

// InterestKinds are all kinds, in the order of their declaration.
var InterestKinds = []InterestKind{Shares, Votes, Appointment, Profit, Nominee, Nominator, Settlor, Trustee,
	Protector, Beneficiary, Consolidation, Contract, Influence, Officer, Branch, Agent, Family, Associate, Successor}

// Office reports whether the kind says who acts for whom, or is close to whom:
// such an interest is no stake and gives no part of the owned.
func (k InterestKind) Office() bool {
	switch k {
	case Officer, Agent, Family, Associate, Successor:
		return true
	}
	return false
}

// Directness says whether an interest is held directly.
type Directness string

// The three answers; the zero Directness is "not said", which for a holding
// by name in a register of members means direct.
const (
	Direct           Directness = "direct"
	Indirect         Directness = "indirect" // repeats what holdings in between say: never add it to them
	DirectOrIndirect Directness = "either"   // the source does not tell them apart
)

// Interest is one source's claim that Owner holds something in Owned.
type Interest struct {
	ID         string       `json:"id,omitempty" cbor:"1,keyasint,omitempty"` // unique within the record; lines that share one are one claim
	Owner      PartyID      `json:"owner" cbor:"2,keyasint,omitempty"`        // may stand in another record, or in none yet
	Owned      PartyID      `json:"owned" cbor:"3,keyasint,omitempty"`
	Kind       InterestKind `json:"kind" cbor:"4,keyasint,omitempty"`
	Share      Share        `json:"share,omitzero" cbor:"5,keyasint,omitempty"` // of the whole of its kind; unknown where not said
	From       Date         `json:"from,omitempty" cbor:"6,keyasint,omitempty"`
	Until      Date         `json:"until,omitempty" cbor:"7,keyasint,omitempty"`
	Directness Directness   `json:"directness,omitempty" cbor:"8,keyasint,omitempty"`
	Component  bool         `json:"component,omitempty" cbor:"9,keyasint,omitempty"`   // a step of an indirect claim that the same source also makes whole
	Role       string       `json:"role,omitempty" cbor:"10,keyasint,omitempty"`       // the source's own word for it, as published
	Unnamed    string       `json:"unnamed,omitempty" cbor:"11,keyasint,omitempty"`    // why no owner is named, where the source says so; Owner is then ""
	OwnerName  string       `json:"owner_name,omitempty" cbor:"12,keyasint,omitempty"` // the owner where only a name is given; Owner is then "" until resolved
	Aggregate  bool         `json:"aggregate,omitempty" cbor:"13,keyasint,omitempty"`  // holds together with others who each claim the same block
	Detail     string       `json:"detail,omitempty" cbor:"14,keyasint,omitempty"`     // free text of the source
}

// Stake is what the interests of one kind between two entities add up to over
// one span of time. It is derived.
type Stake struct {
	Owner   EntityID     `json:"owner" cbor:"1,keyasint,omitempty"`
	Owned   EntityID     `json:"owned" cbor:"2,keyasint,omitempty"`
	Kind    InterestKind `json:"kind" cbor:"3,keyasint,omitempty"`
	Share   Share        `json:"share,omitzero" cbor:"4,keyasint,omitempty"`
	From    Date         `json:"from,omitempty" cbor:"5,keyasint,omitempty"`
	Until   Date         `json:"until,omitempty" cbor:"6,keyasint,omitempty"`
	Sources []RecordID   `json:"sources,omitempty" cbor:"7,keyasint,omitempty"` // sorted
	Flags   []string     `json:"flags,omitempty" cbor:"8,keyasint,omitempty"`   // "conflict", "indirect", "dangling" …, sorted
	Reason  string       `json:"reason,omitempty" cbor:"9,keyasint,omitempty"`  // why the owner is not named, for an owner that is no entity
}
