"""Symbols by the writers of zxing-cpp and segno, and what a camera does to them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import segno
import zxingcpp as zx

Grey = npt.NDArray[np.uint8]
_QUIET = 12  # modules


class Pen:
    """Draws symbols, and spoils them."""

    @staticmethod
    def draw(text: str, kind: str, module: int = 3, *, gs1: bool = False) -> Grey:
        """Draw a symbol in black on white with its quiet zone."""
        formats = zx.BarcodeFormat
        options = {"gs1": True} if gs1 else {}
        barcode = zx.create_barcode(text, getattr(formats, kind), **options)
        picture = np.array(zx.write_barcode_to_image(barcode, scale=module))
        return np.pad(picture, _QUIET * module, constant_values=255)

    @staticmethod
    def draw_qr(text: str, module: int = 4, **options: object) -> Grey:
        """Draw a QR code by a second writer."""
        rows = [list(row) for row in segno.make(text, micro=False, **options).matrix]
        picture = np.where(np.array(rows, np.uint8), 0, 255).astype(np.uint8)
        return (
            np.pad(picture, 4, constant_values=255).repeat(module, 0).repeat(module, 1)
        )

    @staticmethod
    def turn(picture: Grey, degrees: float, *, paper: int = 255) -> Grey:
        """Turn a picture about its middle, clockwise on the screen, nothing cut off."""
        rows, columns = picture.shape
        matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), -degrees, 1.0)
        cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
        width, height = int(columns * cos + rows * sin), int(columns * sin + rows * cos)
        matrix[0, 2] += (width - columns) / 2
        matrix[1, 2] += (height - rows) / 2
        return cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_AREA, borderValue=paper
        )

    @staticmethod
    def photographed(
        picture: Grey, *, scale: float = 1.0, blur: float = 0.0, noise: float = 0.0
    ) -> Grey:
        """Shrink, blur and disturb a picture as a camera does; the same each time."""
        small = cv2.resize(
            picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
        )
        if blur:
            small = cv2.GaussianBlur(small, (0, 0), blur)
        grain = np.random.default_rng(5).normal(0, noise, small.shape)
        return np.clip(30 + small * 0.7 + grain, 0, 255).astype(np.uint8)

    @staticmethod
    def on_counter(picture: Grey) -> Grey:
        """Place a picture in the middle of a 1280x720 frame of a plain counter."""
        frame = np.full((720, 1280), 150, np.uint8)
        rows, columns = picture.shape
        top, left = (720 - rows) // 2, (1280 - columns) // 2
        frame[top : top + rows, left : left + columns] = picture
        grain = np.random.default_rng(9).normal(0, 3, frame.shape)
        return np.clip(frame + grain, 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def pen() -> Pen:
    return Pen()
