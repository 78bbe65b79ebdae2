"""The words for quantities: numerals, scales, fractions, units of measure and currencies. Data only."""

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
UNITS = {word: value for value, word in enumerate(_SMALL)}
TENS = {
    word: value * 10
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
ORDINALS = {word: value for value, word in enumerate(_ORDINALS, start=1)} | {"thirtieth": 30, "hundredth": 100}
FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
FRACTIONS |= {f"{word}s": value for word, value in FRACTIONS.items()} | {"half": 2, "halves": 2}
VAGUE = {"dozens": 12, "hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9}
MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2,
    "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "thrice": 3, "threefold": 3, "quadrupled": 4,
}  # fmt: skip

_MEASURES = {
    "km": "kilometre kilometres kilometer kilometers",
    "m": "metre metres meter meters",
    "k": "",
    "bn": "",
    "cm": "centimetre centimetres centimeter centimeters",
    "mm": "millimetre millimetres",
    "mile": "miles",
    "foot": "feet ft",
    "inch": "inches",
    "kg": "kilo kilos kilogram kilograms kilogramme kilogrammes",
    "gram": "grams",
    "tonne": "tonnes ton tons",
    "pound": "lb lbs",
    "litre": "litres liter liters",
    "barrel": "barrels",
    "hectare": "hectares ha",
    "acre": "acres",
    "second": "seconds",
    "minute": "minutes min mins",
    "hour": "hours hr hrs",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
    "decade": "decades",
    "century": "centuries",
    "degree": "degrees °",
    "mw": "megawatt megawatts",
    "gw": "gigawatt gigawatts",
    "kwh": "",
    "usd": "dollar dollars",
    "eur": "euro euros",
    "gbp": "pounds sterling",
    "jpy": "yen",
    "cny": "yuan",
    "rub": "rouble roubles ruble rubles",
}
UNITS_OF_MEASURE = {form: unit for unit, forms in _MEASURES.items() for form in (unit, *forms.split())}
CURRENCIES = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy", "₽": "rub", "₴": "uah", "₹": "inr"}
