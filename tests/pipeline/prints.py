"""A press release, its reprints and a report of its own, as files hold them; places and firms are invented."""

BODY = (
    "6月3日,德阳市举行重大项目集中签约仪式,共签约项目18个,总投资{total}亿元。其中,制造业项目11个、投资120亿元,"
    "现代服务业项目7个、投资40亿元。宏远航空零部件项目选址德阳高新区,由宏远精工集团投资建设,总投资{cost}亿元,占地300亩,"
    "预计2026年下半年投产。宏远精工集团负责人表示,项目达产后年产值可达30亿元。"
)  # fmt: skip
RELEASE = BODY.format(total=160, cost=22)
OWN = (
    "走进德阳高新区,推土机正在平整场地。宏远航空零部件项目的工地就在路的尽头,宏远精工集团为它准备了22亿元总投资。"
    "德阳高新区经济发展局介绍,园区今年还要引进航空企业9家。"
)  # fmt: skip


def article(body, title="德阳集中签约18个项目", day="2025-06-04"):
    return f"{title}\n{body}\n{day}\n"


FIVE = [
    article(RELEASE),
    article(f"来源:蜀中商报\n{RELEASE}\n责任编辑:小秦", "18个项目落户德阳", "2025-06-05"),
    article(RELEASE, "德阳:制造业项目唱主角", "2025-06-05"),
    article(f"{RELEASE}(完)", "集中签约!德阳这样干", "2025-06-06"),
    article(RELEASE[: RELEASE.index("宏远精工集团负责人")], "德阳签约一览", "2025-06-07"),
]
