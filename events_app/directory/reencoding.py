"""Pictures made anew from what people upload: turned upright, of a sane size, without anything that the camera wrote into them."""

import io
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 5 << 20
MOST_PIXELS = 40_000_000  # a picture of a few kilobytes may claim to be as large as a field
EDGE, SMALL_EDGE = 1600, 400
MEDIA_TYPE = "image/webp"
FORMATS = ("JPEG", "PNG", "WEBP")

Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before a pixel is read


class NoPicture(Exception):
    """The bytes are no picture that can be read."""


class TooManyPixels(Exception):
    """The picture has more pixels than anybody needs."""


class Made(NamedTuple):
    """A picture as it is kept: large and small, WebP."""

    width: int
    height: int
    content: bytes
    small: bytes


def reencode(uploaded: bytes) -> Made:
    """The first picture in ``uploaded``. Raises NoPicture, TooManyPixels."""
    try:
        with Image.open(io.BytesIO(uploaded), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise TooManyPixels
            opened.draft("RGB", (EDGE, EDGE))  # a JPEG is read no larger than it is needed
            upright = ImageOps.exif_transpose(opened)
            large = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, OverflowError) as broken:
        raise NoPicture from broken
    large.thumbnail((EDGE, EDGE))
    small = large.copy()
    small.thumbnail((SMALL_EDGE, SMALL_EDGE))
    return Made(large.width, large.height, _webp(large), _webp(small))


def _webp(picture: Image.Image) -> bytes:
    """The pixels and nothing else."""
    bare = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    made = io.BytesIO()
    bare.save(made, "WEBP", quality=82, method=4)
    return made.getvalue()
