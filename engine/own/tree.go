package own

import "github.com/pierce-er/pierce/engine"

// TerminalKind says why a chain of owners goes no further.
type TerminalKind string

// The kinds of terminal. What reaches them adds up to 100 % of the entity.
const (
	EndPerson       TerminalKind = "person"
	EndState        TerminalKind = "state"
	EndListed       TerminalKind = "listed-company" // its shares trade on an exchange: dispersed holders
	EndArrangement  TerminalKind = "arrangement"    // a trust, fund or nomination without further holders
	EndCompany      TerminalKind = "company"        // a company of whose holders nothing is known
	EndUndisclosed  TerminalKind = "no-disclosure"  // its register publishes no holders
	EndRest         TerminalKind = "unknown-rest"   // the part of a company whose holder is not known
	EndUnnamed      TerminalKind = "unnamed"        // a holder that the source does not name
	EndDangling     TerminalKind = "dangling"       // a holder that no record describes
	EndLoop         TerminalKind = "loop"           // companies that own each other and have no other holder
	EndDepth        TerminalKind = "depth"          // deeper than was asked for
	EndOverreported TerminalKind = "overreported"   // taken off, where the holders add up to over 100 %
)

// Terminal is an end of the walk to the top, with the part of the entity that
// reaches it.
type Terminal struct {
	Kind    TerminalKind    `json:"kind"`
	Entity  engine.EntityID `json:"entity,omitempty"` // who stands there; empty for a rest or an unnamed holder
	Name    string          `json:"name,omitempty"`
	Country string          `json:"country,omitempty"`
	Owned   engine.EntityID `json:"owned,omitempty"` // of a rest or an unnamed holder: whose
	Share   engine.Share    `json:"share"`           // integrated: lower and upper end, rounded outward
	Percent string          `json:"percent"`         // the lower end at six decimals; all of a tree add up to 100
	Lists   []engine.ListID `json:"lists,omitempty"`
	Reason  string          `json:"reason,omitempty"`
}

// Branch is an owner in a tree, with its own owners.
type Branch struct {
	Step
	Depth    int             `json:"depth"`              // 1 for an owner of the entity asked about
	End      TerminalKind    `json:"end,omitempty"`      // why the branch goes no further
	Repeated bool            `json:"repeated,omitempty"` // its owners stand elsewhere in the tree
	Circular bool            `json:"circular,omitempty"` // the owner stands below itself
	Cut      bool            `json:"cut,omitempty"`      // its owners are not written out: the tree has too many branches
	Counted  bool            `json:"counted"`            // whether the stake is part of the sums; links of control and claims that repeat others are not
	Lists    []engine.ListID `json:"lists,omitempty"`    // on which the owner stands
	Also     []Step          `json:"also,omitempty"`     // what else the owner holds of the same entity: votes, the board …
	Owners   []Branch        `json:"owners,omitempty"`
}

// Tree is who stands behind an entity on a day, up to the top.
type Tree struct {
	Entity    engine.EntityID `json:"entity"`
	Name      string          `json:"name"`
	Country   string          `json:"country,omitempty"`
	AsOf      engine.Date     `json:"as_of,omitempty"`
	Owners    []Branch        `json:"owners"`
	Terminals []Terminal      `json:"terminals"` // by falling share
	Total     string          `json:"total"`     // what the terminals add up to: "100"
	Known     engine.Share    `json:"known"`     // the part that reaches a person, state, listed company or arrangement
	Parent    Parent          `json:"parent"`
	Power     []Power         `json:"power,omitempty"` // of those who vote in it, where nobody has a majority
	Loops     []Loop          `json:"loops,omitempty"` // companies above that own each other
	Flags     []string        `json:"flags,omitempty"` // sorted
	Entities  int             `json:"entities"`        // how many were walked, the first included
}

// Loop is a set of companies that own each other in a circle.
type Loop struct {
	Members []engine.EntityID `json:"members"` // sorted
	Closed  bool              `json:"closed"`  // nobody outside holds anything of them: 100 % of themselves
	Orphan  bool              `json:"orphan"`  // they control each other, and nobody outside controls them
}

// ParentStatus says how far the chain of control could be followed.
type ParentStatus string

// The statuses of an ultimate parent.
const (
	ParentFound     ParentStatus = "found"  // one legal entity at the top of the chain of control
	ParentItself    ParentStatus = "itself" // nobody legal controls it: a person does, or dispersed holders
	ParentJoint     ParentStatus = "ambiguous_joint_control"
	ParentOrphan    ParentStatus = "orphan-loop" // companies that control each other, and nobody else does
	ParentUncertain ParentStatus = "unknown"     // holders are not known well enough to tell
)

// Parent is the ultimate parent company: the top legal entity in the chain of
// control. Persons and states may control it; they are no company.
type Parent struct {
	Status ParentStatus      `json:"status"`
	Entity engine.EntityID   `json:"entity,omitempty"`
	Name   string            `json:"name,omitempty"`
	Chain  []Step            `json:"chain,omitempty"`  // from the entity up, one link of control a step
	Joint  []engine.EntityID `json:"joint,omitempty"`  // those who control it together, sorted
	At     engine.EntityID   `json:"at,omitempty"`     // where the chain stopped: whose control is joint, a loop, or unknown
	Person engine.EntityID   `json:"person,omitempty"` // the person or state that controls the parent, if one is known
	Open   bool              `json:"open,omitempty"`   // somebody not known may control what was found
	Reason string            `json:"reason,omitempty"`
}

// SeatResult is the answer of a headquarters test.
type SeatResult struct {
	Answer   Answer         `json:"answer"`            // Yes, No or Unknown
	Country  string         `json:"country,omitempty"` // that decided; ISO alpha-2
	Evidence []SeatEvidence `json:"evidence"`
	Parent   Parent         `json:"parent"`
	Reasons  []string       `json:"reasons,omitempty"`
}

// SeatEvidence is one thing that speaks for where an entity is headquartered.
type SeatEvidence struct {
	Entity  engine.EntityID `json:"entity"`
	Name    string          `json:"name,omitempty"`
	What    string          `json:"what"`    // "headquarters address", "jurisdiction", …
	Country string          `json:"country"` // ISO alpha-2, or "" where the source is silent
	Counts  bool            `json:"counts"`  // whether the country is in the group
}
