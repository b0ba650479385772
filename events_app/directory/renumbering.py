"""Telephone numbers of Viet Nam that people still write and that are others now: landlines since 2017, mobiles since 2018."""

import re

_MOBILES = {  # of eleven digits with the zero in front, now of ten
    **{
        f"12{old}": new
        for old, new in zip("0126834579", ["70", "79", "77", "76", "78", "83", "84", "85", "81", "82"], strict=True)
    },
    **{f"16{n}": f"3{n}" for n in range(2, 10)},
    "186": "56",
    "188": "58",
    "199": "59",
}
_AREAS: dict[str, str] = dict(  # by the months of 2017 in which they changed: February, April, June
    re.findall(
        r"(\d+):(\d+)",
        """
    22:212 231:213 20:214 230:215 29:216 52:232 53:233 54:234 510:235 511:236 37:237 38:238 39:239
    33:203 240:204 25:205 26:206 27:207 280:208 281:209 320:220 321:221 241:222 31:225 351:226 36:227 350:228 30:229
    780:290 781:291 710:292 711:293 74:294 76:296 77:297 79:299
    4:24 8:28 61:251 62:252 64:254 55:255 56:256 57:257 58:258 68:259 60:260 501:261 500:262 63:263 59:269
    70:270 651:271 72:272 73:273 650:274 75:275 66:276 67:277
    """,
    )
)
_MOBILE = re.compile(f"({'|'.join(_MOBILES)})([0-9]{{7}})")
_LANDLINE = re.compile(
    f"({'|'.join(old for old in _AREAS if len(old) > 1)})([2-9][0-9]{{6}})|([48])([2-9][0-9]{{7}})"
)  # Hà Nội and Thành phố Hồ Chí Minh had eight digits behind one


def mobile(national: str) -> str | None:
    """What became of a mobile number, without the zero in front; None where it is none of before."""
    old = _MOBILE.fullmatch(national)
    return f"{_MOBILES[old[1]]}{old[2]}" if old else None


def landline(national: str) -> str | None:
    """What became of a landline; one that is a mobile number today may have been either, so that is asked about first."""
    old = _LANDLINE.fullmatch(national)
    return f"{_AREAS[old[1] or old[3]]}{old[2] or old[4]}" if old else None
