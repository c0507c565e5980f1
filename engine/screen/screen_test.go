package screen

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pierce-er/pierce/engine"
	"github.com/pierce-er/pierce/engine/front"
	"github.com/pierce-er/pierce/engine/own"
	"pgregory.net/rapid"
)

func screener(t testing.TB) *Screener {
	t.Helper()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func party(role engine.Role, name, country string, verdicts ...own.Verdict) Party {
	e := engine.EntityID("e-" + name)
	for i := range verdicts {
		verdicts[i].Entity, verdicts[i].Name = e, name
	}
	return Party{Role: role, Text: name, Country: country, Entity: e, Name: name, Probability: 0.99, Band: engine.Same,
		Company: &front.Facts{Entity: e, Name: name, Kind: engine.Company, Country: country, UnitCount: 1, AgentSeen: true, Verdicts: verdicts}}
}

func server(quantity string) engine.Goods {
	return engine.Goods{Text: "NVIDIA HGX H200 8-GPU SERVER", HS: "8471.50", Quantity: quantity, Unit: "PCS", Value: "309000", Currency: "USD", Weight: "131", WeightIn: "KG"}
}

func signs(r Result) map[string]float64 {
	out := map[string]float64{}
	for _, x := range r.Reasons {
		out[x.Sign] = max(out[x.Sign], x.Alone)
		if x.Alone < 0 {
			out[x.Sign] = x.Alone
		}
	}
	return out
}

func TestGoodsAndRoute(t *testing.T) {
	s := screener(t)
	for _, c := range []struct {
		name string
		f    Facts
		want map[string]float64
	}{
		{"shirts", Facts{Parties: []Party{party(engine.Consignee, "SHIRTS LTD", "CN")}, Shipment: engine.Shipment{Goods: []engine.Goods{{Text: "COTTON SHIRTS", HS: "6109.10"}}}}, map[string]float64{}},
		{"beams", Facts{Parties: []Party{party(engine.Consignee, "STEEL LTD", "MY")}, Shipment: engine.Shipment{Goods: []engine.Goods{{Text: "STEEL BEAM H200", HS: "7216.33"}}}},
			map[string]float64{"unconfirmed-code": 0}},
		{"a server for a hub", Facts{Parties: []Party{party(engine.Consignee, "BUYER", "MY")}, Shipment: engine.Shipment{Goods: []engine.Goods{server("8")}}},
			map[string]float64{"chip-term": 3, "accelerator-tariff-code": 1, "hs-chpl": 0.5, "transshipment-hub": 1}},
		{"covered, for the group", Facts{Parties: []Party{party(engine.Consignee, "BUYER", "SG")},
			Shipment: engine.Shipment{Route: []engine.Stop{{Kind: "unloading", Country: "HK", Place: "Hong Kong"}},
				Goods: []engine.Goods{{Text: "COMPUTER PARTS", HS: "8473.30", Quantity: "48", Value: "USD 1.488m", Weight: "118 KG"}}}},
			map[string]float64{"accelerator-tariff-code": 1, "description-vague-or-cover": 5, "value-density": 3, "destination-in-group": 3}},
		{"to order, notify in the group", Facts{Parties: []Party{{Role: engine.Consignee, Text: "TO ORDER"}, party(engine.Notify, "深圳市天衡", "CN")},
			Shipment: engine.Shipment{Goods: []engine.Goods{{Text: "RTX 4090 cards"}}}}, map[string]float64{"chip-term": 3, "party-change": 3, "destination-in-group": 3}},
		{"a forwarder at the end", Facts{Parties: []Party{party(engine.Consignee, "GOLDEN LOGISTICS", "HK")}, Shipment: engine.Shipment{Goods: []engine.Goods{server("8")}}},
			map[string]float64{"chip-term": 3, "accelerator-tariff-code": 1, "hs-chpl": 0.5, "destination-in-group": 3, "forwarder-final": 3}},
		{"nobody", Facts{}, map[string]float64{"no-consignee": 1}},
		{"a counterparty of a list", Facts{OnList: true, Parties: []Party{party(engine.Buyer, "BUYER", "SG")}}, map[string]float64{}},
	} {
		if d := cmp.Diff(c.want, signs(s.Line(&c.f))); d != "" {
			t.Errorf("%s: signs (-want +got)\n%s", c.name, d)
		}
	}
}

func TestVerdicts(t *testing.T) {
	s := screener(t)
	listed := own.Verdict{Rule: "ofac-50", Verdict: own.Yes, Tier: 0, Test: own.List, Lists: []engine.ListID{engine.OFACSDN}}
	clean := own.Verdict{Rule: "ofac-50", Verdict: own.No, Tier: own.NotCaught, Test: own.Ownership}
	seat := own.Verdict{Rule: "bis-hq", Verdict: own.Yes, Test: own.Seat}
	maybe := party(engine.Buyer, "MAYBE", "SG", listed)
	maybe.Band = engine.PossiblySame
	free := own.Verdict{Rule: "eu-50", Verdict: own.No, Tier: own.NotCaught, Test: own.Ownership}
	namesake := party(engine.Buyer, "NAMESAKE", "SG", free)
	namesake.Band = engine.PossiblySame
	for _, c := range []struct {
		name  string
		party Party
		goods engine.Goods
		want  []string
		bits  float64
	}{
		{"a listed buyer", party(engine.Buyer, "BAD", "SG", listed), engine.Goods{Text: "CHAIRS"}, []string{"buyer ofac-50 yes"}, 8},
		{"possibly a listed buyer", maybe, engine.Goods{Text: "CHAIRS"}, []string{"buyer ofac-50 unknown"}, 4},
		{"possibly someone free, who clears nobody", namesake, engine.Goods{Text: "CHAIRS"}, []string{"consignee ofac-50 no"}, 0},
		{"the headquarters test and chairs", party(engine.Buyer, "CN CO", "SG", seat), engine.Goods{Text: "CHAIRS"}, []string{"consignee ofac-50 no"}, 0},
		{"the headquarters test and a shipper of chips", party(engine.Shipper, "US CO", "US", seat), server("8"), []string{"consignee ofac-50 no"}, 0},
		{"the headquarters test and a seller of chips", party(engine.Seller, "US CO", "US", seat), server("8"), []string{"consignee ofac-50 no"}, 0},
		{"the headquarters test and a carrier of chips", party(engine.Carrier, "US CO", "US", seat), server("8"), []string{"consignee ofac-50 no"}, 0},
		{"the headquarters test and a forwarder of chips", party(engine.Forwarder, "CN CO", "HK", seat), server("8"), []string{"forwarder bis-hq yes", "consignee ofac-50 no"}, 0},
		{"the headquarters test and a notify party", party(engine.Notify, "CN CO", "HK", seat), server("8"), []string{"notify bis-hq yes", "consignee ofac-50 no"}, 0},
		{"the headquarters test and a site", party(engine.Site, "CN CO", "HK", seat), server("8"), []string{"site bis-hq yes", "consignee ofac-50 no"}, 0},
		{"the headquarters test and chips", party(engine.Buyer, "CN CO", "SG", seat), server("8"), []string{"buyer bis-hq yes", "consignee ofac-50 no"}, 0},
	} {
		f := Facts{Parties: []Party{party(engine.Consignee, "CLEAN", "SG", clean), c.party}, Shipment: engine.Shipment{Goods: []engine.Goods{c.goods}}}
		r := s.Line(&f)
		var got []string
		for _, v := range r.Verdicts {
			got = append(got, string(v.Role)+" "+v.Rule+" "+string(v.Verdict.Verdict))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: verdicts (-want +got)\n%s", c.name, d)
		}
		if got := signs(r)["listed-party"]; got != c.bits {
			t.Errorf("%s: listed-party weighs %v, want %v", c.name, got, c.bits)
		}
	}
}

func TestLicences(t *testing.T) {
	day := engine.MakeDate
	approval := Approval{Licence: engine.Licence{ID: "L1", Holder: "h", Consignee: "c", From: day(2026, 1, 1), Until: day(2026, 12, 31),
		Items: []engine.LicenceItem{{Class: "3A090.a", Product: "H200", Quantity: 16}}}, HolderEntity: "e-SELLER", ConsigneeEntity: "e-BUYER"}
	seller, buyer := party(engine.Shipper, "SELLER", "US"), party(engine.Consignee, "BUYER", "MY")
	other := party(engine.Consignee, "BUYER TWO", "MY")
	book := NewBook([]Approval{approval})
	s := screener(t)
	for _, c := range []struct {
		name    string
		number  string
		date    engine.Date
		parties []Party
		goods   engine.Goods
		want    Outcome
		left    int64
	}{
		{"the first eight", "L1", day(2026, 2, 1), []Party{seller, buyer}, server("8"), Covers, 16},
		{"ten of eight", "L1", day(2026, 2, 2), []Party{seller, buyer}, server("10"), OverCap, 8},
		{"the last eight, without the number", "", day(2026, 2, 3), []Party{seller, buyer}, server("8"), Covers, 8},
		{"one more", "L1", day(2026, 2, 4), []Party{seller, buyer}, server("1"), OverCap, 0},
		{"the day on which it ends", "L1", day(2026, 12, 31), []Party{seller, buyer}, server("1"), Expired, 0},
		{"before it begins", "L1", day(2025, 12, 31), []Party{seller, buyer}, server("1"), Expired, 0},
		{"an affiliate of the buyer", "L1", day(2026, 2, 5), []Party{seller, other}, server("1"), WrongParty, 0},
		{"another end user", "L1", day(2026, 2, 5), []Party{seller, buyer, party(engine.EndUser, "BUYER TWO", "CN")}, server("1"), WrongParty, 0},
		{"another shipper", "L1", day(2026, 2, 5), []Party{party(engine.Shipper, "OTHER", "US"), buyer}, server("1"), WrongParty, 0},
		{"other goods", "L1", day(2026, 2, 5), []Party{seller, buyer}, engine.Goods{Text: "NVIDIA B200", Quantity: "1"}, WrongItem, 0},
		{"no such licence", "L9", day(2026, 2, 5), []Party{seller, buyer}, server("1"), NoSuchLicence, 0},
		{"a number of cartons", "L1", day(2026, 2, 5), []Party{seller, buyer}, server("1 CTN"), QuantityUnknown, 0},
		{"no licence for this buyer", "", day(2026, 2, 5), []Party{seller, other}, server("1"), "", 0},
	} {
		f := Facts{Book: book, Parties: c.parties, Shipment: engine.Shipment{Date: c.date, Goods: []engine.Goods{c.goods}, Numbers: map[string]string{"licence": c.number}}}
		r := s.Line(&f)
		got := Use{}
		if r.Licence != nil {
			got = *r.Licence
		}
		if got.Outcome != c.want || got.Left != c.left {
			t.Errorf("%s: %q with %d left (%s), want %q with %d", c.name, got.Outcome, got.Left, got.Evidence, c.want, c.left)
		}
	}
}

// TestReasonsAddUp: the score is the logistic of the prior and the weights
// that are printed, at most one of a family.
func TestReasonsAddUp(t *testing.T) {
	s := screener(t)
	texts := []string{"NVIDIA H200", "COMPUTER PARTS", "STEEL BEAM H200", "ADAPTERS", "SPARE PARTS RTX 4090", ""}
	rapid.Check(t, func(t *rapid.T) {
		p := party(engine.Consignee, "X LOGISTICS", rapid.SampledFrom([]string{"CN", "SG", "GB", ""}).Draw(t, "country"))
		p.Company.UnitCount = rapid.IntRange(0, 500).Draw(t, "unit")
		p.Company.Born = engine.MakeDate(rapid.IntRange(2019, 2026).Draw(t, "born"), 11, 1)
		p.Company.AsOf = engine.MakeDate(2026, 6, 1)
		f := Facts{Line: 3, Parties: []Party{p}, Shipment: engine.Shipment{Goods: []engine.Goods{{
			Text: rapid.SampledFrom(texts).Draw(t, "text"), HS: rapid.SampledFrom([]string{"8473.30", "8471.50", "7216", ""}).Draw(t, "hs"),
			Value: rapid.SampledFrom([]string{"1000", "100000", ""}).Draw(t, "value"), Weight: "40", WeightIn: "KG"}}}}
		r := s.Line(&f)
		bits, families := r.Prior, map[front.Family]bool{}
		for _, x := range r.Reasons {
			bits += x.Weight
			if x.Weight != 0 && families[x.Family] {
				t.Fatalf("family %s counts twice: %+v", x.Family, r.Reasons)
			}
			families[x.Family] = families[x.Family] || x.Weight != 0
		}
		if want := 1 / (1 + math.Exp2(-bits)); r.Score != want || math.IsNaN(r.Score) || r.Score <= 0 || r.Score >= 1 {
			t.Fatalf("score %v, want %v from %v bits", r.Score, want, bits)
		}
		if d := cmp.Diff(r, s.Line(&f)); d != "" {
			t.Fatalf("the same facts give another result:\n%s", d)
		}
	})
}

func TestResultJSON(t *testing.T) {
	b, err := json.Marshal(screener(t).Line(&Facts{Line: 7, ID: "B1"}))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"line", "id", "verdicts", "score", "reasons", "parties", "goods"} {
		if _, ok := got[k]; !ok {
			t.Errorf("JSON of an empty line lacks %q: %s", k, b)
		}
	}
	v := Verdict{Role: engine.Buyer, Verdict: own.Verdict{Entity: "e1", Rule: "ofac-50", Verdict: own.Yes}}
	if b, err = json.Marshal(v); err != nil || !json.Valid(b) {
		t.Fatalf("Marshal(%+v) = %s, %v", v, b, err)
	}
	var flat struct{ Role, Entity, Rule, Verdict string }
	if err := json.Unmarshal(b, &flat); err != nil || flat.Verdict != "yes" || flat.Entity != "e1" || flat.Role != "buyer" {
		t.Errorf("a verdict's JSON is %s; want role, entity, rule and verdict side by side", b)
	}
}

func BenchmarkLine(b *testing.B) {
	s := screener(b)
	f := Facts{Parties: []Party{party(engine.Consignee, "BUYER", "MY"), party(engine.Notify, "AGENT", "SG"), party(engine.Shipper, "SELLER", "US")},
		Shipment: engine.Shipment{Goods: []engine.Goods{server("8")}}}
	for b.Loop() {
		s.Line(&f)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
