"""Pictures made anew: what people upload, and what somebody who wishes us ill uploads."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from events_app.directory import reencoding

GPS = b"21.0285N 105.8542E"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **saved: Any) -> bytes:
    """A picture with the left half red and the right half blue."""
    made = Image.new("RGB", size, "blue")
    made.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    made.convert(mode).save(out, kind, **saved)
    return out.getvalue()


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "I;16"), ("WEBP", "RGB")],
)
def test_every_kind_and_mode_becomes_webp_large_and_small(kind: str, mode: str) -> None:
    uploaded = picture(kind, (2000, 1000), "RGB" if mode == "I;16" else mode)
    if mode == "I;16":
        out = io.BytesIO()
        Image.new("I;16", (2000, 1000), 30000).save(out, "PNG")
        uploaded = out.getvalue()
    made = reencoding.reencode(uploaded)
    assert (made.width, made.height) == (1600, 800)
    large, small = _opened(made.content), _opened(made.small)
    assert (large.format, large.size) == ("WEBP", (1600, 800))
    assert (small.format, small.size) == ("WEBP", (400, 200))


def test_nothing_that_the_camera_wrote_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010F] = GPS.decode()
    text = PngInfo()
    text.add_text("Comment", GPS.decode())
    for uploaded in (
        picture("JPEG", exif=exif, comment=GPS),
        picture("WEBP", exif=exif, xmp=GPS),
        picture("PNG", pnginfo=text, exif=exif),
        picture("JPEG") + GPS,
    ):
        assert GPS in uploaded
        made = reencoding.reencode(uploaded)
        for content in (made.content, made.small):
            assert GPS not in content
            assert not {"exif", "xmp", "icc_profile", "comment"} & _opened(content).info.keys()


def test_a_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    made = reencoding.reencode(picture("JPEG", exif=exif))
    assert (made.width, made.height) == (40, 60)
    red, _green, blue = _opened(made.content).convert("RGB").getpixel((20, 10))  # type: ignore[misc]  # Pillow says also a float
    assert red > blue


def test_a_see_through_picture_stays_see_through() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
    assert _opened(reencoding.reencode(out.getvalue()).content).mode == "RGBA"


def _claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says that it is as large as a field."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def test_a_picture_that_claims_to_be_huge_is_refused_before_a_pixel_is_read() -> None:
    with pytest.raises(reencoding.TooManyPixels):
        reencoding.reencode(_claiming(100_000, 100_000))
    with pytest.raises(reencoding.TooManyPixels):
        reencoding.reencode(_claiming(8_000, 5_001))


def test_a_text_that_unpacks_to_much_is_refused() -> None:
    text = PngInfo()
    text.add_itxt("Comment", "a" * 90_000_000, zip=True)
    with pytest.raises(reencoding.NoPicture):
        reencoding.reencode(picture("PNG", pnginfo=text))


@pytest.mark.parametrize(
    "uploaded",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.4",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
        picture("JPEG")[:200],
        picture("PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        _claiming(100, 100),
    ],
)
def test_what_is_no_such_picture_is_refused(uploaded: bytes) -> None:
    with pytest.raises(reencoding.NoPicture):
        reencoding.reencode(uploaded)
