package app

import (
	"context"
	"strings"

	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/index"
)

// SearchHit is a hit with what the store knows of it: the shape of a hit in
// JSON.
type SearchHit struct {
	Query string `json:"query"`
	index.Hit
	Lists   []engine.ListID  `json:"lists,omitempty"` // that it is on, on the day asked about
	Records []engine.PartyID `json:"records"`
}

// SearchResult is what a search found.
type SearchResult struct {
	Hits   []SearchHit   `json:"hits"`
	Total  int           `json:"total"` // see index.Found
	Facets []index.Facet `json:"facets,omitempty"`
}

// Search finds entities, or shipments where the query asks for them. Where it
// asks for neither a kind nor a filter, a text that is the number of a bill, a
// container or another shipment's number also gives those shipments, after
// the entities. Query.AsOf is the day for Lists.
//
// Errors: Invalid for filters that make no sense; those of ctx.
func (a *App) Search(ctx context.Context, q index.Query) (*SearchResult, error) {
	x, err := a.Index(ctx)
	if err != nil {
		return nil, err
	}
	found, err := x.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &SearchResult{Total: found.Total, Facets: found.Facets, Hits: make([]SearchHit, 0, len(found.Hits))}
	for _, h := range found.Hits {
		hit, err := a.searchHit(q, h)
		if err != nil {
			return nil, err
		}
		out.Hits = append(out.Hits, hit)
	}
	return out, a.addShipments(ctx, x, q, out)
}

// searchHit completes a hit from the store.
func (a *App) searchHit(q index.Query, h index.Hit) (SearchHit, error) {
	lists, err := a.Query.ListedOn(h.Entity, q.AsOf)
	if err != nil {
		return SearchHit{}, err
	}
	if h.By == index.ByAddress && len(h.Pieces) == 0 {
		if h.Pieces, err = a.addressPieces(q.Text, h.Entity); err != nil {
			return SearchHit{}, err
		}
	}
	return SearchHit{Query: q.Text, Hit: h, Lists: lists, Records: a.Query.Members(h.Entity)}, nil
}

// addressPieces are those of the address of an entity in which most of the text
// stands.
func (a *App) addressPieces(text string, id engine.EntityID) ([]index.Piece, error) {
	p, err := a.Query.Profile(id)
	if err != nil {
		return nil, err
	}
	var best []index.Piece
	most := 0
	for _, said := range p.Addresses {
		pieces := index.Mark(text, said.Value.Line())
		n := 0
		for _, x := range pieces {
			if x.Hit {
				n += len(x.Text)
			}
		}
		if n > most {
			best, most = pieces, n
		}
	}
	return best, nil
}

// addShipments adds the shipments whose number the text is.
func (a *App) addShipments(ctx context.Context, x *index.Index, q index.Query, out *SearchResult) error {
	if !anyKind(q) || !strings.ContainsAny(q.Text, "0123456789") {
		return nil
	}
	found, err := x.Find(ctx, index.Query{Text: q.Text, Limit: maxBills, Dataset: q.Dataset, Shipments: true})
	if err != nil {
		return err
	}
	for _, h := range found.Hits {
		if h.By != index.ByNumber {
			continue
		}
		h.Rank = len(out.Hits) + 1
		out.Hits = append(out.Hits, SearchHit{Query: q.Text, Hit: h})
		out.Total++
	}
	return nil
}

// maxBills is how many shipments stand beside the entities that a number
// finds: a bill is one or a few.
const maxBills = 5

// anyKind reports whether a query asks for whatever there is by a text.
func anyKind(q index.Query) bool {
	return q.Text != "" && !q.Shipments && q.Offset == 0 && q.Kind == "" && q.Country == "" && q.List == "" && q.Status == "" && q.From == 0 && q.Until == 0
}

// Suggest gives entities whose names go on as a text begins: see
// index.Suggest. limit is at most 50; 0 is 8.
func (a *App) Suggest(ctx context.Context, text string, limit int) ([]index.Suggestion, error) {
	x, err := a.Index(ctx)
	if err != nil {
		return nil, err
	}
	return x.Suggest(ctx, text, limit)
}
