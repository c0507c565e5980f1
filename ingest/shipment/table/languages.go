package table

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/pierce-er/pierce/ingest"
)

// spoken are headings of commercial and customs exports beside the usual ones,
// in the languages in which customs publish: what a target is called, by plain
// headings parted by spaces. They count after the usual ones, in this order.
// The words are those of the tariff and declaration forms of each country as
// exported by data houses (mem: collected from general knowledge of such files,
// no file of theirs was at hand).
var spoken = []struct {
	target, headings string
	implied, value   string
}{
	{target: "id", headings: "panjivarecordid billofladingnr blnum blid housebill housebillnumber hbl hblnumber houseawb hawbnumber waybill waybillnumber consignmentnumber documentnumber declaracion numerodeclaracion numerodeaceptacion dua duas din di numerodi manifiesto conocimientodeembarque conocimiento bldoc numerobl conhecimento conhecimentodeembarque connaissement numeroconnaissement konnossement sendungsnummer номердекларации номердт регистрационныйномер номердокумента 提单编号 提運單號 报关单编号 申报单号 運單號 運単番号 船荷証券番号 申告番号 선하증권번호 신고번호 sovandon sotokhai konsimento konsimentono beyannameno"},
	{target: "numbers:master_bill", headings: "masterbill masterbillnumber masterbillofladingnumber mbl mblnumber masterairwaybill mawbnumber 总提单号 主提单号 主运单号"},
	{target: "numbers:house_bill", headings: "housebillofladingnumber 分提单号 分运单号"},
	{target: "numbers:container", headings: "containerids containernos contenedor contenedores conteneur contêiner контейнер номерконтейнера 箱号 集装箱号 櫃號 コンテナ番号 컨테이너번호 socontainer"},
	{target: "numbers:seal", headings: "seal sealnumber sealnumbers precinto lacre 封号"},
	{target: "numbers:voyage", headings: "vesselvoyageid voyageno viaje viagem flightno vuelo 航次 航班号 рейс"},
	{target: "numbers:marks", headings: "marks marksnos marcas marques 唛头 嘜頭"},
	{target: "numbers:containers", headings: "containercount volumecontainers numberofcontainers teu volumeteu teus"},
	{target: "numbers:volume", headings: "measurement measurementcbm volume cbm volumen 体积"},
	{target: "numbers:packages", headings: "packages numberofpackages bultos cantidadbultos volumes колволмест количествомест 件数 件數 包装件数"},
	{target: "numbers:freight", headings: "freight freightcost freightcostusd freightcharges flete frete fret 运费"},
	{target: "numbers:insurance", headings: "insurance insuranceusd lineiteminsuranceusd seguro 保费"},
	{target: "numbers:incoterm", headings: "incoterm incoterms vendorincoterm termsofdelivery deliveryterms incotermcode 成交方式 贸易术语 условияпоставки"},
	{target: "numbers:order", headings: "purchaseorder pono pq orden pedido"},
	{target: "numbers:licence", headings: "licenceno licenseno licencia 许可证号 лицензия"},

	{target: "date", headings: "dateofarrival dateofshipment dateofdeparture fecha fechadeembarque fechadellegada fechadearribo fechaingreso fechadeaceptacion fechadeclaracion fechadenumeracion datadeembarque datadechegada dataregistro datadodesembaraco datededeclaration datedarrivee ankunftsdatum anmeldedatum датадекларации дата датарегистрации датавыпуска 进口日期 出口日期 到港日期 离港日期 申報日期 放行日期 申告日 輸入許可日 신고일자 수입일자 입항일 ngay ngaydangky ngaytokhai tanggal tanggalpib tarih tesciltarihi"},
	{target: "mode", headings: "transportmethod transporttype viadetransporte mediodetransporte mododetransporte viadetransp verkehrszweig видтранспорта 运输方式 運輸方式 輸送手段 운송수단 phuongthucvanchuyen"},

	{target: "goods", headings: "goodsshipped productdetails productdesc productname itemname cargodesc commodityname hsdescription goodsname productos mercancia mercaderia descripcion descripcionproducto descripciondelamercancia descripcionmercancia descripciondemercancia descripcioncomercial descricao descricaodamercadoria descricaodoproduto produto mercadoria designationdesmarchandises designation marchandise libelle warenbezeichnung warenbeschreibung ware описание описаниетовара наименованиетовара наименование товар 商品 货物名称 貨物名稱 貨品名稱 货名 商品描述 产品描述 品目 貨物の品名 품명 거래품명 tenhang motahanghoa tenhanghoa uraianbarang namabarang esya esyatanimi ticaritanim"},
	{target: "goods:more", headings: "model modelnumber partnumber partno specification specifications brand marca modelo marque modell модель марка артикул 规格型号 规格 型号 型號 品牌 型番 모델 모델규격 nhanhieu"},
	{target: "goods:hs", headings: "hs8 hs10 hs4 hscode8 hscode6 hssixdigit hscodedeclared htsnumber htsus tariffnumber tarifno commoditycode commoditynumber harmonizedtariff partida partidaarancelaria subpartida posicionarancelaria fraccion fraccionarancelaria codigoarancelario nandina ncm codigoncm taric nomenclature nomenclaturedouaniere positiontarifaire zolltarifnummer warennummer кодтнвэд тнвэд кодтовара 税号 稅號 税则号列 商品编号 商品編號 hs编号 海关编码 税番 統計品目番号 hs부호 세번부호 세번 mahs mahang poshs gtip gtipno"},
	{target: "goods:quantity", headings: "qtyshipped totalquantity totalqty units cantidad cantidadunidades quantidade quantite menge anzahl количество колво 數量 件 申报数量 法定数量 個数 수량 soluong jumlah miktar"},
	{target: "goods:unit", headings: "qtyunit quantityuom unitofquantity uqc unidad unidaddemedida unidade unidadedemedida unite einheit единицаизмерения едизм 計量單位 计量单位 申报单位 単位 단위 수량단위 donvi donvitinh satuan birim"},
	{target: "goods:value", headings: "fobvalueusd fobusd valuefobusd cifvalueusd cifusd valuecifusd totalvalueusd valueofgoodsusd customsvalueusd statisticalvalueusd valorfobusd valorcifusd valorfobus valorcifus fobdolar cifdolar valorfobdolarus vlfob usfob uscif стоимостьusd стоимостьдоллсша 美元价值 美元总价 미화금액 trigiausd nilaiusd", implied: "goods:currency", value: "USD"},
	{target: "goods:value", headings: "fob cif fobvalue cifvalue valueofgoods statisticalvalue invoiceamount totalprice totalamount valor valorfob valorcif valortotal valoraduana valoraduanero valeur valeurendouane valeurstatistique wert zollwert statistischerwert rechnungsbetrag стоимость таможеннаястоимость фактурнаястоимость 总价 總價 成交总价 申报总价 価格 申告価格 금액 신고가격 과세가격 trigia nilai kiymet"},
	{target: "goods:currency", headings: "valuecurrency invoicecurrency moneda moeda devise wahrung валюта 币种 幣別 币制 成交币制 通貨 통화 결제통화 nguyente dongtien matauang doviz"},
	{target: "goods:weight", headings: "grosswtkg weightkgs weightinkg grossweightkgs grossweightinkg grossmasskg netweightkg netweightkgs netmasskg netwtkg pesokg pesobrutokg pesonetokg pesoliquidokg poidskg massekg gewichtkg rohmassekg eigenmassekg весбруттокг веснеттокг веснетто кг весбрутто веснетт 毛重kg 净重kg 毛重千克 净重千克 毛重公斤 중량kg trongluongkg", implied: "goods:weight_unit", value: "kg"},
	{target: "goods:weight", headings: "weightlb weightlbs weightpounds grossweightlb grossweightlbs weightinlb", implied: "goods:weight_unit", value: "lb"},
	{target: "goods:weight", headings: "weightt weighttons weighttonnes weightmt grossweightmt grossweighttonnes pesotoneladas", implied: "goods:weight_unit", value: "t"},
	{target: "goods:weight", headings: "grosswt grossmass manifestedweight weightoriginalformat netwt peso pesobruto pesoneto pesoliquido poids poidsbrut poidsnet masse rohmasse eigenmasse gewicht bruttogewicht масса весовой вес 净重 淨重 重量 重量kg 総重量 純重量 중량 총중량 순중량 trongluong beratkotor beratbersih brutagirlik netagirlik"},
	{target: "goods:weight_unit", headings: "weightuom weightunits wtunit grossweightuom unidadpeso 重量单位"},
	{target: "goods:origin", headings: "origincountrycode countryoriginname countryoforigincode shipmentorigin productorigin paisorigen paisdeorigen paisdeorigem paysdorigine paysorigine ursprungsland странапроисхождения 原產國 原产地 产销国 原産国 원산지 원산지국 nuocxuatxu xuatxu negaraasal menseulke menseulkesi"},
	{target: "goods:class", headings: "eccncode exportcontrolclassification usmlcategory controllistnumber"},

	{target: "route:receipt", headings: "placereceipt lugarderecepcion"},
	{target: "route:loading", headings: "shipfromport foreignport portlading ladingport pol puertodeembarque puertoembarque puertodeorigen portodeembarque portdechargement portdembarquement ladehafen портотправления портпогрузки 装货港 裝貨港 起运港 起運港 装运港 船積港 적재항 선적항 cangxep pelabuhanmuat yuklemelimani airportofdeparture airportoforigin departureairport"},
	{target: "route:loading:country", headings: "portofladingcountry exportingcountry dispatchcountry countryofdispatch countryofshipment paisdeembarque paisprocedencia paisdeprocedencia paisdeaquisicao paysdeprovenance paysprovenance versendungsland странаотправления 启运国 起運國 贸易国 輸出国 적출국 nuocxuatkhau negaramuat cikisulkesi"},
	{target: "route:transhipment", headings: "viaport transshipport transhipment transshipment puertodetransbordo portodetransbordo перевалка 中转港 轉運港"},
	{target: "route:unloading", headings: "usport portunlading unladingport pod puertodedescarga puertodedesembarque puertodestino puertodearribo portodedescarga portodedesembarque portdedechargement portdedebarquement entladehafen loschhafen портназначения портразгрузки 卸貨港 到货港 入境口岸 進口港 陸揚港 陆扬港 양륙항 하역항 cangdo pelabuhanbongkar bosaltmalimani airportofdestination destinationairport arrivalairport aduana customsoffice"},
	{target: "route:delivery", headings: "lugardeentrega placeofdischarge 交货地"},
	{target: "route:destination", headings: "shipmentdestination destinationcity destino lugardestino destinofinal ziel destinationfinale местоназначения 最终目的港 目的地 境内目的地 仕向地"},
	{target: "route:destination:country", headings: "destinationcountrycode importingcountry countryofimport paisdestino paisdedestino paysdedestination paysdestination bestimmungsland странаназначения 目的國 运抵国 最终目的国 仕向国 목적국 nuocnhapkhau negaratujuan gidecegiulke"},
}

// spokenRoles are words for roles beside those of roles, plain and parted by
// spaces.
var spokenRoles = []struct{ role, words string }{
	{"shipper", "shpr sender exportador remitente embarcador exportateur expediteur chargeur ausfuhrer versender absender отправитель грузоотправитель экспортер 發貨人 出口商 托运人 托運人 发货方 荷送人 輸出者 송하인 수출자 수출업체 nguoiguihang nguoixuatkhau pengirim eksportir gonderici ihracatci"},
	{"consignee", "cnee receiver recipient consignatario destinatario destinataire empfanger warenempfanger получатель грузополучатель 收貨人 收货方 收货单位 荷受人 수하인 nguoinhanhang penerima alici"},
	{"buyer", "importateur importador importadora einfuhrer importexportname импортер покупатель 进口商 進口商 买家 經營單位 经营单位 消费使用单位 輸入者 買主 수입자 수입업체 nguoinhapkhau importir ithalatci comprador acheteur kaufer contratante"},
	{"seller", "vendedor proveedor fornecedor fabricanteexportador vendeur fournisseur verkaufer lieferant продавец поставщик 賣方 供应商 供應商 売主 공급자 판매자 nguoiban penjual satici overseassupplier foreignsupplier counterparty"},
	{"ultimate-consignee", "finalrecipient destinatariofinal 最终收货人 最終收貨人"},
	{"end-user", "finaluser usuariofinal utilisateurfinal endverwender конечныйпользователь 最終用戶 終端使用者 最終需要者 최종사용자 finalcustomer endcustomer"},
	{"notify", "notifypartyname notify1 notify2 firstnotify secondnotify notificar notificado notificara notifier уведомляемаясторона 通知方1 着荷通知先 통지처 bennhanthongbao"},
	{"forwarder", "agenteaduanal agentedeaduana agentedecarga despachante transitario transitaire agentendouane spediteur zollagent декларант экспедитор 货代 貨代 报关行 申报单位 通関業者 포워더 신고인 dailyhaiquan agent"},
	{"carrier", "carriercode transportista naviera transportadora armador transporteur frachtfuhrer reederei перевозчик 船公司 承運人 运输公司 運送人 운송인 선사 hangtau pengangkut tasiyici"},
	{"vessel", "ocean vesselname buque nombredelbuque nave navio embarcacao navire schiff schiffsname судно 运输工具名称 船舶名 本船名 선박명 tentau namakapal gemi"},
	{"payer", "payor paidby billto pagador payeur rechnungsempfanger плательщик 付款人 付款方"},
	{"manufacturer", "fabricante productor fabricant producteur hersteller производитель изготовитель 生产商 生產商 制造商 製造商 生产企业 製造者 제조사 제조자 nhasanxuat produsen uretici"},
	{"site", "datacentersite installation installationaddress 数据中心 安装地点"},
}

// spokenParts are words for the parts of a party beside those of parts; each
// may stand behind a role's word or before it.
var spokenParts = map[string]string{
	"nombre": "", "razonsocial": "", "nome": "", "nom": "", "raisonsociale": "", "firma": "", "наименование": "", "имя": "", "名称": "", "名稱": "", "名": "", "氏名": "", "상호": "", "명": "", "originalformat": "", "orig": "",
	"direccion": "address", "domicilio": "address", "endereco": "address", "adresse": "address", "anschrift": "address", "адрес": "address", "地址": "address", "住址": "address", "住所": "address", "주소": "address", "diachi": "address", "alamat": "address", "adres": "address",
	"line1": "street", "line2": "street", "line3": "street", "addressline3": "street", "addressline4": "street", "calle": "street", "rua": "street", "strasse": "street",
	"ciudad": "city", "cidade": "city", "ville": "city", "ort": "city", "stadt": "city", "город": "city", "城市": "city", "town": "city",
	"departamento": "region", "estado": "region", "provincia": "region", "省": "region", "州": "region", "stateregion": "region",
	"codigopostal": "postcode", "cep": "postcode", "codepostal": "postcode", "plz": "postcode", "индекс": "postcode", "邮编": "postcode", "郵遞區號": "postcode",
	"pais": "country", "pays": "country", "land": "country", "страна": "country", "国": "country", "國家": "country", "국가": "country", "nuoc": "country", "negara": "country", "ulke": "country", "nation": "country",
	"telefono": "phone", "telefone": "phone", "telefon": "phone", "телефон": "phone", "电话": "phone", "電話": "phone", "전화": "phone", "phonenumber": "phone", "phone1": "phone", "telephonenumber": "phone",
	"correo": "email", "email1": "email", "emailaddress": "email", "邮箱": "email", "contactperson": "contact", "联系人": "contact",
	"rut": "identifier:tax-id", "ruc": "identifier:tax-id", "nit": "identifier:tax-id", "rfc": "identifier:tax-id", "cnpj": "identifier:tax-id", "cuit": "identifier:tax-id", "инн": "identifier:ru-inn", "inn": "identifier:ru-inn", "iec": "identifier:in-iec", "npwp": "identifier:tax-id", "masothue": "identifier:tax-id", "eori": "identifier:eori",
	"统一社会信用代码": "identifier:cn-uscc", "社会信用代码": "identifier:cn-uscc", "taxnumber": "identifier:tax-id", "vat": "identifier:vat", "vatnumber": "identifier:vat",
}

// plainHeading is a heading by its letters and digits alone, in lower case and
// without accents: "Descripción" is "descripcion".
func plainHeading(h string) string {
	s := ingest.FoldHeading(norm.NFKC.String(h))
	for i := range len(s) {
		if s[i] >= 0x80 {
			return norm.NFC.String(strings.Map(func(r rune) rune {
				if unicode.Is(unicode.Mn, r) && r >= 0x300 && r < 0x370 {
					return -1
				}
				return r
			}, norm.NFD.String(s)))
		}
	}
	return s
}

// words are the headings of a line of spoken or spokenRoles, as plainHeading
// makes them.
func words(s string) []string {
	out := strings.Fields(s)
	for i := range out {
		out[i] = plainHeading(out[i])
	}
	return out
}
