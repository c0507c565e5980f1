package bill

import (
	"regexp"
	"strings"

	"github.com/pierce-er/pierce/engine"
)

// Phrase is what the text in a party's place says. Bills of lading and air
// waybills hold more than a name there: who acts for whom, at whose door, under
// which other names, or that it is nobody yet.
type Phrase struct {
	Names  []engine.Name // of the party, the primary one first; none where the text names nobody
	Agent  []engine.Name // of who acts for it: "AGENT O/B PARTY"
	CareOf []engine.Name // of whose door it is: "PARTY C/O DOOR"
	Same   engine.Role   // the party is the one in this role: "SAME AS CONSIGNEE"; "above" where it says so
	Order  bool          // goods go to whoever holds the bill: "TO ORDER [OF PARTY]"
	Absent bool          // the text says that there is no name: "NOT AVAILABLE", "CONFIDENTIAL"
}

// above is the Same of "SAME AS ABOVE": whoever stands before it.
const above engine.Role = "above"

// The patterns are of the words that the trade uses for each, in the languages
// of the large ports. A mark counts only between words.
var (
	toOrder = regexp.MustCompile(`(?i)^[\s\pP\pS]*(?:consigned\s+)?(?:(?:(?:un)?to\s+(?:the\s+)?order|a\s+la\s+orden|[àa]\s+l['’]\s*ordre|[àa]\s+ordem|an\s+order|all['’]\s*ordine)(?:[\s:.,]|$)|凭指示|憑指示|指図人|по\s+приказу)[\s:.,]*(?:(?:of|de|do|da|del|von)[\s:]+)?(.*)$`)
	orderOf = regexp.MustCompile(`(?i)^[\s\pP\pS]*order\s+of\s+(.+)$`)
	holder  = regexp.MustCompile(`(?i)^[\s\pP\pS]*(?:the\s+)?(?:shippers?|holder|bearer|portador|porteur|托运人)?[\s\pP\pS]*$`)
	same    = regexp.MustCompile(`(?i)^[\s\pP\pS]*(?:(?:the\s+)?same\s+(?:as\s+)?|as\s+(?:per\s+)?|idem\s+(?:que\s+|au\s+|as\s+)?|(?:el\s+)?mismo\s+(?:que\s+)?(?:el\s+)?|o\s+mesmo\s+(?:que\s+)?(?:o\s+)?|同)\s*(?:the\s+)?(consignees?|cnee|consignatario|consignatário|consignat[aá]rio|destinataire|收货人|收貨人|荷受人|shipper|shpr|embarcador|发货人|發貨人|notify(?:\s+party)?|notify\s*1|above|arriba|acima|buyer|importer|上)?[\s\pP\pS]*$`)
	behalf  = regexp.MustCompile(`(?i)[\s,;(]+(?:o\s*/\s*b(?:\s*/\s*o)?|obo|on\s+behalf\s+of|(?:acting\s+)?as\s+agents?\s+(?:for|of|on\s+behalf\s+of)|agents?\s+for|(?:for|on)\s+(?:the\s+)?(?:account|a/c)\s+of|f\s*/\s*a\s*/\s*o|por\s+cuenta\s+de|por\s+conta\s+de|pour\s+le\s+compte\s+de|im\s+auftrag\s+(?:von|der)|代表)[\s.:]+`)
	careOf  = regexp.MustCompile(`(?i)(?:^|[\s,;(]+)(?:c\s*/\s*o|care\s+of|z\.\s?hd\.|en\s+(?:los\s+)?locales\s+de|转交|轉交)[\s.:]+`)
	also    = regexp.MustCompile(`(?i)[\s,;(]+(?:(formerly(?:\s+known\s+as)?|previously(?:\s+known\s+as)?|f\s*/\s*k\s*/\s*a|f\.k\.a\.|fka|vormals|anciennement|antes|原名|旧称|ранее)|(d\s*/\s*b\s*/\s*a|d\.b\.a\.|dba|doing\s+business\s+as|t\s*/\s*a|t/as|trading\s+as|商号)|(a\s*/\s*k\s*/\s*a|a\.k\.a\.|aka|also\s+known\s+as))[\s.:,]+`)
	nobody  = regexp.MustCompile(`(?i)^[\s\pP\pS]*(?:n\s*/?\s*a|none|nil|no(?:t)?\s+(?:available|given|declared|disclosed|stated|applicable|provided|captured|reported|specified|info(?:rmation)?)|unavailable|unknown|undeclared|undisclosed|to\s+be\s+(?:advised|announced|confirmed)|tb[acd]|withheld|confidential|private|redacted|no\s+(?:name|data|party)|sin\s+(?:datos|informaci[oó]n)|não\s+informado|无|無|未知|保密|不详|нет\s+данных|x{2,})?[\s\pP\pS]*$`)
)

// sameWords are the roles that "same as" points to.
var sameWords = []struct {
	word string
	role engine.Role
}{
	{"above", above}, {"arriba", above}, {"acima", above}, {"上", above}, {"shipper", engine.Shipper}, {"shpr", engine.Shipper}, {"embarcador", engine.Shipper}, {"发货", engine.Shipper}, {"發貨", engine.Shipper},
	{"notify", engine.Notify}, {"buyer", engine.Buyer}, {"importer", engine.Buyer},
	{"con", engine.Consignee}, {"cnee", engine.Consignee}, {"destinataire", engine.Consignee}, {"收", engine.Consignee}, {"荷", engine.Consignee},
}

// maxPhrase is longer than any honest party with its agent, door and other
// names; a longer text is a name as published.
const maxPhrase = 1000

// Parse takes a party's text apart. "SINOTRANS O/B ACME LTD D/B/A ACE" is the
// party ACME LTD, trading as ACE, with the agent SINOTRANS. A text without such
// marks is one name, as published.
func Parse(text string) Phrase {
	t := strings.Join(strings.Fields(text), " ")
	var p Phrase
	if len(t) > maxPhrase {
		p.Names = []engine.Name{{Text: t}}
		return p
	}
	if m := toOrder.FindStringSubmatch(t); m != nil {
		p.Order, t = true, m[1]
	} else if m := orderOf.FindStringSubmatch(t); m != nil {
		p.Order, t = true, m[1]
	}
	if p.Order && holder.MatchString(t) {
		return p
	}
	if p.Same = sameAs(t); p.Same != "" {
		return p
	}
	if nobody.MatchString(t) {
		p.Absent = true
		return p
	}
	if agent, principal, ok := cut(behalf, t); ok && agent != "" && principal != "" {
		p.Agent, t = names(agent), principal
	}
	if who, door, ok := cut(careOf, t); ok && door != "" {
		if who == "" {
			who, door = door, ""
		}
		t = who
		if door != "" {
			p.CareOf = names(door)
		}
	}
	p.Names = names(t)
	return p
}

// sameAs is the role that a text such as "SAME AS CONSIGNEE" points to; "" for
// any other.
func sameAs(t string) engine.Role {
	if strings.EqualFold(strings.Trim(t, " .,*"), "sac") {
		return engine.Consignee
	}
	m := same.FindStringSubmatch(t)
	if m == nil {
		return ""
	}
	word := strings.ToLower(m[1])
	for _, w := range sameWords {
		if word != "" && strings.HasPrefix(word, w.word) {
			return w.role
		}
	}
	if low := strings.ToLower(t); strings.Contains(low, "same") || strings.HasPrefix(low, "idem") || strings.HasPrefix(low, "mismo") {
		return above
	}
	return ""
}

// cut parts a text at the first mark.
func cut(mark *regexp.Regexp, t string) (before, after string, ok bool) {
	at := mark.FindStringIndex(t)
	if at == nil {
		return t, "", false
	}
	return trim(t[:at[0]]), trim(t[at[1]:]), true
}

// names parts a text at the marks of other names.
func names(t string) []engine.Name {
	var out []engine.Name
	kind := engine.Primary
	add := func(s string, k engine.NameKind) {
		if s = trim(s); s != "" {
			if len(out) == 0 {
				k = engine.Primary
			}
			out = append(out, engine.Name{Text: s, Kind: k})
		}
	}
	for {
		at := also.FindStringSubmatchIndex(t)
		if at == nil {
			add(t, kind)
			return out
		}
		add(t[:at[0]], kind)
		switch {
		case at[2] >= 0:
			kind = engine.Former
		case at[4] >= 0:
			kind = engine.Trading
		default:
			kind = engine.Alias
		}
		t = t[at[1]:]
	}
}

// trim takes off the marks around a piece of a phrase, and a bracket that the
// cut has left without its other half.
func trim(s string) string {
	s = strings.Trim(s, " ,;:\t")
	if strings.HasSuffix(s, ")") && strings.Count(s, ")") > strings.Count(s, "(") {
		s = strings.TrimSuffix(s, ")")
	}
	if strings.HasPrefix(s, "(") && strings.Count(s, "(") > strings.Count(s, ")") {
		s = strings.TrimPrefix(s, "(")
	}
	return strings.Trim(s, " ,;:\t")
}

// The words by which a name tells its trade. They are the trade's own words,
// not places': BANK as a word of its own, but none of food, blood or power.
var (
	bank      = regexp.MustCompile(`(?i)\b(?:bank|banco|banque|banca|bancorp|bankasi)\b|银行|銀行|은행|(?:^|[^\p{L}])банк(?:$|[^\p{L}])`)
	noBank    = regexp.MustCompile(`(?i)\b(?:food|blood|power|data|gene|seed|west|left|south|outer)\s+bank\b`)
	forwarder = regexp.MustCompile(`(?i)\b(?:logistics?|forward(?:ing|ers?)|freight|cargo|spedition|transitarios?|transitaire|customs?\s+brokers?|nvocc|3pl)\b|物流|货运|貨運|货代|貨代|포워딩|логистик|экспедит`)
)

// IsBank reports whether a name says that it is a bank's.
func IsBank(name string) bool { return bank.MatchString(name) && !noBank.MatchString(name) }

// IsForwarder reports whether a name says that it moves goods for others.
func IsForwarder(name string) bool { return forwarder.MatchString(name) }
