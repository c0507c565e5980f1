package bods

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

func TestSuite(t *testing.T) {
	rel := func(rest string) string {
		return `{"statementId":"x","statementDate":"2024-01-01","declarationSubject":"x","recordId":"x","recordType":"relationship","recordDetails":{"isComponent":false,` + rest + `}}`
	}
	sourcetest.Run(t, sourcetest.Suite{
		Source:  New(),
		Files:   sourcetest.Sample(t, "testdata"),
		Records: 12,
		Ended:   2,
		Bad: []sourcetest.Bad{
			{Row: `{"statementId":"x","recordId":"x","recordType":"entity"}`, Field: "recordDetails"},
			{Row: `{"statementId":"x","recordId":"x","recordType":"thing","recordDetails":{}}`, Field: "recordType"},
			{Row: `{"recordType":"entity","recordDetails":{"name":"X"}}`, Field: "recordId"},
			{Row: `{"recordId":"x","recordType":"entity","recordDetails":{"entityType":{"type":"registeredEntity"}}}`, Field: "name"},
			{Row: rel(`"interestedParty":"r-ada"`), Field: "subject"},
			{Row: rel(`"subject":"r-tarn"`), Field: "interestedParty"},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","share":{"exact":101}}]`), Field: "interests.share", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","share":50}]`), Field: "interests.share", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","share":[50]}]`), Field: "interests.share", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","share":{"exact":true}}]`), Field: "interests.share", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","share":{"exclusiveMinimum":50,"exclusiveMaximum":50}}]`), Field: "interests.share", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","startDate":"2024-02-30"}]`), Field: "interests.startDate", Kept: true},
			{Row: rel(`"subject":"r-tarn","interestedParty":"r-ada","interests":[{"type":"shareholding","startDate":"2024-02-01","endDate":"2023-01-01"}]`), Field: "interests.endDate", Kept: true},
			{Row: `{"recordId":`},
		},
	})
}

// load reads files into records by key, with what was rejected.
func load(t testing.TB, paths ...string) (map[string]*engine.Record, []ingest.RowError) {
	t.Helper()
	c := &ingest.Collect{}
	if _, err := ingest.ReadAll(ingest.Options{Source: New(), Paths: paths}, c); err != nil {
		t.Fatal(err)
	}
	out := map[string]*engine.Record{}
	for _, r := range c.Records {
		out[r.ID.Key()] = r
	}
	return out, c.Rejects
}

// claims writes a record's interests for people to check.
func claims(rec *engine.Record) []string {
	var out []string
	for _, in := range rec.Interests {
		who := string(in.Owner)
		if who == "" {
			who = "nobody (" + in.Unnamed + ")"
		}
		s := fmt.Sprintf("%s %s of %s", who, in.Kind, in.Owned)
		if in.Share.Known {
			s = fmt.Sprintf("%s %s %s of %s", who, in.Kind, in.Share, in.Owned)
		}
		for _, w := range []string{string(in.Directness), in.From.String(), in.Until.String()} {
			s += " " + w
		}
		if in.Component {
			s += " component"
		}
		out = append(out, strings.Join(strings.Fields(s), " "))
	}
	return out
}

func TestStatements(t *testing.T) {
	recs, _ := load(t, "testdata/sample.bods.jsonl")
	for _, c := range []struct {
		key  string
		want []string
	}{
		{"r-ada-tarn", []string{
			"bods/r-ada shares [60,60] of bods/r-tarn direct 2022-01-01 2024-06-01",
			"bods/r-ada shares [25,50) of bods/r-tarn direct 2024-05-01",
			"bods/r-ada officer of bods/r-tarn direct",
		}},
		{"r-trust-tarn", []string{"bods/r-trust votes (25,50] of bods/r-tarn direct component"}},
		{"r-ada-tarn-whole", []string{"bods/r-ada votes (25,50] of bods/r-tarn indirect"}},
		{"r-hidden-tarn", []string{"nobody (anonymousPerson: interestedPartyExemptFromDisclosure protected) shares [10,10] of bods/r-tarn either"}},
		{"r-none-tarn", []string{"nobody (subjectUnableToConfirmOrIdentifyBeneficialOwner no answer) influence of bods/r-tarn"}},
		{"r-plc-tarn", []string{"bods/r-plc shares [5,5] of bods/r-tarn direct 2020-01-01 2023-08-15"}},
	} {
		if diff := cmp.Diff(c.want, claims(recs[c.key])); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.key, diff)
		}
	}
	tarn, ada := &recs["r-tarn"].Parties[0], &recs["r-ada"].Parties[0]
	if tarn.Kind != engine.Company || tarn.Country != "GB" || tarn.Identifiers[0].Scheme != "gb-coh" || tarn.Identifiers[1].Scheme != "lei" || tarn.Addresses[0].Country != "GB" {
		t.Errorf("r-tarn = %+v", tarn)
	}
	if ada.Name() != "Ada Quill" || ada.Names[1].Kind != engine.Former || ada.Nations[0] != "IE" || ada.Born[0] != 19700300 || ada.Identifiers[0].Scheme != "passport" {
		t.Errorf("r-ada = %+v", ada)
	}
	if !recs["r-plc"].Parties[0].Traded || len(recs["r-hidden"].Parties) != 0 || recs["r-trust"].Parties[0].Kind != engine.Arrangement {
		t.Error("a listed company, a person without a name or a trust is not what it should be")
	}
}

// TestOlderVersions: statements of 0.1 to 0.3 name those that they replace, and
// parties by their statements.
func TestOlderVersions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.bods.json")
	const text = `[
{"statementID":"e1","statementType":"entityStatement","statementDate":"2018-01-01","entityType":"registeredEntity","name":"Old Tarn Ltd","incorporatedInJurisdiction":{"code":"GB","name":"UK"}},
{"statementID":"p1","statementType":"personStatement","statementDate":"2018-01-01","personType":"knownPerson","names":[{"type":"individual","givenName":"Ada","familyName":"Quill"}],"addresses":[{"type":"home","address":"1 Moor Lane","country":"GB"}]},
{"statementID":"o1","statementType":"ownershipOrControlStatement","statementDate":"2018-01-01","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"voting-rights","interestLevel":"direct","share":{"minimum":50,"maximum":75,"exclusiveMinimum":true,"exclusiveMaximum":false}}]},
{"statementID":"e2","statementType":"entityStatement","statementDate":"2020-01-01","replacesStatements":["e1"],"entityType":"registeredEntity","name":"New Tarn Ltd"},
{"statementID":"o2","statementType":"ownershipOrControlStatement","statementDate":"2020-01-01","replacesStatements":["o1"],"subject":{"describedByEntityStatement":"e2"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"settlor-of-trust","interestLevel":"unknown"}]},
{"statementID":"o3","statementType":"ownershipOrControlStatement","statementDate":"2020-01-01","subject":{"describedByEntityStatement":"e2"},"interestedParty":{"unspecified":{"reason":"no-beneficial-owners"}},"interests":[]}
]`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	recs, rejects := load(t, path)
	if len(rejects) > 0 || len(recs) != 4 {
		t.Fatalf("%d records, rejects %v; want 4 and none", len(recs), rejects)
	}
	if p := recs["e1"].Parties[0]; p.Name() != "New Tarn Ltd" || len(p.Names) != 2 || p.Names[1].Text != "Old Tarn Ltd" || p.Names[1].Kind != engine.Former {
		t.Errorf("e1 = %+v, want New Tarn Ltd, formerly Old Tarn Ltd", p.Names)
	}
	want := []string{"bods/p1 votes (50,75] of bods/e1 direct 2020-01-01", "bods/p1 settlor of bods/e1 either"}
	if diff := cmp.Diff(want, claims(recs["o1"])); diff != "" {
		t.Errorf("o1 (-want +got)\n%s", diff)
	}
	if got := claims(recs["o3"]); !slices.Equal(got, []string{"nobody (no-beneficial-owners) influence of bods/e1"}) {
		t.Errorf("o3 = %v", got)
	}
}

// TestCircle: a source whose statements replace each other in a circle ends.
func TestCircle(t *testing.T) {
	path := filepath.Join(t.TempDir(), "circle.bods.json")
	const text = `{"statementID":"a","statementType":"entityStatement","replacesStatements":["b"],"name":"A Ltd"}
{"statementID":"b","statementType":"entityStatement","replacesStatements":["a"],"name":"B Ltd"}
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if recs, _ := load(t, path); len(recs) != 1 {
		t.Errorf("%d records, want 1", len(recs))
	}
}

// TestPublished reads the worked examples of every version of the standard:
// everything that is a statement becomes a record.
func TestPublished(t *testing.T) {
	for _, dir := range []string{"v0.1", "v0.2", "v0.3", "v0.4"} {
		root := sourcetest.Shared(t, "registries/bods/"+dir+"/examples")
		files, records, rejects := 0, 0, 0
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".json") {
				return err
			}
			c := &ingest.Collect{}
			_, rerr := ingest.ReadAll(ingest.Options{Source: New(), Paths: []string{path}}, c)
			if rerr != nil {
				t.Logf("%s: %v", strings.TrimPrefix(path, root), rerr)
				return nil
			}
			files, records, rejects = files+1, records+len(c.Records), rejects+len(c.Rejects)
			for _, r := range c.Rejects {
				t.Logf("%s: %v", strings.TrimPrefix(path, root), &r)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d files, %d records, %d rejects", dir, files, records, rejects)
		if files == 0 || records == 0 {
			t.Errorf("%s: nothing was read", dir)
		}
	}
}
