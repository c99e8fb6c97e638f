"""Make kg/data/coordinates.csv from the PyPI package cpca: where the seat of each division of divisions.csv lies.

    pip download --no-deps cpca==0.5.5
    python scripts/make_coordinates.py cpca-0.5.5-py3-none-any.whl

Degrees, WGS-84 or GCJ-02 (the package does not say; they differ by some hundred metres), to three decimals. Divisions
that the package does not know have no row.
"""

import argparse
import csv
import io
import zipfile
from pathlib import Path

DATA = Path(__file__).parent.parent / "kg" / "data"
NOTE = "# Seats of administrative divisions, degrees. Made by scripts/make_coordinates.py from PyPI cpca 0.5.5 (MIT).\n"


def main() -> int:
    """Write the table from the wheel named."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("wheel", type=Path)
    with zipfile.ZipFile(ask.parse_args().wheel) as wheel:
        given = csv.DictReader(io.StringIO(wheel.read("cpca/resources/adcodes.csv").decode("utf-8-sig")))
        places = {row["adcode"][:6]: row for row in given if row["adcode"][6:] == "000000" and row["longitude"]}
    lines = (DATA / "divisions.csv").read_text(encoding="utf-8").splitlines()
    codes = [row["code"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))]
    with (DATA / "coordinates.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(NOTE)
        table = csv.writer(out, lineterminator="\n")
        table.writerow(("code", "longitude", "latitude"))
        for code in codes:
            if place := places.get(code):
                table.writerow((code, *(round(float(place[axis]), 3) for axis in ("longitude", "latitude"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
