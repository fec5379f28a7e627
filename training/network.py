"""The network: one BERT encoder, tag heads for cues and triggers, and taggers conditioned on one anchor.

Shapes: B windows, T word pieces, W words, A anchors (cues or triggers), D width of the encoder.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from parley.read.encoder.labels import CONVENTIONS, EVENT_TAGS, MODALITIES, MODES, STATEMENT_TAGS, TYPES
from parley.read.encoder.windows import FEATURES

REACH = 14
"""Distance classes on each side of an anchor."""


@dataclass(frozen=True)
class Shape:
    """The measures of a BERT encoder, as its `config.json` names them."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    layer_norm_eps: float

    @classmethod
    def load(cls, path: Path) -> "Shape":
        """Read the measures from a `config.json`."""
        config = json.loads(path.read_text(encoding="utf-8"))
        return cls(**{name: config[name] for name in cls.__dataclass_fields__})


class Layer(nn.Module):
    """One post-norm transformer layer (Devlin et al. 2019)."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width = shape.hidden_size
        self.heads = shape.num_attention_heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.layer_norm_eps)
        self.up = nn.Linear(width, shape.intermediate_size)
        self.down = nn.Linear(shape.intermediate_size, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.layer_norm_eps)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Transform x [B, T, D]; `mask` [B, 1, 1, T] is added to the attention scores."""
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.out(attended.transpose(1, 2).reshape(b, t, d))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """BERT with a table of word features, and one of annotation conventions, added to its embeddings."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocab_size, shape.hidden_size)
        self.positions = nn.Embedding(shape.max_position_embeddings, shape.hidden_size)
        self.features = nn.Embedding(FEATURES, shape.hidden_size)
        nn.init.zeros_(self.features.weight)
        self.conventions = nn.Embedding(len(CONVENTIONS), shape.hidden_size)
        nn.init.zeros_(self.conventions.weight)
        self.norm = nn.LayerNorm(shape.hidden_size, eps=shape.layer_norm_eps)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.num_hidden_layers))
        self.dropout = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, features: Tensor, convention: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode pieces [B, T] with the features of their words [B, T], under a convention [B], into [B, T, D]."""
        at = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(at)[None] + self.features(features)
        x = x + self.conventions(convention)[:, None]
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_bert(self, folder: Path) -> None:
        """Take over the weights of a Hugging Face BERT checkpoint; the type embedding is folded into the positions."""
        old = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
        new = {"words.weight": old["embeddings.word_embeddings.weight"]}
        kind = old["embeddings.token_type_embeddings.weight"][0]
        new["positions.weight"] = old["embeddings.position_embeddings.weight"] + kind
        new["features.weight"] = self.features.weight.data
        new["conventions.weight"] = self.conventions.weight.data
        names = {"norm1": "attention.output.LayerNorm", "out": "attention.output.dense",
                 "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
        for part in ("weight", "bias"):
            new[f"norm.{part}"] = old[f"embeddings.LayerNorm.{part}"]
            for i in range(len(self.layers)):
                base = f"encoder.layer.{i}"
                attention = [old[f"{base}.attention.self.{n}.{part}"] for n in ("query", "key", "value")]
                new[f"layers.{i}.qkv.{part}"] = torch.cat(attention)
                for mine, theirs in names.items():
                    new[f"layers.{i}.{mine}.{part}"] = old[f"{base}.{theirs}.{part}"]
        self.load_state_dict(new)


class Tagger(nn.Module):
    """Tags the words of a window with their role towards one anchor.

    The anchor scales and shifts every word (FiLM, Perez et al. 2018), signed distance is added, and a convolution over
    neighbouring words settles the borders.
    """

    def __init__(self, width: int, tags: int, hidden: int = 128) -> None:
        super().__init__()
        self.word = nn.Linear(width, hidden)
        self.anchor = nn.Linear(2 * width, 2 * hidden)
        self.distance = nn.Embedding(2 * REACH + 1, hidden)
        self.mix = nn.Conv1d(hidden, hidden, 5, padding=2)
        self.tags = nn.Linear(hidden, tags)

    def forward(self, word: Tensor, anchor: Tensor, distance: Tensor) -> Tensor:
        """Score tags [A, W, tags] from words [A or 1, W, hidden], anchors [A, 2 D] and distances [A, W]."""
        scale, shift = self.anchor(anchor)[:, None].chunk(2, dim=-1)
        x = F.gelu(word * (1 + scale) + shift + self.distance(distance))
        x = x + F.gelu(self.mix(x.transpose(1, 2)).transpose(1, 2))
        return self.tags(x)


class Traits(nn.Module):
    """Classifies a trigger: type, mode, modality, negation, in one vector of scores."""

    def __init__(self, width: int, hidden: int = 192) -> None:
        super().__init__()
        self.up = nn.Linear(2 * width, hidden)
        self.out = nn.Linear(hidden, len(TYPES) + len(MODES) + len(MODALITIES) + 2)

    def forward(self, anchor: Tensor) -> Tensor:
        """Score all traits [A, traits] from anchors [A, 2 D]."""
        return self.out(F.gelu(self.up(anchor)))


def distances(start: Tensor, end: Tensor, count: int) -> Tensor:
    """Class of the signed distance of each of `count` words from anchors [A]: exact near by, logarithmic far off."""
    at = torch.arange(count, device=start.device)[None]
    gap = torch.clamp(at - end[:, None] + 1, min=0) - torch.clamp(start[:, None] - at, min=0)
    size = gap.abs().float()
    far = 4 + torch.floor(2 * torch.log2(torch.clamp(size, min=1) / 4) + 1e-4)
    steps = torch.where(size <= 4, size, torch.clamp(far, max=REACH)).long()
    return REACH + gap.sign() * steps


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.hidden_size
        self.encoder = Encoder(shape, dropout)
        self.dropout = nn.Dropout(dropout)
        self.anchors = nn.Linear(width, 6)
        self.statement = Tagger(width, len(STATEMENT_TAGS))
        self.event = Tagger(width, len(EVENT_TAGS))
        self.traits = Traits(width)

    def encode(
        self, pieces: Tensor, features: Tensor, convention: Tensor, mask: Tensor, first: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return words [B, W, D] (each word its first piece) and cue and trigger scores [B, W, 6]."""
        encoded = self.encoder(pieces, features, convention, mask)
        index = first[..., None].expand(-1, -1, encoded.shape[-1])
        words = self.dropout(torch.gather(encoded, 1, index))
        return words, self.anchors(words)

    def tag(self, tagger: Tagger, words: Tensor, at: Tensor, start: Tensor, end: Tensor) -> Tensor:
        """Score tags [A, W, tags] of anchors in windows `at` [A] that span words `start:end`."""
        anchor = torch.cat([words[at, start], words[at, end - 1]], dim=-1)
        return tagger(tagger.word(words)[at], anchor, distances(start, end, words.shape[1]))


def attention_mask(lengths: Tensor, size: int) -> Tensor:
    """Mask [B, 1, 1, size] that is -inf beyond each window's length."""
    beyond = torch.arange(size)[None] >= lengths[:, None]
    return torch.zeros(beyond.shape).masked_fill(beyond, -math.inf)[:, None, None]
