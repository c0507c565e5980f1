package eval

import (
	"cmp"
	"slices"
)

// Clusters is a result measured against the truth, group by group.
type Clusters struct {
	Records  int64    `json:"records"`  // that both know: only these are measured
	Missing  int64    `json:"missing"`  // records of the truth that the result lacks
	Extra    int64    `json:"extra"`    // records of the result that the truth lacks
	Pairs    Measure  `json:"pairs"`    // pair by pair
	BCubed   Measure  `json:"bcubed"`   // record by record
	Exact    Exact    `json:"exact"`    // group by group
	Distance Distance `json:"distance"` // in splits and merges
}

// CompareClusters takes all measures of a result. Cost: near linear.
func CompareClusters(truth, result Partition) Clusters {
	c := Clusters{Pairs: Pairs(truth, result), BCubed: BCubed(truth, result), Exact: ExactOf(truth, result), Distance: DistanceOf(truth, result)}
	for id := range truth {
		if _, ok := result[id]; ok {
			c.Records++
		} else {
			c.Missing++
		}
	}
	c.Extra = int64(len(result)) - c.Records
	return c
}

// Labelled is a labelled pair with its probability and, for a break-down, the
// group that it stands for.
type Labelled struct {
	Scored
	Group string
}

// PairScores is how well pairs are told apart.
type PairScores struct {
	Group       string  `json:"group,omitempty"` // "" for all pairs
	Pairs       int     `json:"pairs"`
	True        int     `json:"true"`
	Wrong       int     `json:"wrong"` // on the wrong side of the threshold
	AUC         float64 `json:"auc"`
	Threshold   float64 `json:"threshold"` // a probability
	At          Measure `json:"at"`        // at the threshold
	BestAt      float64 `json:"best_at"`   // the threshold at which F1 would be highest
	Best        Measure `json:"best"`
	Brier       float64 `json:"brier"`
	LogLoss     float64 `json:"log_loss"` // in nats
	Error       float64 `json:"calibration_error"`
	Reliability []Bin   `json:"reliability,omitempty"` // of all pairs only
}

// bins is how many intervals a reliability table has: with a hundred pairs
// some ten fall into each.
const bins = 10

// ComparePairs measures all pairs, and then each group by its name. A pair
// counts as taken for one party from the threshold on.
func ComparePairs(pairs []Labelled, threshold float64) []PairScores {
	groups := map[string][]Scored{}
	all := make([]Scored, len(pairs))
	for i, p := range pairs {
		all[i] = p.Scored
		groups[p.Group] = append(groups[p.Group], p.Scored)
	}
	first := scoresOf("", all, threshold)
	first.Reliability = Reliability(all, bins)
	out := []PairScores{first}
	if len(groups) < 2 {
		return out
	}
	for _, g := range sortedKeys(groups) {
		out = append(out, scoresOf(g, groups[g], threshold))
	}
	return out
}

func scoresOf(group string, s []Scored, threshold float64) PairScores {
	p := PairScores{Group: group, Pairs: len(s), AUC: AUC(s), Threshold: threshold, At: At(s, threshold), Brier: Brier(s), LogLoss: LogLoss(s), Error: CalibrationError(Reliability(s, bins))}
	p.BestAt, p.Best = BestF1(s)
	p.True = int(p.At.True)
	p.Wrong = int(p.At.Found + p.At.True - 2*p.At.Right)
	return p
}

// Ranked is a question with the place of its right answer, 0 where it was not
// found, and the group that it stands for.
type Ranked struct {
	Rank  int
	Group string
}

// RankScores is how well right answers are found.
type RankScores struct {
	Group   string     `json:"group,omitempty"` // "" for all queries
	Queries int        `json:"queries"`
	At1     float64    `json:"recall@1"`
	At5     float64    `json:"recall@5"`
	At10    float64    `json:"recall@10"`
	MRR     float64    `json:"mrr"`
	Sure1   [2]float64 `json:"recall@1_95"` // where recall@1 lies with 95 % confidence, had others been asked
}

// CompareRanks measures all questions, and then each group by its name.
func CompareRanks(ranked []Ranked) []RankScores {
	groups := map[string]Ranks{}
	var all Ranks
	for _, r := range ranked {
		all = append(all, r.Rank)
		groups[r.Group] = append(groups[r.Group], r.Rank)
	}
	out := []RankScores{ranksOf("", all)}
	if len(groups) < 2 {
		return out
	}
	for _, g := range sortedKeys(groups) {
		out = append(out, ranksOf(g, groups[g]))
	}
	return out
}

func ranksOf(group string, r Ranks) RankScores {
	s := RankScores{Group: group, Queries: len(r), At1: r.HitAt(1), At5: r.HitAt(5), At10: r.HitAt(10), MRR: r.MRR()}
	hits := 0
	for _, rank := range r {
		if rank == 1 {
			hits++
		}
	}
	s.Sure1[0], s.Sure1[1] = Wilson(hits, len(r))
	return s
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, cmp.Compare)
	return out
}
