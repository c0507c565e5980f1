// Package norm turns names, addresses and identifiers as published into the
// forms in which they are compared. It is pure: every result is a function of
// the arguments and of the tables that ship in this package, so two runs, two
// machines and two orders of loading prepare a party alike.
//
// # Views of a name
//
// A name is kept in several views, from the gentlest to the boldest:
//
//   - Text: as published.
//   - Folded: one case, one width, one form of each letter, simplified Han, no
//     punctuation, words parted by single spaces; still in its own script.
//   - Latin: Folded read out in ASCII letters (pinyin, romaji, Revised
//     Romanisation, …).
//   - Tokens: the words in ASCII, each with its class and its rarity. Words
//     whose meaning the tables know are given in their English form, so that
//     科技, "technologies" and "tekhnologii" are one token, "technology".
//   - Core: the tokens that tell this name from others of its trade.
//   - Skeleton: the consonants of Core, in classes, in which the spellings that
//     different romanisations give of one name meet.
//
// The legal form, the place and the trade are set aside, never thrown away: a
// form that differs can refuse a merge.
//
// # Limits
//
// A name is read up to 400 letters and an address up to 1,000: what lies
// beyond is no part of any view but Text. All work is linear in what is read.
package norm
