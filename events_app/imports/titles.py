"""Words for who somebody is and by what one is reached, as lists have them: all in one place, and each form that is made of them.

Which of them count differs by where they stand: beside a name few words are titles, below a list many are.
"""

RANKS = ("phó", "tổng", "nguyên", "quyền")
POSTS = (
    "giám đốc", "chủ nhiệm", "chủ tịch", "chủ hộ", "chủ cơ sở", "chủ doanh nghiệp", "chủ cửa hàng", "chủ trang trại", "tổ trưởng",
    "tổ phó", "trưởng ban", "trưởng nhóm", "nhóm trưởng", "quản lý", "kế toán trưởng", "kế toán", "nghệ nhân ưu tú",
    "nghệ nhân nhân dân", "nghệ nhân", "người đại diện theo pháp luật", "người đại diện pháp luật", "người đại diện theo",
    "người đại diện", "đại diện theo pháp luật", "đại diện pháp luật", "đại diện theo", "đại diện", "tgđ", "pgđ", "p gđ", "gđ",
    "cthđqt", "ceo", "director", "owner", "founder",
)  # before a name or behind it  # fmt: skip
PLACED = (
    "hđqt", "hđtv", "hội đồng quản trị", "hội đồng thành viên", "điều hành", "htx", "hợp tác xã", "tht", "tổ hợp tác", "công ty",
    "cty", "doanh nghiệp", "dntn", "cơ sở", "hkd", "kd", "hộ kinh doanh", "sản xuất", "kinh doanh",
)  # where somebody has a post  # fmt: skip
_MEN_AND_WOMEN = ("ông", "bà", "anh", "chị", "cô", "chú", "bác")
_ASKED_FOR = ("lh", "liên hệ", "gặp")
HAILS = (*_MEN_AND_WOMEN, "mr", "mrs", "ms", *_ASKED_FOR)
DEGREES = ("ths", "ts", "ks", "kỹ sư", "thạc sĩ", "tiến sĩ")
# Of those beside the name of an entity, which are few: a longer one may be part of it.
BESIDE_AN_ENTITY = "|".join(
    (
        *_MEN_AND_WOMEN, "gđ", "giám đốc", "chủ nhiệm", "chủ tịch(?: hđqt)?", "chủ hộ", "chủ cơ sở", "tổ trưởng",
        "(?:người )?đại diện", *_ASKED_FOR,
    )
)  # fmt: skip
BEFORE_WHO_SPEAKS = (
    r"(?:người )?đại diện(?: theo pháp luật| pháp luật)?|nguoi dai dien|dai dien|chủ hộ|chu ho|chủ cơ sở|chu co so|giám đốc|"
    r"giam doc"
)  # as labels
BEFORE_A_PERSON = r"(?:th\.?s|ts|ks|bs|cn|pgs|gs|ông|bà)"  # who signs
OF_SIGNERS = (
    r"nguoi (?:lap|tong hop|kiem tra|duyet|phe duyet|bao cao|ky)\b|lap (?:bieu|bang)|ky ten|(?:pho |quyen )?(?:thu truong|"
    r"giam doc|chu tich|truong phong|chanh van phong|chi cuc truong|truong ban)|ke toan|chuyen vien|can bo (?:tong hop|phu trach|"
    r"lap)|xac nhan|t\.?m\.? |k\.?t\.? |t\.?l\. ?|t\.?u\.?q\. ?|\(?ky, |prepared by"
)  # without accents
# By what one is reached: as a label, beside who speaks, between other words without accents, and at the end of a part.
PHONE = (
    r"(?:số )?(?:điện thoại|dien thoai|đ\.?t|sđt|sdt|dt|đtdđ|di động|di dong)(?: liên hệ)?|liên hệ|lien he|hotline|tel|phone|"
    r"telepon"
)
EMAIL = r"e-?mail|thư điện tử|thu dien tu|surel"
REACHING_SOMEBODY = (
    r"(?:e-?mail|mail|zalo|viber|sđt|sdt|số đt|đtdđ|đt|dt|tel|điện thoại|dien thoai|di động|di dong|hotline|liên hệ|lien he|"
    r"lh)\b"
)
REACHING = (
    r"(?:e-?mail|mail|zalo|viber|fax|tel|phone|mobile|hotline|web|website|facebook|fanpage|so|dt|sdt|dtdd|d t|"
    r"dien thoai|di dong|lien he|lh|gap|va|hoac|cell|telepon|giam doc|gd|chu nhiem|chu tich|hdqt|chu ho|chu co so|to truong|"
    r"(?:nguoi )?dai dien)\b"
)
REACHING_AT_THE_END = r"(?:e-?mail|mail|zalo|viber|fax|tel|phone|mobile|hotline|sđt|sdt|đt|dt|điện thoại|liên hệ|lh)"
