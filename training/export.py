"""Writes a trained network as ONNX: `python -m training.export --help`.

The word embeddings are stored as 8-bit integers with one scale per row. Linear layers are quantised to 8 bits, weights
per output channel, activations per window while it runs, but for a few channels (`outliers.py`): the runtime gives each
window to the network alone, so that no text can change the scale of another.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from training import corpora
from training.batches import collate, cut
from training.corpora import tokenizer
from training.examples import encode
from training.network import Network, Shape, Tagger
from training.outliers import split

OPSET = 18

CALIBRATION = 40
"""How many examples of gold train the channels of activations are measured on."""


class Rows(nn.Module):
    """An embedding kept as 8-bit integers with one scale per row."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, index: Tensor) -> Tensor:
        """Look up rows [..., D] for indices [...]."""
        return self.table[index].float() * self.scale[index]


class Neighbours(nn.Module):
    """A convolution over words as one linear layer over each word and its neighbours, which runs in 8 bits."""

    def __init__(self, conv: nn.Conv1d) -> None:
        super().__init__()
        self.size = conv.kernel_size[0]
        self.linear = nn.Linear(conv.in_channels * self.size, conv.out_channels)
        self.linear.weight.data = conv.weight.data.transpose(1, 2).flatten(1)
        self.linear.bias = conv.bias

    def forward(self, x: Tensor) -> Tensor:
        """Transform [A, in, W] to [A, out, W]."""
        reach, words = self.size // 2, x.shape[2]
        padded = F.pad(x.transpose(1, 2), (0, 0, reach, reach))
        beside = torch.cat([padded[:, at : at + words] for at in range(self.size)], dim=-1)
        transformed: Tensor = self.linear(beside).transpose(1, 2)
        return transformed


class EncoderGraph(nn.Module):
    """One window [1, T] to word vectors [1, W, D] and scores [1, W, 6]."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, features: Tensor, first: Tensor, convention: Tensor) -> tuple[Tensor, Tensor]:
        """Encode."""
        words = self.net.encoder(pieces, features, convention)[:, first[0]]
        return words, self.net.anchors(words)


class TaggerGraph(nn.Module):
    """Words [1, W, D] and anchors [A] to role scores [A, W, tags], and traits [A, traits] for events."""

    def __init__(self, net: Network, tagger: Tagger, traits: nn.Module | None) -> None:
        super().__init__()
        self.net, self.tagger, self.traits = net, tagger, traits

    def forward(self, words: Tensor, start: Tensor, end: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Score."""
        tags = self.net.tag(self.tagger, words, torch.zeros_like(start), start, end)
        if self.traits is None:
            return tags
        return tags, self.traits(torch.cat([words[0, start], words[0, end - 1]], dim=-1))


def export(net: Network, out: Path, *, quantise: bool = True) -> None:
    """Write `encoder.onnx`, `statement.onnx` and `event.onnx` into a folder."""
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    if quantise:
        for name in ("words", "positions"):
            setattr(net.encoder, name, Rows(getattr(net.encoder, name).weight.data))
        for tagger in (net.statement, net.event):
            tagger.mix = Neighbours(tagger.mix)
    pieces, width = torch.ones(1, 12, dtype=torch.long), net.anchors.in_features
    first, anchors = torch.arange(1, 9)[None], torch.tensor([1, 3, 5])
    _write(
        EncoderGraph(net), (pieces, pieces, first, torch.zeros(1, dtype=torch.long)), out / "encoder.onnx",
        ["pieces", "features", "first", "convention"],
        {"words": {1: "words"}, "scores": {1: "words"}},
        {"pieces": {1: "pieces"}, "features": {1: "pieces"}, "first": {1: "words"}},
    )  # fmt: skip
    words = torch.randn(1, 8, width)
    inputs = {"words": {1: "words"}, "start": {0: "anchors"}, "end": {0: "anchors"}}
    tags = {"tags": {0: "anchors", 1: "words"}}
    heads = (
        (net.statement, None, "statement", tags),
        (net.event, net.traits, "event", {**tags, "traits": {0: "anchors"}}),
    )
    for tagger, traits, name, outputs in heads:
        graph = TaggerGraph(net, tagger, traits)
        _write(graph, (words, anchors, anchors + 1), out / f"{name}.onnx", ["words", "start", "end"], outputs, inputs)
    if quantise:
        for name in ("encoder", "statement", "event"):
            _quantise(out / f"{name}.onnx")


def _write(
    graph: nn.Module, example: tuple[Tensor, ...], path: Path, names: list[str],
    outputs: dict[str, dict[int, str]], inputs: dict[str, dict[int, str]],
) -> None:  # fmt: skip
    axes = {**inputs, **outputs}
    torch.onnx.export(
        graph, example, path, input_names=names, output_names=list(outputs), dynamic_axes=axes, opset_version=OPSET,
        dynamo=False,
    )  # fmt: skip


def _quantise(path: Path) -> None:
    whole = path.with_suffix(".fp32.onnx")
    path.rename(whole)
    model = onnx.load(whole)
    apart = [node.name for node in model.graph.node if "/apart/" in node.name]
    quantize_dynamic(
        whole, path, per_channel=True, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"],
        nodes_to_exclude=apart,
    )  # fmt: skip
    whole.unlink()


def to_onnx(
    data: Path, base: Path, weights: Path, out: Path, without: Sequence[Path] = (), *, quantise: bool = True
) -> None:
    """Export what training wrote, with the tokenizer of the checkpoint that it began from."""
    net = Network(Shape.load(base / "config.json"))
    net.load_state_dict(torch.load(weights))
    if quantise:
        net.eval()
        split(net.encoder, _calibration(data, base, without))
    export(net, out, quantise=quantise)
    tokenizer(base).save(str(out / "tokenizer.json"), pretty=False)


def _calibration(data: Path, base: Path, without: Sequence[Path]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield windows of gold train."""
    rng, cutter = random.Random(1), tokenizer(base)  # noqa: S311
    for example in corpora.load("gold", data, without)[:CALIBRATION]:
        encoded = encode(example, cutter)
        for window in cut(encoded, rng):
            batch = collate([(encoded, window)])
            yield batch.pieces, batch.features, batch.convention


def main() -> None:
    """Read the command line and export."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--base", type=Path, required=True, help="folder of the BERT checkpoint")
    p.add_argument("--weights", type=Path, required=True, help="what training wrote")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--fp32", action="store_true", help="do not quantise")
    p.add_argument("--without", type=Path, nargs="*", default=[], help="JSON Lines files whose texts are left out")
    args = p.parse_args()
    to_onnx(args.data, args.base, args.weights, args.out, args.without, quantise=not args.fp32)


if __name__ == "__main__":
    main()
