package own

import "github.com/pierce-er/pierce/engine"

// quarter is the threshold of most disclosure regimes.
const quarter = engine.Whole / 4

// Method says how a disclosure regime counts what a person holds through
// companies.
type Method string

// The two methods.
const (
	// ByProduct multiplies along chains and adds over them, and counts the
	// whole stake of what the person controls beside it.
	ByProduct Method = "product"
	// ByMajority counts the whole stake of every company in which the person
	// has a majority stake, and nothing of the others.
	ByMajority Method = "majority"
)

// Discloses reports whether the rule asks who must be disclosed as an owner,
// rather than whether somebody listed stands behind the entity.
func (r *Rule) Discloses() bool { return r.Test == Beneficial }

// disclosure is the table of the regimes of beneficial owners.
func disclosure() []Rule {
	var out []Rule
	for _, rows := range [][]Rule{ukPSC(), euAMLD(), euAMLR(), usBOI(), cnUBO(), fatf25()} {
		out = append(out, rows...)
	}
	return out
}

// ukPSC attributes in full through majority stakes.
func ukPSC() []Rule {
	return []Rule{{
		ID: "uk-psc", Version: "2016-04/1", Title: "UK register of people with significant control", Test: Beneficial, Method: ByMajority,
		Threshold: quarter, Strict: true, Votes: true, Control: true, From: engine.MakeDate(2016, 4, 6), Unverified: true,
		Citation: "Companies Act 2006, Part 21A and Schedule 1A",
		Text: "A person has significant control who holds, directly or indirectly, more than 25 % of the shares or of the votes, may appoint or remove a majority of the board, " +
			"or otherwise has significant influence or control. What a company holds counts in full for whoever has a majority stake in it.",
		Notes: []string{
			"Bands of the register: more than 25 up to 50 %, more than 50 and less than 75 %, 75 % or more.",
			"A chain with a link of 50 % or less is broken: nothing is counted through it.",
			"Joint interests and arrangements count to each holder; only those that a source states are seen.",
			"The first day, and how joint interests count, are unverified.",
		},
	}}
}

// euAMLD is the directives' indicative threshold; national laws differ.
func euAMLD() []Rule {
	return []Rule{{
		ID: "eu-amld", Version: "2017-06/1", Title: "EU beneficial owners under the directives", Test: Beneficial, Method: ByProduct,
		Threshold: quarter, Strict: true, Control: true, From: engine.MakeDate(2017, 6, 26), Until: engine.MakeDate(2027, 7, 10), Unverified: true,
		Citation: "Directive (EU) 2015/849, Article 3(6), as amended by Directive (EU) 2018/843; national law",
		Text:     "A person owns who holds more than 25 % directly or through companies, or controls by other means. Member States differ in how they count chains.",
		Notes:    []string{"The threshold, the first day and the counting of chains are unverified: national law decides.", "From 10 July 2027 the regulation applies instead."},
	}}
}

// euAMLR has a row before it applies, so that a question before that day gets
// an answer that says so.
func euAMLR() []Rule {
	base := Rule{
		ID: "eu-amlr", Title: "EU beneficial owners under the regulation", Test: Beneficial, Method: ByProduct, Threshold: quarter, Control: true,
		Citation: "Regulation (EU) 2024/1624, Articles 51 to 54; applies from 10 July 2027 (Article 90)",
		Text: "A person owns who holds 25 % or more, multiplied along chains and added over them (Article 52); who controls, by more than 50 % at each level (Article 53); " +
			"who controls companies that hold 25 % or more (Article 54(a)); or who holds 25 % or more of one that controls the entity (Article 54(b)).",
		Notes: []string{"Risky categories may be held to 15 % (Article 52(2)).", "How Article 54 counts mixed chains is this project's reading of it."},
	}
	before, now := base, base
	before.Version, before.From, before.Until, before.Suspended = "2024-06/1", engine.MakeDate(2024, 6, 19), engine.MakeDate(2027, 7, 10), true
	before.Notes = append([]string{"Not in force until 10 July 2027."}, base.Notes...)
	now.Version, now.From, now.Scheduled = "2027-07/1", engine.MakeDate(2027, 7, 10), true
	return []Rule{before, now}
}

// usBOI reaches foreign companies alone since March 2025.
func usBOI() []Rule {
	base := Rule{
		ID: "us-boi", Title: "US beneficial ownership information", Test: Beneficial, Method: ByProduct, Threshold: quarter, Control: true, Unverified: true,
		Citation: "31 CFR 1010.380 (Corporate Transparency Act)",
		Text:     "A person owns who holds 25 % or more of the ownership interests of a reporting company, or exercises substantial control over it.",
		Notes:    []string{"Options count as exercised; they are not seen unless a source states the share. The threshold is unverified.", "Whether a company is a reporting company at all, with its 23 exemptions, is not assessed."},
	}
	all, foreign := base, base
	all.Version, all.From, all.Until = "2024-01/1", engine.MakeDate(2024, 1, 1), engine.MakeDate(2025, 3, 26)
	foreign.Version, foreign.From, foreign.Exempt = "2025-03/1", engine.MakeDate(2025, 3, 26), []string{"US"}
	foreign.Citation = base.Citation + "; interim final rule of 26 March 2025"
	foreign.Text += " Since 26 March 2025 only companies formed under foreign law and registered in the United States report, and no US persons among their owners."
	return []Rule{all, foreign}
}

// cnUBO is China's filing of beneficial owners.
func cnUBO() []Rule {
	return []Rule{{
		ID: "cn-ubo", Version: "2024-11/1", Title: "China beneficial owner filing", Test: Beneficial, Method: ByProduct, Threshold: quarter, Votes: true, Control: true,
		From:     engine.MakeDate(2024, 11, 1),
		Citation: "Measures for the Administration of Beneficial Owner Information, Order No. 3 [2024] of the People's Bank of China and the State Administration for Market Regulation",
		Text: "A person owns who ultimately holds 25 % or more of the shares, equity or partnership interest directly or indirectly, who has 25 % or more of the profit or the votes, " +
			"or who alone or jointly has actual control. Without such a person, whoever runs the daily business is filed.",
		Notes: []string{
			"Companies formed before 1 November 2024 had until 1 November 2025.",
			"Firms with capital up to CNY 10 million whose holders are all natural persons may be exempt on a commitment.",
			"The filings are not public.",
		},
	}}
}

// fatf25 is the outer bound of the standard; each country sets its own.
func fatf25() []Rule {
	return []Rule{{
		ID: "fatf-25", Version: "2012-02/1", Title: "FATF standard, at its highest threshold", Test: Beneficial, Method: ByProduct, Threshold: quarter, Control: true,
		From: engine.MakeDate(2012, 2, 16), Unverified: true,
		Citation: "FATF Recommendation 24 and its Interpretive Note",
		Text:     "A person owns who ultimately has a controlling ownership interest, at a threshold of at most 25 % set by risk, or controls by other means; failing both, the senior managing official.",
		Notes:    []string{"Each country sets its own threshold. The figure and the date are unverified."},
	}}
}
