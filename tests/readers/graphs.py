"""Graphs that have what Graphviz can draw, and which of its versions draw them for the stored examples."""

ALL = ("graphviz-pure", "graphviz-2.40", "graphviz-16.1")
PURE, OLD, NEW = ("graphviz-pure",), ("graphviz-2.40",), ("graphviz-16.1",)

_BRANCHES = """digraph {
    node [shape=record]
    entry [label="entry: InputLayer"]
    first [label="first: Dense"]
    left [label="left: Dense"]
    right [label="right: Dense"]
    join [label="join: Add"]
    last [label="last: Dense"]
    entry -> first -> left -> join -> last
    first -> right -> join
}"""


def _changed(*changes: str) -> str:
    """Return the graph with texts replaced: before, after, before, after."""
    source = _BRANCHES
    for before, after in zip(changes[::2], changes[1::2]):
        assert before in source
        source = source.replace(before, after)
    return source


_NESTED = """digraph {
    node [shape=record]
    entry -> alpha -> beta -> last
    subgraph cluster_inner { label=inner; alpha; beta }
}"""

GRAPHS = {
    "links": (
        OLD + NEW,
        """digraph {
            node [shape=box, URL="https://layers.example/"]
            edge [URL="https://edges.example/", tooltip="an edge"]
            a [label="first  line\\nsecond-line a"]
            a -> b
            b -> c [label="again"]
        }""",
    ),
    "backwards": (
        ALL,
        """digraph {
            rankdir=LR
            a -> b [dir=back]
            c -> b
            c -> a [dir=none]
            d -> c [dir=both]
        }""",
    ),
    "compound": (
        ALL,
        """digraph {
            compound=true
            entry -> alpha [lhead=cluster_inner]
            beta -> last [ltail=cluster_inner]
            subgraph cluster_outer {
                label=outer
                subgraph cluster_inner { label=inner; alpha; beta }
                gamma
            }
            last -> gamma [lhead=cluster_outer, dir=back]
        }""",
    ),
    "points": (
        NEW,
        """digraph {
            node [shape=record]
            bend [shape=point, label=""]
            corner [shape=point, label=""]
            a -> bend [dir=none]
            bend -> corner [dir=none]
            corner -> b
            a -> c
        }""",
    ),
    "ports": (
        OLD + NEW,
        """digraph {
            node [shape=record]
            "a--1" [label="<out> a--1|other"]
            "b:2" [label="<in> b:2|<out> more"]
            c
            "a--1":out -> "b:2":in:n
            "b:2":out -> c
        }""",
    ),
    "tables": (
        NEW,
        """digraph {
            node [shape=none]
            a [label=<<table><tr><td colspan="2"><b>a</b></td></tr><tr><td>input</td><td>(None, 4)</td></tr></table>>]
            b [label=<<table style="rounded"><tr><td>b</td></tr></table>>]
            a -> b
        }""",
    ),
    "rounded": (
        ALL,
        """digraph {
            rankdir=RL
            bgcolor=transparent
            a [shape=box, style=rounded]
            b [shape=circle]
            c [shape=hexagon, style="filled,bold", fillcolor="yellow:orange"]
            a -> b -> c
        }""",
    ),
    "sideways": (
        OLD + NEW,
        """digraph {
            rotate=90
            a -> b -> c
            a -> c
        }""",
    ),
    "undirected": (
        NEW,
        """graph {
            rankdir=BT
            a -- b -- c
        }""",
    ),
    # The same model as in branches.*.svg: right in another way, then wrong.
    "arrows-back": (NEW, _changed("first -> right -> join", "join -> right -> first [dir=back]")),
    "edge-missing": (PURE, _changed("first -> right -> join", "first -> right")),
    "edge-reversed": (PURE, _changed("first -> right -> join", "first -> right; join -> right")),
    "head-reversed": (NEW, _changed("first -> right -> join", "first -> right; right -> join [dir=back]")),
    "node-dropped": (PURE, _changed('left [label="left: Dense"]', "", "left -> join", "join")),
    "label-cut": (PURE, _changed("right: Dense", "righ: Den")),
    # The same model as in nested.*.svg, but wrong.
    "node-out-of-frame": (PURE, _NESTED.replace("alpha; beta", "alpha")),
    "frame-missing": (PURE, _NESTED.replace("subgraph cluster_inner", "subgraph inner")),
}
