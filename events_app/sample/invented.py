"""The words of which invented names are made; every name carries "mẫu" (sample)."""

import random
from collections.abc import Iterator

MARK = "(mẫu)"

# What a product is called, by sub-group; the first number says how often it is drawn.
PRODUCTS: dict[str, tuple[int, tuple[str, ...]]] = {
    "1.1.1": (
        110,
        ("Bưởi da xanh", "Cam sành", "Xoài cát", "Vải thiều", "Nhãn lồng", "Rau hữu cơ", "Khoai lang", "Na dai"),
    ),
    "1.1.2": (30, ("Cá lóc", "Trứng gà thảo dược", "Thịt trâu", "Sữa dê tươi", "Tôm sú", "Hàu sữa")),
    "1.2.1": (85, ("Gạo nếp cái hoa vàng", "Gạo tẻ thơm", "Gạo lứt đỏ", "Đậu nành", "Lạc đỏ", "Gạo Séng cù")),
    "1.2.2": (75, ("Mật ong hoa nhãn", "Mật ong bạc hà", "Mật ong rừng", "Yến sào thô", "Nấm hương khô", "Măng khô")),
    "1.3.1": (20, ("Bánh khô mè", "Kẹo lạc", "Cơm cháy", "Ngô chiên giòn")),
    "1.3.2": (95, ("Bún khô", "Miến dong", "Bánh đa nem", "Bánh tráng", "Phở khô", "Mì gạo", "Bánh chưng", "Bánh pía")),
    "1.3.3": (90, ("Chuối sấy dẻo", "Mứt gừng", "Mít sấy", "Hạt điều rang muối", "Hạt sen sấy", "Dưa cải muối")),
    "1.3.4": (
        105,
        ("Chả mực", "Lạp xưởng", "Thịt trâu gác bếp", "Cá kho niêu", "Khô cá lóc", "Giò lụa", "Nem chua", "Ruốc tôm"),
    ),
    "1.4.1": (45, ("Nước mắm cốt", "Nước mắm nhĩ", "Tương bần", "Mắm tép", "Giấm gạo")),
    "1.4.2": (40, ("Tiêu đen", "Tinh bột nghệ", "Muối tôm", "Hạt dổi", "Ớt bột", "Quế khô")),
    "1.5.1": (65, ("Chè xanh", "Chè Shan tuyết", "Trà ô long", "Hồng trà", "Chè búp")),
    "1.5.2": (50, ("Trà hoa cúc", "Trà cà gai leo", "Trà túi lọc dây thìa canh", "Trà ướp sen", "Trà gừng")),
    "1.6.1": (30, ("Cà phê bột", "Cà phê rang mộc", "Bột ca cao", "Sô cô la đen")),
    "2.1.1": (35, ("Rượu nếp", "Rượu ngô men lá", "Rượu gạo")),
    "2.1.2": (15, ("Rượu mơ", "Rượu vang sim", "Rượu cần")),
    "2.2.1": (6, ("Nước khoáng", "Nước uống tinh khiết")),
    "2.2.2": (15, ("Nước ép thanh long", "Sữa hạt sen", "Nước cốt chanh dây")),
    "3.1": (18, ("Đông trùng hạ thảo", "Cao xạ đen", "Viên nghệ mật ong")),
    "3.2": (10, ("Dầu gội bồ kết", "Xà phòng thảo mộc", "Serum sả chanh")),
    "3.3": (15, ("Tinh dầu tràm", "Tinh dầu quế", "Tinh dầu bưởi")),
    "4.1": (55, ("Nón lá", "Gốm trang trí", "Chiếu cói", "Tranh đá", "Giỏ lục bình", "Đồ gỗ mỹ nghệ", "Tượng đá")),
    "4.2": (18, ("Khăn thổ cẩm", "Lụa tơ tằm", "Áo dệt tay")),
    "5.1": (4, ("Hoa lan hồ điệp", "Hoa đào phai")),
    "5.2": (3, ("Cây mai vàng", "Quất cảnh")),
    "5.3": (1, ("Cá chép cảnh",)),
    "6.1": (12, ("Du lịch sinh thái", "Làng du lịch cộng đồng", "Điểm du lịch vườn trái cây")),
}
QUALITIES = (
    "",
    "",
    "",
    "đặc biệt",
    "hữu cơ",
    "thượng hạng",
    "truyền thống",
    "hộp quà",
    "loại một",
    "nguyên chất",
    "VietGAP",
)
ENTITIES = {
    "cooperative": ("Hợp tác xã nông nghiệp", "Hợp tác xã dịch vụ tổng hợp", "Hợp tác xã"),
    "enterprise": ("Công ty TNHH", "Công ty cổ phần nông sản", "Công ty TNHH một thành viên", "Doanh nghiệp tư nhân"),
    "household": ("Hộ kinh doanh", "Cơ sở sản xuất"),
    "cooperative_group": ("Tổ hợp tác",),
}
_SYLLABLES = """
    An Ân Bách Bảo Bình Cát Châu Chí Công Cúc Cường Đạt Đăng Điền Đình Đoan Đông Đức Dũng Dương Giang Gia Hà Hải
    Hạnh Hào Hậu Hiền  Hiệp Hòa Hoàng Hồng Hùng Hưng Hương Huy Khang Khánh Khê Khoa Kiên Kim Kỳ Lam Lâm Lan Lập
    Liên Linh Lĩnh Lộc Long Lợi Lương Mai  Minh Mộc Mỹ Nam Ngân Nghĩa Ngọc Nguyên Nhân Nhật Ninh Phát Phong Phú
    Phúc Phương Quang Quế Quý Quyết Sáng Sơn Tài Tâm Tân Thạch  Thái Thắng Thanh Thành Thảo Thịnh Thọ Thu Thuận
    Thủy Thượng Tiến Tín Toàn Trà Trí Trung Trường Tú Tuấn Tùng Tường Tuyết Uyên Văn  Vân Việt Vinh Vĩnh Vũ Vượng
    Xuân Yên Yến
"""


def brands(chance: random.Random) -> Iterator[str]:
    """Names of two syllables, each once, and when they are used up of three."""
    syllables = _SYLLABLES.split()
    pairs = [f"{one} {other}" for one in syllables for other in syllables if one != other]
    chance.shuffle(pairs)
    yield from pairs
    for one in syllables:
        yield from (f"{one} {pair}" for pair in pairs)
