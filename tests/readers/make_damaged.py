"""Wrong examples of pictures and summaries, made of right ones that are stored. See make.py."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
TREE = (DATA / "tree-98.keras-2.3.1.txt").read_text(encoding="utf-8")
CHAIN = (DATA / "partly-frozen-65.keras-2.3.1.txt").read_text(encoding="utf-8")
BRANCHES = (DATA / "branches.reference.svg").read_text(encoding="utf-8")

#: What a program draws that has never heard of Graphviz.
FOREIGN = """\
<svg xmlns="http://www.w3.org/2000/svg" width="80" height="140">
<rect x="10" y="10" width="60" height="30"/><text x="20" y="30">entry</text>
<rect x="10" y="90" width="60" height="30"/><text x="20" y="110">only</text>
<line x1="40" y1="40" x2="40" y2="90" stroke="black"/>
</svg>
"""
#: Right, in a layout that no library has: borders, blanks between thousands, all totals in a line.
BORDERED = """\
The model "tree" takes 7, 11 and 101 numbers.
+--------------------------+---------+--------+------------+
|          Layer           |  Gives  | Counts |   Takes    |
+--------------------------+---------+--------+------------+
|           hill           |   ?x7   |      - |            |
|           moor           |  ?x11   |      - |            |
|         glacier          |  ?x101  |      - |            |
|        rill Dense        |  ?x23   |    184 |    hill    |
| considerably_longer_name |  ?x29   |    348 |    moor    |
|      torrent Dense       |  ?x211  | 21 522 |  glacier   |
|  confluence Concatenate  |  ?x263  |      - | rill, con… |
|      estuary Dense       |  ?x31   |  8 184 | confluence |
+--------------------------+---------+--------+------------+
30 238 parameters in total, 30 238 trainable and 0 frozen (120,952 bytes)
"""
#: Right, with leaders, counts on the right and a blank between two columns.
LEADERS = """\
Total: 2_546; not trainable: 1_158
rain Dense ......... (-, 17)   204 -
brook Dense ........ (-, 23)   414 rain
river Dense ........ (-, 31)   744 brook
sea Dense .......... (-, 37) 1_184 river
"""


def changed(text: str, *changes: str) -> bytes:
    """Return the text with parts replaced: before, after, before, after."""
    for before, after in zip(changes[::2], changes[1::2]):
        assert before in text, before
        text = text.replace(before, after)
    return text.encode("utf-8")


FILES = {
    "cut-off.svg": BRANCHES[: len(BRANCHES) // 2].encode("utf-8"),
    "page.svg": b"<html><body><p>entry</p></body></html>\n",
    "foreign.svg": FOREIGN.encode("utf-8"),
    "classes-missing.svg": changed(BRANCHES, ' class="node"', "", ' class="edge"', ""),
    "titles-missing.svg": changed(
        BRANCHES, "<title>first</title>\n", "", "<title>first&#45;&gt;left</title>\n", ""
    ),
    "totals-wrong.txt": changed(
        TREE, "Total params: 30,238", "Total params: 30,237", "params: 0", "params: 17"
    ),
    "totals-swapped.txt": changed(CHAIN, "1,388", "1158", "1,158", "1,388"),
    "totals-missing.txt": CHAIN[: CHAIN.index("Total")].encode("utf-8"),
    "line-too-long.txt": changed(TREE, "torrent (Dense)   ", "torrent (Dense of glaciers)   "),
    "row-cut.txt": changed(TREE, "         21522       glacier[0][0]    ", "         2152        "),
    "row-missing.txt": b"\n".join(
        line for line in TREE.encode("utf-8").split(b"\n") if b"torrent (" not in line
    ),
    "rows-swapped.txt": changed(
        CHAIN, "brook (Dense)", "river_(Dense)", "river (", "brook (", "river_", "river "
    ),
    "source-missing.txt": changed(TREE, "considerably_longer_name[0][0]", " " * 30),
    "source-wrong.txt": changed(TREE, "moor[0][0]", "hill[0][0]"),
    "column-shifted.txt": changed(
        TREE, "         8184        confluence[0][0]", "confluence[0][0]    8184         "
    ),
    "prose.txt": b"A tree has three springs: hill, moor and glacier.\n",
    "bordered.txt": BORDERED.encode("utf-8"),
    "leaders.txt": LEADERS.encode("utf-8"),
}
