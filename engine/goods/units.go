package goods

// The units that amounts are told in. Packages are not pieces: a carton may
// hold one or a thousand.
const (
	Kilogram = "kg"
	Pieces   = "pieces"
	Packages = "packages"
)

// kilos is how many kilograms a unit of weight has.
var kilos = map[string]float64{
	"KG": 1, "KGS": 1, "KGM": 1, "KILO": 1, "KILOS": 1, "KILOGRAM": 1, "KILOGRAMS": 1, "公斤": 1, "千克": 1, "КГ": 1, "K": 1,
	"G": 0.001, "GR": 0.001, "GRM": 0.001, "GRAM": 0.001, "GRAMS": 0.001, "克": 0.001,
	"LB": 0.45359237, "LBS": 0.45359237, "LBR": 0.45359237, "POUND": 0.45359237, "POUNDS": 0.45359237, "L": 0.45359237,
	"T": 1000, "MT": 1000, "TON": 1000, "TONS": 1000, "TNE": 1000, "TONNE": 1000, "TONNES": 1000, "吨": 1000, "噸": 1000, "Т": 1000,
}

var pieces = map[string]bool{
	"PCS": true, "PC": true, "PCE": true, "PIECE": true, "PIECES": true, "EA": true, "EACH": true, "UNIT": true, "UNITS": true, "U": true, "NMB": true, "NO": true, "NOS": true,
	"C62": true, "H87": true, "QTY": true, "ITEM": true, "ITEMS": true, "GPU": true, "GPUS": true, "CARD": true, "CARDS": true, "ШТ": true, "个": true, "個": true, "件": true, "台": true, "片": true, "张": true, "枚": true,
}

var packages = map[string]bool{
	"CTN": true, "CTNS": true, "CARTON": true, "CARTONS": true, "PKG": true, "PKGS": true, "PACKAGE": true, "PACKAGES": true, "BOX": true, "BOXES": true, "CASE": true, "CASES": true,
	"PLT": true, "PLTS": true, "PALLET": true, "PALLETS": true, "CRATE": true, "CRATES": true, "BAG": true, "BAGS": true, "SET": true, "SETS": true, "LOT": true, "LOTS": true, "ROLL": true, "ROLLS": true, "DRUM": true, "DRUMS": true, "箱": true, "套": true,
}

// dollars is what a unit of a currency is worth in US dollars, roughly, for
// telling whether goods cost tens or thousands a kilogram and for nothing
// else. As of 2026-01, from general knowledge, unverified.
var dollars = map[string]float64{
	"USD": 1, "US$": 1, "$": 1, "U$S": 1, "EUR": 1.1, "€": 1.1, "GBP": 1.3, "£": 1.3, "HKD": 0.128, "HK$": 0.128, "CNY": 0.14, "RMB": 0.14, "元": 0.14, "SGD": 0.75, "S$": 0.75,
	"TWD": 0.031, "NT$": 0.031, "JPY": 0.0067, "KRW": 0.00072, "₩": 0.00072, "MYR": 0.23, "RM": 0.23, "THB": 0.03, "IDR": 0.00006, "VND": 0.00004, "INR": 0.0115, "₹": 0.0115,
	"AED": 0.272, "SAR": 0.267, "TRY": 0.025, "CHF": 1.15, "CAD": 0.72, "AUD": 0.65, "RUB": 0.012,
}

// unitOf gives a unit word in one form: a unit of weight as written there,
// Pieces, Packages, or a currency.
func unitOf(w string) string {
	switch {
	case pieces[w]:
		return Pieces
	case packages[w]:
		return Packages
	}
	if _, ok := kilos[w]; ok {
		return w
	}
	if _, ok := dollars[w]; ok {
		return w
	}
	return ""
}
