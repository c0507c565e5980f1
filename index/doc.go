// Package index finds entities and shipments by what a person types: a name
// in any script, a misspelling, half a word, a number, an address.
//
// The index is derived from the store's change log and holds no truth of its
// own: it can be thrown away and made again at any time. There is one document
// an entity and one a shipment. A document keeps the words to look for and a
// small body with which hits are ranked and explained, so that a search reads
// the index alone.
//
// # Files
//
// Everything lies in the folder Dir/index. The file CURRENT names the folder
// of the generation in use. A rebuild writes a new generation beside it and
// then replaces CURRENT by one rename, so that a crash at any moment leaves
// either the old index or the new one. The cursor into the change log is kept
// inside the index, in the same write as the documents that it speaks of: a
// crash between store and index only means that the index catches up.
//
// # How a search goes
//
// The text becomes a handful of questions, from the most exact to the most
// forgiving: identifier, whole name, all words, beginnings of words, all words
// with typing errors, consonant skeletons across scripts, addresses, and at
// last some of the rare words. They are asked in that order until there are
// enough candidates. A question is answered on the sets of documents that the
// index keeps for each term: nothing is scored, so that a common word costs
// the intersection of two sets. Where more is found than can be compared,
// names about as long as the text come first. Then the candidates' names are
// compared with the text word by word, and that comparison is both the score
// and the reason that a hit gives.
//
// A rebuild leaves one segment, so that a misspelling walks one dictionary;
// what changes later comes in small segments, which are merged as they grow.
package index
