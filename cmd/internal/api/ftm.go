package api

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/pierce-er/pierce/cmd/internal/export"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/query"
)

// ftmEntity is a FollowTheMoney entity as yente answers with it. A property
// holds texts, or, where it was asked for nested, entities.
type ftmEntity struct {
	ID         string           `json:"id"`
	Caption    string           `json:"caption"`
	Schema     string           `json:"schema"`
	Properties map[string][]any `json:"properties"`
	Datasets   []string         `json:"datasets"`
	Referents  []string         `json:"referents" doc:"The records that are this entity."`
	Target     bool             `json:"target" doc:"Whether it is on a list today."`
	FirstSeen  *time.Time       `json:"first_seen"`
	LastSeen   *time.Time       `json:"last_seen"`
	LastChange *time.Time       `json:"last_change"`
}

// ftmOf is an entity in FollowTheMoney's words.
func (s *Server) ftmOf(id engine.EntityID) (*ftmEntity, *query.Profile, error) {
	p, err := s.app.Query.Profile(id)
	if err != nil {
		return nil, nil, err
	}
	t := export.FTMThing(p)
	e := &ftmEntity{ID: t.ID, Caption: p.Name, Schema: t.Schema, Properties: map[string][]any{}, Datasets: []string{}, Referents: []string{}}
	for k, values := range t.Properties {
		if k == "topics" {
			continue // said below, of the lists that it is on today
		}
		for _, v := range values {
			e.Properties[k] = append(e.Properties[k], v)
		}
	}
	for _, seen := range p.Seen {
		e.Referents = append(e.Referents, string(seen.Record))
		if d := seen.Record.Dataset(); !slices.Contains(e.Datasets, d) {
			e.Datasets = append(e.Datasets, d)
		}
		at := seen.Retrieved
		if e.FirstSeen == nil || at.Before(*e.FirstSeen) {
			e.FirstSeen = &at
		}
		if e.LastSeen == nil || at.After(*e.LastSeen) {
			e.LastSeen, e.LastChange = &at, &at
		}
	}
	lists, err := s.app.Query.ListedOn(id, engine.DateOf(s.now()))
	if err != nil {
		return nil, nil, err
	}
	for _, topic := range topicsOf(lists) {
		e.Properties["topics"] = append(e.Properties["topics"], topic)
	}
	e.Target = len(lists) > 0
	return e, p, nil
}

// topicsOf are FollowTheMoney's words for the lists that one is on: export
// control for those of the Bureau of Industry and Security, sanction for the
// rest.
func topicsOf(lists []engine.ListID) []string {
	var out []string
	for _, l := range lists {
		topic := "sanction"
		if strings.HasPrefix(string(l), "us-bis-") {
			topic = "export.control"
		}
		if !slices.Contains(out, topic) {
			out = append(out, topic)
		}
	}
	slices.Sort(out)
	return out
}

// nest puts the listings, owners and holdings of an entity into it.
func (s *Server) nest(e *ftmEntity, p *query.Profile) error {
	for _, t := range export.FTMSanctions(p) {
		e.Properties["sanctions"] = append(e.Properties["sanctions"], nested(t.ID, t.Schema, strings.Join(t.Properties["authority"], ", "), t.Properties))
	}
	owners, err := s.app.Store.StakesByOwned(p.ID)
	if err != nil {
		return err
	}
	held, err := s.app.Store.StakesByOwner(p.ID)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		property string
		stakes   []engine.Stake
	}{{"ownershipAsset", owners}, {"ownershipOwner", held}} {
		for i := range side.stakes[:min(len(side.stakes), maxNested)] {
			if err := s.nestStake(e, side.property, &side.stakes[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxNested is how many owners, and how many holdings, are put into an entity.
const maxNested = 200

// nestStake puts one stake in shares or votes into an entity. One of nobody is
// left out: FollowTheMoney has no word for it.
func (s *Server) nestStake(e *ftmEntity, property string, st *engine.Stake) error {
	if st.Owner == "" || st.Kind != engine.Shares && st.Kind != engine.Votes {
		return nil
	}
	props := map[string][]any{"role": {string(st.Kind)}}
	for k, id := range map[string]engine.EntityID{"owner": st.Owner, "asset": st.Owned} {
		if string(id) == e.ID {
			props[k] = []any{e.ID}
			continue
		}
		other, _, err := s.ftmOf(id)
		if errors.Is(err, engine.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		props[k] = []any{other}
	}
	if st.Share.Known {
		props["percentage"] = []any{st.Share.Human()}
	}
	for k, d := range map[string]engine.Date{"startDate": st.From, "endDate": st.Until} {
		if d != 0 {
			props[k] = []any{d.String()}
		}
	}
	e.Properties[property] = append(e.Properties[property], &ftmEntity{ID: "stake-" + string(st.Owner) + "-" + string(st.Owned) + "-" + string(st.Kind), Caption: "Ownership", Schema: "Ownership", Properties: props, Datasets: []string{}, Referents: []string{}})
	return nil
}

// nested is a thing as it stands inside another.
func nested(id, schema, caption string, props map[string][]string) *ftmEntity {
	out := &ftmEntity{ID: id, Caption: caption, Schema: schema, Properties: map[string][]any{}, Datasets: []string{}, Referents: []string{}}
	for k, values := range props {
		for _, v := range values {
			out.Properties[k] = append(out.Properties[k], v)
		}
	}
	return out
}
