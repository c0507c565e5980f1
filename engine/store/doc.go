// Package store keeps records, what is derived from them, and people's
// judgements in one folder, by Badger. It is the only package that knows
// Badger, and it knows the nouns alone.
//
// # What is kept, and what is worked out when asked
//
// A record's history is a set of sightings: "this load saw this record with
// this content on this day". Nothing else about a record is stored. Which
// version is current, when a record ended, until when a claim held: all are
// worked out from the sightings that count and the full snapshots that were
// committed (timeline.go). So loads may arrive in any order and give the same
// state, and a full snapshot of any size becomes visible by one small write.
//
// What a resolution derives (entities, matches, blocking keys, stakes) is kept
// under a generation number. Replacing all of it writes the next generation
// beside the old one and flips the number.
//
// # Durability
//
// Every commit is synced to disk before it returns (open.go says what that
// costs). After a kill or a power cut a folder opens as it was after some
// whole number of commits.
package store
