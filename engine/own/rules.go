package own

import "github.com/pierce-er/pierce/engine"

// half is the threshold of every 50 % rule.
const half = engine.Whole / 2

// Rules is the table of regimes, each regime's rows together and in the order
// of their dates. A change of the law is a new row and an end to the old one;
// a change of wording here is a new Version. The result is the caller's.
//
// Rows marked Unverified rest on general knowledge: check them against the
// cited text before relying on them. This is engineering reference, not legal
// advice.
func Rules() []Rule {
	var out []Rule
	for _, rows := range [][]Rule{ofac50(), bisAffiliates(), bisSeat(), bisMEU(), eu50(), ukOFSI()} {
		out = append(out, rows...)
	}
	return append(out, disclosure()...)
}

// ofac50 reads the lists whose parties are blocked, or under sectoral
// directives that carry the same rule. The list of Chinese military-industrial
// companies has no 50 % rule.
func ofac50() []Rule {
	base := Rule{
		ID: "ofac-50", Title: "OFAC 50 Percent Rule", Test: Ownership, Threshold: half,
		Lists: []engine.ListID{engine.OFACSDN, engine.OFACSSI},
		Notes: []string{
			"Control without ownership does not block (FAQ 398).",
			"Property blocked while the holding stood at 50 % or more stays blocked after a sale (FAQ 402, unverified).",
			"That the sectoral list carries the rule is unverified.",
		},
	}
	old := base
	old.Version, old.From, old.Until, old.PerPerson, old.Unverified = "2008-02/1", engine.MakeDate(2008, 2, 14), engine.MakeDate(2014, 8, 13), true, true
	old.Citation = "OFAC, Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked, 14 February 2008"
	old.Text = "An entity that one blocked person owns at 50 % or more, directly or indirectly, is blocked. Holdings of several blocked persons are not added."
	now := base
	now.Version, now.From, now.Aggregate = "2014-08/1", engine.MakeDate(2014, 8, 13), true
	now.Citation = "OFAC, Revised Guidance on Entities Owned by Persons Whose Property and Interests in Property Are Blocked, 13 August 2014; FAQs 398-402"
	now.Text = "An entity that blocked persons own at 50 % or more in the aggregate, directly or indirectly, is itself blocked, and its whole stake counts below."
	return []Rule{old, now}
}

// bisAffiliates has a row for each side of its switch dates.
func bisAffiliates() []Rule {
	base := Rule{
		ID: "bis-affiliates", Title: "BIS Affiliates Rule", Test: Ownership, Threshold: half, Aggregate: true,
		Lists:     []engine.ListID{engine.BISEL, engine.BISMEU, engine.OFACSDN},
		ByProgram: []engine.ListID{engine.OFACSDN}, Programs: affiliatePrograms,
		Exempt:   []string{"US"},
		Citation: "15 CFR 744 Supplement 8; interim final rule of 29 September 2025, FR doc. 2025-19001",
		Text: "A foreign entity that parties on the Entity List, the Military End-User List or certain sanctions programmes own at 50 % or more in the aggregate, " +
			"directly or indirectly, is treated as they are; with owners on several lists the strictest terms apply.",
		Notes: []string{
			"A listed owner whose percentage is not known is Red Flag 29: find it, or apply for a licence.",
			"A significant minority holding, or a board in common, is a red flag below 50 %.",
			"Parties on the Unverified List do not count.",
			"Which sanctions programmes count (15 CFR 744.8(a)(1)) is unverified.",
		},
	}
	first, pause, back := base, base, base
	first.Version, first.From, first.Until = "2025-09/1", engine.MakeDate(2025, 9, 29), engine.MakeDate(2025, 11, 10)
	pause.Version, pause.From, pause.Until, pause.Suspended = "2025-11/1", engine.MakeDate(2025, 11, 10), engine.MakeDate(2026, 11, 10), true
	pause.Citation = base.Citation + "; suspended from 10 November 2025 until 9 November 2026"
	back.Version, back.From, back.Scheduled, back.Unverified = "2026-11/1", engine.MakeDate(2026, 11, 10), true, true
	back.Citation = base.Citation + "; scheduled to apply again from 10 November 2026, not verified that it does"
	return []Rule{first, pause, back}
}

// affiliatePrograms are the sanctions programmes of 15 CFR 744.8(a)(1), as the
// list names them. Unverified.
var affiliatePrograms = []string{
	"NPWMD", "SDGT", "FTO", "BELARUS", "BELARUS-EO14038", "RUSSIA-EO14024", "UKRAINE-EO13405", "UKRAINE-EO13660",
	"UKRAINE-EO13661", "UKRAINE-EO13662", "UKRAINE-EO13685", "ILLICIT-DRUGS-EO14059", "SDNT", "SDNTK", "TCO",
}

// bisSeat asks for the seat, not for a percentage.
func bisSeat() []Rule {
	return []Rule{{
		ID: "bis-hq", Version: "2023-11/1", Title: "BIS headquarters test for advanced computing items", Test: Seat, From: engine.MakeDate(2023, 11, 17),
		Citation: "15 CFR 742.6(a)(6)(iii)(A); BIS guidance of 31 May 2026; 15 CFR 740 Supplement 1 (Country Group D:5)",
		Text: "Items of 3A090.a, 3A090.b, 4A090.a and 4A090.b need a licence to any destination outside the United States for an entity that is headquartered, " +
			"or whose ultimate parent company is headquartered, in Country Group D:5 or Macau.",
		Notes: []string{
			"The regulations do not define \"headquartered\": the evidence is listed, registered seat and headquarters address first.",
			"The day in November 2023 and the list of Country Group D:5 are unverified.",
			"Hong Kong counts as China.",
		},
	}}
}

// bisMEU is a list test. Military ties without a listing also count for the
// underlying section, and no list tells them: an entity that is not listed is
// unknown, never no.
func bisMEU() []Rule {
	return []Rule{{
		ID: "bis-meu", Version: "2020-12/1", Title: "BIS Military End-User List", Test: List, From: engine.MakeDate(2020, 12, 23),
		Lists: []engine.ListID{engine.BISMEU}, Unverified: true,
		Citation: "15 CFR 744.21 and Supplement 7 to Part 744",
		Text:     "A licence is needed for items of Supplement 2 to Part 744 to a listed military end user; the list is not exhaustive, and parties off it may be military end users too.",
	}}
}

// eu50 changed from more than 50 % to 50 % or more with the Best Practices of
// July 2024.
func eu50() []Rule {
	base := Rule{
		ID: "eu-50", Title: "EU asset freeze: ownership and control", Test: Ownership, Threshold: half, Aggregate: true, Control: true,
		Lists: []engine.ListID{engine.EUFSF},
		Notes: []string{
			"Guidance, not binding. Control is a separate ground and is assessed on appointment rights, votes and consolidation alone.",
			"That a chain of holdings at exactly 50 % cascades is unverified.",
		},
	}
	old, now := base, base
	old.Version, old.From, old.Until, old.Strict, old.Unverified = "2018-05/1", engine.MakeDate(2018, 5, 4), engine.MakeDate(2024, 7, 3), true, true
	old.Citation = "EU Best Practices for the effective implementation of restrictive measures, Council document 8519/18, 4 May 2018"
	old.Text = "Funds of an entity that listed parties own at more than 50 %, or control, are taken to be held by them."
	now.Version, now.From = "2024-07/1", engine.MakeDate(2024, 7, 3)
	now.Citation = "EU Best Practices for the effective implementation of restrictive measures, update of 3 July 2024"
	now.Text = "Funds of an entity that listed parties own at 50 % or more in the aggregate, in concert or not, or control, are taken to be held by them."
	return []Rule{old, now}
}

// ukOFSI looks at each listed party alone.
func ukOFSI() []Rule {
	return []Rule{{
		ID: "uk-ofsi", Version: "2020-12/1", Title: "UK financial sanctions: owned or controlled", Test: Ownership, Threshold: half, Strict: true,
		PerPerson: true, Votes: true, Control: true, Lists: []engine.ListID{engine.UKSL}, From: engine.MakeDate(2020, 12, 31),
		Citation: "Sanctions and Anti-Money Laundering Act 2018, regulations' provision \"owned or controlled\"; OFSI general guidance, paragraph 4.1.4",
		Text: "An entity is owned or controlled by a listed party that holds, directly or indirectly, more than 50 % of its shares or votes, may appoint or remove a majority of its board, " +
			"or whose wishes its affairs can be expected to follow. Holdings of several listed parties are not added unless they act jointly.",
		Notes: []string{"That each level of a chain needs more than 50 % is unverified, as is the first day.", "Joint arrangements are not detected: collapse the parties into one to test them."},
	}}
}
