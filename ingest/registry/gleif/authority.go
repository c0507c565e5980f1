package gleif

import (
	"strings"

	"github.com/pierce-er/pierce/ingest/scheme"
)

// authorities are the registers of companies whose number is that of the whole
// country, with the country: such a number can be compared with what other
// sources give as the company's number. The code list holds some thousand more
// (GLEIF Registration Authorities List 1.8), of states, courts, tax offices
// and funds; a number of those goes under the code itself. Each code here was
// checked against the jurisdictions and the shapes of the numbers in a sample
// of 4,971 records of 2021, but for RA000389, Hong Kong's business
// registration office, RA000586, Northern Ireland's companies, and RA000551,
// of which the sample has one or none.
var authorities = map[string]string{
	"RA000585": "GB", "RA000586": "GB", "RA000587": "GB",
	"RA000388": "HK", "RA000389": "HK",
	"RA000092": "CN", "RA000439": "MY", "RA000499": "RU", "RA000523": "SG", "RA000551": "TW",
	"RA000014": "AU", "RA000017": "AT", "RA000025": "BE", "RA000063": "VG", "RA000086": "KY", "RA000161": "CY", "RA000163": "CZ",
	"RA000170": "DK", "RA000181": "EE", "RA000188": "FI", "RA000189": "FR", "RA000192": "FR", "RA000391": "HU", "RA000394": "IN",
	"RA000402": "IE", "RA000432": "LU", "RA000463": "NL", "RA000472": "NO", "RA000484": "PL", "RA000487": "PT", "RA000497": "RO",
	"RA000544": "SE", "RA000548": "CH",
}

// Codes that stand for "no register" and "a register that has no code".
const (
	noRegister      = "RA999999"
	unknownRegister = "RA888888"
)

// authorityScheme is the scheme of a number in the register of a code.
func authorityScheme(code, number string) string {
	if c, ok := authorities[code]; ok {
		return scheme.Company(c, number)
	}
	if code == "" || code == noRegister || code == unknownRegister {
		return scheme.Registration
	}
	return strings.ToLower(code)
}

// mangled reports whether a number went through a spreadsheet and lost its
// digits, as 1027700132195 does when it becomes 1.03E+12.
func mangled(number string) bool {
	return strings.Contains(number, "E+") && strings.Trim(number, "0123456789.,E+") == ""
}

// country is the country of a jurisdiction, "US" of "US-DE".
func country(jurisdiction string) string {
	c, _, _ := strings.Cut(jurisdiction, "-")
	if len(c) != 2 {
		return ""
	}
	return strings.ToUpper(c)
}
