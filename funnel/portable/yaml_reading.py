"""YAML that can only be data: no anchors, no aliases, no tags, no key twice, nothing too deep.

Only true, false, null and numbers are more than text; 09:30, yes and 2026-03-31 stay as typed.
"""

from __future__ import annotations

import re

import yaml
from django.utils.translation import gettext as _

from funnel.checking.faults import Fault
from funnel.portable.refusal import ImportRefusedError
from funnel.publishing.shape import Plain

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 30
_INT, _FLOAT = "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_BOOL, _NULL = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"


class _Loader(yaml.SafeLoader):
    """SafeLoader with a smaller language; compose_node is where every node passes."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: object) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # not in its stubs
        _refuse_extras(event)
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _refusal(_("nested deeper than %(most)s levels") % {"most": MAX_DEPTH}, event)
        node = super().compose_node(parent, index)  # type: ignore[arg-type]  # stub says int
        self.depth -= 1
        return node


_Loader.add_implicit_resolver(_INT, re.compile(r"^-?(?:0|[1-9][0-9]{0,17})$"), list("-0123456789"))
# 21 places: what our own export writes of a small number with all its digits.
_Loader.add_implicit_resolver(
    _FLOAT,
    re.compile(r"^-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,21}(?:e-[0-9]{1,3})?$"),
    list("-0123456789"),
)
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(_NULL, re.compile(r"^(?:null|~|)$"), ["n", "~", ""])


def plain_data(content: bytes) -> tuple[Plain, list[Fault]]:
    """What the file says, and its faults that leave it readable (a key that stands twice).

    Raises ImportRefusedError where it cannot be read at all.
    """
    if len(content) > MAX_BYTES:
        raise ImportRefusedError([Fault("", _("The file is larger than 2 MB. Shorten it."))])
    try:
        node = yaml.compose(content.decode("utf-8-sig"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(
            [Fault("", _("The file is not in UTF-8. Save it as UTF-8."))]
        ) from error
    except yaml.YAMLError as error:
        raise ImportRefusedError([Fault("", _sentence(error))]) from error
    faults: list[Fault] = []
    return _plain(node, "", faults), faults


def _plain(node: yaml.Node | None, path: str, faults: list[Fault]) -> Plain:
    match node:
        case yaml.MappingNode():
            return _mapping(node, path, faults)
        case yaml.SequenceNode():
            return [
                _plain(part, f"{path}[{index}]", faults) for index, part in enumerate(node.value)
            ]
        case yaml.ScalarNode(tag=tag) if tag == _INT:
            return int(node.value)
        case yaml.ScalarNode(tag=tag) if tag == _FLOAT:
            return float(node.value)
        case yaml.ScalarNode(tag=tag) if tag == _BOOL:
            return bool(node.value == "true")
        case yaml.ScalarNode(tag=tag) if tag != _NULL:
            return str(node.value)
    return None


def _mapping(node: yaml.MappingNode, path: str, faults: list[Fault]) -> Plain:
    lines: dict[str, int] = {}
    data: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            sentence = _("Line %(line)s: a key must be one word.")
            faults.append(Fault(path, sentence % {"line": line}))
            continue
        key = str(key_node.value)
        place = f"{path}.{key[:60]}".lstrip(".")
        if key in lines:
            sentence = _("This key stands twice, in lines %(first)s and %(second)s. Keep one.")
            faults.append(Fault(place, sentence % {"first": lines[key], "second": line}))
        lines[key] = line
        data[key] = _plain(value_node, place, faults)
    return data


def _refuse_extras(event: yaml.Event) -> None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        problem = _("anchors (&) and aliases (*) are not read; write the text out")
    elif getattr(event, "tag", None) is not None:
        problem = _("tags (!) are not read; write the value without")
    else:
        return
    raise _refusal(problem, event)


def _refusal(problem: str, event: yaml.Event) -> yaml.MarkedYAMLError:
    mark = event.start_mark if isinstance(event.start_mark, yaml.Mark) else None
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _sentence(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.reader.ReaderError):
        sentence = _("Character %(number)s of the file is none that text has. Remove it.")
        return sentence % {"number": error.position + 1}
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or _("this is no YAML text"))
    if not mark:
        return f"{problem}."
    words = {"line": mark.line + 1, "column": mark.column + 1, "problem": problem}
    return _("Line %(line)s, column %(column)s: %(problem)s.") % words
