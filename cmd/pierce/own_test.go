package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestUnknownArsenal: a buyer whom no source knows is told to be one of armed
// forces where its name says so, and one whose name does not is not; nor is a
// shipper, who gets nothing.
func TestUnknownArsenal(t *testing.T) {
	w := loadWorld(t)
	for name, want := range map[string]bool{
		"北京国防军工研究院": true, "Zapadny Munitions and Ordnance Works": true, "Example Ministry of Defence Procurement": true, "ООО «ВОЕННЫЙ ЗАКАЗ»": true,
		"Quorvex Weaving Mill": false, "深圳市天龙隆建材有限公司": false, "Self Defense Karate School of Leeds": false, "Partridge Toys": false,
	} {
		for _, role := range []string{"consignee", "shipper"} {
			head, row := "bill,date,shipper,shipper_country,consignee,consignee_country,goods\n", "B1,2026-10-01,Sample Exports Inc,US,"+name+",VN,NVIDIA H200 141GB GPU\n"
			if role == "shipper" {
				row = "B1,2026-10-01," + name + ",VN,Sample Imports Inc,US,NVIDIA H200 141GB GPU\n"
			}
			if err := os.WriteFile(filepath.Join(w.dir, "m.csv"), []byte(head+row), 0o600); err != nil {
				t.Fatal(err)
			}
			out := w.say("screen", "--as-of", "2026-11-01", "m.csv")
			if got := strings.Contains(out, `"military-tie"`); got != (want && role == "consignee") {
				t.Errorf("%s as %s: military-tie is %t: %s", name, role, got, out)
			}
		}
	}
}

// TestOwnEntries: products and military ties that a user adds in the data folder
// count in every question, a saved screening asked again among them, and a line
// that cannot be used is named.
func TestOwnEntries(t *testing.T) {
	w := loadWorld(t)
	data := filepath.Join(w.dir, "data")
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("m.csv", "bill,date,shipper,shipper_country,consignee,consignee_country,goods\nB1,2026-10-01,Sample Exports Inc,US,Quorvex Weaving Mill,VN,ZQX-7700 compute boards\n")
	w.say("screen", "--as-of", "2026-11-01", "--save", "mine", "-o", filepath.Join(w.dir, "m.jsonl"), "m.csv")
	w.h.close()
	signs := func() string {
		t.Helper()
		out, code := try(data, "screen", "--as-of", "2026-11-01", filepath.Join(w.dir, "m.csv"))
		if code != 0 {
			t.Fatalf("screen: exit %d: %s", code, out)
		}
		var r struct {
			Reasons []struct {
				Sign string `json:"sign"`
			} `json:"reasons"`
			Goods json.RawMessage `json:"goods"`
		}
		if err := json.Unmarshal([]byte(strings.SplitN(out, "\n", 2)[0]), &r); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, s := range r.Reasons {
			all = append(all, s.Sign)
		}
		return strings.Join(all, " ") + " " + string(r.Goods)
	}
	if before := signs(); strings.Contains(before, "ZQX") && strings.Contains(before, `"product"`) || strings.Contains(strings.ToLower(before), "military") {
		t.Fatalf("before anything was added: %s", before)
	}
	write("data/products.jsonl", "# our own\n"+`{"product":"ZQX-7700","maker":"Sample","kind":"chip","codes":["ZQX-7700"],"class":"3A090.a","tpp":9000,"bandwidth":4000,"source":"made up"}`+"\n")
	write("data/military.jsonl", `{"kind":"keyword","texts":["Quorvex"],"weight":5,"source":"made up","as_of":"2026-11"}`+"\n")
	if after := signs(); !strings.Contains(after, `"3A090.a"`) || !strings.Contains(strings.ToLower(after), "military") {
		t.Errorf("with a product and a tie added: %s", after)
	}
	out, code := try(data, "rescreen", "mine", "--json")
	if code != 0 || !strings.Contains(out, "mine/1") || !strings.Contains(strings.ToLower(out), "military") {
		t.Errorf("rescreen: exit %d: %s", code, out)
	}
	for _, tt := range []struct{ name, text, want string }{
		{"data/products.jsonl", "\n" + `{"product":"X","kind":"chip","codes":["ZZ-1"],"sorce":"typo"}`, `line 2`},
		{"data/products.jsonl", `{"product":"X","kind":"chip","codes":["-"],"source":"s"}`, "found everywhere"},
		{"data/military.jsonl", `{"kind":"keyword","texts":["Quorvex"],"weight":50,"source":"s"}`, "weight 50"},
	} {
		write("data/products.jsonl", "")
		write("data/military.jsonl", "")
		write(tt.name, tt.text)
		if out, code := try(data, "status"); code != 1 || !strings.Contains(out, tt.want) || !strings.Contains(out, filepath.Base(tt.name)) || !strings.Contains(out, "hint:") {
			t.Errorf("%s of %q: exit %d: %s", tt.name, tt.text, code, out)
		}
	}
}
