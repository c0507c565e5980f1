package goods

import "strings"

// makers are the words by which a text names a maker, upper case.
var makers = map[string][]string{
	"NVIDIA":     {"NVIDIA", "NVDA", "英伟达", "輝達", "辉达", "НВИДИА", "엔비디아", "エヌビディア"},
	"AMD":        {"AMD", "INSTINCT", "超威"},
	"Intel":      {"INTEL", "HABANA", "英特尔", "英特爾"},
	"Huawei":     {"HUAWEI", "HISILICON", "昇腾", "华为", "華為"},
	"Gigabyte":   {"GIGABYTE", "技嘉"},
	"Dell":       {"DELL", "戴尔"},
	"Supermicro": {"SUPERMICRO", "超微"},
}

// strong are words that only goods with an accelerator are described with.
var strong = []string{
	"GPU", "GPUS", "HGX", "DGX", "SXM", "SXM2", "SXM3", "SXM4", "SXM5", "SXM6", "NVLINK", "NVSWITCH", "NVL", "TENSOR CORE", "CUDA", "OAM",
	"HBM2E", "HBM3", "HBM3E", "141GB", "94GB", "80GB", "AI SERVER", "AI SERVERS", "AI ACCELERATOR", "AI ACCELERATORS", "ACCELERATOR CARD",
	"ACCELERATOR CARDS", "GRAPHICS CARD", "GRAPHICS CARDS", "VIDEO CARD", "VIDEO CARDS", "GRAPHICS PROCESSOR",
	"显卡", "顯示卡", "显示卡", "加速卡", "算力", "图形处理器", "圖形處理器", "人工智能", "ВИДЕОКАРТА", "ВИДЕОКАРТЫ", "УСКОРИТЕЛЬ", "TARJETA GRÁFICA", "TARJETA GRAFICA",
	"GRAFIKKARTE", "CARTE GRAPHIQUE", "KAD GRAFIK", "그래픽카드", "グラフィックボード",
}

// weak are words of computing that confirm a code where nothing speaks against
// it.
var weak = []string{
	"SERVER", "SERVERS", "BASEBOARD", "ACCELERATOR", "ACCELERATORS", "PCIE", "PCI E", "PCI EXPRESS", "MODULE", "MODULES", "COMPUTING", "DATA CENTER", "DATA CENTRE",
	"8 GPU", "RACK", "服务器", "伺服器", "模组", "СЕРВЕР", "СЕРВЕРЫ", "SERVIDOR", "SERVIDORES", "SERVEUR", "PELAYAN", "서버", "サーバー",
}

// against are words of the other trades in which the short codes are at home:
// steel sections, aircraft, chemicals, bearings, food, timber.
var against = []string{
	"BEAM", "BEAMS", "STEEL", "HOT ROLLED", "GALVANIZED", "GALVANISED", "PROFILE", "PROFILES", "SECTION", "SECTIONS", "TIMBER", "PLYWOOD", "WOOD",
	"AIRCRAFT", "AIRBUS", "HELICOPTER", "AIRFRAME", "LANDING GEAR", "BEARING", "BEARINGS", "PUMP", "PUMPS", "VALVE", "VALVES", "TYRE", "TYRES", "TIRE", "TIRES",
	"RESIN", "PIGMENT", "CHEMICAL", "CHEMICALS", "WATER", "CEMENT", "ROPE", "CABLE", "CABLES", "CHAIN", "SCREW", "SCREWS", "PIPE", "PIPES", "GARMENT", "GARMENTS",
	"COTTON", "TEXTILE", "FABRIC", "PAPER", "FOOD", "EXCAVATOR", "TRACTOR", "LUBRICANT", "OIL",
	"型钢", "钢", "型鋼", "鋼", "钢材", "轴承", "БАЛКА", "СТАЛЬ", "ПОДШИПНИК", "ACERO", "VIGA", "BESI", "KELULI",
}

// cover are descriptions that say little: found on consignments of
// accelerators that were meant to look like something else. "Adapters" and
// "contactor controllers" stood on those of a case of December 2025.
var cover = []string{
	"COMPUTER PARTS", "COMPUTER PART", "COMPUTER ACCESSORIES", "COMPUTER COMPONENTS", "PC PARTS", "ELECTRONIC PARTS", "ELECTRONIC COMPONENTS", "ELECTRONICS PARTS",
	"ELECTRONIC ACCESSORIES", "ELECTRICAL PARTS", "SPARE PARTS", "SPARES", "ADAPTER", "ADAPTERS", "ADAPTOR", "ADAPTORS", "CONTACTOR CONTROLLER", "CONTACTOR CONTROLLERS",
	"CONTROLLERS", "IT EQUIPMENT", "NETWORK PARTS", "SERVER PARTS", "MACHINE PARTS", "SAMPLES", "GENERAL CARGO", "TEST EQUIPMENT", "SANDKYAN",
	"电脑配件", "電腦配件", "计算机配件", "电子元件", "電子零件", "电子配件", "零配件", "适配器", "КОМПЬЮТЕРНЫЕ ЧАСТИ", "КОМПЛЕКТУЮЩИЕ", "ЗАПЧАСТИ",
	"METAL BRACKETS", "METAL BRACKET", "BRACKETS FOR COMPUTER", "HOUSING AND BRACKETS", "CONTROLLER MODULES", "CONTROLLER MODULE", "ELECTRONIC CONTROLLER", "COOLING PARTS", "HEAT SINKS",
	"METAL PARTS", "HARDWARE PARTS", "ELECTRONIC GOODS", "ELECTRONIC PRODUCTS", "ELECTRICAL GOODS", "COMPUTER HARDWARE", "COMPUTER EQUIPMENT", "SERVER ACCESSORIES", "DISPLAY ADAPTERS",
	"金属支架", "五金配件", "电子产品", "電子產品", "服务器配件", "控制器", "МЕТАЛЛИЧЕСКИЕ КРОНШТЕЙНЫ", "ЭЛЕКТРОННЫЕ КОМПОНЕНТЫ", "PIÈCES DÉTACHÉES", "PIECES DETACHEES", "ERSATZTEILE", "COMPUTERTEILE", "PIEZAS DE REPUESTO", "컴퓨터 부품", "전자부품", "コンピュータ部品", "電子部品",
	"PARTES DE COMPUTADORA", "REPUESTOS", "ALAT GANTI", "BAHAGIAN KOMPUTER",
}

// list names what a phrase says.
type list uint8

const (
	listMaker list = iota
	listStrong
	listWeak
	listAgainst
	listCover
)

// phrase is words that say something, in upper case.
type phrase struct {
	list  list
	maker string // of listMaker
	words []string
	han   string // a phrase of Chinese characters, found inside longer runs
}

// vocabulary finds phrases by their first word, or first character.
type vocabulary struct {
	byWord map[string][]phrase
	byRune map[rune][]phrase
}

func newVocabulary(products []Product) *vocabulary {
	v := &vocabulary{byWord: map[string][]phrase{}, byRune: map[rune][]phrase{}}
	for l, words := range map[list][]string{listStrong: strong, listWeak: weak, listAgainst: against, listCover: cover} {
		for _, w := range words {
			v.add(l, "", w)
		}
	}
	done := map[string]bool{}
	for _, p := range products {
		if p.Maker == "" || done[p.Maker] {
			continue
		}
		done[p.Maker] = true
		words := makers[p.Maker]
		if words == nil {
			words = []string{strings.ToUpper(p.Maker)}
		}
		for _, w := range words {
			v.add(listMaker, p.Maker, w)
		}
	}
	return v
}

func (v *vocabulary) add(l list, maker, text string) {
	p := phrase{list: l, maker: maker, words: strings.Fields(text)}
	first := []rune(text)[0]
	if runeKind(first) == 2 {
		p.han = text
		v.byRune[first] = append(v.byRune[first], p)
		return
	}
	v.byWord[p.words[0]] = append(v.byWord[p.words[0]], p)
}

// found is a phrase in a text.
type found struct {
	phrase phrase
	at, n  int // tokens
	text   string
}

// find gives every phrase in a text, in the order of the text.
func (v *vocabulary) find(text string, ts []token) []found {
	var out []found
	for i, t := range ts {
		for _, p := range v.byWord[t.text] {
			if n := len(p.words); i+n <= len(ts) && follows(ts[i:i+n], p.words) {
				out = append(out, found{p, i, n, text[t.start:ts[i+n-1].end]})
			}
		}
		if runeKind([]rune(t.text)[0]) != 2 {
			continue
		}
		for at, r := range t.text {
			for _, p := range v.byRune[r] {
				if strings.HasPrefix(t.text[at:], p.han) {
					out = append(out, found{p, i, 1, p.han})
				}
			}
		}
	}
	return out
}

func follows(ts []token, words []string) bool {
	for i, w := range words {
		if ts[i].text != w {
			return false
		}
	}
	return true
}

// first is the first phrase of a list that does not touch the tokens of a hit.
func first(all []found, l list, maker string, h hit) (string, bool) {
	for _, f := range all {
		if f.phrase.list == l && f.phrase.maker == maker && (f.at+f.n <= h.at || f.at >= h.at+h.n) {
			return f.text, true
		}
	}
	return "", false
}
