// Package ingest reads files as their publishers give them and loads what they
// say into a store.
//
// A Source knows one format. It is handed an Input, the files already found,
// decompressed and decoded to UTF-8, and tells an Output, in the order of the
// file, one engine.Record for each row that it understands and one RowError
// for each that it does not. The same file always gives the same records in
// the same order with the same ids; that is all a resumed load relies on.
//
// Run joins a Source to a store: it skips what an interrupted load has already
// committed, files rejected rows, and commits a batch with its checkpoint at a
// time. ReadAll does the same without a store.
//
// Packages under ingest/registry, ingest/watchlist and ingest/shipment hold
// the sources, ingest/all lists them, and ingest/sourcetest is the suite that
// each of them passes.
package ingest
