"""What a picture shows: the boxes, arrows and frames of an SVG that Graphviz wrote.

SVG is what was drawn, with all that the implementation wrote into its graph laid out and labelled: it is read the same
whether boxes are records, tables or ellipses, and whatever they are called inside.
"""

import re
from collections import namedtuple
from xml.etree import ElementTree

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")
HEAD = 10.0  # points: the length of an arrowhead
NEAR = 5.0  # points: an arrow ends that near to what it leads to

Box = namedtuple("Box", "left top right bottom")


class Node:
    """A box with the text in it, its lines separated by spaces."""

    def __init__(self, group):
        self.id = _title(group)
        self.text = _text(group)
        self.box = _box(group)
        self.nodes = [self]

    def says(self, word):
        """Whether the word is written in it, as a whole."""
        return re.search(r"(?<!\w)" + re.escape(word) + r"(?!\w)", self.text) is not None


class Frame:
    """A cluster: what is written in it, and the boxes that are within its lines."""

    def __init__(self, group, nodes):
        self.text = _text(group)
        self.box = _box(group)
        self.nodes = [node for node in nodes if _within(node.box, self.box)]


class Drawing:
    """The boxes (`nodes`), the arrows between them (`arrows`) and the frames around them (`frames`) of a picture."""

    def __init__(self, svg):
        root = ElementTree.fromstring(svg)
        assert root.tag == _SVG + "svg", f"the root of the file is {root.tag}"
        self.text = _text(root)
        self.nodes = [Node(group) for group in _groups(root, "node")]
        self.frames = [Frame(group, self.nodes) for group in _groups(root, "cluster")]
        self.arrows = [arrow for group in _groups(root, "edge") for arrow in self._arrow(group)]
        background = root.find(f"{_SVG}g/{_SVG}polygon")
        self.box = _box([root if background is None else background])

    def _arrow(self, group):
        """The two boxes that an arrow connects, or nothing. It may end at the frame around a box instead."""
        title, line, head = _title(group), _line(group), _arrowhead(group)
        by_id = {node.id: node for node in self.nodes}
        for separator in re.finditer("->|--", title):
            ids = [
                _without_port(end, by_id) for end in (title[: separator.start()], title[separator.end() :])
            ]
            if None not in ids:
                is_backwards = _points_backwards(line, head)
                tail, tip = by_id[ids[0]], by_id[ids[1]]
                ends = [tail, tip]
                if line and tail is not tip:
                    at_ends = [line[:1], line[-1:]]
                    at_ends[0 if is_backwards else 1] += head
                    ends = [self._reached(tail, tip, at_ends[0]), self._reached(tip, tail, at_ends[1])]
                return [tuple(ends[::-1] if is_backwards else ends)]
        return []

    def _reached(self, node, other, points):
        """What the end of an arrow is seen to touch: the box, or a frame around it that the other box is not in."""
        touched = [
            frame
            for frame in self.frames
            if node in frame.nodes and other not in frame.nodes and _distance(points, frame.box) <= NEAR
        ]
        return touched[0] if touched and _distance(points, node.box) > NEAR else node

    def graph(self, names, free=(), expected=()):
        """The layers that are drawn, by their names, and the arrows between them.

        `free` are names of layers that may be drawn or not: arrows through them count as arrows past them. So do
        arrows through what has no text, as points that lines are led around by. An arrow that ends at a frame stands
        for those of the `expected` arrows that end in it.
        """
        free = list(free) + [node.id for node in self.nodes if not node.text]
        called = {node.id: _name(node, list(names) + free) if node.text else node.id for node in self.nodes}
        arrows = set()
        for ends in self.arrows:
            tails, heads = ({called[node.id] for node in end.nodes} for end in ends)
            if len(tails) == len(heads) == 1:
                arrows |= {(tails.pop(), heads.pop())}
            else:
                meant = {arrow for arrow in expected if arrow[0] in tails and arrow[1] in heads}
                arrows |= meant or {tuple(end.text for end in ends)}
        for name in free:
            before = {tail for tail, head in arrows if head == name}
            after = {head for tail, head in arrows if tail == name}
            arrows = {arrow for arrow in arrows if name not in arrow}
            arrows |= {(tail, head) for tail in before for head in after}
        return Graph(sorted(name for name in called.values() if name not in free), arrows)

    @property
    def direction(self):
        """Where all arrows go: down, right, up or left; `nowhere` where they don't agree."""
        ways = {
            "down": lambda tail, head: head.top - tail.bottom,
            "right": lambda tail, head: head.left - tail.right,
            "up": lambda tail, head: tail.top - head.bottom,
            "left": lambda tail, head: tail.left - head.right,
        }
        boxes = [(tail.box, head.box) for tail, head in self.arrows if tail is not head]
        for way, gap in ways.items():
            if boxes and all(gap(*ends) > -1 for ends in boxes):
                return way
        return "nowhere"

    def framed(self, names, free=()):
        """The names of the layers in each frame."""
        names = list(names) + list(free)
        called = [[_name(node, names) for node in frame.nodes if node.text] for frame in self.frames]
        return sorted(sorted(set(inside) - set(free)) for inside in called)

    def node(self, word):
        """The only box that says the word."""
        found = [node for node in self.nodes if node.says(word)]
        assert len(found) == 1, f"{word} is in {len(found)} boxes of {[node.text for node in self.nodes]}"
        return found[0]


#: `layers` is a sorted list of names, `arrows` a set of pairs of them. Arrows side by side are one.
Graph = namedtuple("Graph", "layers arrows")


def _name(node, names):
    """The one of the names that the box says, or all that it says."""
    found = {name for name in names if node.says(name)}
    return found.pop() if len(found) == 1 else node.text


def _groups(root, kind):
    return [group for group in root.iter(_SVG + "g") if group.get("class") == kind]


def _title(group):
    return group.findtext(_SVG + "title", "")


def _text(group):
    """The text that is drawn. Titles are not: they name what is drawn."""
    texts = ("".join(text.itertext()) for text in group.iter(_SVG + "text"))
    return " ".join(" ".join(texts).split())


def _box(group):
    """The smallest box around everything in the group."""
    points = [point for element in group for point in _points(element)]
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _points(element):
    if element.tag == _SVG + "ellipse":
        cx, cy, rx, ry = (float(element.get(name)) for name in ("cx", "cy", "rx", "ry"))
        return [(cx - rx, cy - ry), (cx + rx, cy + ry)]
    if element.tag == _SVG + "text":
        return [(float(element.get("x")), float(element.get("y")))]
    if element.tag in (_SVG + "g", _SVG + "a"):
        return [point for part in element for point in _points(part)]
    return _coordinates(element.get("points") or element.get("d") or "")


def _coordinates(text):
    numbers = [float(number) for number in _NUMBER.findall(text)]
    return list(zip(numbers[::2], numbers[1::2]))


def _within(inner, outer):
    return (
        inner.left >= outer.left - 1
        and inner.top >= outer.top - 1
        and inner.right <= outer.right + 1
        and inner.bottom <= outer.bottom + 1
    )


def _without_port(end, ids):
    """The id at an arrow's end, which may be followed by the place within the box."""
    while end not in ids and ":" in end:
        end = end.rpartition(":")[0]
    return end if end in ids else None


def _line(group):
    """The points of an arrow's line, if it has one."""
    lines = [_coordinates(path.get("d")) for path in group.iter(_SVG + "path")]
    return lines[0] if len(lines) == 1 else []


def _arrowhead(group):
    """The points of an arrow's head, if it has one and no more."""
    heads = [_coordinates(head.get("points")) for head in group.iter(_SVG + "polygon")]
    return heads[0] if len(heads) == 1 else []


def _points_backwards(line, head):
    """Whether the arrowhead is where the line begins. Of a line that is shorter than its head one can't tell."""
    if not line or not head or _apart(line[0], line[-1]) < 2 * HEAD:
        return False
    centre = [sum(values) / len(values) for values in zip(*head)]
    return _apart(centre, line[0]) < _apart(centre, line[-1])


def _apart(one, other):
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _distance(points, box):
    """How near the points come to a box's outline."""
    return min(abs(max(box.left - x, x - box.right, box.top - y, y - box.bottom)) for x, y in points)
