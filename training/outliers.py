"""Keeps a few channels of activations out of the rounding to 8 bits (LLM.int8(), Dettmers et al. 2022).

A few channels of BERT's activations are far larger than the rest and would claim the whole range of 8 bits. In the
linear layers that have them they are multiplied apart, in single precision, and the rest is rounded without them: the
same function.
"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from training.network import Encoder

CHANNELS = 6
"""How many channels each layer takes apart; three times as many make the error a tenth smaller."""

SPLIT = ("qkv", "up", "down")
"""Layers with such channels: in the output of attention, what `out` takes, none stands out."""


class Split(nn.Module):
    """A linear layer in two: `apart` takes a few channels of the input, `rest` all others and the bias."""

    def __init__(self, linear: nn.Linear, channels: Tensor) -> None:
        super().__init__()
        weight, others = linear.weight.data, torch.ones(linear.in_features)
        others[channels] = 0
        self.rest = nn.Linear(linear.in_features, linear.out_features)
        self.rest.weight.data, self.rest.bias.data = weight * others, linear.bias.data
        self.apart = nn.Linear(len(channels), linear.out_features, bias=False)
        self.apart.weight.data = weight[:, channels]
        self.register_buffer("channels", channels)
        self.register_buffer("others", others)

    def forward(self, x: Tensor) -> Tensor:
        """Transform [..., in] to [..., out]."""
        transformed: Tensor = self.rest(x * self.others) + self.apart(x[..., self.channels])
        return transformed


@torch.no_grad()
def split(encoder: Encoder, windows: Iterable[tuple[Tensor, Tensor, Tensor]]) -> None:
    """Replace the encoder's linear layers by split ones, by the channels that are largest on windows: what it takes."""
    layers = [(layer, name) for layer in encoder.layers for name in SPLIT]
    largest = {getattr(layer, name): torch.zeros(getattr(layer, name).in_features) for layer, name in layers}

    def measure(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        largest[module] = torch.maximum(largest[module], inputs[0].abs().flatten(0, -2).amax(0))

    hooks = [module.register_forward_pre_hook(measure) for module in largest]
    for window in windows:
        encoder(*window)
    for hook in hooks:
        hook.remove()
    for layer, name in layers:
        linear = getattr(layer, name)
        setattr(layer, name, Split(linear, largest[linear].topk(CHANNELS).indices.sort().values))
