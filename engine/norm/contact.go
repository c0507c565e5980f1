package norm

import (
	"strings"
	"sync"

	"github.com/pierce-er/pierce/engine"
)

// prepareContacts fills in phones, e-mail addresses and domains, each value
// once.
func prepareContacts(p *engine.Party, out *Prepared) {
	for _, s := range p.Phones {
		out.Phones = appendNew(out.Phones, Phone(s))
	}
	for _, s := range p.Emails {
		e := Email(s)
		out.Emails = appendNew(out.Emails, e)
		if _, host, ok := strings.Cut(e, "@"); ok {
			out.Domains = appendNew(out.Domains, ownDomain(host))
		}
	}
	for _, s := range p.Websites {
		out.Domains = appendNew(out.Domains, Domain(s))
	}
}

func appendNew(list []string, s string) []string {
	if s == "" {
		return list
	}
	for _, o := range list {
		if o == s {
			return list
		}
	}
	return append(list, s)
}

// Phone is the number that is dialled within a country: its digits without
// extension, country code and leading zeros, at most the last ten, so that
// "+86 (0)755 2345 6789" and "0755-23456789" meet. A country code is known by a
// "+" or "00" before it, and 852 and 853 by the length. "" for fewer than seven
// digits and for placeholders.
func Phone(s string) string {
	s = clip(strings.TrimSpace(s), 60)
	lower := strings.ToLower(s)
	for _, mark := range [...]string{"ext", "x", "#", "转", "内线", ";", ",", "/"} {
		if i := strings.Index(lower, mark); i > 6 && len(lower) == len(s) {
			s, lower = s[:i], lower[:i]
		}
	}
	s = strings.ReplaceAll(s, "(0)", "")
	var buf [64]byte
	digits := buf[:0]
	for _, r := range s {
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		if r >= '0' && r <= '9' {
			digits = append(digits, byte(r))
		}
	}
	v := string(digits)
	rest, abroad := strings.CutPrefix(v, "00")
	if abroad || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "＋") {
		v = rest[min(len(rest), callingCode(rest)):]
	} else if len(v) == 11 && (strings.HasPrefix(v, "852") || strings.HasPrefix(v, "853")) {
		v = v[3:]
	}
	v = strings.TrimLeft(v, "0")
	if len(v) < 7 || isPlaceholder(v) || strings.Trim(v[2:], v[2:3]) == "" {
		return ""
	}
	return v[max(0, len(v)-10):]
}

// callingCode is how many digits the country code has (ITU-T E.164): one in
// zones 1 and 7, two for the countries listed, else three.
func callingCode(v string) int {
	if v == "" || v[0] == '1' || v[0] == '7' {
		return 1
	}
	if len(v) >= 2 && strings.Contains(" 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ", " "+v[:2]+" ") {
		return 2
	}
	return 3
}

// Email is an e-mail address in lower case, without a display name or
// "mailto:"; "" for what is none.
func Email(s string) string {
	s = strings.ToLower(strings.TrimSpace(clip(s, 320)))
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s = s[i+1:]
	}
	s = strings.Trim(strings.TrimPrefix(s, "mailto:"), "<>;,. ")
	user, host, ok := strings.Cut(s, "@")
	if !ok || user == "" || strings.ContainsAny(s, " \t,") || !isHost(host) {
		return ""
	}
	return s
}

// Domain is the host of a web address, without "www." and port; "" where there
// is none, or where the host is one that anyone can have a page on.
func Domain(s string) string {
	s = strings.ToLower(strings.TrimSpace(clip(s, 2000)))
	if i := strings.Index(s, "://"); i >= 0 {
		s = s[i+3:]
	}
	if i := strings.IndexAny(s, "/?#:"); i >= 0 {
		s = s[:i]
	}
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		s = s[i+1:]
	}
	return ownDomain(strings.TrimPrefix(s, "www."))
}

// ownDomain drops hosts that serve everyone.
func ownDomain(host string) string {
	if !isHost(host) || openHosts()[host] || openHosts()[parent(host)] {
		return ""
	}
	return host
}

func parent(host string) string {
	_, p, _ := strings.Cut(host, ".")
	return p
}

func isHost(s string) bool {
	if s == "" || !strings.Contains(s, ".") || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if r < '0' && r != '-' && r != '.' || r > '9' && r < 'a' || r > 'z' && r < 0x80 || r == ' ' {
			return false
		}
	}
	return true
}

// openHosts give mail or pages to anyone, so that sharing one says nothing.
var openHosts = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for h := range strings.FieldsSeq("gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.co.jp yahoo.com.cn yahoo.com.hk yahoo.com.sg yahoo.fr yahoo.de ymail.com rocketmail.com hotmail.com hotmail.co.uk hotmail.fr outlook.com live.com live.cn msn.com aol.com icloud.com me.com mac.com " +
		"protonmail.com proton.me tutanota.com gmx.com gmx.de gmx.net web.de t-online.de orange.fr free.fr wanadoo.fr libero.it mail.com inbox.com zoho.com fastmail.com mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua " +
		"qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn 21cn.com tom.com foxmail.com aliyun.com 263.net vip.163.com vip.sina.com vip.qq.com naver.com daum.net hanmail.net hinet.net seed.net.tw pchome.com.tw netvigator.com singnet.com.sg rediffmail.com " +
		"emirates.net.ae eim.ae chapar.ir facebook.com linkedin.com twitter.com x.com instagram.com youtube.com t.me vk.com ok.ru weibo.com wechat.com alibaba.com en.alibaba.com made-in-china.com 1688.com taobao.com tmall.com globalsources.com hktdc.com amazon.com ebay.com " +
		"wordpress.com blogspot.com wixsite.com weebly.com github.io sites.google.com business.site wikipedia.org en.wikipedia.org example.com") {
		m[h] = true
	}
	return m
})
