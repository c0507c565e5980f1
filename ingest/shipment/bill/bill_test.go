package bill

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pierce-er/pierce/engine"
)

// show writes a phrase for a reader.
func show(p Phrase) string {
	var parts []string
	list := func(what string, names []engine.Name) {
		for i, n := range names {
			if i > 0 || what == "" {
				what = strings.TrimSpace(string(n.Kind) + " ")
			}
			parts = append(parts, strings.TrimSpace(what+" "+n.Text))
		}
	}
	list("", p.Names)
	list("agent", p.Agent)
	list("care-of", p.CareOf)
	if p.Same != "" {
		parts = append(parts, "same as "+string(p.Same))
	}
	if p.Order {
		parts = append(parts, "to order")
	}
	if p.Absent {
		parts = append(parts, "nobody")
	}
	return strings.Join(parts, " | ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"ACME LTD", "ACME LTD"},
		{"TO ORDER", "to order"},
		{"TO THE ORDER OF SHIPPER", "to order"},
		{"TO ORDER OF BANK OF SAMPLE", "BANK OF SAMPLE | to order"},
		{"CONSIGNED TO THE ORDER OF: SAMPLE BANK LTD", "SAMPLE BANK LTD | to order"},
		{"A LA ORDEN DE BANCO EJEMPLO", "BANCO EJEMPLO | to order"},
		{"A L'ORDRE DE BANQUE EXEMPLE", "BANQUE EXEMPLE | to order"},
		{"凭指示", "to order"},
		{"ORDER OF ACME LTD", "ACME LTD | to order"},
		{"ORDERLY TRADING LTD", "ORDERLY TRADING LTD"},
		{"TO ORDERLY TRADING", "TO ORDERLY TRADING"},
		{"SAME AS CONSIGNEE", "same as consignee"},
		{"** Same as cnee. **", "same as consignee"},
		{"S.A.C. TRADING", "S.A.C. TRADING"},
		{"SAC", "same as consignee"},
		{"MISMO QUE EL CONSIGNATARIO", "same as consignee"},
		{"SAME AS ABOVE", "same as above"},
		{"SAME AS SHIPPER", "same as shipper"},
		{"SAMESUN AS", "SAMESUN AS"},
		{"AS CONSIGNEE", "same as consignee"},
		{"AS", "AS"},
		{"同收货人", "same as consignee"},
		{"SINOSAMPLE O/B ACME LTD", "ACME LTD | agent SINOSAMPLE"},
		{"XYZ FREIGHT AS AGENT FOR ACME LTD", "ACME LTD | agent XYZ FREIGHT"},
		{"XYZ on behalf of ACME d/b/a ACE", "ACME | trading ACE | agent XYZ"},
		{"ACME LTD C/O HARBOUR LOGISTICS", "ACME LTD | care-of HARBOUR LOGISTICS"},
		{"C/O HARBOUR LOGISTICS", "HARBOUR LOGISTICS"},
		{"ACME LTD (FORMERLY ROAD RUNNER CO.)", "ACME LTD | former ROAD RUNNER CO."},
		{"ACME LTD, formerly known as ROAD (HK) RUNNER", "ACME LTD | former ROAD (HK) RUNNER"},
		{"ACME LTD T/A ACE", "ACME LTD | trading ACE"},
		{"ACME LTD A/K/A ACE F/K/A BASE", "ACME LTD | alias ACE | former BASE"},
		{"ANTES DE CORPORATION", "ANTES DE CORPORATION"},
		{"CONFIDENTIAL", "nobody"},
		{"NOT AVAILABLE", "nobody"},
		{"NOT AVAILABLE TRADING LTD", "NOT AVAILABLE TRADING LTD"},
		{"N/A", "nobody"},
		{"乙公司", "乙公司"},
		{"ООО БЕТА", "ООО БЕТА"},
		{"无", "nobody"},
		{"无锡贸易有限公司", "无锡贸易有限公司"},
		{"同方股份有限公司", "同方股份有限公司"},
		{"شركة", "شركة"},
		{"...", "nobody"},
		{"PRIVATE BANK LTD", "PRIVATE BANK LTD"},
		{"CO/OP FOODS", "CO/OP FOODS"},
		{"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
	} {
		if got := show(Parse(c.in)); got != c.want {
			t.Errorf("Parse(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTrades(t *testing.T) {
	for s, want := range map[string]string{
		"BANK OF SAMPLE": "bank", "Sample Bank": "bank", "样本银行": "bank", "FOOD BANK": "", "RIVERBANK LTD": "", "BANKSIDE TRADING": "",
		"HARBOUR LOGISTICS": "forwarder", "样本物流有限公司": "forwarder", "FORWARD INDUSTRIES": "", "ACME": "",
	} {
		got := ""
		if IsBank(s) {
			got = "bank"
		}
		if IsForwarder(s) {
			got += "forwarder"
		}
		if got != want {
			t.Errorf("the trade of %q is %q, want %q", s, got, want)
		}
	}
}

func TestSaid(t *testing.T) {
	for s, want := range map[string]bool{
		"See DN-4218 (ID#:83326)": true, "Weight Captured Separately": true, "Freight Included in Commodity Cost": true, "Date Not Captured": true,
		"Pre-PQ Process": true, "Invoiced Separately": true, "N/A": true, "1 CTN": false, "1,200.5 KG": false, "USD 3.4m": false, "12万": false, "13": false,
		"Seefeld 12": false, "a dozen": false,
	} {
		if got := Said(s); got != want {
			t.Errorf("Said(%q) = %v, want %v", s, got, want)
		}
	}
}

// placed writes a draft's parties with their roles for a reader.
func placed(set func(*Draft)) string {
	var d Draft
	set(&d)
	rec := &engine.Record{ID: "m/1"}
	d.Place(rec, func(k string) engine.RecordID { return engine.NewRecordID("m", k) })
	var out []string
	for _, p := range rec.Shipments[0].Parties {
		name := string(p.Party)
		if q := rec.Party(p.Party); q != nil {
			name = q.Name()
		}
		out = append(out, string(p.Role)+"="+name)
	}
	for _, k := range []string{"to_order", "consignee_said", "notify_said"} {
		if v := rec.Shipments[0].Numbers[k]; v != "" {
			out = append(out, k+":"+v)
		}
	}
	return strings.Join(out, "; ")
}

func TestPlace(t *testing.T) {
	type field struct{ role, part, value string }
	for _, c := range []struct {
		in   []field
		want string
	}{
		{[]field{{"consignee", "", "TO ORDER"}, {"notify", "", "ACME"}}, "notify=ACME; to_order:TO ORDER"},
		{[]field{{"consignee", "", "TO ORDER OF SAMPLE BANK"}, {"notify", "", "ACME"}}, "consignee=SAMPLE BANK; payer=SAMPLE BANK; notify=ACME; to_order:TO ORDER OF SAMPLE BANK"},
		{[]field{{"consignee", "", "SAMPLE LOGISTICS"}}, "consignee=SAMPLE LOGISTICS; forwarder=SAMPLE LOGISTICS"},
		{[]field{{"notify", "", "SAME AS CONSIGNEE"}, {"consignee", "", "ACME"}}, "consignee=ACME; notify=ACME"},
		{[]field{{"consignee", "", "ACME"}, {"notify", "", "SAME AS ABOVE"}}, "consignee=ACME; notify=ACME"},
		{[]field{{"notify", "", "SAME AS CONSIGNEE"}}, "notify_said:SAME AS CONSIGNEE"},
		{[]field{{"consignee", "", "XYZ O/B ACME"}}, "consignee=ACME; forwarder=XYZ"},
		{[]field{{"consignee", "", "ACME C/O XYZ"}, {"consignee", "city", "Sampleton"}}, "consignee=ACME; consignee=XYZ"},
		{[]field{{"consignee", "", "CONFIDENTIAL"}}, "consignee_said:CONFIDENTIAL"},
		{[]field{{"vessel", "", "SAME AS ABOVE"}}, "vessel=SAME AS ABOVE"},
		{[]field{{"consignee", "ref", "7"}, {"buyer", "ref", "gleif/x"}}, "consignee=m/7; buyer=gleif/x"},
		{[]field{{"notify", "", "A"}, {"notify", "", "B"}}, "notify=A; notify=B"},
	} {
		got := placed(func(d *Draft) {
			for _, f := range c.in {
				d.Set(engine.Role(f.role), f.part, f.value)
			}
		})
		if got != c.want {
			t.Errorf("the parties of %v are %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFacts(t *testing.T) {
	var d Draft
	d.Set(engine.Consignee, "", "ACME LTD\n12 SAMPLE ROAD\nTEL: +86 755 5550 1234 USCI+91440300MA5EXAMP1X buy@acme.example")
	rec := &engine.Record{ID: "m/1"}
	d.Place(rec, nil)
	p := rec.Parties[0]
	got := fmt.Sprintf("%s | %s | %s | %s | %v", p.Name(), p.Addresses[0].Text[:14], p.Phones, p.Emails, p.Identifiers)
	if want := "ACME LTD | 12 SAMPLE ROAD | [+86 755 5550 1234] | [buy@acme.example] | [{cn-uscc 91440300MA5EXAMP1X CN}]"; got != want {
		t.Errorf("the party is %q, want %q", got, want)
	}
}

// FuzzParse: whatever the text, names are trimmed parts of it, and no text is
// lost without a reason.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"A O/B B C/O D D/B/A E (FORMERLY F)", "TO ORDER OF", "SAME AS", "c/o", " o/b ", "(((", "\xff", "=cmd|x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := Parse(s)
		n := 0
		for _, list := range [][]engine.Name{p.Names, p.Agent, p.CareOf} {
			for _, name := range list {
				n++
				if name.Text == "" || name.Text != strings.TrimSpace(name.Text) || utf8.ValidString(s) && !utf8.ValidString(name.Text) {
					t.Fatalf("Parse(%q) gives the name %q", s, name.Text)
				}
			}
		}
		if n == 0 && !p.Absent && !p.Order && p.Same == "" && strings.Trim(strings.Join(strings.Fields(s), " "), " ,;:()") != "" {
			t.Fatalf("Parse(%q) = %+v loses the text", s, p)
		}
	})
}
