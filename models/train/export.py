"""Export an embedder: fit the projection, write ONNX, quantise it to int8.

`python export.py --data DIR --features FILE|imagenet --out FILE.onnx` reads the
training pictures alone. Convolutions become int8 (static, per channel); the short
projection stays float32, where rounding would cost most.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from backbone import Features
from dataset import Split, centre_crop, held_out_classes, load_split, to_batch
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process
from projection import Projection, fit_projection
from torch import Tensor, nn
from torch.nn import functional

SIDE = 224
EMBEDDING = 256
SHRINK = 0.3
TUNED_SHARE = 0.6
BATCH = 16
CALIBRATION = 256  # pictures
OPSET = 17


class Embedder(nn.Module):
    """Images to unit embeddings."""

    def __init__(self, features: Features, projection: Projection) -> None:
        super().__init__()
        self.features = features
        self.register_buffer("mean", torch.from_numpy(projection.mean))
        self.register_buffer("weight", torch.from_numpy(projection.weight))

    def forward(self, images: Tensor) -> Tensor:
        """Return the embeddings of a batch."""
        rows = functional.normalize(self.features(images)) - self.mean
        return functional.normalize(rows @ self.weight)


def load_features(tuned: str) -> Features:
    """Return ImageNet features, or fine-tuned ones drawn part of the way back to them.

    The mean of the weights before and after fine-tuning keeps what the training
    learned, and more of what ImageNet knew of things that the training never showed.
    """
    model = Features()
    if tuned != "imagenet":
        before, after = model.state_dict(), torch.load(tuned)
        for name, value in before.items():
            if value.is_floating_point():
                value.lerp_(after[name], TUNED_SHARE)
    return model.eval()


def batches(split: Split, picks: np.ndarray) -> Iterator[np.ndarray]:
    """Yield network inputs of the picked pictures."""
    for start in range(0, len(picks), BATCH):
        chosen = picks[start : start + BATCH]
        yield to_batch([centre_crop(split.images[i], SIDE) for i in chosen])


def features_of(model: Features, split: Split) -> np.ndarray:
    """Return the features of all pictures of a split."""
    with torch.no_grad():
        parts = batches(split, np.arange(len(split.images)))
        return np.concatenate([model(torch.from_numpy(b)).numpy() for b in parts])


class Calibration(CalibrationDataReader):
    """A sample of training pictures, one batch at a time."""

    def __init__(self, split: Split, seed: int) -> None:
        picks = np.random.default_rng(seed).permutation(len(split.images))
        self.parts = batches(split, picks[:CALIBRATION])

    def get_next(self) -> dict[str, np.ndarray] | None:
        """Return the next batch, or None at the end."""
        batch = next(self.parts, None)
        return None if batch is None else {"image": batch}


def write_float(model: Embedder, target: Path) -> None:
    """Write the float32 network."""
    torch.onnx.export(
        model,
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(target),
        dynamo=False,
        opset_version=OPSET,
        input_names=["image"],
        output_names=["embedding"],
        dynamic_axes={"image": {0: "n"}, "embedding": {0: "n"}},
    )


def quantise(source: Path, target: Path, split: Split, seed: int) -> None:
    """Write the int8 network: convolutions and additions, per-channel weights."""
    prepared = source.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_static(
        str(prepared),
        str(target),
        Calibration(split, seed),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["Conv", "Add", "Clip"],
        calibrate_method=CalibrationMethod.MinMax,
    )
    onnx.checker.check_model(onnx.load(str(target)))


def main() -> None:
    """Fit, export and quantise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--features", default="imagenet")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hold-out", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model = load_features(args.features)
    split = load_split(args.data, "train")
    if args.hold_out:
        split = split.only(~np.isin(split.fine, held_out_classes(args.seed)))
    projection = fit_projection(
        features_of(model, split), split.fine, EMBEDDING, SHRINK
    )
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder, "float.onnx")
        write_float(Embedder(model, projection).eval(), whole)
        quantise(whole, args.out, split, args.seed)


if __name__ == "__main__":
    main()
