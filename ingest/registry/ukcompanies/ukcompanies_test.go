package ukcompanies

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

const sample = "BasicCompanyData-sample.csv"

// line writes a row of 55 fields with the ones given set.
func line(fields map[int]string) string {
	out := make([]string, 55)
	for i := range out {
		out[i] = `"` + fields[i] + `"`
	}
	return strings.Join(out, ",")
}

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 4,
		Rows:    true,
		Header:  1,
		Bad: []sourcetest.Bad{
			{Row: line(map[int]string{0: "NO NUMBER LTD"}), Field: "CompanyNumber"},
			{Row: line(map[int]string{1: "09999990"}), Field: "CompanyName"},
			{Row: line(map[int]string{0: "X", 1: "09999990", 14: "30/02/2020"}), Field: "IncorporationDate", Kept: true},
			{Row: line(map[int]string{0: "X", 1: "09999990", 14: "2020-01-31"}), Field: "IncorporationDate", Kept: true},
			{Row: line(map[int]string{0: "X", 1: "09999990", 33: "soon", 34: "Y"}), Field: "PreviousName.CONDATE", Kept: true},
			{Row: `"X","09999990",""`, Reason: "fields"},
		},
	})
}

func TestWhatRowsMean(t *testing.T) {
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{"testdata/" + sample}}, c); err != nil {
		t.Fatal(err)
	}
	p := func(i int) *engine.Party { return &c.Records[i].Parties[0] }
	for _, x := range []struct {
		what      string
		got, want any
	}{
		{"names", p(0).Names, []engine.Name{{Text: "SAMPLE TRADING LIMITED", From: 20200302}, {Text: "PROBE SHELL LTD", Kind: engine.Former, From: 20180101, Until: 20200302},
			{Text: "OFF THE SHELF 99 LTD", Kind: engine.Former, Until: 20180101}}},
		{"address", p(0).Addresses, []engine.Address{{Kind: engine.Registered, Street: "12 SAMPLE ROAD", City: "LONDON", Postcode: "N1 1AA", Country: "GB"}}},
		{"identifier", p(0).Identifiers, []engine.Identifier{{Scheme: "gb-coh", Value: "09999999", Country: "GB"}}},
		{"rest", []any{p(0).Country, p(0).Born, p(0).Status, p(0).LegalForm, p(0).Roles, p(0).Notes}, []any{"GB", []engine.Date{20160406}, "Active", "Private Limited Company",
			[]string{"46510 - Wholesale of computers, computer peripheral equipment and software", "62090 - Other information technology service activities"}, []string{"accounts: DORMANT"}}},
		{"quotes, care of, box", []any{p(1).Names, p(1).Addresses, p(1).Roles}, []any{[]engine.Name{{Text: `"QUOTED" & SONS LLP`}},
			[]engine.Address{{Kind: engine.Registered, CareOf: "SAMPLE AGENTS LTD", Street: "PO Box 77, 1 EXAMPLE HOUSE, EXAMPLE STREET", City: "EDINBURGH", Region: "MIDLOTHIAN", Postcode: "EH1 1AA", Country: "GB"}}, []string(nil)}},
		{"abroad", []any{p(2).Country, p(2).Born, p(2).Addresses}, []any{"JE", []engine.Date{20200229}, []engine.Address(nil)}},
		{"nowhere", []any{p(3).Country, p(3).Notes}, []any{"", []string{"country of origin: MIDDLE EARTH", "category: BRANCH"}}},
	} {
		if d := cmp.Diff(fmt.Sprintf("%+v", x.want), fmt.Sprintf("%+v", x.got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", x.what, d)
		}
	}
}

func FuzzMap(f *testing.F) {
	f.Add("X", "JERSEY", "01/01/2001", "02/02/2020", "Y", "England & Wales")
	f.Add("", "", "00/00/0000", "31/02/2020", "", "")
	f.Fuzz(func(t *testing.T, name, origin, born, change, former, country string) {
		if !utf8.ValidString(name + origin + born + change + former + country) {
			t.Skip("such a row is rejected before it is mapped")
		}
		r := &Row{CompanyName: "X" + strings.TrimSpace(name), CompanyNumber: "1", Origin: origin, Incorporation: born, Dissolution: change, Country: country,
			Previous: []Previous{{change, "Y" + former}, {born, "Z" + former}, {"", "Q"}}}
		rec := &engine.Record{ID: "uk-companies/1", Format: Name, File: "x", Line: 1, Raw: []byte("x")}
		Map(r, rec)
		for _, fault := range sourcetest.Check("uk-companies", rec) {
			if !strings.Contains(fault, "cannot be printed") && !strings.Contains(fault, "spaces around it") && !strings.Contains(fault, "empty") && !strings.Contains(fault, "means that there is none") {
				t.Error(fault)
			}
		}
	})
}
