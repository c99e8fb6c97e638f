import re
from dataclasses import dataclass
from decimal import Decimal
from kg.records import Quantity
@dataclass(frozen=True, slots=True)
class Unit:
    surface: str
    unit: str
    factor: Decimal
    term: str
    KEY=("surface",)
NUM=r"\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?"
U={"亿元":("CNY",10**8),"万元":("CNY",10**4),"元":("CNY",1),"亿美元":("USD",10**8),"%":("%",1),"个百分点":("百分点",1),"亩":("亩",1),"平方公里":("km2",1),"平方米":("m2",1),"公里":("km",1),"米":("m",1),"立方米":("m3",1),"吨":("t",1),"GW":("GW",1),"GWh":("GWh",1),"人次":("人次",1),"余名":("人",1),"名":("人",1),"人":("人",1),"个月":("月",1),"年":("年",1),"天":("天",1),"分钟":("分钟",1),"小时":("小时",1),"分":("分",1),"倍":("倍",1)}
for c in "个户家项条件台套辆片颗架栋座所处类期起笔次尾列":U[c]=(c,1)
units="|".join(sorted(U,key=len,reverse=True))
R=re.compile(rf"(?P<b>超过|超|突破|逾|不低于|至少|约|近|接近|最高|不超过)?(?P<n>{NUM})(?:(?P<r>[—\-~至])(?P<n2>{NUM}))?(?P<s>万亿|亿|万|千)?(?P<y>余|多)?(?P<u>{units})(?P<a>以上|以内|以下|左右)?")
def quantities(text,start=0,end=None):
    out=[]
    for m in R.finditer(text,start,len(text) if end is None else end):
        u,f=U[m['u']]; s={None:1,"万":10**4,"亿":10**8,"万亿":10**12,"千":1000}[m['s']]
        v=Decimal(m['n'].replace(',',''))*s*f
        if m['u']=='年' and 1900<v<2100: continue
        b=(m['b'] or '')+(m['a'] or '')+(m['y'] or '')
        c="atLeast" if any(w in b for w in("超","突破","逾","不低","至少","以上","余","多")) else "atMost" if any(w in b for w in ("最高","不超过","以内","以下")) else "approximately" if b else "exactly"
        if "不超过" in b: c="atMost"
        lo=hi=None; val=v
        if m['n2']: lo,hi,val,c=v,Decimal(m['n2'].replace(',',''))*s*f,None,"between"
        elif c=="exactly": lo=hi=v
        elif c=="atLeast": lo=v
        elif c=="atMost": hi=v
        out.append(Quantity(m.start(),m.end(),val,lo,hi,u,c,m[0],"",(m.start('n'),m.end('u'))))
    return out
