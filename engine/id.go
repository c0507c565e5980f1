package engine

import (
	"strconv"
	"strings"
)

// RecordID names a record: "dataset/source key". The dataset has no slash; the
// source key is verbatim as published and may hold anything.
type RecordID string

// PartyID names a party. A party that is its row has the record's id; a party
// inside a row has "dataset/source key#role[n]", n counting from 0 within the
// role.
type PartyID string

// EntityID names an entity: "e" and twelve characters of lower-case base 32.
type EntityID string

// ListID names a watch list, as "us-ofac-sdn". See Lists.
type ListID string

// NewRecordID joins a dataset and a source key.
func NewRecordID(dataset, key string) RecordID { return RecordID(dataset + "/" + key) }

// Dataset is the part before the first slash.
func (id RecordID) Dataset() string {
	d, _, _ := strings.Cut(string(id), "/")
	return d
}

// Key is the part after the first slash.
func (id RecordID) Key() string {
	_, k, _ := strings.Cut(string(id), "/")
	return k
}

// Party is the id of the party that is the record's row itself.
func (id RecordID) Party() PartyID { return PartyID(id) }

// Part is the id of the n-th party in the given role inside the record's row.
// A role is made of lower-case letters, digits and hyphens.
func (id RecordID) Part(role string, n int) PartyID {
	return PartyID(string(id) + "#" + role + "[" + strconv.Itoa(n) + "]")
}

// Record is the record that a party stands in: the id without its last
// "#role[n]", if it has one.
func (id PartyID) Record() RecordID {
	s := string(id)
	i := strings.LastIndexByte(s, '#')
	if i < 0 || !isPart(s[i+1:]) {
		return RecordID(s)
	}
	return RecordID(s[:i])
}

// Dataset is the part before the first slash.
func (id PartyID) Dataset() string { return RecordID(id).Dataset() }

// isPart reports whether s has the shape role[n].
func isPart(s string) bool {
	role, rest, ok := strings.Cut(s, "[")
	if !ok || role == "" || !strings.HasSuffix(rest, "]") {
		return false
	}
	for _, c := range role {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	n, err := strconv.Atoi(rest[:len(rest)-1])
	return err == nil && n >= 0
}
