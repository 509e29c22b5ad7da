"""Names and codes of the invented place. None belongs to a real area; a test compares them with the real look-ups.

The invented boroughs lie on the Dogger Bank, in the North Sea: a map of Britain has nothing there to mistake them for.
Codes keep the official pattern, so that every reading rule applies to them, and begin with a
letter that no country has.
"""

from __future__ import annotations

FORCE = ("X23000001", "Doggerland Police")
TRANSPORT_POLICE = "British Transport Police"

MAIN_BOROUGH = "Frithholm"
PEER_BOROUGHS = (
    "Saltmere",
    "Eelbury",
    "Tidewick",
    "Marramby",
    "Sandhythe",
    "Gullwick",
    "Wrackham",
    "Kelpstow",
    "Samphirton",
    "Herringate",
    "Ternholm",
    "Brinecaster",
    "Oysterby",
    "Sealstrand",
)

MAIN_WARDS = (
    "Market Cross",
    "Guildhall",
    "Station Quarter",
    "Corn Exchange",
    "Abbey Gate",
    "Ropewalk",
    "Weavers Field",
    "St Ebba's",
    "Lockhouse",
    "Tannery Park",
    "Kingsmere",
    "Beacon Hill",
    "Mill Road",
    "Hollin Bank",
    "Northfield",
    "Applegarth",
    "Ferry Lane",
    "Long Meadow",
    "Windmill Rise",
    "Outer Marsh",
)
"""From the town centre outwards."""

WARD_STEMS = (
    "Alder",
    "Barrow",
    "Chapel",
    "Dyke",
    "Elm",
    "Fen",
    "Grange",
    "Heron",
    "Ivy",
    "Juniper",
    "Kiln",
    "Larch",
    "Meadow",
    "Nettle",
)
WARD_ENDINGS = (
    "Gate",
    "Green",
    "Cross",
    "Heath",
    "Park",
    "Bridge",
    "Fields",
    "End",
    "Vale",
    "Corner",
    "Mount",
    "Lodge",
)

STREET_STEMS = """
Acorn Anchor Apple Arbour Ash Bakers Barley Barn Beacon Beech Bell Birch Bishop Bracken Bramble Brewery
Brook Cable Canal Candle Carver Castle Cedar Chalk Chandler Cherry Clover Cobbler Cooper Copper Coral
Cornfield Crane Crown Curlew Cypress Dairy Dock Dove Drover Dyer Eagle Elder Falcon Farrier Ferry Fern
Fiddler Finch Fletcher Forge Foundry Fox Friar Fuller Garden Garland Glover Goose Granary Grove Hare Harp
Harvest Hawthorn Hazel Heath Heron Holly Honey Hop Jasmine Keel Kestrel Kiln Lantern Lark Laurel Lavender
Lime Linden Linnet Lock Loom Magpie Mallow Malt Maple Mason Mead Mercer Mill Mint Moat Myrtle Nightingale
Oak Orchard Osier Otter Paddock Partridge Pear Pelican Pilot Pine Plover Poplar Potter Primrose Priory
Quarry Quay Quill Reed Robin Rope Rose Rowan Rush Sadler Saffron Sail Shepherd Silver Smithy Sorrel Spindle
Spruce Starling Sycamore Tailor Tanner Thatch Thistle Thorn Tulip Turner Vine Violet Walnut Warren Weaver
Well Wharf Wheat Willow Wren Yarrow Yew
"""
STREET_KINDS = (
    "Street",
    "Road",
    "Lane",
    "Avenue",
    "Close",
    "Place",
    "Gardens",
    "Terrace",
    "Mews",
    "Way",
    "Row",
    "Walk",
    "Court",
    "Hill",
    "Square",
)

PLACES_OF_KIND = (
    "Nightclub",
    "Shopping Area",
    "Supermarket",
    "Parking Area",
    "Petrol Station",
    "Hospital",
    "Police Station",
    "Park/open Space",
    "Theatre/concert Hall",
    "Further/higher Educational Building",
)
"""Map points that stand for a kind of place and not a street, as data.police.uk names them."""

MAIN_STATIONS = (
    "Frithholm Central (station)",
    "Corn Exchange (station)",
    "Abbey Gate (station)",
    "Northfield (station)",
)


def code(kind: str, number: int) -> str:
    """Return the invented code of an area: ``kind`` is 01, 02, 05, 09 or 22, numbers run from 1."""
    return f"X{kind}{number:06d}"
