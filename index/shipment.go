package index

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

// shipmentID is the id of a record's n-th shipment's document. Entity ids hold
// no slash, so the two never meet.
func shipmentID(id engine.RecordID, n int) string {
	return string(id) + "#shipment[" + strconv.Itoa(n) + "]"
}

// shipmentDocument makes the document of a record's n-th shipment. parties are
// those that it names, wherever they stand.
func shipmentDocument(rec *engine.Record, n int, parties []*engine.Party) (*document, error) {
	s := &rec.Shipments[n]
	d := &document{id: shipmentID(rec.ID, n)}
	b := &body{Name: shipmentName(s), Record: string(rec.ID), Date: s.Date}
	d.add(fieldType, typeShipment)
	d.add(fieldDataset, rec.ID.Dataset())
	d.add(fieldRecord, hashed(string(rec.ID)))
	d.add(fieldDate, dateTerms(s.Date)...)
	seen := map[string]bool{}
	d.addNumber(b, seen, "shipment", s.ID)
	d.addNumber(b, seen, "record", rec.ID.Key())
	for _, k := range slices.Sorted(maps.Keys(s.Numbers)) {
		d.addNumber(b, seen, k, s.Numbers[k])
	}
	for _, g := range s.Goods {
		d.addGoods(&g)
	}
	d.addVessel(s, parties)
	for _, p := range parties {
		d.addNames(b, p, seen)
		d.addPlaces(p, seen)
		d.add(fieldParty, hashed(string(p.ID)))
	}
	for _, stop := range s.Route {
		a := norm.PrepareAddress(&engine.Address{City: stop.Place, Country: stop.Country})
		d.addAddress(&a, stop.Place)
		d.add(fieldPort, wordsOf(stop.Place)...)
		d.add(fieldCountry, norm.Country(stop.Country))
		d.add(fieldDate, dateTerms(stop.Date)...)
	}
	var err error
	d.body, err = b.encode()
	return d, err
}

// addVessel adds the words of the vessel's names, and the numbers by which
// vessels and voyages are known.
func (d *document) addVessel(s *engine.Shipment, parties []*engine.Party) {
	for _, sp := range s.Parties {
		for _, p := range parties {
			if sp.Role != engine.Ship || p.ID != sp.Party {
				continue
			}
			for i := range p.Names {
				d.add(fieldVessel, wordsOf(p.Names[i].Text)...)
			}
			for _, id := range p.Identifiers {
				d.add(fieldVessel, numberTerms(id.Value)...)
			}
		}
	}
	for k, v := range s.Numbers {
		if strings.Contains(k, "vessel") || strings.Contains(k, "voyage") || k == "imo" {
			d.add(fieldVessel, wordsOf(v)...)
			d.add(fieldVessel, numberTerms(v)...)
		}
	}
}

// wordsOf are the folded words of a text, those of another script in Latin
// letters too, and the pairs of its CJK characters.
func wordsOf(text string) []string {
	folded := norm.Fold(text)
	words, runs := split(folded)
	for _, run := range runs {
		words = append(words, pairs(run)...)
	}
	latin, _ := split(norm.Latin(text))
	return append(words, latin...)
}

// addGoods adds the words of a goods line and its HS code with the headings
// above it: 847150 is also found as 84 and 8471.
func (d *document) addGoods(g *engine.Goods) {
	words, runs := split(norm.Fold(g.Text))
	for _, w := range words {
		d.add(fieldGoods, w)
		d.add(fieldPrefix, prefixes(w)...)
	}
	for _, run := range runs {
		d.add(fieldGoods, pairs(run)...)
	}
	d.add(fieldGoods, compact(g.Class))
	d.add(fieldCountry, norm.Country(g.Origin))
	hs := compact(g.HS)
	for n := 2; n <= len(hs) && n <= 10; n += 2 {
		d.add(fieldHS, hs[:n])
	}
	d.add(fieldHS, hs)
}

// maxGoodsText is the length in letters at which a hit's title is cut.
const maxGoodsText = 80

// shipmentName is the title of a shipment's hit: its goods in short, or its
// number.
func shipmentName(s *engine.Shipment) string {
	var texts []string
	for _, g := range s.Goods {
		if t := strings.TrimSpace(g.Text); t != "" && !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	name := []rune(strings.Join(texts, "; "))
	if len(name) > maxGoodsText {
		name = append(name[:maxGoodsText-1], '…')
	}
	if len(name) == 0 {
		return s.ID
	}
	return string(name)
}
