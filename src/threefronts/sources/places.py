"""
Towns of Ukraine and around it for maps, in our spelling, Crimea in Ukraine.
"""

from pathlib import Path

import pandas as pd

from threefronts.sources.reading import counts, map_labels, read_upstream, require_unique
from threefronts.tables import TableError, load_table, read_manifest

TABLE = "shared/places"
SOURCE = "natural_earth"
FILE = Path("geo") / "ne_populated_places_ukraine_region.csv"
COLUMNS = ["name", "adm0name", "adm1name", "pop_max", "latitude", "longitude", "scalerank"]
SPELLED = "romanised from Ukrainian, as in shared/oblasts"
NAMES = {
    "Chernobyl": "Chornobyl",
    "Dzhankoy": "Dzhankoi",
    "Izmayil": "Izmail",
    "Kamyanets-Podilskyy": "Kamianets-Podilskyi",
    "Khmelnytskyy": "Khmelnytskyi",
    "Kiev": "Kyiv",
    "Kryvyy Rih": "Kryvyi Rih",
    "Kupyansk": "Kupiansk",
    "Lvov": "Lviv",
    "Makiyivka": "Makiivka",
    "Mykolayiv": "Mykolaiv",
    "Odessa": "Odesa",
    "Sevastapol": "Sevastopol",
    "Uzhgorod": "Uzhhorod",
    "Vinnytsya": "Vinnytsia",
    "Yevpatoriya": "Yevpatoria",
    "Zaporizhzhya": "Zaporizhzhia",
}
CRIMEA = "upstream writes Russia; the UN's General Assembly holds Crimea to be Ukraine's (68/262)"
KHERSON = "upstream's region is Crimea; the town lies in Kherson Oblast"
OBLASTS = {  # upstream's first-level name -> oblast
    "Cherkasy": "Cherkasy Oblast",
    "Chernihiv": "Chernihiv Oblast",
    "Chernivtsi": "Chernivtsi Oblast",
    "Crimea": "Crimea",
    "Dnipropetrovs'k": "Dnipropetrovsk Oblast",
    "Donets'k": "Donetsk Oblast",
    "Ivano-Frankivs'k": "Ivano-Frankivsk Oblast",
    "Kharkiv": "Kharkiv Oblast",
    "Khmel'nyts'kyy": "Khmelnytskyi Oblast",
    "Kiev": "Kyiv Oblast",
    "Kirovohrad": "Kirovohrad Oblast",
    "L'viv": "Lviv Oblast",
    "Luhans'k": "Luhansk Oblast",
    "Mykolayiv": "Mykolaiv Oblast",
    "Odessa": "Odesa Oblast",
    "Poltava": "Poltava Oblast",
    "Rivne": "Rivne Oblast",
    "Sumy": "Sumy Oblast",
    "Ternopil'": "Ternopil Oblast",
    "Transcarpathia": "Zakarpattia Oblast",
    "Vinnytsya": "Vinnytsia Oblast",
    "Volyn": "Volyn Oblast",
    "Zaporizhzhya": "Zaporizhzhia Oblast",
    "Zhytomyr": "Zhytomyr Oblast",
}
# Places of the claims that Natural Earth lacks: name, region, latitude, longitude, population, row upstream.
ADDED_SOURCE = "dadata_cities"
ADDED = [
    ("Moscow", "Moscow", 55.7540471, 37.620405, 11514330, "г Москва"),
    ("Balashikha", "Moscow Oblast", 55.796389, 37.938283, 215353, "Московская обл, г Балашиха"),
    ("Yelabuga", "Tatarstan", 55.7567107, 52.0543794, 70750, "Респ Татарстан, г Елабуга"),
]
ADDED_NOTE = "not among upstream's places; coordinates from a list of Russia's cities"


def build(upstream: Path) -> pd.DataFrame:
    """
    Return the rows of ``shared/places``.

    Args:
        upstream: The folder that holds ``geo/``.

    Raises:
        TableError: The file is missing or damaged, a place stands twice, or a region of Ukraine is not known.
    """
    rows = read_upstream(upstream / FILE, COLUMNS)
    require_unique(rows, ["name", "adm1name", "adm0name"])
    in_crimea = rows["adm1name"].eq("Crimea") & rows["adm0name"].eq("Russia")
    in_kherson = rows["name"].eq("Kherson")
    country = rows["adm0name"].mask(in_crimea, "Ukraine")
    home = rows["adm1name"][country.eq("Ukraine")]
    region = map_labels(home, OBLASTS, "OBLASTS in sources/places.py").reindex(rows.index)
    region = region.fillna(rows["adm1name"])
    region = region.mask(in_kherson, "Kherson Oblast")
    reason = rows["name"].map(dict.fromkeys(NAMES, SPELLED)).where(country.eq("Ukraine"))
    table = pd.DataFrame(
        {
            "place": rows["name"].replace(NAMES).where(country.eq("Ukraine"), rows["name"]),
            "country": country,
            "region": region,
            "oblast_id": _oblast_ids(region.where(country.eq("Ukraine"))),
            "latitude": _degrees(rows["latitude"], 90),
            "longitude": _degrees(rows["longitude"], 180),
            "population": counts(rows["pop_max"]).astype("float64").replace(0.0, float("nan")),
            "scale_rank": counts(rows["scalerank"]),
            "name_upstream": rows["name"],
            "country_upstream": rows["adm0name"],
            "override_reason": _joined(
                reason, in_crimea.map({True: CRIMEA}), in_kherson.map({True: KHERSON})
            ),
            "source_id": SOURCE,
            "locator": "row " + rows["name"],
        }
    )
    return pd.concat([table, _added()])[list(read_manifest(TABLE).fields)]


def _added() -> pd.DataFrame:
    names = ["place", "region", "latitude", "longitude", "population", "name_upstream"]
    table = pd.DataFrame(ADDED, columns=names)
    return table.assign(
        country="Russia",
        country_upstream="Россия",
        override_reason=ADDED_NOTE,
        source_id=ADDED_SOURCE,
        locator="row " + table["name_upstream"],
    ).set_index(pd.Index([f"ADDED in sources/places.py, row {row}" for row in range(len(table))]))


def _oblast_ids(regions: pd.Series) -> pd.Series:
    oblasts = load_table("shared/oblasts").set_index("oblast")["oblast_id"]
    ids = regions.map(oblasts)
    lost = regions[regions.notna() & ids.isna()]
    if not lost.empty:
        raise TableError(
            f"{lost.index[0]}, column adm1name: {lost.iloc[0]!r}: is no oblast of shared/oblasts"
        )
    return ids


def _degrees(cells: pd.Series, limit: int) -> pd.Series:
    degrees = pd.to_numeric(cells, errors="coerce").round(4)
    bad = (degrees.isna() | (degrees.abs() > limit)).to_numpy()
    if bad.any():
        place = cells.index[int(bad.argmax())]
        raise TableError(f"{place}, column {cells.name}: {cells[place]!r}: must be degrees up to {limit}")
    return degrees


def _joined(*reasons: pd.Series) -> pd.Series:
    told = pd.concat(reasons, axis=1)
    text = told.apply(lambda row: "; ".join(row.dropna()), axis=1)
    return text.mask(text.eq(""), None)
