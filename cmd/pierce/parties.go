package main

import (
	"errors"
	"strings"
	"unicode"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
)

// partyHeadings are the headings that a list of counterparties usually has, by
// their letters and digits in lower case, and what they mean.
var partyHeadings = map[string]string{
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

// keyHeadings are what the column of a list's own ids is usually called.
var keyHeadings = []string{"id", "ref", "reference", "partyid", "customerid", "vendorid", "supplierid", "recordid"}

// guessParties makes a map for a list of counterparties from its headings. A
// list without a heading for names is a usage error that says so.
func guessParties(o ingest.Options) (*ingest.Map, error) {
	files, err := ingest.FindFiles(o.Source.Format(), o)
	if err != nil {
		return nil, err
	}
	if len(files) != 1 {
		return nil, usagef("--as parties: want one file, or --map FILE")
	}
	t, err := ingest.OpenTable(files[0], &ingest.Map{}, "csv")
	if err != nil {
		return nil, err
	}
	headings := t.Headings
	if err := t.Close(); err != nil {
		return nil, err
	}
	m := &ingest.Map{Columns: map[string]ingest.Targets{}}
	named := false
	for _, h := range headings {
		plain := letters(h)
		if plain == "kind" || plain == "partytype" || plain == "entitytype" {
			m.Kind = h
		}
		if target := partyHeadings[plain]; target != "" {
			m.Columns[h] = ingest.Targets{target}
			named = named || target == "name"
		}
	}
	for _, k := range keyHeadings {
		for _, h := range headings {
			if m.Key == "" && letters(h) == k {
				m.Key = h
			}
		}
	}
	if !named {
		return nil, &engine.Error{Op: "screen", ID: files[0].Name, Code: engine.Invalid,
			Err:  errors.New("no heading is known to mean the party's name; there are " + strings.Join(headings, ", ")),
			Hint: "say which column means what with --map FILE"}
	}
	return m, nil
}

// letters are the letters and digits of a heading in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
