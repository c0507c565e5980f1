package norm

import (
	"sort"
	"strings"
	"sync"
)

// schemeTable is every known scheme, sorted by name.
var schemeTable = sync.OnceValue(func() []Scheme {
	all := []Scheme{
		{"lei", "Legal Entity Identifier", "", true, true, true, "ISO 17442", lei},
		{"cn-uscc", "Unified Social Credit Code", "CN", true, true, true, "GB 32100-2015", uscc},
		{"cn-org", "Organisation code", "CN", true, true, true, "GB 11714-1997", orgCode},
		{"cn-reg", "Business registration number before 2015", "CN", true, false, true, "GS 15-2006, ISO 7064 MOD 11,10", mod1110(15)},
		{"cn-customs", "Customs registration code", "CN", true, false, false, "General Administration of Customs, unverified", customs},
		{"gb-coh", "Companies House number", "GB", true, true, false, "Companies House", ukCompany},
		{"sg-uen", "Unique Entity Number", "SG", true, true, true, "ACRA; checked on LEI records", uen},
		{"hk-cr", "Companies Registry number", "HK", true, true, false, "unverified", padded(7)},
		{"hk-br", "Business Registration number, Unique Business Identifier since December 2023", "HK", true, false, false, "unverified", hkBusiness},
		{"my-ssm", "Companies Commission number", "MY", true, false, false, "unverified", malaysia},
		{"us-ein", "Employer Identification Number", "US", true, false, false, "IRS", digits(9, 9)},
		{"us-cik", "Central Index Key", "US", true, false, false, "SEC", padded(10)},
		{"duns", "DUNS number", "", true, false, false, "Dun & Bradstreet; no valid check digit any more", padded(9)},
		{"uei", "Unique Entity Identifier", "US", true, true, false, "SAM.gov; it has a check digit, whose rule is not published", sam},
		{"cage", "Commercial and Government Entity code", "US", true, false, false, "DLA; STANAG 3150, unverified", cage},
		{"imo", "IMO ship number", "", true, true, true, "IMO A.1117(30)", imo},
		{"imo-company", "IMO company number", "", true, true, false, "IMO MSC.160(78), check digit unverified", digits(7, 7)},
		{"mmsi", "Maritime Mobile Service Identity", "", false, false, false, "ITU-R M.585", digits(9, 9)},
		{"call-sign", "Radio call sign", "", false, false, false, "ITU", nil},
		{"ru-inn", "Taxpayer number", "RU", true, true, true, "Order of the tax service", inn},
		{"ru-ogrn", "State registration number", "RU", true, true, true, "Order of the tax service", ogrn},
		{"ru-kpp", "Reason code of registration", "RU", false, false, false, "one taxpayer has many", digits(9, 9)},
		{"ru-okpo", "Statistical code of enterprise", "RU", true, false, true, "Rosstat; checked on the lists of OFAC", okpo},
		{"isin", "Securities Identification Number", "", false, false, true, "ISO 6166", isin},
		{"bic", "Business Identifier Code", "", true, false, false, "ISO 9362", bic},
		{"vat", "Value added tax number", "", true, false, false, "Directive 2006/112/EC art. 215; national patterns and the check digits of seventeen countries", vat},
		{"container", "Container number", "", false, false, true, "ISO 6346", container},
		{"passport", "Passport number", "", true, false, false, "", nil},
		{"national-id", "National identity number", "", true, false, false, "", nil},
		{"cn-id", "Resident identity number", "CN", true, true, true, "GB 11643-1999", residentID},
		{"tax-id", "Tax number", "", true, false, false, "", nil},
		{"registration", "Company registration number", "", true, false, false, "", nil},
		{"driving-licence", "Driving licence number", "", true, false, false, "", nil},
		{"ssn", "Social Security Number", "US", true, true, false, "", digits(9, 9)},
		{"ofac", "Number in the lists of OFAC", "US", true, true, false, "Sanctions List Service, uid", digits(1, 7)},
		{"wikidata", "Wikidata item", "", true, false, false, "", nil},
		{"opencorporates", "OpenCorporates identifier", "", true, false, false, "", nil},
		{"jp-houjin", "Corporate number", "JP", true, true, true, "National Tax Agency", houjin},
		{"tw-ubn", "Unified Business Number", "TW", true, true, true, "Ministry of Finance, since 2023", ubn},
		{"kr-brn", "Business registration number", "KR", true, false, true, "National Tax Service", koreanBusiness},
		{"kr-crn", "Corporate registration number", "KR", true, true, false, "unverified", digits(13, 13)},
		{"in-cin", "Corporate Identification Number", "IN", true, false, false, "unverified", digitsOrLetters(21)},
		{"in-pan", "Permanent Account Number", "IN", true, true, false, "unverified", digitsOrLetters(10)},
		{"ir-nid", "National identifier of legal persons, national code of people", "IR", true, true, true, "checked on the lists of OFAC", iranian},
		{"tr-vkn", "Tax number, identity number of people", "TR", true, false, true, "checked on the lists of OFAC", turkish},
		{"fr-siren", "SIREN", "FR", true, true, true, "INSEE", siren},
		{"de-hrb", "Commercial register number", "DE", false, false, false, "not unique without the court", nil},
		{"nl-kvk", "Chamber of Commerce number", "NL", true, true, false, "", padded(8)},
		{"be-kbo", "Enterprise number", "BE", true, true, true, "", belgian},
		{"ch-uid", "Enterprise number", "CH", true, true, true, "", swiss},
		{"pl-krs", "Court register number", "PL", true, true, false, "", padded(10)},
		{"ua-edrpou", "Enterprise code, taxpayer number of people", "UA", true, true, true, "checked on the lists of OFAC", edrpou},
		{"by-unp", "Taxpayer number", "BY", true, true, true, "checked on the lists of OFAC", unp},
		{"kz-bin", "Business and individual identification number", "KZ", true, true, true, "checked on two numbers of the lists of OFAC", binKZ},
		{"cy-reg", "Registrar of Companies number", "CY", true, true, false, "unverified", cyprus},
		{"vg-reg", "Company number", "VG", true, true, false, "unverified", digits(1, 7)},
		{"awb", "Air waybill number", "", false, false, true, "IATA Resolution 600a", airWaybill},
		{"se-org", "Organisation number", "SE", true, true, true, "checked on LEI records", swedish},
		{"no-org", "Organisation number", "NO", true, true, true, "checked on LEI records", elevens(9, -1, 3, 2, 7, 6, 5, 4, 3, 2)},
		{"dk-cvr", "Central business register number", "DK", true, true, true, "checked on LEI records", danish},
		{"fi-bid", "Business identity code", "FI", true, true, true, "checked on LEI records", elevens(8, -1, 7, 9, 10, 5, 8, 4, 2)},
		{"ee-reg", "Commercial register code", "EE", true, true, true, "checked on LEI records", estonian},
		{"lt-code", "Legal entity code", "LT", true, true, true, "checked on LEI records", lithuanian},
		{"lv-reg", "Register number", "LV", true, true, false, "unverified", digits(11, 11)},
		{"cz-ico", "Identification number", "CZ", true, true, true, "checked on LEI records", czech},
		{"sk-ico", "Identification number", "SK", true, true, true, "checked on LEI records", czech},
		{"bg-eik", "Unified identification code", "BG", true, true, true, "checked on LEI records", bulgarian},
		{"ro-cui", "Unique registration code", "RO", true, true, true, "checked on LEI records", romanian},
		{"pt-nif", "Tax number", "PT", true, true, true, "checked on LEI records", elevens(9, 0, 9, 8, 7, 6, 5, 4, 3, 2)},
		{"it-cf", "Tax number", "IT", true, false, true, "Luhn for companies; the check letter of people is not verified", italian},
		{"pl-nip", "Tax number", "PL", true, true, true, "unverified", nip},
		{"pl-regon", "Statistical number", "PL", true, true, true, "unverified", regon},
		{"hr-oib", "Personal identification number", "HR", true, true, true, "ISO 7064 MOD 11,10, unverified", mod1110(11)},
		{"gr-afm", "Tax number", "GR", true, false, false, "unverified", padded(9)},
		{"es-nif", "Tax number", "ES", true, false, false, "unverified", digitsOrLetters(9)},
		{"hu-reg", "Company register number", "HU", true, true, false, "unverified", digits(10, 10)},
		{"at-fn", "Company register number", "AT", true, true, false, "check letter unverified", austrian},
		{"au-acn", "Company number", "AU", true, true, true, "ASIC; checked on LEI records", australianCompany},
		{"au-abn", "Business number", "AU", true, false, true, "Australian Business Register, unverified", australianBusiness},
		{"nz-nzbn", "Business number", "NZ", true, true, false, "unverified", digits(13, 13)},
		{"il-company", "Company number", "IL", true, true, true, "Luhn; checked on four LEI records", luhnOf(9)},
		{"ar-cuit", "Tax number", "AR", true, false, true, "checked on the lists of OFAC", eleven5},
		{"pe-ruc", "Tax number", "PE", true, false, true, "checked on the lists of OFAC", eleven5},
		{"co-nit", "Tax number", "CO", true, false, true, "checked on the lists of OFAC", nit},
		{"cl-rut", "Tax number", "CL", true, false, true, "unverified", rut},
		{"mx-rfc", "Tax number", "MX", true, false, false, "check digit unverified", rfc},
		{"br-cnpj", "National register of legal persons", "BR", true, false, true, "", cnpj},
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
})

// otherWords are other words for a scheme: "CC word" where only one country's
// authorities mean it so.
const otherWords = `
awb: air waybill | air waybill number | airway bill | awb no | mawb | airwaybill
se-org: SE registration | SE registration number | SE organisation number | organisationsnummer | orgnr
no-org: NO registration | NO registration number | NO organisation number | organisasjonsnummer
dk-cvr: DK registration | DK registration number | cvr
fi-bid: FI registration | FI registration number | y-tunnus | business id
ee-reg: EE registration | EE registration number | registrikood
lt-code: LT registration | LT registration number
lv-reg: LV registration | LV registration number
cz-ico: CZ registration | CZ registration number | CZ ico | ičo
sk-ico: SK registration | SK registration number | SK ico
bg-eik: BG ru-okpo | BG registration | BG registration number | eik | uic | BG government gazette number
ro-cui: RO registration | cui
pt-nif: PT registration | PT tax-id | nipc | PT nif
it-cf: IT tax-id | codice fiscale
pl-nip: nip
pl-regon: regon
hr-oib: oib | HR tax-id
gr-afm: afm | GR tax-id
es-nif: ES nif | cif | ES tax-id
hu-reg: HU registration | HU registration number | cegjegyzekszam
at-fn: AT registration | AT registration number | firmenbuchnummer | fn
au-acn: acn | AU registration | AU company number | AU registration number
au-abn: abn | AU business number | AU tax-id
nz-nzbn: nzbn | NZ business number
il-company: IL registration | IL company number | IL registration number
ar-cuit: AR tax-id | c u i t | cuit | AR tax id no
pe-ruc: PE ruc | PE ruc # | PE tax-id
co-nit: CO nit | CO nit # | CO tax-id
cl-rut: CL rut | CL tax-id | CL r u t
mx-rfc: r f c | rfc | MX tax-id
lei: lei code | legal entity identifier | leicode | xi-lei | xi lei
cn-uscc: uscc | usci | unified social credit code | unified social credit code uscc | credit code | CN registration | CN registration number | CN tax-id | 统一社会信用代码 | social credit code | usc | unified social credit identifier
cn-org: organization code | organisation code | 组织机构代码
cn-reg: CN business registration number | CN commercial registry number | 注册号
gb-coh: GB registration | GB company number | GB registration number | GB company registration number | companies house | coh | uk company number | GB registered number
sg-uen: uen | SG registration | SG registration number | unique entity number | SG company number
hk-cr: HK registration | HK cr no | HK company number | HK registration number | hk cr no | cr no | hk cr number
hk-br: HK business registration number | HK brn | br no | HK business registration | ubi | HK tax-id
my-ssm: ssm | MY registration | MY company number | MY registration number
us-ein: ein | US tax-id | employer identification number | fein | US tax id
us-cik: cik | edgar | cik code | central index key
duns: duns number | d u n s number | d-u-n-s number | dunsnumber | d u n s | dun
uei: uei number | sam uei | unique entity id
cage: cage code | ncage | cagecode
imo: imo number | imonumber | vessel registration identification | vessel imo | vessel registration identification imo | imo no
imo-company: imo company number | company imo | identification number imo | owner imo | imo company
mmsi: mmsi number
call-sign: callsign | vessel call sign | call sign
ru-inn: inn | RU tax-id | inncode | RU tax id no | RU tax id | инн | RU taxpayer identification number
ru-ogrn: ogrn | RU registration | RU registration number | ogrncode | огрн | ogrnip | psrn | RU government gazette number
ru-kpp: kpp | кпп
ru-okpo: okpo | okpocode | окпо
isin: isin code
bic: swift | swiftbic | swift bic | swift code | bic code | swift-bic | biccode
vat: vat number | vat code | vatcode | v a t number | vat-no | vat no | vat id | eu vat
passport: passport number | passportnumber | stateless person passport | passport no
national-id: national id | national identification number | national id no | national identity card | id card | idnumber | identification number | national foreign id number | nationalid | citizen s card number | residency number | personal id card | nric | cedula no | identity card
cn-id: CN national-id | CN national id | CN national id no | CN national identification number | chinese id | resident identity card | CN citizen s card number | CN identification number
tax-id: tax id | tax id no | taxnumber | tax number | tin | taxpayer identification number | fiscal code | nit | ruc | nie | numero de identificacion fiscal
registration: registration number | registrationnumber | company number | registration id | company registration number | reg no | regnumber | registered number | business registration number | commercial registry number | company registry number | registration no | commercial register number | business number | enterprise number | certificate of incorporation number | registered id | identifier | company reg no | trade license no | chamber of commerce number
driving-licence: driver s license no | drivers license | driver license | drivers | driving licence | drlic
ssn: us ssn | social security number | US ssn
ofac: ofac uid | ofac ent num | ofac-uid | ofac id
wikidata: wikidata id | wikidataid
opencorporates: opencorporatesurl | opencorporates url
jp-houjin: JP registration | houjin bangou | corporate number | JP corporate number | 法人番号 | JP registration number
tw-ubn: TW registration | ubn | TW tax-id | TW registration number | 统一编号 | TW business number
kr-brn: KR business registration number | KR tax-id | 사업자등록번호
kr-crn: KR registration | KR registration number | 법인등록번호
in-cin: cin | IN registration | IN registration number
in-pan: pan | IN tax-id
ir-nid: IR national-id | IR registration id | IR national id | IR national id no | IR identification number | IR company number | IR national-id of legal person
tr-vkn: TR tax-id | TR national id | TR national id no | TR identification number | TR turkish identification number | TR national-id | vkn | TR tax id
fr-siren: siren | FR registration | FR registration number
de-hrb: hrb | hra | DE registration | DE registration number
nl-kvk: kvk | NL registration | NL registration number | NL chamber of commerce number
be-kbo: kbo | bce | BE registration | BE enterprise number
ch-uid: CH uid | che | CH registration | CH registration number
pl-krs: krs | PL registration
ua-edrpou: UA ru-okpo | edrpou | UA registration | UA registration number | UA tax-id
by-unp: BY ru-okpo | unp | BY tax-id | BY registration
kz-bin: bin | KZ registration | KZ tax-id
cy-reg: CY registration | CY registration number
vg-reg: VG registration | VG registration number | VG company number
br-cnpj: cnpj | BR registration | BR tax-id
`

// schemeWords maps names and other words, as written and folded, to places in
// schemeTable.
var schemeWords = sync.OnceValue(func() map[string]int {
	words := map[string]int{}
	index := map[string]int{}
	for i, s := range schemeTable() {
		index[s.Name] = i
		words[s.Name], words[Fold(s.Name)] = i, i
	}
	eachLine(otherWords, func(name, body string) {
		for w := range strings.SplitSeq(body, "|") {
			w = strings.TrimSpace(w)
			country := ""
			if len(w) > 3 && w[2] == ' ' && w[0] >= 'A' && w[0] <= 'Z' && w[1] >= 'A' && w[1] <= 'Z' {
				country, w = w[:3], w[3:]
			}
			for _, key := range [...]string{country + w, country + Fold(w)} {
				if _, ok := words[key]; !ok {
					words[key] = index[name]
				}
			}
		}
	})
	return words
})
