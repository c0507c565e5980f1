package index

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/mapping"
	indexapi "github.com/blevesearch/bleve_index_api"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// Version is the version of what a document holds. An index of another
// version is Stale and must be rebuilt.
//
// Log:
//
//	1  first: words, whole names, prefixes, CJK pairs, skeletons, identifiers,
//	   addresses, countries, kinds, lists, datasets, dates; goods and HS codes
//	   of shipments.
//	2  beginnings of up to four letters, not six; lengths of names, slots; no
//	   frequencies.
//	3  names keep their words as written beside norm's tokens.
//	4  names in every reading of their script.
//	5  first letters of names.
//	6  whether listed and alive; what parties share: doors, buildings, phones;
//	   ports, vessels and parties of shipments; dates as exact as they are; how
//	   names begin.
const Version = 6

// field is one thing that can be looked up.
type field int

// The fields of a document.
const (
	fieldType     field = iota // "entity" or "shipment"
	fieldWord                  // words of all names in all views
	fieldFull                  // hashes of whole names
	fieldPrefix                // beginnings of words
	fieldPair                  // pairs of neighbouring CJK characters
	fieldSkeleton              // consonant skeletons of distinctive words
	fieldID                    // identifiers, phones, e-mails, bills, containers
	fieldAddress               // words of addresses and places
	fieldCountry               // ISO 3166-1 alpha-2
	fieldKind                  // engine.Kind
	fieldList                  // engine.ListID of every listing, ended ones too
	fieldDataset               // datasets of the member records
	fieldDate                  // 2024, 2024-05, 2024-05-31
	fieldGoods                 // words of goods texts
	fieldHS                    // HS codes and their headings
	fieldRecord                // record of a shipment
	fieldLength                // number of words of each name
	fieldSlot                  // hash of the id, in slots values
	fieldStatus                // Status
	fieldShared                // what others may share, see Shared
	fieldPort                  // words of the places on a shipment's way
	fieldVessel                // words of the names of a shipment's vessel, and its numbers
	fieldParty                 // hashes of the ids of a shipment's parties
	fieldStart                 // how names begin, see startTerms
	fieldBody                  // stored, not indexed: what a hit needs
	fields
)

const (
	typeEntity   = "entity"
	typeShipment = "shipment"
)

// fieldTable says how each field is kept. Nothing is scored, so nothing needs
// frequencies, norms, positions or doc values. Yet a term that one document
// alone holds is kept in a few bytes, without a set of its own, only if it has
// a frequency: fields of which most terms are such have one, and it is 1.
var fieldTable = [fields]struct {
	name    string
	options indexapi.FieldIndexingOptions
}{
	fieldType:     {"type", dense},
	fieldWord:     {"word", sparse},
	fieldFull:     {"full", sparse},
	fieldPrefix:   {"prefix", dense},
	fieldPair:     {"pair", dense},
	fieldSkeleton: {"skeleton", sparse},
	fieldID:       {"id", sparse},
	fieldAddress:  {"address", dense},
	fieldCountry:  {"country", dense},
	fieldKind:     {"kind", dense},
	fieldList:     {"list", dense},
	fieldDataset:  {"dataset", dense},
	fieldDate:     {"date", dense},
	fieldGoods:    {"goods", dense},
	fieldHS:       {"hs", dense},
	fieldRecord:   {"record", sparse},
	fieldLength:   {"length", dense},
	fieldSlot:     {"slot", dense},
	fieldStatus:   {"status", dense},
	fieldShared:   {"shared", sparse},
	fieldPort:     {"port", dense},
	fieldVessel:   {"vessel", dense},
	fieldParty:    {"party", sparse},
	fieldStart:    {"start", dense},
	fieldBody:     {"body", indexapi.StoreField},
}

const (
	sparse = indexapi.IndexField
	dense  = indexapi.IndexField | indexapi.SkipFreqNorm
)

// The lengths, in letters, of the beginnings of words that are indexed. One
// letter finds too much to be of use; longer beginnings than the last are rare
// enough to be looked up in the dictionary of words. Up to six letters instead
// of four cost a third of the time of a rebuild.
const (
	minPrefix = 2
	maxPrefix = 4
)

// newMapping is the mapping under which an index is made. Documents bring
// their own terms, so nothing is mapped dynamically and nothing is analysed.
func newMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	m.DefaultAnalyzer = keyword.Name
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m
}

// probes are names of every kind that the normaliser treats in its own way: a
// normaliser that reads any of them otherwise makes another index.
var probes = []string{
	"Huawei Technologies Co., Ltd.", "深圳市華為技術有限公司", "ООО «Рособоронэкспорт»", "شركة الخليج للتجارة",
	"株式会社日立製作所", "삼성전자 주식회사", "Société Générale S.A.", "Müller & Söhne GmbH", "Mohammed al-Rashid",
}

// stamp tells indexes apart that would hold other documents for the same
// store: the version, and a hash of the fields, the prefix lengths and what
// the normaliser makes of the probes.
func stamp() string {
	h := sha256.New()
	fmt.Fprintf(h, "%v %d %d\n", fieldTable, minPrefix, maxPrefix)
	for _, p := range probes {
		fmt.Fprintf(h, "%+v\n%+v\n%+v\n", norm.CompanyName(p), norm.PersonName(p), norm.Readings(engine.Company, p, ""))
	}
	fmt.Fprintf(h, "%+v\n", norm.PrepareAddress(&engine.Address{Text: "Room 1318-19, 13/F, Hollywood Plaza, 610 Nathan Road, Mongkok, Kowloon, Hong Kong"}))
	return fmt.Sprintf("%d %s", Version, hex.EncodeToString(h.Sum(nil)[:8]))
}
