"""YAML as plain values with the place of each in its file; the only module that names the YAML library.

Stricter than YAML: no key twice, no word that other readers of YAML take for a boolean, no anchors and aliases, no
instant without quotes.
"""

import re

from msgspec import Struct, field
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from parley.errors import Complaint

KeyPath = tuple[str | int, ...]
YamlNode = Node
_TAG = "tag:yaml.org,2002:"
_KINDS = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp"}
_LOOSE_BOOLEAN = re.compile(r"y|n|yes|no|on|off", re.IGNORECASE)


class Tree(Struct):
    """The values of a file, the node of each path, and what is wrong with them as YAML."""

    value: object
    nodes: dict[KeyPath, Node]
    complaints: list[Complaint]
    seen: set[int] = field(default_factory=set)

    def complain(self, path: KeyPath, what: str, remedy: str) -> None:
        """Note that something is wrong at a path; an absent one stands where its nearest parent stands."""
        self.complaints.append(_complain(self.find_nearest(path), what, remedy))

    def find_nearest(self, path: KeyPath) -> Node:
        """Return the node of a path, that of its nearest parent where the file does not have it."""
        while path not in self.nodes:
            path = path[:-1]
        return self.nodes[path]

    def complain_key(self, path: KeyPath, what: str, remedy: str) -> None:
        """Note that something is wrong with the key that a path ends with."""
        parent = self.nodes[path[:-1]]
        key = next(key for key, _value in parent.value if key.value == path[-1])
        self.complaints.append(_complain(key, what, remedy))


def parse_tree(text: str) -> Tree:
    """Read YAML 1.2; text that is no YAML at all gives a tree with one complaint and the value null."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Tree(None, {}, [Complaint(line, column, f"no YAML: {error.problem}", "Mend the line or the one above.")])
    except YAMLError:
        return Tree(None, {}, [Complaint(1, 1, "the file holds characters that YAML does not allow", "Remove them.")])
    except RecursionError:
        return Tree(None, {}, [Complaint(1, 1, "lists within lists without end", "Write it flat.")])
    if root is None:
        return Tree(None, {}, [Complaint(1, 1, "the file is empty", "Begin with: format: agreement/0")])
    tree = Tree(None, {}, [])
    tree.value = _build(root, (), tree)
    return tree


def _build(node: Node, path: KeyPath, tree: Tree) -> object:
    tree.nodes[path] = node
    if id(node) in tree.seen:
        return None
    tree.seen.add(id(node))
    if node.anchor:
        remedy = "Write it out wherever it is meant; put words with & or * into quotes."
        tree.complaints.append(_complain(node, f"&{node.anchor} is a YAML anchor", remedy))
    if (node.tag or "").removeprefix(_TAG) not in _KINDS:
        tree.complaints.append(_complain(node, f"{node.tag} is a YAML tag", "Write plain values."))
    if isinstance(node, MappingNode):
        return _build_mapping(node, path, tree)
    if isinstance(node, SequenceNode):
        return [_build(item, (*path, number), tree) for number, item in enumerate(node.value)]
    return _build_scalar(node, tree) if isinstance(node, ScalarNode) else None


def _build_mapping(node: MappingNode, path: KeyPath, tree: Tree) -> dict[str, object]:
    built: dict[str, object] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        if not isinstance(key, str):
            tree.complaints.append(_complain(key_node, "a key is no word", "Write keys as plain words."))
        elif key in built:
            tree.complaints.append(_complain(key_node, f"{key!r} stands here twice", "Keep one of the two."))
        else:
            if key_node.style is None and _LOOSE_BOOLEAN.fullmatch(key):
                tree.complaints.append(_loose(key_node))
            built[key] = _build(value_node, (*path, key), tree)
    return built


def _build_scalar(node: ScalarNode, tree: Tree) -> object:
    word = node.value
    if node.style is not None:
        return word
    if _LOOSE_BOOLEAN.fullmatch(word):
        tree.complaints.append(_loose(node))
    kind = (node.tag or "").removeprefix(_TAG)
    if kind == "timestamp" and ":" in word:
        tree.complaints.append(_complain(node, f"{word} stands without quotes", f'Write "{word}", with its zone.'))
    if kind == "null":
        return None
    if kind == "bool":
        return word.lower() == "true"
    if kind in {"int", "float"} and re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,15})?", word):
        return float(word) if "." in word else int(word)
    return word


def _complain(node: Node, what: str, remedy: str) -> Complaint:
    return Complaint(node.start_mark.line + 1, node.start_mark.column + 1, what, remedy)


def _loose(node: ScalarNode) -> Complaint:
    remedy = f'Write "{node.value}" in quotes if the word is meant, else true or false.'
    return _complain(node, f"some programs read {node.value} as a boolean", remedy)


def is_flow(node: YamlNode) -> bool:
    """Tell whether a collection is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def ends_on(node: YamlNode) -> int:
    """Return the number of the last line that holds something of a node, counted from zero."""
    if isinstance(node.value, list) and node.value and not is_flow(node):
        last = node.value[-1]
        return ends_on(last[1] if isinstance(last, tuple) else last)
    line: int = node.end_mark.line
    return line - 1 if getattr(node, "style", None) in {"|", ">"} else line
