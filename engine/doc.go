// Package engine holds the nouns of pierce: the words that every other
// package speaks, and nothing that acts on the world.
//
// # Terminology
//
//   - Source: a publisher's format that pierce can read (package ingest).
//   - Record: one row as its publisher gave it, with what it means.
//   - Party: a company, person, vessel or other actor that a record speaks of.
//   - Interest: one source's claim that an owner holds something in an owned party.
//   - Stake: what all interests between two entities add up to.
//   - Listing: a party's place on a watch list, with its dates.
//   - Shipment: goods that moved, or will, between parties.
//   - Licence: an approval to ship certain items to certain parties.
//   - Pair: two parties that might be one. A Match is a scored pair; its
//     Evidence is the list of weights that make the score.
//   - Judgement: a person's word that two parties are, or are not, one.
//   - Entity: all parties that are taken to be the same company or person.
//   - Share: how much of a whole, exactly, with open or closed ends.
//   - Chain: the steps from an entity up to an owner.
//   - Rule: a regime's test, with version, dates and citation. A Verdict is
//     its answer for one entity.
//   - Sign: something that suggests a front company, with a weight in bits.
//   - Hit: an entity that a search found.
//
// # How the nouns hang together
//
//	Record ──has──▶ Party ──is part of──▶ Entity
//	   │              ▲ ▲                   ▲ ▲
//	   ├──has──▶ Interest (owner, owned)    Stake (owner, owned)
//	   ├──has──▶ Listing ─▶ Party
//	   ├──has──▶ Shipment ─▶ Party (by role)
//	   └──has──▶ Licence ─▶ Party (holder, consignee, end user)
//
// Records are immutable facts about what a source said and when it was
// retrieved. Entities and stakes are derived from them and can always be made
// again. A Match or a Judgement never changes a record.
//
// # Direction and dates
//
// An interest always points from the owner (who holds) to the owned (what is
// held). Spans of time are half open: from is in, until is out. A zero Date is
// "not said", never "today" and never "for ever".
package engine
