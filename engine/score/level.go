package score

// level names one outcome of one comparison.
type level int8

// The levels, in the order of levelNames.
const (
	nameSame level = iota
	nameTurned
	nameAlike
	namePart
	nameOverlap
	nameOther
	placeOther
	placeMore
	numberOther
	numberMore
	initialOther
	wordMore
	armMore
	formSame
	formWhole
	formOther
	formExcludes
	formNonProfit
	formBranch
	idDecides
	idSame
	idSlip
	idOther
	idRegister
	idDocument
	idForbids
	addressDoor
	addressWhole
	addressBuilding
	addressOtherDoor
	addressStreet
	addressWords
	addressAlike
	addressPostcode
	addressCity
	addressCrowded
	addressOtherStreet
	addressOtherCity
	addressMoved
	countrySame
	countryOther
	bornDay
	bornFounded
	bornMonth
	bornYear
	bornTurned
	bornSlip
	bornTurnedSlip
	bornNear
	bornOther
	phoneSame
	phoneCrowded
	phoneOther
	phonePart
	emailSame
	emailCrowded
	emailOther
	emailDesk
	domainSame
	domainCrowded
	domainOther
	domainNamed
	genderSame
	genderOther
	generationOther
	groupSame
	groupPart
	kindOther
	kindForbids
	shortForm
	longerName
	twins
	household
	levelCount
)

// levelNames are "comparison: level" as in model.json.
var levelNames = [levelCount]string{
	"name: same", "name: same words", "name: alike", "name: part", "name: overlap", "name: different",
	"place: other", "place: one more",
	"number: other", "number: one more",
	"initial: other",
	"word: one more", "arm: one more",
	"form: same", "form: same, and all words", "form: other", "form: excludes", "form: not for profit", "form: branch",
	"identifier: same, decides", "identifier: same", "identifier: one slip", "identifier: other", "identifier: other register number", "identifier: other document", "identifier: other, decides",
	"address: same door", "address: same, no door", "address: same building", "address: other door", "address: same street", "address: same words", "address: alike",
	"address: same postcode", "address: same city", "address: crowded", "address: other street", "address: other city", "address: moved",
	"country: same", "country: other",
	"born: same day", "born: founded same day", "born: same month", "born: same year", "born: turned", "born: slip", "born: turned, slip", "born: near", "born: other",
	"phone: same", "phone: crowded", "phone: other", "phone: same, in part",
	"email: same", "email: crowded", "email: other", "email: same, a desk's",
	"domain: same", "domain: crowded", "domain: other", "domain: same, spells the name",
	"gender: same", "gender: other",
	"generation: other",
	"group: same", "group: part",
	"kind: other", "kind: other, decides",
	"whole: short form", "whole: longer name", "whole: twins", "whole: household",
}

// levelOf finds a level, -1 if there is none of that name.
func levelOf(comparison, name string) level {
	for i, n := range levelNames {
		if n == comparison+": "+name {
			return level(i)
		}
	}
	return -1
}
