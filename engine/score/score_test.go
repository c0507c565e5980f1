package score

import (
	"testing"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/norm"
)

func TestShippedModel(t *testing.T) {
	if _, err := Read(shipped); err != nil {
		t.Fatal(err)
	}
}

func side(id string, kind engine.Kind, names ...string) *norm.Prepared {
	p := &engine.Party{ID: engine.PartyID(id), Kind: kind}
	for _, n := range names {
		p.Names = append(p.Names, engine.Name{Text: n})
	}
	return norm.Prepare(p)
}

func TestShow(t *testing.T) {
	for _, c := range [][2]string{{"Acme Trading Ltd", "Acme Trading Limited"}, {"AP Corp", "Ashcroft Plastics Ltd"}, {"Good Will Company", "Goodwill Company"}, {"Sinotrans Shanghai", "Sinotrans Beijing"}} {
		m := Default().Match(side("a/1", engine.Company, c[0]), side("a/2", engine.Company, c[1]))
		t.Logf("%v: %v %v %+v", c, m.Weight, m.Band, m.Evidence)
	}
}
