"""The reader of SVGs, branch by branch, on drawings of a few lines."""

import pytest

from cthulhu_conformance.plot_model.svg import Box, Drawing, Graph


def svg(*parts, transform="translate(4 96)"):
    """Return an SVG as Graphviz writes it, without a background."""
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"><g class="graph" transform="{transform}">{body}</g></svg>'
    )


def group(kind, title, content):
    title = title.replace(">", "&gt;")
    return f'<g class="{kind}"><title>{title}</title>{content}</g>'


def polygon(left, top, right, bottom):
    return f'<polygon points="{left},{top} {right},{top} {right},{bottom} {left},{bottom}"/>'


def node(name, left=0, top=0, text=None, width=40, height=20):
    """Return a box whose text is its name, unless another one is given."""
    x, y = left + width / 2, top + height / 2
    label = name if text is None else text
    words = f'<text x="{x}" y="{y}">{label}</text>' if label else ""
    return group("node", name, polygon(left, top, left + width, top + height) + words)


def cluster(label, left, top, right, bottom):
    words = f'<text x="{left + 2}" y="{top + 2}">{label}</text>'
    return group("cluster", "cluster_" + label, polygon(left, top, right, bottom) + words)


def edge(title, path, head=None):
    """Return an arrow; `head` is the middle of its head."""
    drawn = polygon(head[0] - 5, head[1] - 5, head[0] + 5, head[1] + 5) if head else ""
    return group("edge", title, f'<path d="{path}"/>{drawn}')


def ends(drawing):
    return [(start.text, end.text) for start, end in drawing.arrows]


# Boxes


@pytest.mark.parametrize(
    "shape, box",
    [
        ('<polygon points="1,2 31,2 31,12 1,12 1,2"/>', (1, 2, 31, 12)),
        ('<polygon points="-1.5,-2.25 -31,-2 -31,-12.75"/>', (-31, -12.75, -1.5, -2)),
        ('<polygon points="1e1,2 3.5E+1,2 4e-1,12"/>', (0.4, 2, 35, 12)),
        ('<polygon points="1e01,2 3.5,1.2e-01"/>', (3.5, 0.12, 10, 2)),
        ('<polygon points=".5,2 31,-.5"/>', (0.5, -0.5, 31, 2)),
        ('<polygon points="1.,2 31,12"/>', (1, 2, 31, 12)),
        ('<polyline points="1,2 31,12"/>', (1, 2, 31, 12)),
        ('<path d="M1,2C1,2 31,2 31,12Z"/>', (1, 2, 31, 12)),
        ('<path d="M1-2L31-12"/>', (1, -12, 31, -2)),
        ('<ellipse cx="20" cy="10" rx="15" ry="5"/>', (5, 5, 35, 15)),
        ('<ellipse cx="-20" cy="-10" rx="15" ry="5"/>', (-35, -15, -5, -5)),
        ('<text x="7" y="8">word</text>', (7, 8, 7, 8)),
        ('<text x="7" y="8">word</text><text x="9" y="5">other</text>', (7, 5, 9, 8)),
        ('<a><polygon points="1,2 31,12"/></a>', (1, 2, 31, 12)),
        ('<g><a><path d="M1,2 31,12"/></a></g>', (1, 2, 31, 12)),
        ('<defs><linearGradient x1="0" x2="99"/></defs><polygon points="1,2 31,12"/>', (1, 2, 31, 12)),
        ('<text>word</text><ellipse rx="3" ry="2"/>', (-3, -2, 3, 2)),
        ("<ellipse/>", (0, 0, 0, 0)),
        ("", (0, 0, 0, 0)),
    ],
)
def test_the_box_around_a_shape(shape, box):
    assert Drawing(svg(group("node", "a", shape))).nodes[0].box == box


@pytest.mark.parametrize(
    "content, text",
    [
        ('<text x="1" y="1">a: Dense</text>', "a: Dense"),
        ('<text x="1" y="1">a</text><text x="1" y="9">Dense</text>', "a Dense"),
        ('<text x="1" y="1">a &#160; Dense\n</text>', "a Dense"),
        ('<text x="1" y="1"><tspan>a</tspan><tspan>b</tspan> c</text>', "ab c"),
        ('<a><text x="1" y="1">a</text></a>', "a"),
        ("<desc>nothing</desc>", ""),
    ],
)
def test_the_text_of_a_box(content, text):
    drawing = Drawing(svg(group("node", "the title", content)))
    assert drawing.nodes[0].text == drawing.text == text


@pytest.mark.parametrize(
    "word, is_said",
    [
        ("a_1", True),
        ("Dense", True),
        ("a", False),
        ("1", False),
        ("a_11", False),
        ("Den", False),
        ("x.y", False),
    ],
)
def test_whole_words(word, is_said):
    assert Drawing(svg(node("a_1", text="a_1: Dense x,y"))).nodes[0].says(word) is is_said


def test_the_only_box_that_says_a_word():
    drawing = Drawing(svg(node("1", text="a: Dense"), node("2", text="b: Dense")))
    assert drawing.node("b") is drawing.nodes[1]
    with pytest.raises(AssertionError, match=r"c is in 0 boxes of \['a: Dense', 'b: Dense'\]"):
        drawing.node("c")
    with pytest.raises(AssertionError, match="Dense is in 2 boxes"):
        drawing.node("Dense")


# The picture


def test_the_background_is_the_picture():
    drawing = Drawing(svg(polygon(-4, -50, 70, 4), node("a", 0, -40), cluster("c", -99, -99, 99, 99)))
    assert drawing.box == Box(-4, -50, 70, 4)


def test_without_a_background_the_picture_is_what_is_drawn_and_a_margin():
    assert Drawing(svg(node("a", 0, -40), node("b", 30, -20))).box == Box(-4, -44, 74, 4)


def test_a_picture_that_was_drawn_sideways():
    parts = (
        polygon(-4, -50, 70, 4),
        node("a", 0, -50),
        node("b", 0, 0),
        edge("a->b", "M20,-30L20,-10", (20, -5)),
    )
    drawing = Drawing(svg(*parts, transform="scale(1 1) rotate(-90) translate(-58 112)"))
    assert drawing.box == Box(-50, -70, 4, 4)
    assert drawing.direction == "right"


@pytest.mark.parametrize("text", ['<svg><g class="graph"/></svg>', "<html/>"])
def test_a_file_of_another_kind(text):
    with pytest.raises(AssertionError, match="the root of the file is"):
        Drawing(text)


# Arrows


A, B = node("a", 0, 0), node("b", 0, 100)
DOWN, UP = "M20,20 C20,50 20,60 20,90", "M20,100C20,60 20,50 20,30"


@pytest.mark.parametrize(
    "title, path, head, expected",
    [
        ("a->b", DOWN, (20, 95), ("a", "b")),
        ("a->b", DOWN, (20, 25), ("b", "a")),  # the head is at the beginning
        ("b->a", UP, (20, 25), ("b", "a")),
        ("b->a", UP, (20, 95), ("a", "b")),
        ("a--b", DOWN, None, ("a", "b")),
        ("a->b", DOWN, None, ("a", "b")),
        ("a->b", "", (20, 25), ("a", "b")),
        ("a:out->b:in:n", DOWN, (20, 95), ("a", "b")),
        ("a->b", "M20,20L20,30", (20, 15), ("a", "b")),  # shorter than its head
        ("a->b", "M20,20L39.5,20", (20, 25), ("a", "b")),  # nearly as long as two
        ("a->b", "M20,20L40.5,20", (20, 25), ("b", "a")),  # a bit longer
        ("a->b", "M20,20L31,30", (20, 25), ("b", "a")),
        ("a->b", "M20,20L40,20", (20, 25), ("b", "a")),  # as long as two
        ("a->b", "M20,20L20,60", (20, 40), ("a", "b")),  # the head is in the middle
    ],
)
def test_where_an_arrow_goes(title, path, head, expected):
    assert ends(Drawing(svg(A, B, edge(title, path, head)))) == [expected]


def test_several_heads_or_lines_and_none_say_nothing():
    heads = f'<path d="{DOWN}"/>' + polygon(15, 20, 25, 30) + polygon(15, 20, 25, 30)
    lines = f'<path d="{DOWN}"/><path d="{DOWN}"/>' + polygon(15, 20, 25, 30)
    for content in heads, lines, "":
        assert ends(Drawing(svg(A, B, group("edge", "a->b", content)))) == [("a", "b")]


@pytest.mark.parametrize("title", ["a->c", "c->a", "ab", "", "a>b", "a-b"])
def test_an_arrow_between_boxes_that_are_not_there(title):
    assert ends(Drawing(svg(A, B, edge(title, DOWN)))) == []


@pytest.mark.parametrize(
    "title, expected",
    [
        ("x->y->z", ("x->y", "z")),
        ("x:1->z", ("x:1", "z")),
        ("x:1:port->z", ("x:1", "z")),
        ("z->z", ("z", "z")),
        ("z--x->y", ("z", "x->y")),
    ],
)
def test_ids_that_look_like_more(title, expected):
    nodes = [node("x-&gt;y", text="x-&gt;y"), node("x:1"), node("z")]
    assert ends(Drawing(svg(*nodes, edge(title, "")))) == [expected]


# Frames


def test_boxes_within_a_frame():
    frame = cluster("inner", 0, 0, 50, 60)
    inside, at_the_edge = node("inside", 5, 5), node("edge", -1, -1, width=52, height=62)
    outside = [node("left", -2, 5), node("low", 5, 42), node("right", 12, 5), node("high", 5, -2)]
    drawing = Drawing(svg(frame, inside, at_the_edge, *outside))
    assert [node.text for node in drawing.frames[0].nodes] == ["inside", "edge"]
    assert drawing.frames[0].text == "inner"


def framed(*edges):
    """Return a drawing of a box above a frame of two boxes, which is in another frame."""
    boxes = node("entry", 30, 0), node("alpha", 10, 120), node("beta", 60, 120)
    frames = cluster("outer", -20, 80, 140, 200), cluster("inner", 0, 100, 110, 150)
    return Drawing(svg(*frames, *boxes, *edges))


@pytest.mark.parametrize(
    "title, path, head, expected",
    [
        ("entry->alpha", "M50,20L30,110", (30, 115), ("entry", "alpha")),
        ("entry->alpha", "M50,20L40,90", (40, 95), ("entry", "inner")),
        ("entry->alpha", "M50,20L40,90", None, ("entry", "alpha")),  # ten points from the frame
        ("entry->alpha", "M50,20L40,95", None, ("entry", "inner")),
        ("entry->alpha", "M50,20L40,94.5", None, ("entry", "alpha")),
        ("entry->alpha", "M50,20L40,105", None, ("entry", "inner")),
        ("entry->alpha", "M50,20L40,105.5", None, ("entry", "alpha")),
        ("entry->alpha", "M50,20L40,99L40,88", None, ("entry", "alpha")),  # its end counts
        ("alpha->entry", "M40,88L40,99L50,30", (50, 25), ("alpha", "entry")),
        ("entry->alpha", "", None, ("entry", "alpha")),
        ("entry->alpha", "", (40, 95), ("entry", "alpha")),
        ("entry->alpha", "M50,20L40,70", (40, 75), ("entry", "outer")),
        ("alpha->entry", "M40,90L50,20", (40, 95), ("entry", "inner")),  # backwards
        ("alpha->entry", "M40,100L50,30", (50, 25), ("inner", "entry")),
        ("alpha->entry", "M40,80L50,30", (50, 25), ("outer", "entry")),
        ("alpha->entry", "M40,91L50,30", (50, 25), ("alpha", "entry")),
        ("alpha->beta", "M50,130L55,130", None, ("alpha", "beta")),
        ("alpha->beta", "M30,120C30,98 80,98 80,98", None, ("alpha", "beta")),  # both are in the frame
        ("alpha->alpha", "M30,120L30,100", None, ("alpha", "alpha")),
    ],
)
def test_arrows_that_end_at_a_frame(title, path, head, expected):
    assert ends(framed(edge(title, path, head))) == [expected]


def test_an_arrow_to_a_box_beside_its_frame_ends_at_the_box():
    frame = cluster("c", -2, 97, 60, 130)
    for arrow in edge("a->b", DOWN, (20, 96)), edge("a->b", "M20,20L20,95"):
        assert ends(Drawing(svg(A, frame, B, arrow))) == [("a", "b")]


def test_an_arrow_to_two_frames_ends_at_the_outer_one():
    frames = cluster("outer", -20, 77, 80, 140), cluster("inner", -10, 80, 70, 130)
    drawing = Drawing(svg(A, *frames, B, edge("a->b", "M20,20L20,70", (20, 74))))
    assert ends(drawing) == [("a", "outer")]


TO_FRAME, FROM_FRAME = edge("entry->alpha", "M50,20L40,95"), edge("alpha->entry", "M40,100L50,30")


def test_an_arrow_to_a_frame_stands_for_expected_ones():
    names = ["entry", "alpha", "beta"]
    expected = {("entry", "beta"), ("alpha", "beta"), ("beta", "alpha"), ("other", "alpha")}
    assert framed(TO_FRAME).graph(names, (), expected).arrows == {("entry", "beta")}
    assert framed(FROM_FRAME).graph(names, (), {("beta", "entry")}).arrows == {("beta", "entry")}
    assert framed(FROM_FRAME).graph(names, (), {("entry", "beta")}).arrows == {("inner", "entry")}


def test_an_arrow_from_a_frame_to_a_frame():
    above = cluster("above", 0, 0, 110, 50), node("entry", 10, 10), node("other", 60, 10)
    below = cluster("below", 0, 100, 110, 150), node("alpha", 10, 120), node("beta", 60, 120)
    drawing = Drawing(svg(*above, *below, edge("entry->alpha", "M50,50L50,95")))
    names, meant = ["entry", "other", "alpha", "beta"], {("other", "beta"), ("entry", "alpha")}
    assert ends(drawing) == [("above", "below")]
    assert drawing.graph(names, (), meant | {("alpha", "beta")}).arrows == meant


def test_an_arrow_to_a_frame_without_expected_ones_is_named_after_it():
    assert framed(TO_FRAME).graph(["entry", "alpha", "beta"]).arrows == {("entry", "inner")}


def test_an_arrow_to_a_frame_around_one_box_leads_to_the_box():
    drawing = Drawing(svg(A, cluster("c", -20, 50, 60, 150), B, edge("a->b", "M20,20L20,45")))
    assert ends(drawing) == [("a", "c")]
    assert drawing.graph(["a", "b"]).arrows == {("a", "b")}


def test_layers_in_frames():
    assert framed().framed(["entry", "alpha", "beta"]) == [["alpha", "beta"], ["alpha", "beta"]]
    assert framed().framed(["entry", "alpha"], ["beta"]) == [["alpha"], ["alpha"]]
    inside = (
        cluster("c", 0, 0, 99, 99),
        node("1", 5, 5, "x: Dense"),
        node("2", 9, 9, "x: Add"),
        node("3", 5, 50, ""),
    )
    assert Drawing(svg(*inside)).framed(["x"]) == [["x"]]
    frames = cluster("c", 0, 0, 99, 30), node("b", 9, 5), node("a", 50, 5), cluster("d", 0, 0, 48, 30)
    assert Drawing(svg(*frames)).framed(["a", "b"]) == [["a", "b"], ["b"]]


# The graph


def chain(*texts, arrows=None):
    """Return a drawing of boxes with ids 0, 1 ..., each above the next one, and arrows between them."""
    boxes = [node(str(place), 0, 50 * place, text) for place, text in enumerate(texts)]
    titles = arrows or [f"{place}->{place + 1}" for place in range(len(texts) - 1)]
    return Drawing(svg(*boxes, *(edge(title, "") for title in titles)))


def test_layers_and_arrows_by_their_names():
    assert chain("b: Dense", "a: Add").graph(["a", "b", "c"]) == Graph(["a", "b"], {("b", "a")})


def test_a_box_is_called_what_it_says_where_that_is_no_name_or_several():
    assert chain("x: Dense", "a b").graph(["a", "b"]) == Graph(["a b", "x: Dense"], {("x: Dense", "a b")})


def test_boxes_of_the_same_name_are_layers_of_their_own():
    assert chain("a: Dense", "a: Add", "a").graph(["a"]) == Graph(["a", "a", "a"], {("a", "a")})


def test_arrows_side_by_side_are_one():
    drawing = chain("a", "b", arrows=["0->1", "0->1"])
    assert len(drawing.arrows) == 2
    assert drawing.graph(["a", "b"]).arrows == {("a", "b")}


def test_arrows_through_what_need_not_be_drawn_lead_past_it():
    assert chain("a", "s", "b").graph(["a", "b"], ["s"]) == Graph(["a", "b"], {("a", "b")})
    assert chain("a", "s", "t", "b").graph(["a", "b"], ["s", "t"]) == Graph(["a", "b"], {("a", "b")})
    assert chain("a", "b").graph(["a", "b"], ["s"]) == Graph(["a", "b"], {("a", "b")})
    assert chain("s", "a").graph(["a"], ["s"]) == Graph(["a"], set())
    assert chain("a", "s").graph(["a"], ["s"]) == Graph(["a"], set())
    fork = ["0->1", "1->2", "1->3", "3->3"]
    assert chain("a", "s", "b", "c", arrows=fork).graph(["a", "b", "c"], ["s"]).arrows == {
        ("a", "b"),
        ("a", "c"),
        ("c", "c"),
    }


def test_an_arrow_from_what_need_not_be_drawn_onto_itself():
    drawing = chain("a", "s", "b", arrows=["0->1", "1->1", "1->2"])
    assert drawing.graph(["a", "b"], ["s"]) == Graph(["a", "b"], {("a", "b")})


def test_points_without_text_are_no_layers():
    assert chain("a", "", "", "b").graph(["a", "b"]) == Graph(["a", "b"], {("a", "b")})


def test_an_arrow_onto_itself():
    assert chain("a", arrows=["0->0"]).graph(["a"]) == Graph(["a"], {("a", "a")})


# Direction


@pytest.mark.parametrize(
    "left, top, direction",
    [
        (0, 30, "down"),
        (60, 0, "right"),
        (0, -30, "up"),
        (-60, 0, "left"),
        (0, 19.5, "down"),
        (0, 19, "nowhere"),
        (0, 18.5, "nowhere"),
        (39.5, 0, "right"),
        (38.5, 0, "nowhere"),
        (0, -19.5, "up"),
        (0, -18.5, "nowhere"),
        (-39.5, 0, "left"),
        (-38.5, 0, "nowhere"),
        (60, 30, "down"),
    ],
)
def test_where_an_arrow_leads(left, top, direction):
    assert Drawing(svg(node("a"), node("b", left, top), edge("a->b", ""))).direction == direction


def test_all_arrows_must_agree():
    boxes = node("a"), node("b", 0, 30), node("c", 60, 30)
    assert Drawing(svg(*boxes, edge("a->b", ""), edge("b->c", ""))).direction == "nowhere"
    assert Drawing(svg(*boxes, edge("a->b", ""), edge("a->c", ""))).direction == "down"
    assert Drawing(svg(*boxes, edge("a->b", ""), edge("b->b", ""))).direction == "down"
    assert Drawing(svg(*boxes)).direction == "nowhere"
    assert Drawing(svg(*boxes, edge("b->b", ""))).direction == "nowhere"


@pytest.mark.parametrize(
    "left, top, direction", [(0, 30, "right"), (60, 0, "up"), (0, -30, "left"), (-60, 0, "down")]
)
def test_where_an_arrow_leads_sideways(left, top, direction):
    parts = node("a"), node("b", left, top), edge("a->b", "")
    assert Drawing(svg(*parts, transform="rotate(-90)")).direction == direction


def test_nowhere_sideways():
    assert Drawing(svg(node("a"), transform="rotate(-90)")).direction == "nowhere"
