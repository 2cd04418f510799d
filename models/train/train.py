"""Fine-tune Lite0 on the Grocery Store Dataset: coarse and fine heads, EMA, mixup.

`python train.py --data DIR --out DIR [--epochs N] [--hold-out]` writes
`features.pt`, the averaged weights. With --hold-out, 20 classes are kept from
training, for the few-shot figure of evaluate.py.
"""

from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from backbone import CosineHead, Features
from dataset import (
    Split,
    augment,
    held_out_classes,
    join,
    load_iconic,
    load_split,
    to_batch,
)
from torch import Tensor, nn
from torch.nn import functional

BATCH = 32
PEAK_RATE = 4e-4
HEAD_RATE = 4e-3
EMA_SPAN = 100  # steps over which the averaged weights forget
MIXUP = 0.2
SMOOTHING = 0.1
COARSE_SHARE = 0.3


class Trained(nn.Module):
    """The features with both heads: what is trained together."""

    def __init__(self, classes: int, coarse: int) -> None:
        super().__init__()
        self.features = Features()
        self.fine = CosineHead(classes)
        self.coarse = CosineHead(coarse)

    def loss(self, images: Tensor, fine: Tensor, coarse: Tensor) -> Tensor:
        """Return the loss of soft labels under both heads."""
        pooled = functional.dropout(self.features(images), 0.2, self.training)
        return (1 - COARSE_SHARE) * functional.cross_entropy(
            self.fine(pooled), fine, label_smoothing=SMOOTHING
        ) + COARSE_SHARE * functional.cross_entropy(
            self.coarse(pooled), coarse, label_smoothing=SMOOTHING
        )


def mixed_batch(
    split: Split, picks: np.ndarray, side: int, rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Return an augmented batch with mixup, its labels as shares."""
    images = torch.from_numpy(
        to_batch([augment(split.images[i], side, rng) for i in picks])
    ).contiguous(memory_format=torch.channels_last)
    fine = functional.one_hot(torch.from_numpy(split.fine[picks]), 81).float()
    coarse = functional.one_hot(torch.from_numpy(split.coarse[picks]), 43).float()
    share = float(rng.beta(MIXUP, MIXUP))
    order = torch.from_numpy(rng.permutation(len(picks)))
    return tuple(
        share * part + (1 - share) * part[order] for part in (images, fine, coarse)
    )


def average(ema: nn.Module, model: nn.Module, step: int) -> None:
    """Move the averaged weights towards the trained ones."""
    keep = min(1 - 1 / EMA_SPAN, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, fresh in zip(ema.parameters(), model.parameters(), strict=True):
            kept.lerp_(fresh, 1 - keep)


def fit(split: Split, args: argparse.Namespace) -> Features:
    """Train for some epochs of one cycle; return the averaged features."""
    rng = np.random.default_rng(args.seed)
    model = Trained(81, 43).to(memory_format=torch.channels_last)
    ema = copy.deepcopy(model)
    heads = [*model.fine.parameters(), *model.coarse.parameters()]
    model.features.freeze()
    backbone = [p for p in model.features.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": backbone, "lr": PEAK_RATE}, {"params": heads, "lr": HEAD_RATE}],
        weight_decay=0.02,
    )
    steps = len(split.images) // BATCH
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        [PEAK_RATE, HEAD_RATE],
        total_steps=steps * args.epochs,
        pct_start=0.2,
    )
    step, began = 0, time.monotonic()
    for epoch in range(args.epochs):
        order = rng.permutation(len(split.images))
        losses = []
        for start in range(0, steps * BATCH, BATCH):
            batch = mixed_batch(split, order[start : start + BATCH], args.side, rng)
            loss = model.loss(*batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            cycle.step()
            average(ema, model, step)
            losses.append(loss.item())
            step += 1
            if step % 10 == 0:
                spent = time.monotonic() - began
                print(f"{step}: {np.mean(losses[-10:]):.3f}, {spent:.0f} s", flush=True)
        torch.save(ema.features.state_dict(), args.out / "features.pt")
        print(f"epoch {epoch}: {np.mean(losses):.3f}", flush=True)
    return ema.features


def main() -> None:
    """Train and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--side", type=int, default=192)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--hold-out", action="store_true")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    cv2.setNumThreads(1)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    split = join(load_split(args.data, "train"), load_iconic(args.data))
    if args.hold_out:
        split = split.only(~np.isin(split.fine, held_out_classes(args.seed)))
    print(f"{len(split.images)} pictures", flush=True)
    fit(split, args)


if __name__ == "__main__":
    main()
