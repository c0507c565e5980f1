package norm

import (
	"strings"
	"sync"
)

// thaiLetters are the consonants of Thai: at the start of a syllable and at its
// end by the Royal Thai General System (1999), and in words from other
// languages, which keep their final consonants and have no breath.
var thaiLetters = sync.OnceValue(func() map[rune][3]string {
	out := map[rune][3]string{}
	for f := range strings.SplitSeq("ก:k,k,k ขฃคฅฆ:kh,k,k ง:ng,ng,ng จ:ch,t,ch ฉชฌ:ch,t,ch ซศษส:s,t,s ญ:y,n,y ฎด:d,t,d ฏต:t,t,t ฐฑฒถทธ:th,t,t ณน:n,n,n "+
		"บ:b,p,b ป:p,p,p ผพภ:ph,p,p ฝฟ:f,p,f ม:m,m,m ย:y,i,y ร:r,n,r ลฬ:l,n,l ว:w,o,w หฮ:h,h,h อ:,o, ", " ") {
		letters, sounds, ok := strings.Cut(f, ":")
		if !ok {
			continue
		}
		s := strings.Split(sounds, ",")
		for _, r := range letters {
			out[r] = [3]string{s[0], s[1], s[2]}
		}
	}
	return out
})

// thaiVowels are the vowels that follow their consonant, and thaiLeading those
// that are written before it.
var (
	thaiVowels = sync.OnceValue(func() map[rune]string {
		return table("ะ a ั a า a ิ i ี i ึ ue ื ue ุ u ู u ฤ rue \uE000 ia \uE001 uea \uE002 oe \uE003 ao")
	})
	thaiLeading = sync.OnceValue(func() map[rune]string { return table("เ e แ ae โ o ใ ai ไ ai") })
)

// thaiCompounds writes a vowel that stands around its consonant as one mark
// behind it: เ◌ีย is ia, เ◌ือ uea, เ◌ิ oe, เ◌า ao. Built once, in under 1 ms.
var thaiCompounds = sync.OnceValue(func() *strings.Replacer {
	var pairs []string
	for r := 'ก'; r <= 'ฮ'; r++ {
		c := string(r)
		pairs = append(pairs, "เ"+c+"ีย", c+"\uE000", "เ"+c+"ือ", c+"\uE001", "เ"+c+"ิ", c+"\uE002", "เ"+c+"า", c+"\uE003")
		for _, second := range "รลว" {
			d := c + string(second)
			pairs = append(pairs, "เ"+d+"ีย", d+"\uE000", "เ"+d+"ือ", d+"\uE001", "เ"+d+"ิ", d+"\uE002", "เ"+d+"า", d+"\uE003")
		}
	}
	return strings.NewReplacer(pairs...)
})

// asThai reads a Thai word by the Royal system as far as letters show the
// syllables: a consonant that a vowel does not follow ends the one before.
func asThai(out []byte, run string) []byte { return thaiWord(out, run, false) }

// asThaiLoan reads a Thai word as one from another language: ปารีส is paris.
func asThaiLoan(out []byte, run string) []byte { return thaiWord(out, run, true) }

func thaiWord(out []byte, run string, loan bool) []byte {
	runes := []rune(thaiCompounds().Replace(string(thaiSpoken(run))))
	letters, vowels, leading := thaiLetters(), thaiVowels(), thaiLeading()
	waiting := "" // a vowel written before its consonant
	voiced := false
	for i, r := range runes {
		var next rune
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		if v, ok := leading[r]; ok {
			waiting, voiced = v, false
			continue
		}
		if v, ok := vowels[r]; ok {
			if v != "a" || !voiced {
				out = append(out, v...)
			}
			voiced = true
			continue
		}
		c, ok := letters[r]
		if !ok {
			continue
		}
		_, vowelNext := vowels[next]
		_, consonantNext := letters[next]
		switch {
		case loan:
			out = append(out, c[2]...)
		case voiced && !vowelNext && waiting == "":
			out = append(out, c[1]...)
		case r == 'ห' && consonantNext && strings.ContainsRune("งญณนมยรลว", next):
			continue // raises the tone of the next
		default:
			out = append(out, c[0]...)
		}
		switch {
		case waiting != "" && !(consonantNext && strings.ContainsRune("รลว", next)):
			out = append(out, waiting...)
			waiting, voiced = "", true
		case r == 'อ' && !vowelNext && waiting == "":
			if loan || !voiced {
				out = append(out, 'o')
			}
			voiced = true
		case vowelNext || waiting != "":
			voiced = false
		case !voiced && !loan && consonantNext:
			v := implied(r, runes[i+1:])
			out = append(out, v...)
			voiced = v != ""
		default:
			voiced = false
		}
	}
	return append(out, waiting...)
}

// implied is the vowel that is not written after a consonant before others: o
// where the next ends the syllable, else a, and none within kr, pl and the like.
func implied(r rune, rest []rune) string {
	if len(rest) > 1 && thaiVowels()[rest[1]] != "" {
		if strings.ContainsRune("กขคตปผพทสศ", r) && strings.ContainsRune("รลว", rest[0]) {
			return ""
		}
		return "a"
	}
	return "o"
}

// thaiSpoken leaves out what is not read: marks of tone, and consonants under
// the mark of silence with the vowel between.
func thaiSpoken(run string) []rune {
	var out []rune
	for _, r := range run {
		switch {
		case r == 0x0E4C: // thanthakhat silences the letter before
			for len(out) > 0 && strings.ContainsRune("ิุ", out[len(out)-1]) {
				out = out[:len(out)-1]
			}
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		case r == 0x0E4D: // nikhahit, before า: am
			out = append(out, 'ั', 'ม')
		case r >= 0x0E47 && r <= 0x0E4E:
		case r == 'า' && len(out) > 1 && out[len(out)-1] == 'ม' && out[len(out)-2] == 'ั':
		default:
			out = append(out, r)
		}
	}
	return out
}
