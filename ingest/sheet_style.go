package ingest

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// styles finds out which styles of cells show a number as a day (ISO/IEC
// 29500-1, 18.8.30: the formats that need no code have numbers of their own).
func (s *sheetReader) styles() error {
	var sheet struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := small(s.members["xl/styles.xml"], &sheet); err != nil {
		return err
	}
	own := map[int]bool{}
	for _, f := range sheet.Formats {
		own[f.ID] = showsDay(f.Code)
	}
	for _, c := range sheet.Cells {
		id := c.Format
		s.dates = append(s.dates, id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 58 || own[id])
	}
	return nil
}

// showsDay reports whether a format's code has a day or a year in it, outside
// of quoted text and brackets.
func showsDay(code string) bool {
	inside := byte(0)
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case inside != 0:
			if c == inside {
				inside = 0
			}
		case c == '"':
			inside = '"'
		case c == '[':
			inside = ']'
		case c == '\\' || c == '_' || c == '*':
			i++
		case strings.IndexByte("yYdD", c) >= 0:
			return true
		}
	}
	return false
}

// day is the day of a serial number. The day 60 of the calendar from 1900,
// which never was, and those before it are left as they are.
func (s *sheetReader) day(text string) string {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || v < 61 || v > 2958465 {
		return text
	}
	at := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(v)+s.epoch)
	if seconds := int(math.Round((v - math.Floor(v)) * 86400)); seconds > 0 {
		return at.Add(time.Duration(seconds) * time.Second).Format("2006-01-02 15:04:05")
	}
	return at.Format("2006-01-02")
}
