package table

// usual are headings that are recognised without a map: what they are called,
// by letters and digits in lower case, and what they mean. Of several headings
// in one table with the same target the one that stands first here counts,
// except for parties, numbers and places, where the first that is filled does.
// implied is a second target that the heading settles, as a unit in its name.
var usual = []struct {
	heading, target string
	implied, value  string
}{
	// Ids: first those that are made for a line.
	{heading: "lineid", target: "id"}, {heading: "recordid", target: "id"}, {heading: "shipmentid", target: "id"},
	{heading: "declarationid", target: "id"}, {heading: "declarationnumber", target: "id"}, {heading: "entrynumber", target: "id"},
	{heading: "id", target: "id"}, {heading: "identifier", target: "id"},
	{heading: "billofladingnumber", target: "id"}, {heading: "billoflading", target: "id"}, {heading: "billofladingno", target: "id"},
	{heading: "blnumber", target: "id"}, {heading: "blno", target: "id"}, {heading: "bl", target: "id"}, {heading: "bol", target: "id"},
	{heading: "housebilloflading", target: "id"}, {heading: "housebol", target: "id"}, {heading: "housebolnumber", target: "id"}, {heading: "hawb", target: "id"},
	{heading: "airwaybill", target: "id"}, {heading: "airwaybillnumber", target: "id"}, {heading: "awb", target: "id"}, {heading: "awbnumber", target: "id"},
	{heading: "reference", target: "id"}, {heading: "referencenumber", target: "id"}, {heading: "提单号", target: "id"}, {heading: "报关单号", target: "id"},

	{heading: "masterbilloflading", target: "numbers:master_bill"}, {heading: "masterbol", target: "numbers:master_bill"},
	{heading: "masterbolnumber", target: "numbers:master_bill"}, {heading: "mawb", target: "numbers:master_bill"},
	{heading: "container", target: "numbers:container"}, {heading: "containernumber", target: "numbers:container"}, {heading: "containernumbers", target: "numbers:container"}, {heading: "containerno", target: "numbers:container"},
	{heading: "voyage", target: "numbers:voyage"}, {heading: "voyagenumber", target: "numbers:voyage"}, {heading: "flight", target: "numbers:voyage"}, {heading: "flightnumber", target: "numbers:voyage"},
	{heading: "marksnumbers", target: "numbers:marks"}, {heading: "marksandnumbers", target: "numbers:marks"},
	{heading: "license", target: "numbers:licence"}, {heading: "licence", target: "numbers:licence"}, {heading: "licensenumber", target: "numbers:licence"}, {heading: "licencenumber", target: "numbers:licence"},
	{heading: "poso", target: "numbers:order"}, {heading: "ponumber", target: "numbers:order"}, {heading: "ordernumber", target: "numbers:order"}, {heading: "invoicenumber", target: "numbers:invoice"}, {heading: "asndn", target: "numbers:notice"},

	{heading: "date", target: "date"}, {heading: "shipmentdate", target: "date"}, {heading: "shippingdate", target: "date"}, {heading: "shipdate", target: "date"},
	{heading: "arrivaldate", target: "date"}, {heading: "actualarrivaldate", target: "date"}, {heading: "estimatedarrivaldate", target: "date"}, {heading: "eta", target: "date"},
	{heading: "declarationdate", target: "date"}, {heading: "entrydate", target: "date"}, {heading: "importdate", target: "date"}, {heading: "exportdate", target: "date"},
	{heading: "departuredate", target: "date"}, {heading: "etd", target: "date"}, {heading: "deliveredtoclientdate", target: "date"}, {heading: "deliverydate", target: "date"},
	{heading: "scheduleddeliverydate", target: "date"}, {heading: "invoicedate", target: "date"}, {heading: "日期", target: "date"}, {heading: "申报日期", target: "date"},

	{heading: "mode", target: "mode"}, {heading: "shipmentmode", target: "mode"}, {heading: "modeoftransport", target: "mode"}, {heading: "modeoftransportation", target: "mode"}, {heading: "transportmode", target: "mode"},

	{heading: "productdescription", target: "goods"}, {heading: "goodsdescription", target: "goods"}, {heading: "descriptionofgoods", target: "goods"}, {heading: "commoditydescription", target: "goods"},
	{heading: "cargodescription", target: "goods"}, {heading: "itemdescription", target: "goods"}, {heading: "descriptiontext", target: "goods"}, {heading: "description", target: "goods"}, {heading: "goods", target: "goods"},
	{heading: "commodity", target: "goods"}, {heading: "product", target: "goods"}, {heading: "item", target: "goods"}, {heading: "cargo", target: "goods"}, {heading: "品名", target: "goods"}, {heading: "商品名称", target: "goods"}, {heading: "货物描述", target: "goods"},
	{heading: "hscode", target: "goods:hs"}, {heading: "hs", target: "goods:hs"}, {heading: "hscodes", target: "goods:hs"}, {heading: "hs6", target: "goods:hs"}, {heading: "hs6code", target: "goods:hs"}, {heading: "hts", target: "goods:hs"}, {heading: "htscode", target: "goods:hs"},
	{heading: "harmonizednumber", target: "goods:hs"}, {heading: "harmonizedcode", target: "goods:hs"}, {heading: "tariffcode", target: "goods:hs"}, {heading: "scheduleb", target: "goods:hs"}, {heading: "hs编码", target: "goods:hs"}, {heading: "商品编码", target: "goods:hs"},
	{heading: "quantity", target: "goods:quantity"}, {heading: "qty", target: "goods:quantity"}, {heading: "lineitemquantity", target: "goods:quantity"}, {heading: "manifestquantity", target: "goods:quantity"}, {heading: "piececount", target: "goods:quantity"}, {heading: "pieces", target: "goods:quantity"}, {heading: "数量", target: "goods:quantity"},
	{heading: "unit", target: "goods:unit"}, {heading: "quantityunit", target: "goods:unit"}, {heading: "unitofmeasure", target: "goods:unit"}, {heading: "uom", target: "goods:unit"}, {heading: "manifestunit", target: "goods:unit"}, {heading: "packagetype", target: "goods:unit"}, {heading: "单位", target: "goods:unit"},
	{heading: "value", target: "goods:value"}, {heading: "declaredvalue", target: "goods:value"}, {heading: "customsvalue", target: "goods:value"}, {heading: "invoicevalue", target: "goods:value"}, {heading: "totalvalue", target: "goods:value"},
	{heading: "valueusd", target: "goods:value", implied: "goods:currency", value: "USD"}, {heading: "declaredvalueusd", target: "goods:value", implied: "goods:currency", value: "USD"},
	{heading: "lineitemvalue", target: "goods:value"}, {heading: "itemprice", target: "goods:value"}, {heading: "harmonizedvalue", target: "goods:value"}, {heading: "amount", target: "goods:value"}, {heading: "金额", target: "goods:value"},
	{heading: "currency", target: "goods:currency"}, {heading: "currencycode", target: "goods:currency"},
	{heading: "grossweight", target: "goods:weight"}, {heading: "weight", target: "goods:weight"}, {heading: "netweight", target: "goods:weight"}, {heading: "netmass", target: "goods:weight"}, {heading: "毛重", target: "goods:weight"},
	{heading: "grossweightkg", target: "goods:weight", implied: "goods:weight_unit", value: "kg"}, {heading: "weightkg", target: "goods:weight", implied: "goods:weight_unit", value: "kg"}, {heading: "weightkilograms", target: "goods:weight", implied: "goods:weight_unit", value: "kg"},
	{heading: "weightunit", target: "goods:weight_unit"}, {heading: "grossweightunit", target: "goods:weight_unit"},
	{heading: "countryoforigin", target: "goods:origin"}, {heading: "origin", target: "goods:origin"}, {heading: "origincountry", target: "goods:origin"}, {heading: "原产国", target: "goods:origin"},
	{heading: "eccn", target: "goods:class"}, {heading: "controlclass", target: "goods:class"},

	{heading: "placeofreceipt", target: "route:receipt"},
	{heading: "portoflading", target: "route:loading"}, {heading: "portofloading", target: "route:loading"}, {heading: "foreignportoflading", target: "route:loading"}, {heading: "loadingport", target: "route:loading"}, {heading: "portofdeparture", target: "route:loading"}, {heading: "portofexport", target: "route:loading"}, {heading: "启运港", target: "route:loading"},
	{heading: "countryofdeparture", target: "route:loading:country"}, {heading: "countryofexport", target: "route:loading:country"}, {heading: "exportcountry", target: "route:loading:country"}, {heading: "departurecountry", target: "route:loading:country"},
	{heading: "transhipmentport", target: "route:transhipment"}, {heading: "transshipmentport", target: "route:transhipment"}, {heading: "portoftransshipment", target: "route:transhipment"}, {heading: "transitcountry", target: "route:transhipment:country"},
	{heading: "portofunlading", target: "route:unloading"}, {heading: "portofunloading", target: "route:unloading"}, {heading: "portofdischarge", target: "route:unloading"}, {heading: "dischargeport", target: "route:unloading"}, {heading: "portofentry", target: "route:unloading"}, {heading: "卸货港", target: "route:unloading"},
	{heading: "placeofdelivery", target: "route:delivery"}, {heading: "portofdestination", target: "route:destination"}, {heading: "finaldestination", target: "route:destination"}, {heading: "destination", target: "route:destination"}, {heading: "目的港", target: "route:destination"},
	{heading: "countryofdestination", target: "route:destination:country"}, {heading: "destinationcountry", target: "route:destination:country"}, {heading: "countryofultimatedestination", target: "route:destination:country"}, {heading: "country", target: "route:destination:country"}, {heading: "目的国", target: "route:destination:country"},
}

// roles are the words that headings begin with for each role; what follows the
// word says which part of the party stands there, by parts.
var roles = []struct{ word, role string }{
	{"ultimateconsignee", "ultimate-consignee"}, {"finalconsignee", "ultimate-consignee"}, {"intermediateconsignee", "consignee"},
	{"enduser", "end-user"}, {"consignee", "consignee"}, {"importer", "buyer"}, {"buyer", "buyer"}, {"purchaser", "buyer"}, {"customer", "buyer"}, {"soldto", "buyer"}, {"foreignprincipalparty", "buyer"},
	{"shipper", "shipper"}, {"shipperparty", "shipper"}, {"consignor", "shipper"}, {"exporter", "shipper"}, {"usppi", "shipper"},
	{"seller", "seller"}, {"vendor", "seller"}, {"supplier", "seller"}, {"notifyparty", "notify"}, {"notifyparty1", "notify"}, {"notifyparty2", "notify"}, {"notify", "notify"}, {"alsonotify", "notify"}, {"alsonotifyparty", "notify"},
	{"freightforwarder", "forwarder"}, {"forwarder", "forwarder"}, {"forwardingagent", "forwarder"}, {"declarant", "forwarder"}, {"broker", "forwarder"}, {"customsbroker", "forwarder"},
	{"carrier", "carrier"}, {"courier", "carrier"}, {"shippingline", "carrier"}, {"airline", "carrier"}, {"scac", "carrier"}, {"vessel", "vessel"}, {"ship", "vessel"},
	{"payer", "payer"}, {"manufacturer", "manufacturer"}, {"manufacturingsite", "manufacturer"}, {"producer", "manufacturer"}, {"factory", "manufacturer"}, {"site", "site"}, {"installationsite", "site"}, {"datacenter", "site"}, {"datacentre", "site"},
	{"发货人", "shipper"}, {"收货人", "consignee"}, {"通知人", "notify"}, {"通知方", "notify"}, {"最终用户", "end-user"}, {"承运人", "carrier"}, {"船名", "vessel"}, {"买方", "buyer"}, {"卖方", "seller"},
}

// parts are what may follow a role's word in a heading, and what it means.
var parts = map[string]string{
	"": "", "name": "", "company": "", "companyname": "", "partyname": "", "original": "", "名称": "",
	"address": "address", "fulladdress": "address", "addr": "address", "地址": "address",
	"address1": "street", "address2": "street", "address3": "street", "address4": "street", "addressline1": "street", "addressline2": "street", "street": "street",
	"city": "city", "state": "region", "stateprovince": "region", "province": "region", "region": "region",
	"zip": "postcode", "zipcode": "postcode", "postcode": "postcode", "postalcode": "postcode",
	"country": "country", "countrycode": "country", "国家": "country",
	"phone": "phone", "telephone": "phone", "tel": "phone", "email": "email", "contact": "contact", "contactname": "contact",
	"id": "identifier", "code": "identifier", "number": "identifier", "taxid": "identifier:tax-id", "lei": "identifier:lei", "uscc": "identifier:cn-uscc", "imo": "identifier:imo", "duns": "identifier:duns", "uei": "identifier:uei", "ref": "ref",
	"countryofresidence": "country", "flag": "country",
}
