"""Reads the boxes, arrows and frames of an SVG that Graphviz wrote.

An SVG shows what was drawn, with all that the implementation wrote into its graph laid out and labelled. It is read the
same whether boxes are records, tables or ellipses, and whatever they are called inside. Graphviz marks what is a box
by a class, `node`, and names the ends of an arrow in its title: an SVG without these has no boxes and no arrows here.
"""

from __future__ import annotations

import re
from typing import Collection, Dict, Iterable, List, NamedTuple, Optional, Sequence, Set, Tuple, Union
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
HEAD = 10.0  # points: the length of an arrowhead
NEAR = 5.0  # points: an arrow ends that near to what it leads to
MARGIN = 4.0  # points: what Graphviz leaves around a drawing

#: Where an arrow of a drawing that Graphviz wrote sideways (`rotate=90`) is seen to go.
_TURNED = {"down": "right", "right": "up", "up": "left", "left": "down", "nowhere": "nowhere"}

Point = Tuple[float, float]
Arrow = Tuple[str, ...]


class Box(NamedTuple):
    """The edges of a rectangle, in points; `top` is above `bottom` and therefore the smaller number."""

    left: float
    top: float
    right: float
    bottom: float


class Graph(NamedTuple):
    """The names of the layers, in order, and the pairs of them that arrows connect. Arrows side by side are one."""

    layers: List[str]
    arrows: Set[Arrow]


class Node:
    """A box with the text in it. The lines of the text are joined by spaces."""

    def __init__(self, group: Element) -> None:
        self.id = _title(group)
        self.text = _text(group)
        self.box = _box([group])
        self.nodes = [self]

    def says(self, word: str) -> bool:
        """Tell whether the word is written in the box, as a whole."""
        return re.search(r"(?<!\w)" + re.escape(word) + r"(?!\w)", self.text) is not None


class Frame:
    """A cluster: the text that is written in it, and the boxes that are within its lines."""

    def __init__(self, group: Element, nodes: Iterable[Node]) -> None:
        self.text = _text(group)
        self.box = _box([group])
        self.nodes = [node for node in nodes if _within(node.box, self.box)]


End = Union[Node, Frame]


class Drawing:
    """The boxes (`nodes`), the arrows between them (`arrows`) and the frames around them (`frames`) of a picture."""

    def __init__(self, svg: Union[str, bytes]) -> None:
        root = ElementTree.fromstring(svg)
        assert root.tag == _SVG + "svg", f"the root of the file is {root.tag}"
        self.text = _text(root)
        self.nodes = [Node(group) for group in _groups(root, "node")]
        self.frames = [Frame(group, self.nodes) for group in _groups(root, "cluster")]
        self.arrows = [arrow for group in _groups(root, "edge") for arrow in self._arrow(group)]
        self._is_sideways = any("rotate(-90)" in group.get("transform", "") for group in root)
        self.box = _turned(_canvas(root)) if self._is_sideways else _canvas(root)

    def _arrow(self, group: Element) -> List[Tuple[End, End]]:
        """Return the two boxes that an arrow connects, or nothing. It may end at the frame around a box instead."""
        title, line, head = _title(group), _line(group), _arrowhead(group)
        by_id = {node.id: node for node in self.nodes}
        for separator in re.finditer("->|--", title):
            tail = _without_port(title[: separator.start()], by_id)
            tip = _without_port(title[separator.end() :], by_id)
            if tail is not None and tip is not None:
                is_backwards = _points_backwards(line, head)
                start: End = tail
                end: End = tip
                if line and tail is not tip:
                    start = self._reached(tail, tip, line[:1] + (head if is_backwards else []))
                    end = self._reached(tip, tail, line[-1:] + ([] if is_backwards else head))
                return [(end, start) if is_backwards else (start, end)]
        return []

    def _reached(self, node: Node, other: Node, points: Sequence[Point]) -> End:
        """Return what the end of an arrow is seen to touch: the box, or a frame around it that `other` is not in."""
        touched = [
            frame
            for frame in self.frames
            if node in frame.nodes and other not in frame.nodes and _distance(points, frame.box) <= NEAR
        ]
        return touched[0] if touched and _distance(points, node.box) > NEAR else node

    def graph(
        self, names: Iterable[str], free: Iterable[str] = (), expected: Collection[Arrow] = ()
    ) -> Graph:
        """Return the layers that are drawn, by their names, and the arrows between them.

        `free` are names of layers that may be drawn or not: arrows through them count as arrows past them. So do
        arrows through what has no text, as points that lines are led around by. An arrow that ends at a frame stands
        for those of the `expected` arrows that end in it.
        """
        free = list(free) + [node.id for node in self.nodes if not node.text]
        known = list(names) + free
        called = {node: _name(node, known) if node.text else node.id for node in self.nodes}
        arrows: Set[Arrow] = set()
        for start, end in self.arrows:
            tails, heads = {called[node] for node in start.nodes}, {called[node] for node in end.nodes}
            if len(tails) == len(heads) == 1:
                arrows.add((tails.pop(), heads.pop()))
            else:
                meant = {arrow for arrow in expected if arrow[0] in tails and arrow[1] in heads}
                arrows |= meant or {(start.text, end.text)}
        for name in free:
            before = {tail for tail, head in arrows if head == name} - {name}
            after = {head for tail, head in arrows if tail == name} - {name}
            arrows = {arrow for arrow in arrows if name not in arrow}
            arrows |= {(tail, head) for tail in before for head in after}
        return Graph(sorted(name for name in called.values() if name not in free), arrows)

    @property
    def direction(self) -> str:
        """Return where all arrows go: down, right, up or left; `nowhere` where they don't agree."""
        boxes = [(start.box, end.box) for start, end in self.arrows if start is not end]
        gaps = {
            "down": [end.top - start.bottom for start, end in boxes],
            "right": [end.left - start.right for start, end in boxes],
            "up": [start.top - end.bottom for start, end in boxes],
            "left": [start.left - end.right for start, end in boxes],
        }
        ways = [way for way in gaps if boxes and min(gaps[way]) > -1]
        way = ways[0] if ways else "nowhere"
        return _TURNED[way] if self._is_sideways else way

    def framed(self, names: Iterable[str], free: Iterable[str] = ()) -> List[List[str]]:
        """Return the names of the layers in each frame."""
        free = list(free)
        known = list(names) + free
        called = [[_name(node, known) for node in frame.nodes if node.text] for frame in self.frames]
        return sorted(sorted(set(inside) - set(free)) for inside in called)

    def node(self, word: str) -> Node:
        """Return the only box that says the word."""
        found = [node for node in self.nodes if node.says(word)]
        assert len(found) == 1, f"{word} is in {len(found)} boxes of {[node.text for node in self.nodes]}"
        return found[0]


def _name(node: Node, names: Iterable[str]) -> str:
    """Return the one of the names that the box says, or all that it says."""
    found = {name for name in names if node.says(name)}
    return found.pop() if len(found) == 1 else node.text


def _groups(root: Element, kind: str) -> List[Element]:
    return [group for group in root.iter(_SVG + "g") if group.get("class") == kind]


def _title(group: Element) -> str:
    return group.findtext(_SVG + "title", "")


def _text(group: Element) -> str:
    """Return the text that is drawn. Titles are not: they name what is drawn."""
    texts = ("".join(text.itertext()) for text in group.iter(_SVG + "text"))
    return " ".join(" ".join(texts).split())


def _canvas(root: Element) -> Box:
    """Return the whole picture: its background, or all that is drawn and a margin where there is none."""
    background = root.find(f"{_SVG}g/{_SVG}polygon")
    if background is not None:
        return _box([background])
    drawn = _box(root)
    return Box(drawn.left - MARGIN, drawn.top - MARGIN, drawn.right + MARGIN, drawn.bottom + MARGIN)


def _turned(box: Box) -> Box:
    return Box(box.top, -box.right, box.bottom, -box.left)


def _box(elements: Iterable[Element]) -> Box:
    """Return the smallest box around all of the elements."""
    points = [point for element in elements for point in _points(element)]
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _points(element: Element) -> List[Point]:
    """Return points that an element reaches to; of a text, whose width is not known, one."""
    if element.tag == _SVG + "ellipse":
        cx, cy, rx, ry = (float(element.get(name, "0")) for name in ("cx", "cy", "rx", "ry"))
        return [(cx - rx, cy - ry), (cx + rx, cy + ry)]
    if element.tag == _SVG + "text":
        return [(float(element.get("x", "0")), float(element.get("y", "0")))]
    if element.tag in (_SVG + "g", _SVG + "a"):
        return [point for part in element for point in _points(part)]
    return _coordinates(element.get("points") or element.get("d") or "")


def _coordinates(text: str) -> List[Point]:
    """Return the points of a polygon or a path, all of which Graphviz gives by absolute coordinates."""
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return list(zip(numbers[::2], numbers[1::2]))


def _within(inner: Box, outer: Box) -> bool:
    """Tell whether a box is in another, but for a point by which rounding may move a line."""
    return (
        inner.left >= outer.left - 1
        and inner.top >= outer.top - 1
        and inner.right <= outer.right + 1
        and inner.bottom <= outer.bottom + 1
    )


def _without_port(end: str, by_id: Dict[str, Node]) -> Optional[Node]:
    """Return the box at an arrow's end, whose id may be followed by the place within the box."""
    while end not in by_id and ":" in end:
        end = end.rpartition(":")[0]
    return by_id.get(end)


def _line(group: Element) -> List[Point]:
    """Return the points of an arrow's line, if it has one and no more."""
    lines = [_coordinates(path.get("d", "")) for path in group.iter(_SVG + "path")]
    return lines[0] if len(lines) == 1 else []


def _arrowhead(group: Element) -> List[Point]:
    """Return the points of an arrow's head, if it has one and no more."""
    heads = [_coordinates(head.get("points", "")) for head in group.iter(_SVG + "polygon")]
    return heads[0] if len(heads) == 1 else []


def _points_backwards(line: Sequence[Point], head: Sequence[Point]) -> bool:
    """Tell whether the arrowhead is where the line begins. Of a line that is shorter than its head one can't tell."""
    if not line or not head or _apart(line[0], line[-1]) < 2 * HEAD:
        return False
    centre = sum(x for x, _ in head) / len(head), sum(y for _, y in head) / len(head)
    return _apart(centre, line[0]) < _apart(centre, line[-1])


def _apart(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _distance(points: Iterable[Point], box: Box) -> float:
    """Return how near the points come to a box's outline."""
    return min(abs(max(box.left - x, x - box.right, box.top - y, y - box.bottom)) for x, y in points)
