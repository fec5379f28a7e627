"""Evens out activations before quantising (SmoothQuant, Xiao et al. 2023; searched as in AWQ, Lin et al. 2024).

A few channels of BERT's activations are far larger than the rest and would claim the whole range of 8 bits. Each linear
layer's input is divided by one factor per channel, and the layer's weights are multiplied by it: the same function. How
much of the range moves from activations to weights is chosen for each layer by what 8 bits then make of its output.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.network import Encoder

STRENGTHS = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Candidates: how much of the range moves from activations to weights in all channels."""

UNROUNDED = 3
"""Blocks whose second feed-forward layer takes activations as they are: half of what 8 bits lose is lost there."""

CEILINGS = (1, 1.5, 2, 3, 4, 6, 8)
"""Candidates: by how much the largest channel is brought down, and every other one that would stand out above it."""


class Smoothed(nn.Module):
    """A linear layer that divides its input by a factor per channel before its weights undo it."""

    def __init__(self, linear: nn.Linear, factor: Tensor) -> None:
        super().__init__()
        self.linear = nn.Linear(linear.in_features, linear.out_features)
        self.linear.weight.data = linear.weight.data * factor
        self.linear.bias.data = linear.bias.data
        self.register_buffer("inverse", 1 / factor)

    def forward(self, x: Tensor) -> Tensor:
        """Transform [..., in] to [..., out]."""
        transformed: Tensor = self.linear(x * self.inverse)
        return transformed


def smooth(encoder: Encoder, windows: Iterable[tuple[Tensor, Tensor, Tensor]]) -> None:
    """Replace the encoder's linear layers by smoothed ones, measured on windows: what it takes, in order."""
    layers = [
        (layer, name)
        for number, layer in enumerate(encoder.layers)
        for name in ("qkv", "out", "up", "down")
        if not (name == "down" and number < UNROUNDED)
    ]
    seen: dict[nn.Module, list[Tensor]] = {getattr(layer, name): [] for layer, name in layers}

    def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        seen[module].append(inputs[0].flatten(0, -2))

    hooks = [module.register_forward_pre_hook(keep) for module in seen]
    with torch.no_grad():
        for window in windows:
            encoder(*window)
    for hook in hooks:
        hook.remove()
    for layer, name in layers:
        linear = getattr(layer, name)
        factor = best_factor(linear.weight.data, seen.pop(linear))
        if not torch.all(factor == 1):
            setattr(layer, name, Smoothed(linear, factor))


@torch.no_grad()
def best_factor(weight: Tensor, inputs: list[Tensor]) -> Tensor:
    """Choose the factor per channel [in] with which 8 bits lose least of a layer's output on inputs [words, in]."""
    largest = torch.stack([x.abs().amax(0) for x in inputs]).amax(0).clamp(min=1e-4)
    heaviest = weight.abs().amax(0).clamp(min=1e-4)
    evened = [largest**strength / heaviest ** (1 - strength) for strength in STRENGTHS]
    capped = [torch.clamp(largest * ceiling / largest.max(), min=1) for ceiling in CEILINGS]
    return min((*evened, *capped), key=lambda factor: _loss(weight, inputs, factor))


def _loss(weight: Tensor, inputs: list[Tensor], factor: Tensor) -> float:
    """Squared error relative to each word's own output: a few words with huge outputs must not decide for all."""
    rounded, lost = _round_rows(weight * factor), 0.0
    for x in inputs:
        exact = x @ weight.T
        error = _round_all(x / factor) @ rounded.T - exact
        lost += float((error.pow(2).sum(-1) / exact.pow(2).sum(-1)).sum())
    return lost


def _round_rows(weight: Tensor) -> Tensor:
    """What is left of weights [out, in] in 8 bits with a scale per row."""
    scale = weight.abs().amax(1, keepdim=True) / 127
    return (weight / scale).round() * scale


def _round_all(x: Tensor) -> Tensor:
    """What is left of activations in 8 bits with one scale and zero point."""
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    scale = (high - low) / 255
    zero = round(-low / scale)
    return ((x / scale + zero).round().clamp(0, 255) - zero) * scale
