package ingest

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// texts are rows as tables have them, in the languages of the sets that the
// guess knows; short ones are as hard as it gets.
var texts = []struct {
	name string
	in   encoding.Encoding
	text string
}{
	{"utf-8", encoding.Nop, "1,海港燈貿易有限公司,Hong Kong\n"},
	{"utf-8 latin", encoding.Nop, "1,Société Générale,Zürich\n"},
	{"utf-16 with mark", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "id,name\n1,海港燈貿易有限公司\n"},
	{"utf-16be with mark", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "id,name\n1,Ünïted\n"},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "id,name\n1,Example Ltd\n2,海港燈貿易有限公司\n"},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "id,name\n1,Example Ltd\n2,海港燈貿易有限公司\n"},
	{"gb18030", simplifiedchinese.GB18030, "1,深圳市某某科技有限公司,广东省深圳市南山区高新路8号\n"},
	{"gb18030, name alone", simplifiedchinese.GB18030, "北京华云贸易有限公司"},
	{"gb18030, people", simplifiedchinese.GB18030, "1,王建国,男,中国\n2,李晓红,女,中国\n3,张伟,男,中国\n"},
	{"gb18030, famous", simplifiedchinese.GB18030, "1,中国联通有限公司\n2,联通\n"},
	{"shift-jis", japanese.ShiftJIS, "1,株式会社サンプル製作所,東京都千代田区丸の内1丁目\n"},
	{"shift-jis, kanji alone", japanese.ShiftJIS, "日本電気硝子株式会社,滋賀県大津市\n"},
	{"euc-jp", japanese.EUCJP, "1,株式会社サンプル製作所,東京都千代田区丸の内1丁目\n"},
	{"euc-jp, kanji alone", japanese.EUCJP, "日本電気硝子株式会社,大阪府大阪市北区\n"},
	{"big5", traditionalchinese.Big5, "1,範例科技股份有限公司,台北市信義區松高路11號\n"},
	{"big5, name alone", traditionalchinese.Big5, "鴻海精密工業股份有限公司"},
	{"euc-kr", korean.EUCKR, "1,주식회사 예제전자,서울특별시 강남구 테헤란로 1\n"},
	{"windows-1252", charmap.Windows1252, "1,Société Générale,Zürich\n2,Møller & Søn,København\n3,Peña Nieto\n"},
	{"windows-1252, one letter", charmap.Windows1252, "1,Nestlé,Vevey\n"},
	{"windows-1252, quotes", charmap.Windows1252, "1,“Example” – Co.,Praha\n"},
	{"windows-1251", charmap.Windows1251, "1,Общество с ограниченной ответственностью «Пример»,г. Москва, ул. Ленина, д. 1\n"},
}

func decoded(t testing.TB, b []byte, charset string, interactive bool) string {
	t.Helper()
	r, err := decode(bytes.NewReader(b), "t", charset, interactive)
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestGuess(t *testing.T) {
	for _, c := range texts {
		b, err := c.in.NewEncoder().Bytes([]byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		if got := decoded(t, b, "", false); got != c.text {
			t.Errorf("%s: %q is read as %q", c.name, c.text, got)
		}
		if strings.HasPrefix(c.name, "utf-16") {
			continue
		}
		long := strings.Repeat("id,name,country\n", 20000) // ASCII beyond any window
		if got := decoded(t, append([]byte(long), b...), "", false); got != long+c.text {
			t.Errorf("%s: after 320 kB of ASCII, %q is read as %.200q", c.name, c.text, got[len(long):])
		}
	}
}

func TestEncodingNamed(t *testing.T) {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("鑫"))
	if err != nil {
		t.Fatal(err)
	}
	if got := decoded(t, b, "gbk", false); got != "鑫" {
		t.Errorf("with the set named: %q, want 鑫", got)
	}
	if got := decoded(t, []byte("\xef\xbb\xbfa"), "utf-8", false); got != "a" {
		t.Errorf("UTF-8 with a mark, the set named: %q, want a", got)
	}
	if _, err := decode(strings.NewReader(""), "t", "klingon", false); err == nil {
		t.Error("decode with the set klingon: no error")
	}
	xml := []byte("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><n>Jos\xe9 Garc\xeda \xc3\xa9</n>")
	if got := decoded(t, xml, "", false); !strings.Contains(got, "José García Ã©") {
		t.Errorf("by an XML declaration: %q", got)
	}
}

// TestDecodeAnyPieces: how the bytes come in pieces does not matter.
func TestDecodeAnyPieces(t *testing.T) {
	for _, c := range texts {
		b, err := c.in.NewEncoder().Bytes([]byte("a,b\n" + c.text))
		if err != nil {
			t.Fatal(err)
		}
		r, err := decode(iotest.OneByteReader(bytes.NewReader(b)), "t", "", false)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if want := decoded(t, b, "", false); err != nil || string(got) != want {
			t.Errorf("%s: byte by byte %q, %v; want %q", c.name, got, err, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, c := range texts {
		if b, err := c.in.NewEncoder().Bytes([]byte(c.text)); err == nil {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		whole := decoded(t, b, "", false)
		r, err := decode(iotest.HalfReader(bytes.NewReader(b)), "t", "", false)
		if err != nil {
			t.Fatal(err)
		}
		half, err := io.ReadAll(r)
		if err != nil || string(half) != whole {
			t.Fatalf("decoding %q: %q, in pieces %q, %v", b, whole, half, err)
		}
		if beyondASCII(b) < 0 && !bytes.Contains(b, []byte{0}) && !bytes.Contains(b, []byte("<?xml")) && whole != string(b) {
			t.Fatalf("decoding ASCII %q: %q", b, whole)
		}
	})
}
