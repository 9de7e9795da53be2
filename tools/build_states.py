"""Write musnad/lang/{ar,en}/states.toml: states with their names, capitals and adjectives.

Names come from Unicode CLDR through Babel (Unicode licence v3); capitals, press names and
adjectives are the hand tables below. Run: python tools/build_states.py
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel import Locale

LANG = Path(__file__).resolve().parent.parent / "musnad" / "lang"

# code | press name ("-": that of CLDR) | other names | capitals | adjectives ("-": by rule)
ARABIC = """
AD|-|-|-|-
AE|الإمارات|الإمارات العربية المتحدة,دولة الإمارات,دولة الإمارات العربية المتحدة|أبوظبي,أبو ظبي|إماراتي
AF|أفغانستان|-|كابول,كابل|أفغاني
AL|ألبانيا|-|تيرانا|ألباني
AM|أرمينيا|-|يريفان|أرميني,أرمني
AO|أنغولا|-|لواندا|أنغولي
AR|الأرجنتين|-|بوينس آيرس,بوينوس آيرس|أرجنتيني
AT|النمسا|-|فيينا|نمساوي
AU|أستراليا|-|كانبيرا,كانبرا|أسترالي
AZ|أذربيجان|-|باكو|أذربيجاني,أذري
BA|البوسنة والهرسك|البوسنة|سراييفو|بوسني
BD|بنغلاديش|بنغلادش|دكا|بنغلاديشي,بنغالي
BE|بلجيكا|-|-|بلجيكي
BF|بوركينا فاسو|-|واغادوغو|-
BG|بلغاريا|-|صوفيا|بلغاري
BH|البحرين|مملكة البحرين|المنامة|بحريني
BI|بوروندي|-|بوجمبورا|بوروندي
BJ|بنين|-|-|بنيني
BN|بروناي|-|-|-
BO|بوليفيا|-|لاباز|بوليفي
BR|البرازيل|-|برازيليا|برازيلي
BT|بوتان|-|-|-
BW|بوتسوانا|-|-|-
BY|بيلاروسيا|بيلاروس,روسيا البيضاء|مينسك|بيلاروسي
CA|كندا|-|أوتاوا|كندي
CD|الكونغو الديمقراطية|جمهورية الكونغو الديمقراطية|كينشاسا|كونغولي
CF|أفريقيا الوسطى|جمهورية أفريقيا الوسطى|بانغي|-
CG|الكونغو|الكونغو برازافيل|برازافيل|كونغولي
CH|سويسرا|-|برن|سويسري
CI|ساحل العاج|كوت ديفوار|-|إيفواري,عاجي
CL|تشيلي|شيلي|سانتياغو|تشيلي
CM|الكاميرون|-|ياوندي|كاميروني
CN|الصين|جمهورية الصين الشعبية|بكين,بيجين|صيني
CO|كولومبيا|-|بوغوتا|كولومبي
CR|كوستاريكا|-|-|كوستاريكي
CU|كوبا|-|هافانا|كوبي
CY|قبرص|-|نيقوسيا|قبرصي
CZ|التشيك|جمهورية التشيك|براغ|تشيكي
DE|ألمانيا|-|برلين|ألماني
DJ|جيبوتي|-|-|جيبوتي
DK|الدنمارك|الدانمرك,الدانمارك|كوبنهاغن,كوبنهاجن|دنماركي,دانماركي
DO|جمهورية الدومينيكان|-|-|دومينيكاني
DZ|الجزائر|-|-|جزائري
EC|الإكوادور|-|كيتو|إكوادوري
EE|إستونيا|أستونيا|تالين|إستوني,أستوني
EG|مصر|جمهورية مصر العربية|القاهرة|مصري
EH|الصحراء الغربية|-|-|صحراوي
ER|إريتريا|أريتريا|أسمرا,أسمرة|إريتري,أريتري
ES|إسبانيا|أسبانيا|مدريد|إسباني,أسباني
ET|إثيوبيا|أثيوبيا|أديس أبابا|إثيوبي,أثيوبي
FI|فنلندا|-|هلسنكي|فنلندي
FR|فرنسا|-|باريس|فرنسي
GA|الغابون|-|ليبرفيل|غابوني
GB|بريطانيا|المملكة المتحدة,إنجلترا,إنكلترا|لندن|بريطاني,إنجليزي
GE|جورجيا|-|تبليسي,تفليس|جورجي
GH|غانا|-|أكرا|غاني
GM|غامبيا|-|بانجول|غامبي
GN|غينيا|-|كوناكري|غيني
GR|اليونان|-|أثينا|يوناني
GT|غواتيمالا|-|-|غواتيمالي
HN|هندوراس|-|-|هندوراسي
HR|كرواتيا|-|زغرب|كرواتي
HT|هايتي|-|بور أو برانس|هايتي
HU|المجر|هنغاريا|بودابست|مجري,هنغاري
ID|إندونيسيا|أندونيسيا|جاكرتا|إندونيسي,أندونيسي
IE|أيرلندا|إيرلندا|دبلن|أيرلندي,إيرلندي
IL|إسرائيل|دولة الاحتلال|تل أبيب|إسرائيلي
IN|الهند|-|نيودلهي|هندي
IQ|العراق|جمهورية العراق|بغداد|عراقي
IR|إيران|الجمهورية الإسلامية الإيرانية|طهران|إيراني
IS|آيسلندا|أيسلندا|ريكيافيك|آيسلندي,أيسلندي
IT|إيطاليا|-|روما|إيطالي
JM|جامايكا|-|-|جامايكي
JO|الأردن|المملكة الأردنية الهاشمية|عمّان,عمان|أردني
JP|اليابان|-|طوكيو|ياباني
KE|كينيا|-|نيروبي|كيني
KG|قيرغيزستان|قرغيزستان|بشكيك|قيرغيزي,قرغيزي
KH|كمبوديا|-|بنوم بنه|كمبودي
KM|جزر القمر|-|موروني|قمري
KP|كوريا الشمالية|-|بيونغ يانغ,بيونغيانغ,بيونج يانج|كوري شمالي
KR|كوريا الجنوبية|-|سول,سيول|كوري جنوبي
KW|الكويت|دولة الكويت|-|كويتي
KZ|كازاخستان|كزاخستان|أستانا,نور سلطان|كازاخستاني,كازاخي
LA|لاوس|-|-|لاوسي
LB|لبنان|-|بيروت|لبناني
LK|سريلانكا|-|كولومبو|سريلانكي
LR|ليبيريا|-|مونروفيا|ليبيري
LT|ليتوانيا|-|فيلنيوس|ليتواني
LU|لوكسمبورغ|-|-|لوكسمبورغي
LV|لاتفيا|-|ريغا|لاتفي
LY|ليبيا|-|طرابلس|ليبي
MA|المغرب|المملكة المغربية|الرباط|مغربي
MD|مولدوفا|مولدافيا|كيشيناو|مولدوفي,مولدافي
ME|الجبل الأسود|مونتينيغرو|بودغوريتشا|-
MG|مدغشقر|-|-|مدغشقري
MK|مقدونيا الشمالية|مقدونيا|سكوبيه,سكوبيي|مقدوني
ML|مالي|-|باماكو|مالي
MM|ميانمار|بورما|نايبيداو|ميانماري,بورمي
MN|منغوليا|-|أولان باتور|منغولي
MR|موريتانيا|-|نواكشوط|موريتاني
MT|مالطا|-|فاليتا|مالطي
MU|موريشيوس|-|-|-
MV|المالديف|جزر المالديف|ماليه|مالديفي
MW|ملاوي|مالاوي|-|ملاوي
MX|المكسيك|-|مكسيكو|مكسيكي
MY|ماليزيا|-|كوالالمبور|ماليزي
MZ|موزمبيق|-|مابوتو|موزمبيقي
NA|ناميبيا|-|-|ناميبي
NE|النيجر|-|نيامي|نيجري
NG|نيجيريا|-|أبوجا|نيجيري
NI|نيكاراغوا|-|-|نيكاراغوي
NL|هولندا|-|أمستردام,لاهاي|هولندي
NO|النرويج|-|أوسلو|نرويجي
NP|نيبال|-|كاتماندو|نيبالي
NZ|نيوزيلندا|نيوزيلاندا|ولينغتون|نيوزيلندي
OM|سلطنة عمان|عُمان|مسقط|عماني
PA|بنما|-|-|بنمي
PE|بيرو|-|ليما|بيروفي
PH|الفلبين|الفيليبين|مانيلا|فلبيني,فيليبيني
PK|باكستان|-|إسلام أباد,إسلام آباد|باكستاني
PL|بولندا|-|وارسو|بولندي
PS|فلسطين|الأراضي الفلسطينية|رام الله|فلسطيني
PT|البرتغال|-|لشبونة|برتغالي
PY|باراغواي|-|-|باراغوياني
QA|قطر|دولة قطر|الدوحة|قطري
RO|رومانيا|-|بوخارست|روماني
RS|صربيا|-|بلغراد|صربي
RU|روسيا|روسيا الاتحادية,الاتحاد الروسي|موسكو|روسي
RW|رواندا|-|كيغالي|رواندي
SA|السعودية|المملكة العربية السعودية,المملكة|الرياض|سعودي
SC|سيشل|-|-|-
SD|السودان|-|الخرطوم|سوداني
SE|السويد|-|ستوكهولم|سويدي
SG|سنغافورة|-|-|سنغافوري
SI|سلوفينيا|-|ليوبليانا|سلوفيني
SK|سلوفاكيا|-|براتيسلافا|سلوفاكي
SL|سيراليون|-|فريتاون|سيراليوني
SN|السنغال|-|داكار|سنغالي
SO|الصومال|-|مقديشو|صومالي
SS|جنوب السودان|-|جوبا|-
SV|السلفادور|-|-|سلفادوري
SY|سوريا|سورية|دمشق|سوري
TD|تشاد|-|نجامينا,إنجمينا|تشادي
TG|توغو|-|لومي|توغولي
TH|تايلاند|تايلند|بانكوك|تايلاندي,تايلندي
TJ|طاجيكستان|-|دوشنبه|طاجيكي
TM|تركمانستان|-|عشق أباد|تركماني
TN|تونس|-|-|تونسي
TR|تركيا|-|أنقرة|تركي
TW|تايوان|-|تايبيه,تايبه|تايواني
TZ|تنزانيا|-|دودوما|تنزاني
UA|أوكرانيا|-|كييف|أوكراني
UG|أوغندا|-|كمبالا|أوغندي
US|الولايات المتحدة|الولايات المتحدة الأمريكية,الولايات المتحدة الأميركية,أمريكا,أميركا|واشنطن|أمريكي,أميركي
UY|أوروغواي|أورغواي|-|-
UZ|أوزبكستان|-|طشقند|أوزبكي
VA|الفاتيكان|-|-|-
VE|فنزويلا|-|كاراكاس,كراكاس|فنزويلي
VN|فيتنام|-|هانوي|فيتنامي
XK|كوسوفو|-|بريشتينا|كوسوفي
YE|اليمن|-|صنعاء|يمني
ZA|جنوب أفريقيا|جنوب إفريقيا|بريتوريا|جنوب أفريقي
ZM|زامبيا|-|لوساكا|زامبي
ZW|زيمبابوي|زمبابوي|هراري|-
"""


# The same columns; no adjective follows by rule here.
ENGLISH = """
AD|-|-|Andorra la Vella|Andorran
AE|United Arab Emirates|UAE,U.A.E.,Emirates|Abu Dhabi|Emirati
AF|-|-|Kabul|Afghan
AG|Antigua and Barbuda|Antigua|-|Antiguan
AL|-|-|Tirana|Albanian
AM|-|-|Yerevan|Armenian
AO|-|-|Luanda|Angolan
AR|-|-|Buenos Aires|Argentine,Argentinian,Argentinean
AT|-|-|Vienna|Austrian
AU|-|-|Canberra|Australian
AZ|-|-|Baku|Azerbaijani,Azeri
BA|Bosnia and Herzegovina|Bosnia,Bosnia-Herzegovina|Sarajevo|Bosnian
BB|-|-|Bridgetown|Barbadian
BD|-|-|Dhaka|Bangladeshi
BE|-|-|-|Belgian
BF|-|-|Ouagadougou|Burkinabe
BG|-|-|Sofia|Bulgarian
BH|-|-|Manama|Bahraini
BI|-|-|Bujumbura,Gitega|Burundian
BJ|-|-|Porto-Novo|Beninese
BN|-|-|-|Bruneian
BO|-|-|La Paz|Bolivian
BR|-|-|Brasilia,Brasília|Brazilian
BS|-|-|-|Bahamian
BT|-|-|Thimphu|Bhutanese
BW|-|-|Gaborone|Botswanan
BY|-|-|Minsk|Belarusian,Belarussian
BZ|-|-|Belmopan|Belizean
CA|-|-|Ottawa|Canadian
CD|Democratic Republic of Congo|Democratic Republic of the Congo,DRC,DR Congo,Congo|Kinshasa|Congolese
CF|-|-|Bangui|-
CG|Republic of Congo|Republic of the Congo,Congo-Brazzaville|Brazzaville|-
CH|-|-|Bern,Berne|Swiss
CI|Ivory Coast|Côte d'Ivoire|Yamoussoukro|Ivorian
CL|-|-|-|Chilean
CM|-|-|Yaounde,Yaoundé|Cameroonian
CN|-|People's Republic of China,PRC|Beijing,Peking|Chinese
CO|-|-|Bogota,Bogotá|Colombian
CR|-|-|-|Costa Rican
CU|-|-|Havana|Cuban
CV|Cape Verde|Cabo Verde|Praia|Cape Verdean
CY|-|-|Nicosia|Cypriot
CZ|Czech Republic|Czechia|Prague|Czech
DE|-|Federal Republic of Germany|Berlin|German
DJ|-|-|-|Djiboutian
DK|-|-|Copenhagen|Danish,Dane,Danes
DO|-|-|Santo Domingo|Dominican
DZ|-|-|Algiers|Algerian
EC|-|-|Quito|Ecuadorian,Ecuadorean
EE|-|-|Tallinn|Estonian
EG|-|-|Cairo|Egyptian
EH|-|-|-|Sahrawi
ER|-|-|Asmara|Eritrean
ES|-|-|Madrid|Spanish,Spaniard,Spaniards
ET|-|-|Addis Ababa|Ethiopian
FI|-|-|Helsinki|Finnish,Finn,Finns
FJ|-|-|Suva|Fijian
FR|-|-|Paris|French,Frenchman,Frenchwoman
GA|-|-|Libreville|Gabonese
GB|United Kingdom|UK,U.K.,Britain,Great Britain|London|British,Briton,Britons
GD|-|-|-|Grenadian
GE|-|-|Tbilisi|Georgian
GH|-|-|Accra|Ghanaian
GM|-|The Gambia|Banjul|Gambian
GN|-|-|Conakry|Guinean
GQ|-|-|Malabo|Equatoguinean
GR|-|-|Athens|Greek
GT|-|-|-|Guatemalan
GW|-|-|Bissau|-
GY|-|-|-|Guyanese
HN|-|-|Tegucigalpa|Honduran
HR|-|-|Zagreb|Croatian,Croat,Croats
HT|-|-|Port-au-Prince|Haitian
HU|-|-|Budapest|Hungarian
ID|-|-|Jakarta|Indonesian
IE|-|Republic of Ireland|Dublin|Irish,Irishman,Irishwoman
IL|-|-|Jerusalem,Tel Aviv|Israeli
IN|-|-|New Delhi,Delhi|Indian
IQ|-|-|Baghdad|Iraqi
IR|-|Islamic Republic of Iran,Islamic Republic|Tehran,Teheran|Iranian
IS|-|-|Reykjavik|Icelandic,Icelander,Icelanders
IT|-|-|Rome|Italian
JM|-|-|-|Jamaican
JO|-|-|Amman|Jordanian
JP|-|-|Tokyo|Japanese
KE|-|-|Nairobi|Kenyan
KG|-|-|Bishkek|Kyrgyz
KH|-|-|Phnom Penh|Cambodian
KM|-|-|Moroni|Comorian
KP|North Korea|DPRK,North|Pyongyang|North Korean
KR|South Korea|Republic of Korea,ROK,South|Seoul|South Korean
KW|-|-|-|Kuwaiti
KZ|-|-|Astana,Nur-Sultan|Kazakh,Kazakhstani
LA|-|-|Vientiane|Laotian,Lao
LB|-|-|Beirut|Lebanese
LI|-|-|Vaduz|-
LK|-|-|Colombo|Sri Lankan
LR|-|-|Monrovia|Liberian
LS|-|-|Maseru|Basotho
LT|-|-|Vilnius|Lithuanian
LU|-|-|-|Luxembourgish
LV|-|-|Riga|Latvian
LY|-|-|Tripoli|Libyan
MA|-|-|Rabat|Moroccan
MC|-|-|-|Monegasque
MD|-|-|Chisinau|Moldovan
ME|-|-|Podgorica|Montenegrin
MG|-|-|Antananarivo|Malagasy
MK|North Macedonia|Macedonia|Skopje|Macedonian,North Macedonian
ML|-|-|Bamako|Malian
MM|Myanmar|Burma|Naypyidaw,Naypyitaw|Burmese
MN|-|-|Ulaanbaatar,Ulan Bator|Mongolian
MR|-|-|Nouakchott|Mauritanian
MT|-|-|Valletta|Maltese
MU|-|-|Port Louis|Mauritian
MV|-|-|Male,Malé|Maldivian
MW|-|-|Lilongwe|Malawian
MX|-|-|Mexico City|Mexican
MY|-|-|Kuala Lumpur,Putrajaya|Malaysian
MZ|-|-|Maputo|Mozambican
NA|-|-|Windhoek|Namibian
NE|-|-|Niamey|Nigerien
NG|-|-|Abuja|Nigerian
NI|-|-|Managua|Nicaraguan
NL|-|Holland|Amsterdam,The Hague,Hague|Dutch,Dutchman,Dutchwoman
NO|-|-|Oslo|Norwegian
NP|-|-|Kathmandu|Nepali,Nepalese
NZ|-|-|Wellington|New Zealander,New Zealanders
OM|-|-|Muscat|Omani
PA|-|-|-|Panamanian
PE|-|-|Lima|Peruvian
PG|-|-|Port Moresby|Papuan
PH|-|-|Manila|Philippine,Filipino,Filipina,Filipinos
PK|-|-|Islamabad|Pakistani
PL|-|-|Warsaw|Polish,Pole,Poles
PS|Palestine|Palestinian Territories,State of Palestine|Ramallah|Palestinian
PT|-|-|Lisbon|Portuguese
PY|-|-|Asuncion,Asunción|Paraguayan
QA|-|-|Doha|Qatari
RO|-|-|Bucharest|Romanian
RS|-|-|Belgrade|Serbian,Serb,Serbs
RU|-|Russian Federation|Moscow|Russian
RW|-|-|Kigali|Rwandan
SA|-|Kingdom of Saudi Arabia|Riyadh|Saudi,Saudi Arabian
SB|-|-|Honiara|-
SC|-|-|-|Seychellois
SD|-|-|Khartoum|Sudanese
SE|-|-|Stockholm|Swedish,Swede,Swedes
SG|-|-|-|Singaporean
SI|-|-|Ljubljana|Slovenian,Slovene
SK|-|-|Bratislava|Slovak
SL|-|-|Freetown|Sierra Leonean
SM|-|-|-|Sammarinese
SN|-|-|Dakar|Senegalese
SO|-|-|Mogadishu|Somali
SR|-|-|Paramaribo|Surinamese
SS|-|-|Juba|South Sudanese
SV|-|-|-|Salvadoran,Salvadorean
SY|-|-|Damascus|Syrian
SZ|Eswatini|Swaziland|Mbabane|Swazi
TD|-|-|N'Djamena|Chadian
TG|-|-|Lome,Lomé|Togolese
TH|-|-|Bangkok|Thai
TJ|-|-|Dushanbe|Tajik,Tajikistani
TL|East Timor|Timor-Leste|Dili|Timorese
TM|-|-|Ashgabat|Turkmen
TN|-|-|Tunis|Tunisian
TO|-|-|Nuku'alofa|Tongan
TR|Turkey|Türkiye|Ankara|Turkish,Turk,Turks
TT|Trinidad and Tobago|Trinidad|-|Trinidadian
TW|-|-|Taipei|Taiwanese
TZ|-|-|Dodoma|Tanzanian
UA|-|-|Kyiv,Kiev|Ukrainian
UG|-|-|Kampala|Ugandan
US|United States|US,U.S.,USA,U.S.A.,United States of America,America|Washington|American,US,U.S.
UY|-|-|Montevideo|Uruguayan
UZ|-|-|Tashkent|Uzbek
VA|Vatican City|Holy See|-|-
VE|-|-|Caracas|Venezuelan
VN|-|-|Hanoi|Vietnamese
VU|-|-|Port Vila|-
WS|-|-|Apia|Samoan
XK|-|-|Pristina,Prishtina|Kosovan,Kosovar
YE|-|-|Sanaa,Sana'a|Yemeni
ZA|-|-|Pretoria|South African
ZM|-|-|Lusaka|Zambian
ZW|-|-|Harare|Zimbabwean
"""


def adjective(name: str) -> str:
    """The regular relative adjective of a one-word name: «فرنسا» gives «فرنسي»."""
    stem = name.removeprefix("ال")
    stem = re.sub(r"(?:يا|ا|ة|يه)$", "", stem)
    return stem if stem.endswith("ي") else stem + "ي"


def split(field: str) -> list[str]:
    """The parts of a comma-separated field; none for a dash."""
    return [] if field == "-" else [part.strip() for part in field.split(",")]


def quoted(words: list[str]) -> str:
    """A TOML array of basic strings."""
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def table(language: str, hand: str, *, by_rule: bool) -> str:
    """The file for one language: the hand table with the names of CLDR."""
    territories = Locale.parse(language).territories
    kind = "adjectives (masculine)" if by_rule else "adjectives"
    lines = [
        f"# States: the name that a capital resolves to, other names, capitals, {kind}.",
        "# By tools/build_states.py; names from Unicode CLDR (Unicode License v3), the rest by hand.",
        "",
        "[states]",
    ]
    for row in hand.strip().splitlines():
        code, press, others, capitals, adjectives = row.split("|")
        official = re.sub(r"\s*\(.*\)", "", territories[code]).replace("’", "'").replace("&", "and")
        name = official if press == "-" else press
        names = [n for n in dict.fromkeys([*split(others), official]) if n != name and " - " not in n]
        forms = split(adjectives) or ([adjective(name)] if by_rule and " " not in name else [])
        lines.append(
            f'{code} = {{ name = "{name}", names = {quoted(names)}, '
            f"capitals = {quoted(split(capitals))}, adjectives = {quoted(forms)} }}"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the files."""
    for language, hand in (("ar", ARABIC), ("en", ENGLISH)):
        content = table(language, hand, by_rule=language == "ar")
        (LANG / language / "states.toml").write_text(content, encoding="utf-8")
        sys.stdout.write(f"{language}: {len(content.splitlines()) - 4} states\n")


if __name__ == "__main__":
    main()
