// Package goods tells what a line of goods is: which product its text names,
// which tariff families its code belongs to, which control class follows, what
// it weighs, costs and counts, and whether its words hide more than they say.
//
// Each finding names the text that it was made from and the rule that made it.
// Short product codes are words of other trades too (H200 is a steel beam,
// A100 a part of an aircraft, H20 water), so they count only beside something
// that confirms them: the maker, a word of the trade, the tariff code, or a
// value per kilogram that only such goods have.
//
// The product dictionary is a data file, products.jsonl, with a source and a
// date for each figure; New adds a user's own products to it. The package is
// pure.
package goods
