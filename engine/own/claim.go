package own

import (
	"time"

	"github.com/pierce-er/pierce/engine"
)

// Claim is one source's interest with the entities that its parties resolved
// to. An owner that resolved to nothing leaves OwnerEntity empty; the claim is
// kept, as a stake of nobody with a Reason.
type Claim struct {
	engine.Interest
	OwnerEntity engine.EntityID
	OwnedEntity engine.EntityID
	Record      engine.RecordID // the record that makes the claim; its dataset is the source
	Retrieved   time.Time
}

// The flags of a stake.
const (
	Conflict     = "conflict"     // sources, or lines of one source, say different things: Share is the hull
	Indirect     = "indirect"     // repeats what holdings in between say, or stands for them where none is known
	Either       = "either"       // the source does not tell direct from indirect
	Joint        = "joint"        // held together with others who each claim the same block
	Dangling     = "dangling"     // the source names an owner that no record describes
	Unnamed      = "unnamed"      // the source says that it names no owner
	Self         = "self"         // owner and owned are one entity: treasury shares
	Reversed     = "reversed"     // ends before it begins: never counted
	Impossible   = "impossible"   // a share below nothing, over the whole or with its ends turned round, or more dates than can be told apart
	Overreported = "overreported" // the holders of the owned add up to over 100 %
)

// class is how a claim is held; claims of different classes never add up.
type class uint8

const (
	direct class = iota
	either
	indirect
	joint
)

// flags are what a stake of the class carries.
func (c class) flags() []string {
	switch c {
	case either:
		return []string{Either}
	case indirect:
		return []string{Indirect}
	case joint:
		return []string{Joint}
	}
	return nil
}

// classOf reads the class off a claim. stepped says that the claim's dataset
// also gives components for the same owned: its whole claims that do not say
// how they are held may then repeat those components.
func classOf(c *Claim, stepped bool) class {
	switch {
	case c.Directness == engine.Indirect:
		return indirect
	case c.Aggregate:
		return joint
	case c.Directness == engine.DirectOrIndirect:
		return either
	case c.Directness == "" && stepped && !c.Component:
		return either
	}
	return direct
}

// holder is who a claim names as owner: an entity, or nobody for a reason.
type holder struct {
	entity engine.EntityID
	reason string
	flag   string
}

func holderOf(c *Claim) holder {
	switch {
	case c.OwnerEntity != "":
		return holder{entity: c.OwnerEntity}
	case c.Unnamed != "":
		return holder{reason: c.Unnamed, flag: Unnamed}
	case c.Owner != "":
		return holder{reason: "no record describes " + string(c.Owner), flag: Dangling}
	case c.OwnerName != "":
		return holder{reason: "known by name alone: " + c.OwnerName, flag: Dangling}
	}
	return holder{reason: "the source names no owner", flag: Unnamed}
}
