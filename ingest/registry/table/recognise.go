package table

import (
	"errors"
	"slices"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// usual are the headings that a list of counterparties usually has, by their
// letters and digits in lower case, and what they mean.
var usual = map[string]string{
	"name": "name", "companyname": "name", "company": "name", "partyname": "name", "entityname": "name", "counterparty": "name",
	"customer": "name", "customername": "name", "vendor": "name", "vendorname": "name", "supplier": "name", "suppliername": "name",
	"legalname": "name", "fullname": "name", "名称": "name", "公司名称": "name",
	"alias": "name:alias", "aka": "name:alias", "tradename": "name:trading", "tradingname": "name:trading", "formername": "name:former",
	"address": "address", "fulladdress": "address", "registeredaddress": "address", "地址": "address",
	"street": "address:street", "city": "address:city", "postcode": "address:postcode", "zip": "address:postcode", "zipcode": "address:postcode",
	"country": "country", "countrycode": "country", "jurisdiction": "country", "国家": "country",
	"lei": "identifier:lei", "uscc": "identifier:cn-uscc:CN", "uen": "identifier:sg-uen:SG", "inn": "identifier:ru-inn:RU",
	"companynumber": "identifier:registration", "registrationnumber": "identifier:registration", "taxid": "identifier:tax-id", "vat": "identifier:vat",
	"duns": "identifier:duns", "imo": "identifier:imo", "统一社会信用代码": "identifier:cn-uscc:CN",
	"phone": "phone", "telephone": "phone", "email": "email", "website": "website", "born": "born", "dateofbirth": "born", "incorporated": "born",
}

// usualKeys are what the column of a list's own ids is usually called.
var usualKeys = []string{"id", "ref", "reference", "partyid", "customerid", "vendorid", "supplierid", "recordid"}

// usualKinds are headings under which the kind of a party may stand, the
// likeliest first. "kind" alone is taken at its word: a cell that is no kind is
// filed there.
var usualKinds = []string{"entitytype", "partytype", "customertype", "vendortype", "suppliertype", "schema", "type"}

// recognise makes a plan of the headings of a list of counterparties. A list
// without a heading for names is an error that names those it has.
func recognise(name string, headings []string) (*plan, error) {
	m := &ingest.Map{Columns: map[string]ingest.Targets{}}
	named := false
	for _, h := range headings {
		plain := ingest.FoldHeading(h)
		if plain == "kind" {
			m.Kind = h
		}
		if target := usual[plain]; target != "" {
			m.Columns[h] = ingest.Targets{target}
			named = named || target == "name"
		}
	}
	if !named {
		return nil, &engine.Error{Op: "table.Read", ID: name, Code: engine.Invalid,
			Err:  errors.New("no heading is known to mean the party's name; there are " + strings.Join(headings, ", ")),
			Hint: "say which column means what with --map FILE"}
	}
	find := func(folded string) int {
		return slices.IndexFunc(headings, func(h string) bool { return ingest.FoldHeading(h) == folded })
	}
	for _, k := range usualKeys {
		if i := find(k); i >= 0 && m.Key == "" {
			m.Key = headings[i]
		}
	}
	p, err := compile(m)
	if err != nil {
		return nil, err
	}
	for _, k := range usualKinds {
		if i := find(k); i >= 0 && m.Kind == "" {
			p.perhaps = append(p.perhaps, len(p.headings))
			p.headings = append(p.headings, headings[i])
		}
	}
	return p, nil
}

// Meaning is what a heading of a list of parties is taken to mean: a target,
// "key" for the column of the list's own ids, "kind", or "" where it is not
// known.
func Meaning(heading string) string {
	plain := ingest.FoldHeading(heading)
	switch {
	case usual[plain] != "":
		return usual[plain]
	case slices.Contains(usualKeys, plain):
		return "key"
	case plain == "kind", slices.Contains(usualKinds, plain) && plain != "type":
		return "kind"
	}
	return ""
}
