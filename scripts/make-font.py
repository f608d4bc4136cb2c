"""Makes the font of the figures: subsets of Inter in assets/fonts, and their advance widths in src/figure/advances.ts.

Needs Debian's python3-fonttools and fonts-inter:

    /usr/bin/python3 scripts/make-font.py && npx biome check --write src/figure/advances.ts
"""
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path('/usr/share/fonts/opentype/inter')
HOUSE = Path(__file__).resolve().parent.parent
WEIGHTS = {'regular': 'Regular', 'semibold': 'SemiBold'}
RANGES = [  # Latin, Greek, punctuation, superscripts and subscripts, arrows, mathematics
    (0x20, 0x7E), (0xA0, 0xFF), (0x131, 0x131), (0x152, 0x153), (0x391, 0x3C9), (0x2010, 0x2015), (0x2018, 0x201A),
    (0x201C, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026), (0x2032, 0x2033), (0x2070, 0x208E), (0x2190, 0x2199),
    (0x21D2, 0x21D2), (0x2202, 0x2202), (0x2206, 0x2206), (0x220F, 0x2212), (0x221A, 0x221A), (0x221E, 0x221E),
    (0x222B, 0x222B), (0x2248, 0x2248), (0x2260, 0x2260), (0x2264, 0x2265),
]

# Names 16 and 17 hold the family and the weight that renderers look up.
NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]

options = subset.Options(layout_features=['kern'], hinting=False, notdef_outline=True, name_IDs=NAMES)
fonts = {}
for weight, name in WEIGHTS.items():
    target = HOUSE / f'assets/fonts/Inter-{name}.otf'
    font = subset.load_font(str(SOURCE / f'Inter-{name}.otf'), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    subset.save_font(font, str(target), options)
    fonts[weight] = TTFont(target)

codes = sorted(set.intersection(*(set(font.getBestCmap()) for font in fonts.values())) - {0xAD})
lines = [
    '/** Advance widths of the shipped font, in thousandths of its size. Written by scripts/make-font.py. */',
    '',
    '/** Every character that the font has, in the order of `advances`. */',
    f"export const characters = {''.join(map(chr, codes))!r};".replace('\\xa0', '\\u00a0'),
    '',
    '/** The width of each character, by weight. */',
    'export const advances = {',
]
for weight, font in fonts.items():
    names, metrics, em = font.getBestCmap(), font['hmtx'], font['head'].unitsPerEm
    lines.append(f"  {weight}: [{', '.join(str(round(1000 * metrics[names[code]][0] / em)) for code in codes)}],")
lines.append('} as const;')
(HOUSE / 'src/figure/advances.ts').write_text('\n'.join(lines) + '\n')
