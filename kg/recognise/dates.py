import re
from kg.records import Period
def periods(text,issued,start=0,end=None):
    out=[]; y=issued[:4] if issued else ""
    for m in re.finditer(r"(到|至|截至|自)?(?:(\d{4})年(?:第?([一二三四])季度)?)?(?:(\d{1,2})月(?:(\d{1,2})日)?)?|去年|今年|近日|日前",text[start:end]):
        if not m[0]: continue
        s,e=m.start()+start,m.end()+start
        kind={"到":"by","至":"by","截至":"asof","自":"since"}.get(m[1],"at")
        if m[0] in("近日","日前"): kind="recent"; v=issued[:7]
        elif m[0]=="去年": v=str(int(y)-1) if y else ""
        elif m[0]=="今年": v=y
        elif m[2] or m[4]:
            yy=m[2] or y
            v=yy
            if m[3]: v+="-Q"+str("一二三四".index(m[3])+1)
            elif m[4]: v+=f"-{int(m[4]):02d}"+(f"-{int(m[5]):02d}" if m[5] else "")
        else: continue
        if v: out.append(Period(s,e,v,m[0],kind))
    return out
