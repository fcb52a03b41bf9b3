"""Names of industries and regions, in English and Chinese.

Industries are coded by section and division of ISIC Rev.4 (United Nations, 2008); the names here are short ones of our own, made to
fit a table cell, not the classification's text. Names of countries come from CLDR (through Babel); of the subdivisions of ISO 3166-2
only those of China are known by name, because that is where most of our readers are: any other is shown by its code.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assess.method.text import Text

_INDUSTRIES = """
A|Agriculture, forestry and fishing|农、林、渔业
A01|Crops and animals|农牧业
A02|Forestry|林业
A03|Fishing and aquaculture|渔业
B|Mining and quarrying|采矿业
B05|Coal mining|煤炭开采
B06|Oil and gas extraction|石油和天然气开采
B07|Metal ores|金属矿采选
B08|Other mining|其他采矿
B09|Mining support|采矿支持服务
C|Manufacturing|制造业
C10|Food|食品制造
C11|Beverages|饮料制造
C12|Tobacco|烟草制品
C13|Textiles|纺织
C14|Clothing|服装
C15|Leather and footwear|皮革和制鞋
C16|Wood products|木材加工
C17|Paper|造纸和纸制品
C18|Printing|印刷
C19|Coke and refined petroleum|炼焦和石油加工
C20|Chemicals|化学品制造
C21|Pharmaceuticals|医药制造
C22|Rubber and plastics|橡胶和塑料制品
C23|Glass, cement and other minerals|非金属矿物制品
C24|Basic metals|金属冶炼
C25|Metal products|金属制品
C26|Computers, electronics and optics|计算机、电子和光学产品
C27|Electrical equipment|电气设备
C28|Machinery|机械设备
C29|Motor vehicles|汽车制造
C30|Other transport equipment|其他运输设备
C31|Furniture|家具制造
C32|Other manufacturing|其他制造
C33|Repair and installation of machinery|机械设备修理和安装
D|Electricity, gas and heat|电力、燃气和热力供应
D35|Electricity, gas and heat|电力、燃气和热力供应
E|Water, sewerage and waste|水的供应、污水和废物处理
E36|Water supply|供水
E37|Sewerage|污水处理
E38|Waste and recycling|废物处理和回收
E39|Remediation|环境修复
F|Construction|建筑业
F41|Buildings|房屋建筑
F42|Civil engineering|土木工程
F43|Specialised construction|专业施工
G|Wholesale and retail trade|批发和零售业
G45|Trade and repair of vehicles|机动车销售和维修
G46|Wholesale trade|批发
G47|Retail trade|零售
H|Transport and storage|运输和仓储业
H49|Land transport|陆路运输
H50|Water transport|水上运输
H51|Air transport|航空运输
H52|Warehousing and transport support|仓储和运输辅助
H53|Post and courier services|邮政和快递
I|Accommodation and food service|住宿和餐饮业
I55|Accommodation|住宿
I56|Food and beverage service|餐饮
J|Information and communication|信息和通信业
J58|Publishing|出版
J59|Film, television and music|影视和音乐
J60|Broadcasting|广播电视
J61|Telecommunications|电信
J62|Software and IT services|软件和信息技术服务
J63|Information services|信息服务
K|Finance and insurance|金融和保险业
K64|Banking and finance|银行和金融服务
K65|Insurance and pensions|保险和养老金
K66|Services to finance and insurance|金融和保险辅助服务
L|Real estate|房地产业
L68|Real estate|房地产
M|Professional and technical services|专业和技术服务业
M69|Legal and accounting services|法律和会计
M70|Head offices and management consulting|企业总部和管理咨询
M71|Architecture and engineering|建筑设计和工程
M72|Research and development|研究和开发
M73|Advertising and market research|广告和市场调研
M74|Other professional services|其他专业服务
M75|Veterinary services|兽医服务
N|Administrative and support services|行政和支持服务业
N77|Rental and leasing|租赁
N78|Employment services|人力资源服务
N79|Travel agencies|旅行社
N80|Security and investigation|安保和调查
N81|Buildings and landscape services|物业和园林服务
N82|Office and business support|办公和商务支持
O|Public administration|公共管理
O84|Public administration and defence|公共管理和国防
P|Education|教育
P85|Education|教育
Q|Health and social work|卫生和社会工作
Q86|Health care|卫生
Q87|Residential care|住宿照护
Q88|Social work|社会工作
R|Arts, entertainment and recreation|文化、体育和娱乐业
R90|Creative arts|创作和演艺
R91|Libraries and museums|图书馆和博物馆
R92|Gambling|博彩
R93|Sports and recreation|体育和休闲
S|Other services|其他服务业
S94|Membership organisations|社会团体
S95|Repair of household goods|日用品和计算机维修
S96|Personal services|个人服务
T|Households as employers|家庭雇佣
T97|Domestic personnel|家政雇佣
T98|Own production of households|家庭自给生产
U|International organisations|国际组织
U99|International organisations|国际组织
"""

_CHINA = """
AH|Anhui|安徽
BJ|Beijing|北京
CQ|Chongqing|重庆
FJ|Fujian|福建
GD|Guangdong|广东
GS|Gansu|甘肃
GX|Guangxi|广西
GZ|Guizhou|贵州
HA|Henan|河南
HB|Hubei|湖北
HE|Hebei|河北
HI|Hainan|海南
HL|Heilongjiang|黑龙江
HN|Hunan|湖南
JL|Jilin|吉林
JS|Jiangsu|江苏
JX|Jiangxi|江西
LN|Liaoning|辽宁
NM|Inner Mongolia|内蒙古
NX|Ningxia|宁夏
QH|Qinghai|青海
SC|Sichuan|四川
SD|Shandong|山东
SH|Shanghai|上海
SN|Shaanxi|陕西
SX|Shanxi|山西
TJ|Tianjin|天津
XJ|Xinjiang|新疆
XZ|Tibet|西藏
YN|Yunnan|云南
ZJ|Zhejiang|浙江
"""


def _table(lines: str) -> dict[str, Text]:
    rows = (line.split("|") for line in lines.strip().splitlines())
    return {code: Text.of({"en": english, "zh_Hans": chinese}) for code, english, chinese in rows}


@lru_cache(maxsize=1)
def industries() -> dict[str, Text]:
    """Return the names of all ISIC Rev.4 sections (``K``) and divisions (``K64``) by code."""
    return _table(_INDUSTRIES)


def industry(code: str) -> Text:
    """Return the name of a section (``K``), a division (``K64`` or ``64``), or an empty text when the code is none."""
    names = industries()
    if re.fullmatch(r"\d\d", code):
        return next((text for known, text in names.items() if known[1:] == code), Text())
    return names.get(code, Text())


@lru_cache(maxsize=1)
def china() -> dict[str, Text]:
    """Return the names of the parts of China by the second half of their codes (``SH``)."""
    return _table(_CHINA)


def subdivision(code: str) -> Text:
    """Return the name of an ISO 3166-2 subdivision (``CN-SH``), or an empty text when only its code is known."""
    country, _, rest = code.partition("-")
    return china().get(rest, Text()) if country == "CN" else Text()
