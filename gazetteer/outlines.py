"""Reads the middles of outlines from a shapefile and the dBASE table beside it, as their publishers describe them."""

import math
import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

Middle = tuple[float, float, float]
"""Latitude, longitude, and the radius of a circle of the outline's area, in km."""


def read_middles(path: Path, key: str) -> Iterator[tuple[str, Middle]]:
    """Yield the middle of each outline with its code, which stands in the table's column `key`."""
    table, shapes = path.with_suffix(".dbf").read_bytes(), path.with_suffix(".shp").read_bytes()
    count, start, width = struct.unpack_from("<IHH", table, 4)
    column = find_column(table[32 : start - 1], key)
    at = 100
    for index in range(count):
        row = table[start + index * width : start + (index + 1) * width]
        (words,) = struct.unpack_from(">I", shapes, at + 4)
        yield row[column].decode().strip(), find_middle(shapes, at + 8)
        at += 8 + 2 * words


def find_column(fields: bytes, key: str) -> slice:
    """Find where in a row a column stands; the row's first byte says whether it is deleted."""
    offset = 1
    for at in range(0, len(fields), 32):
        name, length = fields[at : at + 11].rstrip(b"\0").decode(), fields[at + 16]
        if name == key:
            return slice(offset, offset + length)
        offset += length
    raise KeyError(key)


def find_middle(shapes: bytes, at: int) -> Middle:
    """Return the centroid of the largest ring of a shape."""
    parts, points = struct.unpack_from("<II", shapes, at + 36)
    starts = (*struct.unpack_from(f"<{parts}I", shapes, at + 44), points)
    flat = struct.unpack_from(f"<{2 * points}d", shapes, at + 44 + 4 * parts)
    best = (0.0, 0.0, 0.0)
    for first, last in pairwise(starts):
        xs, ys = flat[2 * first : 2 * last : 2], flat[2 * first + 1 : 2 * last : 2]
        area = x_moment = y_moment = 0.0
        for (x0, x1), (y0, y1) in zip(pairwise(xs), pairwise(ys), strict=True):
            cross = (x0 - xs[0]) * (y1 - ys[0]) - (x1 - xs[0]) * (y0 - ys[0])
            area += cross / 2
            x_moment += (x0 + x1 + xs[0]) * cross / 6
            y_moment += (y0 + y1 + ys[0]) * cross / 6
        if abs(area) > abs(best[0]):
            best = (area, y_moment / area, x_moment / area)
    area, lat, lon = best
    square_km = abs(area) * 111.2**2 * math.cos(math.radians(lat))
    return lat, lon, math.sqrt(square_km / math.pi)
