"""The goods of planted cases: strategic ones as they are declared, and ordinary names that covered them.

Codes are of HS 2022. CAS numbers and subheadings: CWC Annex on Chemicals and Regulation (EU) 2021/821 Annex I, entries
1C350 and 1C450; the other goods: published cases, see `kinds`. The CAS numbers of `SLIPS` have a wrong check digit on
purpose.
"""

from __future__ import annotations

from stce_rules.generator.goods import Goods, wordings

__all__ = [
    "ALUMINIUM_TUBES",
    "AUTOCLAVE",
    "BELLOWS_VALVES",
    "CARBON_FIBRE",
    "CENTRIFUGE_PARTS",
    "CHANGERS",
    "CHIPS",
    "COMMERCIAL_LATHE",
    "DMMP",
    "FERTILISER",
    "ISOPROPANOL",
    "LEAD_PIPES",
    "MACHINES",
    "MARAGING",
    "MEASURING_MACHINE",
    "PRECURSORS",
    "RIOT_AGENT",
    "SLIPS",
    "SMALL_LOTS",
    "SPARK_GAPS",
    "THIODIGLYCOL",
    "THIODIGLYCOL_IN_BULK",
    "TRANSDUCERS",
    "UNDERSTATED",
    "VAGUE_CHIPS",
    "WEAK_MIXTURES",
]


def _goods(
    group: str,
    hs: str,
    price: tuple[int, int],
    mass: tuple[int, int],
    *said: str,
    piece: int | None = None,
    percent: tuple[int, int] | None = None,
    cas: tuple[str, ...] = (),
) -> Goods:
    return Goods(group, hs, price, mass, wordings("||".join(said)), piece=piece, percent=percent, cas=cas)


def _chemical(hs: str, cas: str, name: str, low: int = 200, high: int = 9000, *, boxed: bool = False) -> Goods:
    said = (
        f"{name}, CAS {cas}, {{#2-80}} drums",
        f"{name} {{98|99|99.5}} %, CAS-No. {cas}",
        f"{name} (CAS {cas}), industrial grade",
        f"{name}, techn., CAS-Nr. {cas}",
        f"{cas} {name}, IBC",
    )
    return _goods("chemical", hs, (2, 9), (low, high), *said, cas=(cas,) if boxed else ())


def _mixture(hs: str, percent: tuple[int, int], *said: str) -> Goods:
    return _goods("chemical", hs, (2, 9), (200, 9000), *said, percent=percent)


def _chip(hs: str, low: int, high: int, *said: str) -> Goods:
    return _goods("electronics", hs, (low, high), (1, 90), *said)


THIODIGLYCOL = _chemical("293070", "111-48-8", "thiodiglycol")
THIODIGLYCOL_IN_BULK = _chemical("293070", "111-48-8", "thiodiglycol", 9000, 26000)
DMMP = _chemical("293141", "756-79-6", "dimethyl methylphosphonate", boxed=True)
PRECURSORS = (
    THIODIGLYCOL,
    _chemical("281212", "10025-87-3", "phosphorus oxychloride"),
    _chemical("281217", "7719-09-7", "thionyl chloride"),
    _chemical("281213", "7719-12-2", "phosphorus trichloride"),
    _chemical("292021", "868-85-9", "dimethyl phosphite"),
    _chemical("292023", "121-45-9", "trimethyl phosphite", boxed=True),
    _chemical("283711", "143-33-9", "sodium cyanide"),
    _chemical("282619", "7789-23-3", "potassium fluoride"),
    _chemical("282619", "7681-49-4", "sodium fluoride"),
    _chemical("283010", "1313-82-2", "sodium sulphide"),
    _chemical("292215", "102-71-6", "triethanolamine"),
    _chemical("290519", "464-07-3", "pinacolyl alcohol", 5, 300),
    DMMP,
)
SLIPS = (
    _chemical("293070", "111-48-9", "glycol product"),
    _chemical("281217", "7719-09-1", "chlorinating agent"),
    _chemical("382499", "756-79-5", "flame retardant additive", boxed=True),
)
SMALL_LOTS = (
    _chemical("281217", "7719-09-7", "thionyl chloride", 18, 29),
    _chemical("292215", "102-71-6", "TEA", 18, 29),
)
ISOPROPANOL = _chemical("290512", "67-63-0", "isopropanol", 15000, 26000)
RIOT_AGENT = _chemical("292690", "2698-41-1", "o-chlorobenzylidenemalononitrile", 500, 3000)
WEAK_MIXTURES = (
    _mixture("340290", (3, 20), "Cleaning preparation with {%} % triethanolamine, CAS 102-71-6"),
    _mixture("382499", (5, 29), "Textile auxiliary, contains {%} % thiodiglycol (CAS 111-48-8)"),
    _mixture("382499", (2, 9), "Flame retardant, DMMP {%} %, CAS 756-79-6, in water"),
)
UNDERSTATED = (
    _mixture("293070", (5, 25), "Thiodiglycol 98 % min., CAS 111-48-8, drums of 200 kg"),
    _mixture("281217", (10, 30), "Thionyl chloride, purity 99 %, CAS 7719-09-7"),
)
FERTILISER = _goods(
    "chemical", "310210", (1, 1), (80000, 160000), "Urea fertiliser in bags", "Urea 46 %, {#1000-4000} bags"
)
MARAGING = _goods(
    "metal",
    "722860",
    (25, 90),
    (300, 20000),
    "Maraging steel bars grade C-350, UTS {2300|2350|2400} MPa, dia {#50-200} mm",
    "Steel bars 18Ni(300), UTS min. {1950|2000|2050} N/mm2, forged",
    "Maraging steel round bar 1.6359, tensile strength {2.1|2.2|2,4} GPa",
    "Stabstahl 1.6358, Rm {2000|2050} MPa",
)
ALUMINIUM_TUBES = _goods(
    "metal",
    "760820",
    (12, 60),
    (400, 22000),
    "7075-T6 aluminium alloy tubes, OD {#80-210} mm, tensile strength {500|520|560} MPa",
    "Aluminium tubes, outside diameter {#90-160} mm, UTS 540 MPa",
)
CARBON_FIBRE = _goods("textile", "550130", (40, 120), (300, 9000), "Acrylic fibre", "Acrylic filament tow, black")
LEAD_PIPES = _goods("metal", "780600", (8, 30), (400, 6000), "Lead pipes", "Lead piping, {#100-500} pcs")
CHANGERS = _goods(
    "machinery",
    "850440",
    (30, 140),
    (20, 900),
    "Frequency converter, output frequency 0-{800|1000|2000} Hz, 3 phase, {#5-40} kW",
    "Frequency changer, {700|1000} Hz output frequency, multiphase",
    "Frequenzumrichter, Ausgangsfrequenz bis 1,2 kHz",
    "Variable frequency drive, output frequency {0.8|1.5} kHz",
    piece=18,
)
TRANSDUCERS = _goods(
    "machinery",
    "902620",
    (900, 3000),
    (20, 400),
    "Capacitance manometer, full scale {1|10|100} torr",
    "Absolute pressure gauge, capacitance diaphragm type",
    piece=1,
)
MEASURING_MACHINE = _goods(
    "machinery",
    "903180",
    (60, 180),
    (900, 4000),
    "Measuring machine, standard accuracy",
    "Coordinate measuring machine",
    piece=1800,
)
SPARK_GAPS = _chip("853590", 1500, 6000, "Triggered spark gaps, {#60-200} pcs", "Spark gaps, 20 kV")
BELLOWS_VALVES = _goods(
    "machinery",
    "848180",
    (60, 300),
    (50, 3000),
    "Bellows-sealed valves, DN {25|50|80}, {#10-400} pcs",
    "Valves, stainless steel",
    piece=8,
)
CENTRIFUGE_PARTS = _goods(
    "machinery",
    "842191",
    (40, 160),
    (300, 9000),
    "Semi-finished machined components",
    "Precision machined aluminium rings, {#40-900} pcs",
)
AUTOCLAVE = _goods(
    "machinery",
    "841989",
    (4, 12),
    (25000, 60000),
    "Industrial dryer",
    "Industrial dryer, diameter 4 m, length 18 m",
    piece=40000,
)
COMMERCIAL_LATHE = _goods(
    "machinery",
    "845811",
    (10, 26),
    (18000, 24000),
    "Commercial lathe",
    "CNC lathe for automobile parts",
    piece=22000,
)
MACHINES = (
    _goods("machinery", "845710", (12, 30), (4000, 12000), "Machining centre, 5 axes", "Machining centre", piece=6000),
    _goods("machinery", "903020", (300, 1500), (4, 90), "Digital oscilloscopes, {500 MHz|1 GHz}", piece=4),
    _goods("machinery", "845811", (10, 24), (3000, 9000), "CNC lathe, swing 500 mm", piece=4500),
)
CHIPS = (
    _chip("854231", 300, 5000, "Integrated circuits, processors, type XC{#1000-9999}", "FPGA, on trays"),
    _chip("854232", 300, 5000, "Memory ICs, {#500-20000} pcs", "Flash memory, 16 Gbit"),
    _chip("852691", 100, 900, "GNSS receiver modules, {#20-900} pcs", "Satellite navigation receivers, L1/L2"),
    _chip("853221", 80, 600, "Tantalum capacitors, {10|47|100} uF, on reels"),
    _chip("853224", 80, 600, "Ceramic capacitors, multilayer, wide temperature range"),
)
VAGUE_CHIPS = _chip("854231", 800, 6000, "Electronic components", "Spare parts", "Electronic parts, samples")
