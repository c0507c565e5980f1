package icij

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 10,
		Ended:   1,
		Main:    "relationships.csv",
		Header:  1,
		Rows:    true,
		Bad: []sourcetest.Bad{
			{Row: `,10000001,officer_of,"director of",,,,x`, Field: "node_id_start"},
			{Row: `1,,officer_of,"director of",,,,x`, Field: "node_id_end"},
			{Row: `1,2,,"director of",,,,x`, Field: "rel_type"},
			{Row: `1,2,officer_of,"director of",,31-FEB-2009,,x`, Field: "start_date", Kept: true},
			{Row: `1,2,officer_of,"director of",,05-JUN-2009,05-JUN-2008,x`, Field: "end_date", Kept: true},
			{File: "nodes-officers.csv", Row: `,"Nobody",,,,,`, Field: "node_id"},
			{File: "nodes-officers.csv", Row: `9,,,,,,`, Field: "name"},
			{File: "nodes-entities.csv", Row: `9,"X LTD",,,BVI,"British Virgin Islands",,,,0000-99-99,,,,,,,,,,,`, Field: "incorporation_date", Kept: true},
		},
	})
}

func TestNodes(t *testing.T) {
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{"testdata"}}, c); err != nil {
		t.Fatal(err)
	}
	recs := map[string]*engine.Record{}
	var got []string
	for _, r := range c.Records {
		recs[r.ID.Key()] = r
		for _, in := range r.Interests {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", in.Owner.Record().Key(), in.Kind, in.Owned.Record().Key(), in.From, in.Until)))
		}
	}
	want := []string{"12000001 shares 10000001 2009-06-05", "12000002 nominee 10000001 2009-06-05 2012-01-01", "12000001 officer 10000002", "10000001 associate 10000002"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("interests (-want +got)\n%s", diff)
	}
	p := recs["10000001"].Parties[0]
	if p.Country != "VG" || p.Born[0] != 20060323 || p.Died != 20130218 || len(p.Names) != 2 || p.Names[1].Kind != engine.Former {
		t.Errorf("10000001 = %+v", p)
	}
	if a := recs["12000001"].Parties[0].Addresses; len(a) != 1 || a[0].Text != "1 Moor Lane, Dublin 2" || a[0].Country != "IE" {
		t.Errorf("12000001 stands at %+v, want the address of node 14000001", a)
	}
	if len(recs["14000001"].Parties) != 0 {
		t.Error("an address is a party")
	}
}
