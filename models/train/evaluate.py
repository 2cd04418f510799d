"""Measure an exported embedder as the kiosk runs it: ONNX Runtime, models.product.

`python models/train/evaluate.py --data DIR --onnx FILE [--hold-out]` prints JSON.
Closed set: prototypes of the training pictures, asked with val. With --hold-out
(a model whose training never saw 20 classes): 5-shot enrolment of those, and how
well "known" parts from "not enrolled". The dataset's test split is not read.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from dataset import held_out_classes
from metrics import auroc, few_shot, prototypes, top_shares

sys.path.insert(0, str(Path(__file__).parents[2]))
from models.loader import load_model
from models.manage import read_picture
from models.manifest import find_model
from models.product import ProductEmbedder


def embed_split(
    embedder: ProductEmbedder, data: Path, name: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return embeddings, fine and coarse labels of a split."""
    lines = (data / f"{name}.txt").read_text().split("\n")
    rows = [line.split(", ") for line in lines if line.strip()]
    parts = [embedder.embed(read_picture(data / row[0])) for row in rows]
    labels = np.array([[int(row[1]), int(row[2])] for row in rows])
    return np.stack(parts), labels[:, 0], labels[:, 1]


def closed_set(train: tuple[np.ndarray, ...], val: tuple[np.ndarray, ...]) -> dict:
    """Return shares of val pictures found by the prototypes of train."""
    classes, protos = prototypes(train[0], train[1])
    shares = top_shares(val[0], val[1], classes, protos)
    coarse_of = dict(zip(train[1], train[2], strict=True))
    found = classes[np.argmax(val[0] @ protos.T, axis=1)]
    right = [
        coarse_of[fine] == coarse for fine, coarse in zip(found, val[2], strict=True)
    ]
    return shares | {"coarse": float(np.mean(right))}


def held_out(
    train: tuple[np.ndarray, ...], val: tuple[np.ndarray, ...], seed: int
) -> dict:
    """Return 5-shot shares of unseen classes, and the open-set AUROC."""
    unseen = held_out_classes(seed)
    rows = np.concatenate([train[0], val[0]])
    labels = np.concatenate([train[1], val[1]])
    new = np.isin(labels, unseen)
    old, old_val = ~np.isin(train[1], unseen), ~np.isin(val[1], unseen)
    _, protos = prototypes(train[0][old], train[1][old])
    known = (val[0][old_val] @ protos.T).max(axis=1)
    unknown = (rows[new] @ protos.T).max(axis=1)
    return {
        "few_shot": few_shot(rows[new], labels[new]),
        "auroc": auroc(known, unknown),
        "known_score_p5": float(np.percentile(known, 5)),
        "unknown_score_p50": float(np.percentile(unknown, 50)),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--onnx", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--hold-out", action="store_true")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    content = args.onnx.read_bytes()
    spec = dataclasses.replace(
        find_model("product"),
        file=args.onnx.name,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    embedder = ProductEmbedder(load_model(spec, args.onnx.parent))
    began, cpu = time.monotonic(), time.process_time()
    val = embed_split(embedder, args.data, "val")
    spent = {"wall_ms": time.monotonic() - began, "cpu_ms": time.process_time() - cpu}
    train = embed_split(embedder, args.data, "train")
    report = {
        "sha256": spec.sha256,
        "bytes": len(content),
        "closed": closed_set(train, val),
        "picture": {key: 1000 * value / len(val[0]) for key, value in spent.items()},
    }
    if args.hold_out:
        report["held_out"] = held_out(train, val, args.seed)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
