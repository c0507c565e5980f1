package ukpsc

import (
	"strings"

	"github.com/pierce-er/pierce/engine/norm"
)

// Nationality is the country of a nationality as the register writes it, most
// often an English adjective; "" for one that is not known.
func Nationality(s string) string {
	if c := norm.Country(s); c != "" {
		return c
	}
	return adjectives[strings.ToLower(strings.TrimSpace(s))]
}

// adjectives are nationalities in English.
var adjectives = map[string]string{
	"afghan": "AF", "albanian": "AL", "algerian": "DZ", "american": "US", "angolan": "AO", "argentine": "AR", "argentinian": "AR",
	"armenian": "AM", "australian": "AU", "austrian": "AT", "azerbaijani": "AZ", "bahamian": "BS", "bahraini": "BH", "bangladeshi": "BD",
	"barbadian": "BB", "belarusian": "BY", "belgian": "BE", "bermudian": "BM", "bolivian": "BO", "bosnian": "BA", "brazilian": "BR",
	"british": "GB", "english": "GB", "scottish": "GB", "welsh": "GB", "northern irish": "GB", "bulgarian": "BG", "burmese": "MM",
	"cambodian": "KH", "cameroonian": "CM", "canadian": "CA", "caymanian": "KY", "chilean": "CL", "chinese": "CN", "colombian": "CO",
	"congolese": "CD", "costa rican": "CR", "croatian": "HR", "cuban": "CU", "cypriot": "CY", "czech": "CZ", "danish": "DK",
	"dominican": "DM", "dutch": "NL", "ecuadorian": "EC", "egyptian": "EG", "emirati": "AE", "eritrean": "ER", "estonian": "EE",
	"ethiopian": "ET", "filipino": "PH", "finnish": "FI", "french": "FR", "gambian": "GM", "georgian": "GE", "german": "DE",
	"ghanaian": "GH", "gibraltarian": "GI", "greek": "GR", "grenadian": "GD", "guyanese": "GY", "hong konger": "HK", "hungarian": "HU",
	"icelandic": "IS", "indian": "IN", "indonesian": "ID", "iranian": "IR", "iraqi": "IQ", "irish": "IE", "israeli": "IL", "italian": "IT",
	"ivorian": "CI", "jamaican": "JM", "japanese": "JP", "jordanian": "JO", "kazakh": "KZ", "kazakhstani": "KZ", "kenyan": "KE",
	"kittitian": "KN", "citizen of st kitts & nevis": "KN", "south korean": "KR", "korean": "KR", "north korean": "KP", "kosovan": "XK",
	"kuwaiti": "KW", "kyrgyz": "KG", "lao": "LA", "latvian": "LV", "lebanese": "LB", "liberian": "LR", "libyan": "LY",
	"liechtenstein citizen": "LI", "lithuanian": "LT", "luxembourger": "LU", "luxembourgish": "LU", "macanese": "MO", "macedonian": "MK",
	"malawian": "MW", "malaysian": "MY", "maldivian": "MV", "malian": "ML", "maltese": "MT", "mauritian": "MU", "mexican": "MX",
	"moldovan": "MD", "monegasque": "MC", "mongolian": "MN", "montenegrin": "ME", "moroccan": "MA", "mozambican": "MZ", "namibian": "NA",
	"nepalese": "NP", "new zealander": "NZ", "nicaraguan": "NI", "nigerian": "NG", "norwegian": "NO", "omani": "OM", "pakistani": "PK",
	"palestinian": "PS", "panamanian": "PA", "paraguayan": "PY", "peruvian": "PE", "polish": "PL", "portuguese": "PT", "qatari": "QA",
	"romanian": "RO", "russian": "RU", "rwandan": "RW", "saudi": "SA", "saudi arabian": "SA", "senegalese": "SN", "serbian": "RS",
	"seychellois": "SC", "sierra leonean": "SL", "singaporean": "SG", "slovak": "SK", "slovenian": "SI", "somali": "SO",
	"south african": "ZA", "spanish": "ES", "sri lankan": "LK", "sudanese": "SD", "surinamese": "SR", "swedish": "SE", "swiss": "CH",
	"syrian": "SY", "taiwanese": "TW", "tajik": "TJ", "tanzanian": "TZ", "thai": "TH", "togolese": "TG", "trinidadian": "TT",
	"tunisian": "TN", "turkish": "TR", "turkmen": "TM", "ugandan": "UG", "ukrainian": "UA", "uruguayan": "UY", "uzbek": "UZ",
	"venezuelan": "VE", "vietnamese": "VN", "yemeni": "YE", "zambian": "ZM", "zimbabwean": "ZW",
}
