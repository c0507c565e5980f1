package norm

import (
	"testing"

	"github.com/pierce-er/pierce/engine"
)

func TestAddress(t *testing.T) {
	for _, c := range []struct{ text, unit, building string }{
		{"Room 1318-19, 13F, Hollywood Plaza, 610 Nathan Road, Mongkok, Kowloon, Hong Kong", "hk|610 nathan road|1318", "hk|610 nathan road"},
		{"Rm. 1318, 13/F., Hollywood Plaza, 610 Nathan Rd, Hong Kong", "hk|610 nathan road|1318", "hk|610 nathan road"},
		{"Flat B, 8/F, Wing On House, 71 Des Voeux Road Central, Central, HK", "hk|71 des voeux road|b@8", "hk|71 des voeux road"},
		{"深圳市南山区科技园高新南一路5号飞亚达大厦12层1203室", "shenzhen|5 gaoxinnan 1 road|1203", "shenzhen|5 gaoxinnan 1 road"},
		{"广东省深圳市南山区高新南一路5号飞亚达大厦12楼1203", "shenzhen|5 gaoxinnan 1 road|1203", "shenzhen|5 gaoxinnan 1 road"},
		{"香港九龙弥敦道610号13楼1318室", "hk|610 midun road|1318", "hk|610 midun road"},
		{"2181 Buchanan Loop Ferndale WA US 98248", "", "98248|2181 buchanan loop"},
		{"c/o Mossack, 35 Ballards Lane, London, N3 1XW, United Kingdom", "", "n31xw|35 ballards lane"},
		{"35 Ballards Ln, London N3 1XW", "", "n31xw|35 ballards lane"},
		{"Hauptstr. 5, 10115 Berlin, Germany", "", "10115|5 hauptstrasse"},
		{"Hauptstraße 5, 10115 Berlin", "", "10115|5 hauptstrasse"},
		{"ul. Lenina, d. 5, kv. 3, Moscow, 101000, Russia", "101000|5 ulitsa lenina|3", "101000|5 ulitsa lenina"},
		{"10 Anson Road #12-34 International Plaza, Singapore 079903", "sg|10 anson road|34@12", "sg|10 anson road"},
		{"No. 8, Chenggong 2nd Rd., Qianzhen Dist., Kaohsiung City 806, Taiwan (R.O.C.)", "", "kaohsiung|8 cenkun 2 road"},
		{"高雄市前鎮區成功二路8號", "", "kaohsiung|8 cenkun 2 road"},
		{"8F.-4, No.24, Zhongshan N. Rd., New Taipei City, Taiwan", "taipei|24 cunsanpei road|4@8", "taipei|24 cunsanpei road"},
		{"220新北市中山北路24號", "", "taipei|24 cunsanpei road"},
		{"2550 Great America Way, STE 325, Santa Clara, CA 95054, USA", "95054|2550 great america way|325", "95054|2550 great america way"},
		{"5TH FL., 79 CHUNG SHAN N. RD., SEC.2TAIPEI TAIWAN", "taipei|79 cunsanpei road section 2|@5", "taipei|79 cunsanpei road section 2"},
		{"台北市中山北路二段79號5樓", "taipei|79 cunsanpei road section 2|@5", "taipei|79 cunsanpei road section 2"},
		{"台北市中山北路一段79號5樓", "taipei|79 cunsanpei road section 1|@5", "taipei|79 cunsanpei road section 1"},
		{"No. 25, Lane 78, Xingai Road, Neihu DistrictTaipei City, Taiwan", "", "taipei|25 sinai road lane 78"},
		{"台北市內湖區行愛路78巷25號", "", "taipei|25 sinai road lane 78"},
		{"新北市新店區北新路一段86號20樓之6", "taipei|86 peisin road section 1|6@20", "taipei|86 peisin road section 1"},
		{"20F.-6, No.86, Sec. 1, Beixin Rd., Xindian Dist., New Taipei City 23147", "taipei|86 peisin road section 1|6@20", "taipei|86 peisin road section 1"},
		{"台北市八德路二段三０八號地下一層", "taipei|308 pate road section 2|@b1", "taipei|308 pate road section 2"},
		{"上海市中山西路1800号兆丰环球大厦12层", "shanghai|1800 zhongshanxi road|@12", "shanghai|1800 zhongshanxi road"},
		{"12F, No. 1800 West Zhongshan Road, Shanghai, China", "shanghai|1800 xizhongshan road|@12", "shanghai|1800 xizhongshan road"},
		{"12/F, 1800 Zhongshan West Rd., Shanghai 200235, P.R. China", "shanghai|1800 zhongshanxi road|@12", "shanghai|1800 zhongshanxi road"},
		{"上海市徐汇区漕宝路70弄5号", "", "shanghai|5 caobao road alley 70"},
		{"Attn: Mr Lee, Unit 5, 8/F, 610 Nathan Road, Hong Kong", "hk|610 nathan road|5@8", "hk|610 nathan road"},
		{"in care of Harbour Agents, 610 Nathan Road, Hong Kong", "", "hk|610 nathan road"},
		{"P.O. Box 12, 35 Ballards Lane, London N3 1XW", "", "n31xw|35 ballards lane"},
		{"Rm1, 18th Floor, 380 Nathan Road, Hong Kong", "hk|380 nathan road|1@18", "hk|380 nathan road"},
		{"No 321, Street 128, Phnom Penh, Cambodia", "", "phnom penh|321 street 128"},
		{"#321, Street 128, Phnom Penh", "", "phnom penh|321 street 128"},
		{"No 321, Street 128 Phnom Penh Cambodia", "", "phnom penh|321 street 128"},
		{"#01-11, HillV2, 4 Hillview Rise, 667979 Singapore", "sg|4 hillview rise|11@01", "sg|4 hillview rise"},
		{"4 Hillview Rise, Singapore 667979", "", "sg|4 hillview rise"},
		{"5-7 Wing Lok Street, Sheung Wan, Hong Kong", "", "hk|5 wing lok street"},
		{"Hong Kong", "", ""},
		{"Tehran, Iran", "", ""},
		{"P.O. Box 957, Road Town, Tortola, British Virgin Islands", "", ""},
		{"N/A", "", ""},
		{"", "", ""},
		{",,,;", "", ""},
		{"Room 5, Block 3, Hong Kong", "", ""},
	} {
		a := PrepareAddress(&engine.Address{Text: c.text})
		if a.UnitKey != c.unit || a.BuildingKey != c.building {
			t.Errorf("PrepareAddress(%q): keys %q and %q, want %q and %q (%+v)", c.text, a.UnitKey, a.BuildingKey, c.unit, c.building, a)
		}
	}
}

// TestAddressParts prefers what the source has taken apart.
func TestAddressParts(t *testing.T) {
	a := PrepareAddress(&engine.Address{Street: "Unit 617, 6/F, Tower 1, 128 Wanchai Road", City: "Wan Chai", Country: "Hong Kong", CareOf: "A Law Firm"})
	if a.Country != "HK" || a.UnitKey != "hk|128 wanchai road|617" || a.Floor != "6" {
		t.Errorf("PrepareAddress of parts = %+v", a)
	}
	for _, w := range a.Tokens {
		if w == "law" {
			t.Errorf("tokens %v hold the name of the one it is in care of", a.Tokens)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"Room 1318-19, 13F, 610 Nathan Road, Hong Kong", "深圳市南山区高新南一路5号12层1203室", "#-", "号号号", "c/o ", "1 2 3 4", "a/b/c 5/F unit", "unit", "floor 3 and 4", "\xff,", "&0000路", "工业区35路", "8F-4", "RoadTaipei", "sec", "lane 4 aly"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a := PrepareAddress(&engine.Address{Text: s})
		if a.UnitKey != "" && a.BuildingKey == "" {
			t.Errorf("PrepareAddress(%q) knows the door %q and not the building", s, a.UnitKey)
		}
		for _, w := range a.Tokens {
			if w == "" || !isASCII(w) {
				t.Errorf("PrepareAddress(%q) has the token %q", s, w)
			}
		}
	})
}
