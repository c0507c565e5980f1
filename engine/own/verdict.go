package own

import "github.com/pierce-er/pierce/engine"

// Answer is what a rule says of an entity.
type Answer string

// The five answers. An Answer is never a silent "clear": No means that the
// rule misses the entity even if every unknown part of its holders were
// listed.
const (
	Yes            Answer = "yes"              // caught on what is known for sure
	No             Answer = "no"               // not caught, whatever the unknown parts hold
	Unknown        Answer = "unknown"          // known holders may or may not carry it over the threshold
	NoUnlessHidden Answer = "no-unless-hidden" // not caught by the known holders; caught if an undisclosed one is listed
	DependsOnDate  Answer = "depends-on-date"  // a date is too coarse to tell
)

// NotCaught is the tier of an entity that no cascade caught.
const NotCaught = -1

// The reasons that stand in Verdict.Reasons.
const (
	ReasonPossibleMatch = "possible-match"              // the entity, or one above it, may be a listed one
	ReasonUnknownShare  = "share-unknown"               // a listed or caught holder's share is not known
	ReasonRange         = "share-is-a-range"            // a listed or caught holder's share is known as a range that spans the threshold
	ReasonHiddenHolders = "holders-hidden"              // a part of the holders is not known
	ReasonNoHolders     = "no-holders-known"            // nothing is known of the entity's holders
	ReasonHolderOpaque  = "holder-opaque"               // a company that holds a part of it, or stands further up, has no known holders of its own
	ReasonDate          = "date-too-coarse"             // a date that matters is known to the month or year alone
	ReasonOverreported  = "overreported"                // the holders add up to over 100 %
	ReasonClosedLoop    = "closed-loop"                 // it is held by itself, or by companies that only they themselves hold
	ReasonLoop          = "circular-or-hidden-majority" // look-through and cascade disagree
	ReasonOutstanding   = "outstanding-basis"           // caught if treasury shares are left out of the whole
	ReasonControl       = "control"                     // caught by control, not by ownership
	ReasonInfluence     = "influence"                   // a listed or caught party has influence that the rule leaves to judgement
	ReasonInNameOnly    = "in-name-only"                // a listed or caught party holds in its name what counts for another
	ReasonListNotLoaded = "list-not-loaded"             // set by whoever holds the store: a list of the rule is not there, so that nobody can be found on it
	ReasonNotInForce    = "rule-not-in-force"           // the rule is not in force on the day
	ReasonExempt        = "outside-scope"               // the rule does not reach such an entity
	ReasonNotListed     = "not-listed"                  // a list rule: on none of its lists; ties short of a listing are not told
)

// Verdict is a rule's answer for one entity.
type Verdict struct {
	Entity      engine.EntityID   `json:"entity"`
	Name        string            `json:"name"`
	Records     []engine.RecordID `json:"records,omitempty"` // of the entity; filled by whoever holds the store
	Rule        string            `json:"rule"`
	Version     string            `json:"version"`
	Verdict     Answer            `json:"verdict"`
	Otherwise   Answer            `json:"otherwise,omitempty"` // what it would be if the rule were in force and reached the entity
	Test        Test              `json:"test"`                // which test gave the answer
	Tier        int               `json:"tier"`                // the round in which it fell, 0 if listed itself; NotCaught if it did not
	AsOf        engine.Date       `json:"as_of,omitempty"`
	Path        []Step            `json:"path,omitempty"`           // from the entity up to a listed party, one step a tier
	Owners      []Contribution    `json:"owners,omitempty"`         // listed and caught holders that were added up, largest first
	Sum         engine.Share      `json:"sum,omitzero"`             // what they add up to
	Outstanding engine.Share      `json:"sum_outstanding,omitzero"` // the same of the outstanding shares, where the entity holds some of its own
	Arithmetic  string            `json:"arithmetic,omitempty"`     // what decided, in words: "25 + 25 = 50 %, asked for ≥ 50 %", "its ultimate parent Example sits in CN"
	Lists       []engine.ListID   `json:"lists,omitempty"`          // tier 0: the lists it stands on; else those of the listed parties above it
	Reasons     []string          `json:"reasons,omitempty"`        // sorted
	Evidence    []SeatEvidence    `json:"evidence,omitempty"`       // of a headquarters test
	Parent      *Parent           `json:"parent,omitempty"`         // of a headquarters test
	Missing     []string          `json:"missing,omitempty"`        // which facts would settle it
	Turns       []Turn            `json:"would_change,omitempty"`   // facts each of which would change it, the smallest first
	ControlSeen bool              `json:"control_assessed"`         // whether control was looked at besides ownership
	Threshold   string            `json:"threshold,omitempty"`      // "≥ 50 %"
	Citation    string            `json:"citation"`
	Unverified  bool              `json:"unverified,omitempty"` // the rule's row rests on general knowledge
}

// Contribution is one holder's part in a verdict.
type Contribution struct {
	Owner engine.EntityID     `json:"owner"`
	Name  string              `json:"name"`
	Kind  engine.InterestKind `json:"kind"`
	Share engine.Share        `json:"share"`
	Tier  int                 `json:"tier"` // of the holder: 0 if listed itself
	Lists []engine.ListID     `json:"lists,omitempty"`
	Basis Basis               `json:"basis,omitempty"` // of a beneficial owner: what makes him one
	Band  string              `json:"band,omitempty"`  // of a person with significant control: "25-50", see PSCBand
	Is    Answer              `json:"is,omitempty"`    // of a beneficial owner: yes, or unknown where he may be one
}

// Step is one stake of a path or a tree: Owner holds Share of Owned.
type Step struct {
	Owner     engine.EntityID     `json:"owner"`
	Name      string              `json:"name"` // of the owner
	Owned     engine.EntityID     `json:"owned"`
	OwnedName string              `json:"owned_name,omitempty"`
	Kind      engine.InterestKind `json:"kind"`
	Share     engine.Share        `json:"share"`
	From      engine.Date         `json:"from,omitempty"`
	Until     engine.Date         `json:"until,omitempty"`
	Sources   []engine.RecordID   `json:"sources,omitempty"`
	Flags     []string            `json:"flags,omitempty"`
	Reason    string              `json:"reason,omitempty"` // why the owner is nobody
}

// MaybeOne reports whether the step is no stake but a link: its Owner and its
// Owned might be one, and hold nothing of each other by it. Its Share says
// nothing.
func (s Step) MaybeOne() bool { return s.Kind == PossiblySame }
