package scheme

// vesselID marks labels whose value tells the scheme.
const vesselID = "vessel registration"

// labels holds the words, as Slug writes them, that lists put before a number,
// and what they mean. They were counted in the remarks of OFAC's list of
// December 2023 and the ids of the Consolidated Screening List of April 2022;
// the words of the UN list stand at the end. What a country calls its own
// number (R.F.C., RUC, NIT) is a scheme of that country.
var labels = map[string]string{
	"inn": TaxID, "tax-id-no": TaxID, "tax-id": TaxID, "tax-identification-number": TaxID, "taxpayer-identification-number": TaxID,
	"vat-number": "vat", "us-fein": "us-ein", "rfc": "mx-rfc", "nit": "co-nit", "ruc": "ruc", "rif": "ve-rif", "cuit": "ar-cuit",
	"italian-fiscal-code": "it-cf", "rtn": "hn-rtn", "ssn": "us-ssn",

	"registration-number": Registration, "registration-id": Registration, "company-number": Registration,
	"commercial-registry-number": Registration, "business-registration-number": Registration,
	"business-registration-document": Registration, "cr-no": Registration, "certificate-of-incorporation-number": Registration,
	"public-registration-number": Registration, "business-number": Registration, "company-registration-number": Registration,
	"uk-company-number": UKCompany, "enterprise-number": "be-enterprise", "chamber-of-commerce-number": "chamber-of-commerce",
	"central-registration-system-number": "tr-mersis", "matricula-mercantil-no": "matricula-mercantil",
	"folio-mercantil-no": "mx-folio-mercantil", "trade-license-no": "trade-license", "license": "license",
	"economic-register-number": "ae-cbls", "istanbul-chamber-of-comm-no": "tr-ito", "permit-number": "permit",
	"registered-charity-no": "charity-number", "branch-unit-number": "be-branch-unit",

	"unified-social-credit-code": "cn-uscc", "united-social-credit-code-certificate": "cn-uscc",
	"unified-social-credit-code-certificate": "cn-uscc", "organization-code": "cn-org",
	"legal-entity-number": LEI, "legal-entity-identifier": LEI, "swift-bic": "bic", "d-u-n-s-number": "duns", "isin": "isin",
	"government-gazette-number": "ru-okpo", "bik": "ru-bik", "equity-ticker": "ticker",

	"vessel-registration-identification": vesselID, "mmsi": MMSI, "aircraft-tail-number": "aircraft-tail",
	"aircraft-manufacturers-serial-number": "aircraft-msn", "aircraft-construction-number": "aircraft-construction",
	"aircraft-mode-s-transponder-code": "aircraft-mode-s", "aircraft-serial-identification": "aircraft-serial",

	"passport": Passport, "diplomatic-passport": Passport, "service-passport": Passport, "stateless-person-passport": Passport,
	"national-passport": Passport, "passport-booklet": Passport, "numéro-de-passeport": Passport, "número-de-pasaporte": Passport,
	"national-id-no": NationalID, "national-identification-number": NationalID, "identification-number": NationalID,
	"personal-id-card": NationalID, "cedula-no": NationalID, "dni": NationalID, "curp": "mx-curp", "cui": NationalID,
	"turkish-identification-number": NationalID, "national-foreign-id-number": "foreign-id", "citizens-card-number": NationalID,
	"national-identification-card": NationalID, "national-identity-card-number": NationalID, "national-identity-number": NationalID,
	"national-identification": NationalID, "national-identity-card-no": NationalID, "numero-de-identidad": NationalID,
	"refugee-id-card": "refugee-id", "residency-number": "residency", "drivers-license-no": "drivers-license",
	"travel-document-number": "travel-document", "birth-certificate-number": "birth-certificate", "electoral-registry-no": "electoral-registry",
	"ife": "mx-ife", "credencial-electoral": "credencial-electoral", "le-number": "pe-le", "visanumberid": "visa",
	"chinese-commercial-code": "chinese-commercial-code", "us-social-security-number": "us-ssn",
	"united-states-social-security-number": "us-ssn", "afghan-national-identification-card": NationalID,
}
