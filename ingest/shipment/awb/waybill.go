package awb

import (
	"regexp"
	"strings"
)

// waybill is what the line of the waybill says.
type waybill struct {
	text, number, from, to string
	pieces, weight, unit   string
	hawb, goods            string // of a house
}

var (
	consignment = regexp.MustCompile(`^(?:MBI/)?(\d{3}-\d{8})([A-Z]{3})([A-Z]{3})(?:/[TP](\d+)(?:([KL])([\d.]+))?)?`)
	houseLine   = regexp.MustCompile(`^HBS/([^/]*)/([A-Z]{3})([A-Z]{3})/(\d+)/([KL])([\d.]+)(?:/[^/]*)?(?:/(.*))?$`)
)

// masterOf finds the line of the waybill: the first of a message.
func masterOf(kind string, body []line) (waybill, []line) {
	if len(body) == 0 {
		return waybill{}, nil
	}
	text := strings.ToUpper(body[0].text)
	m := consignment.FindStringSubmatch(text)
	if m == nil || (kind == "FHL") != strings.HasPrefix(text, "MBI/") {
		return waybill{}, body
	}
	return waybill{text: body[0].text, number: m[1], from: m[2], to: m[3], pieces: m[4], unit: m[5], weight: m[6]}, body[1:]
}

// house takes the line of a house waybill, which has its own airports, pieces
// and weight.
func (w *waybill) house(text string) {
	m := houseLine.FindStringSubmatch(text)
	w.pieces, w.weight, w.unit = "", "", ""
	if m == nil {
		parts := strings.Split(text, "/")
		if len(parts) > 1 {
			w.hawb = strings.TrimSpace(parts[1])
		}
		return
	}
	w.hawb, w.from, w.to, w.pieces, w.unit, w.weight, w.goods = strings.TrimSpace(m[1]), m[2], m[3], m[4], m[5], m[6], strings.Trim(m[7], "/ ")
}

func (w *waybill) key() string {
	if w.hawb != "" {
		return w.number + "/" + w.hawb
	}
	return w.number
}
