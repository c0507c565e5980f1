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
// forgiving: identifier, whole name, all words, beginnings of words. Then each
// word asks for itself and for what may stand for it: words that differ by a
// slip, words of its consonants, two words written as one. Documents are worth
// the rarity of the words that found them, and the worthiest are compared.
// Addresses, and words in whatever field, come last, where nothing fits well.
// Questions are answered on the sets of documents that the index keeps for
// each term: nothing is scored there, so that a common word costs the
// intersection of two sets.
//
// # What the score says
//
// The text is read as a company's name and as a person's, and compared with
// each name of a candidate word by word, a word in its spelling and in the form
// that norm's tables give it. A word weighs the bits of its rarity, among the
// documents of the index and the names of the world together. The score is 0.7
// of the share of the text's weight that is in the name, and 0.3 of the share of
// the name's weight that is in the text; a word that is only alike counts for
// as much as it is alike. That comparison is both the score and the reason that
// a hit gives.
//
// A rebuild leaves one segment, so that a misspelling walks one dictionary;
// what changes later comes in small segments, which are merged as they grow.
package index
