"""Where each of the 43 forces stands on the map of tiles: made by hand, north at the top."""

ROWS = (
    ("", "", "", "", "", "northumbria", "", ""),
    ("", "", "", "cumbria", "durham", "cleveland", "", ""),
    ("", "", "", "lancashire", "north-yorkshire", "humberside", "", ""),
    ("", "", "merseyside", "greater-manchester", "west-yorkshire", "south-yorkshire", "", ""),
    (
        *("", "north-wales", "cheshire", "staffordshire"),
        *("derbyshire", "nottinghamshire", "lincolnshire", ""),
    ),
    (
        *("", "dyfed-powys", "west-mercia", "west-midlands"),
        *("leicestershire", "northamptonshire", "cambridgeshire", "norfolk"),
    ),
    (
        *("south-wales", "gwent", "gloucestershire", "warwickshire"),
        *("thames-valley", "bedfordshire", "hertfordshire", "suffolk"),
    ),
    (
        *("", "", "avon-and-somerset", "wiltshire"),
        *("surrey", "metropolitan-police", "city-of-london", "essex"),
    ),
    ("", "devon-and-cornwall", "dorset", "hampshire", "sussex", "kent", "", ""),
)
PLACES = {
    code: (column, row)
    for row, codes in enumerate(ROWS)
    for column, code in enumerate(codes)
    if code
}
# Names for a tile on a phone, of seven letters at most, where the name itself is longer.
SHORT = {
    "avon-and-somerset": "Avon",
    "bedfordshire": "Beds",
    "cambridgeshire": "Cambs",
    "cheshire": "Ches",
    "city-of-london": "City",
    "cleveland": "Clevel",
    "derbyshire": "Derbys",
    "devon-and-cornwall": "Devon",
    "dyfed-powys": "Dyfed",
    "gloucestershire": "Glos",
    "greater-manchester": "GMP",
    "hampshire": "Hants",
    "hertfordshire": "Herts",
    "humberside": "Humber",
    "lancashire": "Lancs",
    "leicestershire": "Leics",
    "lincolnshire": "Lincs",
    "merseyside": "Mersey",
    "metropolitan-police": "Met",
    "north-wales": "N Wales",
    "north-yorkshire": "N Yorks",
    "northamptonshire": "Nhants",
    "northumbria": "Numbria",
    "nottinghamshire": "Notts",
    "south-wales": "S Wales",
    "south-yorkshire": "S Yorks",
    "staffordshire": "Staffs",
    "thames-valley": "Thames",
    "warwickshire": "Warks",
    "west-mercia": "W Merc",
    "west-midlands": "W Mids",
    "west-yorkshire": "W Yorks",
    "wiltshire": "Wilts",
}
