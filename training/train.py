"""Trains the network: `python -m training.train --help`."""

import argparse
import json
import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from parley.read.encoder.labels import MODALITIES, MODES, TYPES
from training import corpora
from training.batches import MASK, Anchors, Batch, Item, collate, cut, pack
from training.examples import Encoded, encode
from training.network import Network, Shape, Tagger, attention_mask

log = logging.getLogger("train")

OFTEN = 50
"""Steps from one report and checkpoint to the next."""

TRAITS = 1.5
"""How much the traits of triggers weigh in the loss against everything else."""

RARE = {"refused": 2.5, "obliged": 2.5, "requested": 1.5, "hypothetical": 1.5, "future": 1.5}
"""How much more an event of a rare modality weighs than an actual one; a negated one weighs as a refused one."""

WEIGHTS = (
    None,
    None,
    torch.tensor([RARE.get(modality, 1.0) for modality in MODALITIES]),
    torch.tensor([1.0, RARE["refused"]]),
)


def partial_nll(scores: Tensor, allowed: Tensor) -> Tensor:
    """Minus the log probability that the tag is one of those allowed, per word: [..., tags] -> [...]."""
    scores = scores.float()
    return torch.logsumexp(scores, -1) - torch.logsumexp(scores.masked_fill(~allowed, -1e4), -1)


def losses(net: Network, batch: Batch) -> dict[str, Tensor]:
    """Negative log-likelihoods of a batch, summed over words and anchors, by head."""
    mask = attention_mask(batch.lengths, batch.pieces.shape[1])
    words, scores = net.encode(batch.pieces, batch.features, batch.convention, mask, batch.first)
    found = {
        "cue": (partial_nll(scores[..., :3], batch.cues) * batch.valid).sum(),
        "trigger": (partial_nll(scores[..., 3:], batch.triggers) * batch.valid).sum(),
    }
    for name, anchors, tagger in (("statement", batch.statements, net.statement), ("event", batch.events, net.event)):
        if len(anchors.at):
            found[name] = _role_loss(net, tagger, words, anchors)
    if len(batch.events.at):
        found["traits"] = _trait_loss(net, words, batch.events)
    return found


def _role_loss(net: Network, tagger: Tagger, words: Tensor, anchors: Anchors) -> Tensor:
    scores = net.tag(tagger, words, anchors.at, anchors.start, anchors.end)
    return partial_nll(scores, anchors.allowed).sum()


def _trait_loss(net: Network, words: Tensor, anchors: Anchors) -> Tensor:
    anchor = torch.cat([words[anchors.at, anchors.start], words[anchors.at, anchors.end - 1]], dim=-1)
    parts = net.traits(anchor).float().split([len(TYPES), len(MODES), len(MODALITIES), 2], dim=-1)
    each = [F.cross_entropy(part, anchors.traits[:, i], WEIGHTS[i], reduction="none") for i, part in enumerate(parts)]
    return TRAITS * torch.stack(each).sum()


class Average:
    """Exponential moving average of the weights, whose memory grows with the number of steps up to `decay`."""

    def __init__(self, net: Network, decay: float) -> None:
        self.net, self.decay, self.steps = net, decay, 0
        self.state = {name: value.clone() for name, value in net.state_dict().items()}

    def update(self) -> None:
        """Take in the present weights."""
        self.steps += 1
        keep = min(self.decay, self.steps / (self.steps + 9))
        for name, value in self.net.state_dict().items():
            self.state[name].lerp_(value, 1 - keep)


_TABLES = ("encoder.features", "encoder.conventions")


def optimizer(net: Network, rate: float, head_rate: float) -> torch.optim.AdamW:
    """AdamW (Loshchilov and Hutter 2019): heads and tables learn faster; word embeddings stay as they are."""
    net.encoder.words.weight.requires_grad_(False)  # noqa: FBT003
    fast: list[Tensor] = []
    slow: list[Tensor] = []
    for name, parameter in net.named_parameters():
        if parameter.requires_grad:
            (slow if name.startswith("encoder.") and not name.startswith(_TABLES) else fast).append(parameter)
    groups = [{"params": slow, "lr": rate}, {"params": fast, "lr": head_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def schedule(warmup: int, total: int) -> Callable[[int], float]:
    """Linear warm-up, then linear decay to a fiftieth."""
    return lambda step: min((step + 1) / warmup, max(0.02, (total - step) / max(1, total - warmup)))


def epoch_batches(parts: list[tuple[list[Encoded], float]], budget: int, rng: random.Random) -> list[list[Item]]:
    """Cut and pack one epoch: each part's examples as often as its factor says (fractions by chance)."""
    items: list[Item] = []
    for examples, times in parts:
        for example in examples:
            for _ in range(int(times) + (rng.random() < times % 1)):
                items.extend((example, window) for window in cut(example, rng))
    return pack(items, budget, rng)


@dataclass(frozen=True)
class Settings:
    """One run of training.

    `mix` says how often each corpus is seen in an epoch; `rate` is the encoder's; `hidden` is the share of word pieces
    that are masked, so that the rest of a sentence must do.
    """

    mix: dict[str, float]
    epochs: int = 1
    rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 2048
    dropout: float = 0.1
    hidden: float = 0.0
    decay: float = 0.995
    seed: int = 13
    threads: int = 2


def run(
    settings: Settings, data: Path, base: Path, start: Path | None, out: Path, without: Sequence[Path] = ()
) -> None:
    """Train from `start`, or from the checkpoint `base`; write the averaged weights to `out` again and again.

    The texts of the files `without` are seen in no corpus.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    rng = random.Random(settings.seed)  # noqa: S311
    net = Network(Shape.load(base / "config.json"), settings.dropout)
    if start:
        net.load_state_dict(torch.load(start))
    else:
        net.encoder.load_bert(base)
    parts = prepare(data, settings.mix, corpora.tokenizer(base), rng, without)
    plan = [epoch_batches(parts(), settings.budget, rng) for _ in range(settings.epochs)]
    total = sum(len(batches) for batches in plan)
    adam = optimizer(net, settings.rate, settings.head_rate)
    pace = torch.optim.lr_scheduler.LambdaLR(adam, schedule(max(20, total // 12), total))
    average = Average(net, settings.decay)
    log.info("%s: %d steps", settings, total)
    for epoch, batches in enumerate(plan):
        net.train()
        _epoch(net, batches, adam, pace, average, settings.hidden, out)
        log.info("epoch %d done", epoch + 1)


def hide(pieces: Tensor, share: float) -> Tensor:
    """Mask a share of the word pieces [B, T]; marks at the ends of windows and padding stay."""
    chosen = (torch.rand(pieces.shape) < share) & (pieces > MASK)
    return pieces.masked_fill(chosen, MASK)


def prepare(
    data: Path, mix: dict[str, float], tokenizer: Tokenizer, rng: random.Random, without: Sequence[Path] = ()
) -> Callable[[], list[tuple[list[Encoded], float]]]:
    """Return a function that gives an epoch its encoded parts; those that vary are made anew each time."""
    steady = [name for name in mix if not corpora.varies(name)]
    fixed = {name: [encode(e, tokenizer) for e in corpora.load(name, data, without)] for name in steady}

    def parts() -> list[tuple[list[Encoded], float]]:
        varied = {n: corpora.vary(n, data, rng, without) for n in mix if corpora.varies(n)}
        fresh = {n: [encode(e, tokenizer) for e in made] for n, made in varied.items()}
        return [({**fixed, **fresh}[name], times) for name, times in mix.items()]

    return parts


def _epoch(
    net: Network, batches: list[list[Item]], adam: torch.optim.AdamW, pace: torch.optim.lr_scheduler.LambdaLR,
    average: Average, hidden: float, out: Path,
) -> None:  # fmt: skip
    begun, sums, windows = time.monotonic(), dict.fromkeys(("cue", "trigger", "statement", "event", "traits"), 0.0), 0
    for step, batch in enumerate(_collated(batches), 1):
        batch.pieces = hide(batch.pieces, hidden)
        with torch.autocast("cpu", torch.bfloat16):
            found = losses(net, batch)
        loss = torch.stack(list(found.values())).sum() / 50
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_((p for p in net.parameters() if p.requires_grad), 2.0)
        adam.step()
        pace.step()
        average.update()
        windows += len(batch.lengths)
        for name, value in found.items():
            sums[name] += value.item()
        if not math.isfinite(loss.item()):
            raise FloatingPointError(f"loss at step {step}")
        if step % OFTEN == 0 or step == len(batches):
            torch.save(average.state, out)
            means = " ".join(f"{name} {value / windows:.2f}" for name, value in sums.items())
            log.info("%5d/%d %5.0f s per window: %s", step, len(batches), time.monotonic() - begun, means)
            sums, windows = dict.fromkeys(sums, 0.0), 0


def _collated(batches: list[list[Item]]) -> Iterator[Batch]:
    return (collate(items) for items in batches)


def main() -> None:
    """Read the command line and train."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", type=Path, required=True, help="the data folder (../shared/data)")
    p.add_argument("--base", type=Path, required=True, help="folder of a BERT checkpoint")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--start", type=Path, help="weights to go on from")
    p.add_argument("--without", type=Path, nargs="*", default=[], help="JSON Lines files whose texts are left out")
    p.add_argument("--mix", type=json.loads, required=True, help='times per epoch, as {"polnear": 1, "gold": 3}')
    for field in fields(Settings)[1:]:
        p.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    args = vars(p.parse_args())
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    places = {name: args.pop(name) for name in ("data", "base", "start", "out", "without")}
    run(Settings(**args), **places)


if __name__ == "__main__":
    main()
