package table

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/pierce-er/pierce/ingest"
	"github.com/pierce-er/pierce/ingest/sourcetest"
)

// TestLanguages reads one shipment under headings of several countries.
func TestLanguages(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Fecha;Exportador;Importador;Direccion Importador;Partida Arancelaria;Descripción Comercial;Cantidad;Unidad de Medida;Valor FOB US$;Peso Bruto KG;País de Origen;Puerto de Embarque\n" +
			"13/05/2024;ACME LTD;BETA SA;CALLE 1;847330;TARJETAS;8;U;1000;12;CHINA;SHANGHAI\n", "shipper=ACME LTD buyer=BETA SA|847330 TARJETAS 8 U 1000 USD 12 kg CHINA|loading=SHANGHAI"},
		{"申报日期,发货人,收货人,收货人地址,税号,货物名称,规格型号,数量,计量单位,总价,币制,毛重(千克),原产国,启运港\n" +
			"2024-05-13,甲公司,乙公司,深圳市,84733090,显卡,H200,8,个,1000,USD,12,中国台湾,基隆\n", "shipper=甲公司 consignee=乙公司|84733090 显卡; H200 8 个 1000 USD 12 kg 中国台湾|loading=基隆"},
		{"Дата;Отправитель;Получатель;ИНН получателя;Код ТНВЭД;Описание товара;Количество;Вес нетто, кг;Страна происхождения\n" +
			"13.05.2024;ACME LTD;ООО БЕТА;7707083893;8473302008;ПЛАТЫ;8;12;CN\n", "shipper=ACME LTD consignee=ООО БЕТА|8473302008 ПЛАТЫ 8 12 kg CN|"},
		{"Date,Shipper (Original Format),Consignee,Notify Party,Goods Shipped,Weight (lb),Weight (kg),Port of Lading,Port of Unlading\n" +
			"2024-05-13,ACME LTD,TO ORDER,BETA INC,CARDS,,12,Keelung,Los Angeles\n", "shipper=ACME LTD notify=BETA INC|CARDS 12 kg|loading=Keelung unloading=Los Angeles"},
		{"Ngày,Nguoi xuat khau,Nguoi nhap khau,Ma HS,Ten hang,So luong,Don vi tinh\n2024-05-13,ACME LTD,CONG TY BETA,847330,CARDS,8,PCS\n", "shipper=ACME LTD buyer=CONG TY BETA|847330 CARDS 8 PCS|"},
		{"申告日,荷送人,荷受人,品目,数量,単位\n2024-05-13,ACME,ベータ株式会社,カード,8,個\n", "shipper=ACME consignee=ベータ株式会社|カード 8 個|"},
	} {
		got, err := readAll(t, nil, write(t, c.in))
		if err != nil || len(got.Records) != 1 || len(got.Rejects) > 0 {
			t.Errorf("%q: %d records, %v, %v", c.in, len(got.Records), err, got.Rejects)
			continue
		}
		if s := brief(got, 0); s != c.want || got.Records[0].Shipments[0].Date != 20240513 {
			t.Errorf("%q\n gives %s of %v\nwant   %s", c.in, s, got.Records[0].Shipments[0].Date, c.want)
		}
	}
}

// brief writes a shipment for a reader.
func brief(c *ingest.Collect, i int) string {
	rec := c.Records[i]
	s := rec.Shipments[0]
	var parties, goods, route []string
	for _, p := range s.Parties {
		parties = append(parties, string(p.Role)+"="+rec.Party(p.Party).Name())
	}
	for _, g := range s.Goods {
		goods = append(goods, strings.Join(strings.Fields(strings.Join([]string{g.HS, g.Text, g.Quantity, g.Unit, g.Value, g.Currency, g.Weight, g.WeightIn, g.Origin}, " ")), " "))
	}
	for _, x := range s.Route {
		route = append(route, x.Kind+"="+x.Place+x.Country)
	}
	return strings.Join(parties, " ") + "|" + strings.Join(goods, " + ") + "|" + strings.Join(route, " ")
}

// TestHostile: what a manifest may hold by malice or neglect costs its own row
// at most, and nothing is run, followed or held.
func TestHostile(t *testing.T) {
	wide := "Shipper,Consignee" + strings.Repeat(",x", 1_000_000) + "\n"
	for _, c := range []struct {
		name, in         string
		records, rejects int
		has              string
	}{
		{"a formula as a name", "Shipper,Consignee\n\"=cmd|' /C calc'!A0\",B\n", 1, 0, `"text":"=cmd|' /C calc'!A0"`},
		{"rows of another file", "Shipper,Consignee,Goods\nA,B,C\nent_num,name\n36,\"AERO\",\"-0-\",\"CUBA\",-0-\nD,E,F\n", 2, 2, ""},
		{"the header again", "Shipper,Consignee\nA,B\nShipper,Consignee\nC,D\n", 2, 1, ""},
		{"a bill twice", "BL,Shipper\n1,A\n1,A\n1,B\n", 3, 0, `"id":"m/1/3#`},
		{"1 CTN", "Shipper,Quantity,Weight\nA,1 CTN,120 LBS\n", 1, 0, `"quantity":"1 CTN","weight":"120 LBS"`},
		{"words for a weight", "Shipper,Weight (Kilograms)\nA,See DN-4218 (ID#:83326)\n", 1, 0, `"weight_said":"See DN-4218 (ID#:83326)"`},
		{"a stray quotation mark", "Shipper,Consignee\n\"A,B\nC,D\nE,F\n", 2, 1, ""},
		{"a million columns", wide + "A,B" + strings.Repeat(",", 1_000_000) + "\n", 1, 0, ""},
		{"a cell over the limit", "Shipper,Consignee\nA," + strings.Repeat("x", 2*ingest.MaxRow) + "\nC,D\n", 1, 1, ""},
		{"mixed sets of characters", "Shipper,Consignee\n" + strings.Repeat("ACME,BETA LTD\n", 6000) + "Caf\xe9,B\nCafé,B\n", 6001, 1, `"text":"Café"`},
		{"a damaged byte before all accents", "Shipper,Consignee\nA\xff,B\nC\xe9\xe9d,B\n" + strings.Repeat("ACME,BETA LTD\n", 6000) + "Café,北京\n", 6003, 0, `"text":"Café"`},
	} {
		var got ingest.Collect
		_, err := ingest.ReadAll(ingest.Options{Source: Source{}, Dataset: "m", Paths: []string{write(t, c.in)}}, &got)
		b, _ := json.Marshal(got.Records[max(0, len(got.Records)-1):])
		if err != nil || len(got.Records) != c.records || len(got.Rejects) != c.rejects || !strings.Contains(string(b), c.has) {
			t.Errorf("%s: %d records, %d rejects, %v; want %d and %d; last %.300s", c.name, len(got.Records), len(got.Rejects), err, c.records, c.rejects, b)
		}
	}
}

// TestDeliveries reads the real delivery history of SCMS and tells what became
// of every cell that holds words in the place of a number or a date.
func TestDeliveries(t *testing.T) {
	got, err := readAll(t, nil, sourcetest.Shared(t, "data/shipments/usaid-scms-deliveries/scms.csv"))
	if err != nil || len(got.Records) != 10324 {
		t.Fatalf("%d records, %v", len(got.Records), err)
	}
	said := map[string]int{}
	roles := map[string]int{}
	for _, r := range got.Records {
		s := &r.Shipments[0]
		for k, v := range s.Numbers {
			if strings.HasSuffix(k, "_said") {
				said[k+" "+strings.TrimRight(v, "0123456789-:#()ID ")]++
			}
		}
		for _, g := range s.Goods {
			if strings.ContainsAny(g.Weight+g.Quantity+g.Value, "abcdefghijklmnopqrstuvwxyzS") {
				t.Errorf("%s: words stand for an amount: %+v", r.ID, g)
			}
		}
		for _, p := range s.Parties {
			roles[string(p.Role)]++
		}
		if s.Date == 0 {
			t.Errorf("%s has no date", r.ID)
		}
	}
	t.Logf("said: %v; roles: %v; rejects: %d", said, roles, len(got.Rejects))
	for what, want := range map[string]int{"weight_said Weight Captured Separately": 1507, "weight_said See DN": 1937, "weight_said See ASN": 508, "manufacturer_said Not Applicable": 12} {
		if said[what] != want {
			t.Errorf("%s: %d cells, want %d", what, said[what], want)
		}
	}
}

// FuzzTable: no table brings the reader down, and every record is sound.
func FuzzTable(f *testing.F) {
	f.Add("Shipper,Consignee,Notify,Date,Weight (kg)\nA,TO ORDER OF B BANK,SAME AS CONSIGNEE,02/06/2024,See 4\n")
	f.Add("[{\"shipper\":\"A C/O B\",\"goods\":[1,2]}]")
	f.Add("收货人\t发货人\n甲\t乙 d/b/a 丙\n")
	f.Fuzz(func(t *testing.T, s string) {
		if s == "" {
			return
		}
		var got ingest.Collect
		if _, err := ingest.ReadAll(ingest.Options{Source: Source{}, Paths: []string{"-"}, Stdin: strings.NewReader(s)}, &got); err != nil {
			return
		}
		for _, r := range got.Records {
			if r.ID.Key() == "" || len(r.Shipments) != 1 {
				t.Fatalf("the table %q gives the record %+v", s, r)
			}
			for _, p := range r.Parties {
				for _, n := range p.Names {
					if strings.TrimSpace(n.Text) == "" {
						t.Fatalf("the table %q gives a party without a name's text: %+v", s, p)
					}
				}
			}
		}
	})
}

// TestRepeatedHeading: a party in a second column of the same name is a party
// like the first, and not a second reading of the first.
func TestRepeatedHeading(t *testing.T) {
	got, err := readAll(t, nil, write(t, "Shipper,Consignee,Consignee,Product Description\nACME LTD,BETA SA,GAMMA AO,CARDS\n"))
	if err != nil || len(got.Records) != 1 {
		t.Fatalf("got %d records, %v", len(got.Records), err)
	}
	if s, want := brief(got, 0), "shipper=ACME LTD consignee=BETA SA consignee=GAMMA AO|CARDS|"; s != want {
		t.Errorf("a repeated heading\n gives %s\nwant   %s", s, want)
	}
}
