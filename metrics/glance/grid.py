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
