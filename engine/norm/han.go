package norm

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
	"github.com/mozillazg/go-pinyin"
)

// The range of Han characters that the tables cover: Extension A and the
// basic block. Rarer ones are romanised as unknown.
const (
	hanFirst = 0x3400
	hanLast  = 0x9FFF
)

func isHan(r rune) bool {
	return r >= hanFirst && r <= hanLast || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF || r == 0x3007
}

// shinjitai are the characters that Japan simplified in its own way, each
// before the form that China uses, so that 沢 and 泽 meet.
const shinjitai = "沢泽辺边浜滨広广桜樱関关経经済济鉄铁発发図图斎斋斉齐竜龙滝泷塩盐駅驿気气実实県县応应薬药銭钱豊丰栄荣両两読读売卖続续変变産产価价伝传転转団团対对戦战単单厳严帰归検检険险験验権权拡扩拠据摂摄歩步歳岁渋涩渓溪満满瀬濑焼烧獣兽畳叠穂穗総总緑绿縄绳繊纤聡聪臓脏荘庄蔵藏覚觉観观訳译証证譲让軽轻遅迟郷乡酔醉醸酿釈释鋭锐録录銀银錬炼閲阅隠隐雑杂霊灵静静頼赖顔颜髪发鶏鸡麦麦黒黑黙默齢龄徳德恵惠毎每海海穏稳弾弹圧压囲围処处剣剑剤剂励励労劳効效勲勋巻卷営营増增壊坏壌壤嬢娘寛宽専专尽尽庁厅廃废従从徴征恒恒悪恶悩恼懐怀戯戏払拂抜拔挙举揺摇捜搜揮挥斗斗暁晓暦历曽曾枢枢桟栈条条楽乐様样横横欠欠欧欧歴历殻壳毀毁沿沿浅浅涙泪渇渴湿湿滞滞漢汉潜潜瀬濑為为犠牺献献瓶瓶甁瓶畑田痩瘦盗盗真真砕碎祷祷禄禄禅禅称称稲稻窃窃粋粹絵绘継继綿绵縁缘縦纵聴听脳脑舎舍舗铺芸艺茎茎蛍萤蛮蛮衛卫装装褒褒覇霸誉誉諸诸謡谣賛赞践践軍军逓递遥遥鉱矿鎮镇鏡镜閣阁陥陷随随隣邻隷隶餅饼駆驱騒骚髄髓鬪斗"

// simplifyTable maps the characters of the covered range to simplified ones.
// It is built once, in some 15 ms, from the dictionaries of OpenCC.
var simplifyTable = sync.OnceValue(func() []uint16 {
	table := slices.Clone(openccTable())
	pairs := []rune(shinjitai)
	for i := 0; i+1 < len(pairs); i += 2 {
		table[pairs[i]-hanFirst] = uint16(pairs[i+1])
	}
	for i := range table { // OpenCC gives 戱 as 戯, which is 戏
		table[i] = table[table[i]-hanFirst]
	}
	return table
})

// japanOnly are the characters of shinjitai that are neither a traditional nor
// a simplified form: where one stands, the text is Japanese.
var japanOnly = sync.OnceValue(func() map[rune]bool {
	out := map[rune]bool{}
	table := openccTable()
	pairs := []rune(shinjitai)
	for i := 0; i+1 < len(pairs); i += 2 {
		if r := pairs[i]; r != pairs[i+1] && rune(table[r-hanFirst]) == r && !strings.ContainsRune(chinaToo, r) {
			out[r] = true
		}
	}
	return out
})

// chinaToo are the characters of shinjitai that are in use in China as well.
const chinaToo = "芸弁浜桟槙沿浅"

// openccTable maps the characters of the covered range by OpenCC alone.
var openccTable = sync.OnceValue(func() []uint16 {
	table := make([]uint16, hanLast-hanFirst+1)
	for i := range table {
		table[i] = uint16(hanFirst + i)
	}
	cc, err := opencc.New("t2s")
	if err != nil {
		return table // the dictionaries are part of the program: this cannot be
	}
	for i := range table {
		if s, err := cc.Convert(string(rune(table[i]))); err == nil {
			if r := []rune(s); len(r) == 1 && r[0] >= hanFirst && r[0] <= hanLast {
				table[i] = uint16(r[0])
			}
		}
	}
	return table
})

// simplify is the simplified form of a Han character.
func simplify(r rune) rune {
	if r < hanFirst || r > hanLast {
		return r
	}
	return rune(simplifyTable()[r-hanFirst])
}

// companyReadings overrides the first reading of the dictionary where names
// of companies and places use another.
const companyReadings = "重zhong长chang厦xia朝chao行hang乐le和he都du传chuan调diao中zhong大da会hui石shi单dan曾zeng解jie仇qiu华hua车che沈shen参can盛sheng藏cang便bian佛fo柏bai行hang"

// surnameReadings are the readings of a character as a surname, where they
// differ from its usual one.
const surnameReadings = "曾zeng单shan仇qiu解xie查zha任ren华hua区ou盖ge种chong朴piao缪miao员yun召shao洗xian冼xian宓mi隗wei折she黑he秘bi翟zhai乐yue覃qin繁po纪ji燕yan訾zi俞yu樊fan万wan沈shen重zhong长zhang教jiao葛ge"

// phraseReadings are words in which a character is read otherwise than above.
const phraseReadings = "重庆chongqing 重阳chongyang 大厦dasha 广厦guangsha 商厦shangsha 高厦gaosha 音乐yinyue 乐器yueqi 乐团yuetuan 声乐shengyue 旅行lvxing 发行faxing 行政xingzheng 步行buxing 出行chuxing 行动xingdong 行者xingzhe 通行tongxing 飞行feixing " +
	"会计kuaiji 空调kongtiao 调味tiaowei 调和tiaohe 调节tiaojie 调理tiaoli 烹调pengtiao 人参renshen 海参haishen 党参dangshen 西藏xizang 藏药zangyao 便宜pianyi 六安luan 蚌埠bengbu 番禺panyu 涡阳guoyang 东莞dongguan 蔚县yuxian 效率xiaolu 柏林bolin " +
	"长老zhanglao 校长xiaozhang 成长chengzhang 生长shengzhang 家长jiazhang 首长shouzhang 会长huizhang 朝晖zhaohui 朝霞zhaoxia 朝气zhaoqi 今朝jinzhao 传记zhuanji 水浒传shuihuzhuan 厦华xiahua 供给gongji 大夫daifu 还原huanyuan 无锡wuxi 华山huashan " +
	"单县shanxian 种子zhongzi 奇数jishu 曲阜qufu 尉迟yuchi 澹台tantai 万俟moqi 龟兹qiuci 吐蕃tubo 月氏yuezhi 阿胶ejiao 下载xiazai 记载jizai 率先shuaixian 角色juese 主角zhujue 刹那chana 古刹gucha 似的shide 伺候cihou 自行车zixingche 行李xingli 执行zhixing"

// phraseTable are the readings of phraseReadings by their first character.
var phraseTable = sync.OnceValue(func() map[rune][][2]string {
	out := map[rune][][2]string{}
	for w := range strings.FieldsSeq(phraseReadings) {
		i := strings.IndexFunc(w, func(r rune) bool { return r < 0x80 })
		r, _ := utf8.DecodeRuneInString(w)
		out[r] = append(out[r], [2]string{w[:i], strings.ReplaceAll(w[i:], "v", "u")})
	}
	return out
})

func readings(list string) map[rune]string {
	out := map[rune]string{}
	var key rune
	for _, r := range list {
		if r >= 'a' && r <= 'z' {
			out[key] += string(r)
		} else {
			key = r
			out[key] = ""
		}
	}
	return out
}

// pinyinTable gives the first reading of each character, without tones and
// with ü as u. It is built once, in some 10 ms.
var pinyinTable = sync.OnceValue(func() []string {
	table := make([]string, hanLast-hanFirst+1)
	interned := map[string]string{}
	for code, list := range pinyin.PinyinDict {
		if code < hanFirst || code > hanLast {
			continue
		}
		first, _, _ := strings.Cut(list, ",")
		s, ok := interned[first] // some 1,500 syllables with their tones
		if !ok {
			s = toneless(first)
			interned[first] = s
		}
		table[code-hanFirst] = s
	}
	for r, s := range readings(companyReadings) {
		table[r-hanFirst] = s
	}
	return table
})

// toneless folds "zhōng" to "zhong" and "lǜ" to "lu".
func toneless(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(bare(r))
	}
	return b.String()
}

var surnameTable = sync.OnceValue(func() map[rune]string { return readings(surnameReadings) })

// pinyinOf is the reading of a Han character in a name of a company; "" for
// one that the table lacks.
func pinyinOf(r rune) string {
	if r == 0x3007 {
		return "ling"
	}
	if r < hanFirst || r > hanLast {
		return ""
	}
	return pinyinTable()[r-hanFirst]
}
