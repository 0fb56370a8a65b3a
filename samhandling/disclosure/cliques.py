"""Which dimensions must be thought of together: the cliques of a triangulated graph, joined in a tree.

Counts of cliques that agree where these meet can always be made into whole data (the graph is decomposable: within a
separator's value, cases are paired at will). So it is enough to look for other counts of the cliques, some hundreds of
unknowns, not for other counts of every combination of everything.
"""

from collections.abc import Iterable
from itertools import combinations


def cliques(groups: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The largest sets of a graph where each group is joined, filled in with the fewest edges (min-fill)."""
    joined: dict[int, set[int]] = {}
    for group in groups:
        for each in group:
            joined.setdefault(each, set()).update(group - {each})
    found: list[frozenset[int]] = []
    while joined:
        node = min(joined, key=lambda each: (_missing(joined, each), each))
        around = joined.pop(node)
        clique = frozenset({node, *around})
        if not any(clique <= other for other in found):
            found.append(clique)
        for one in around:
            joined[one] = (joined[one] | around) - {one, node}
    return found


def tree(nodes: list[frozenset[int]]) -> list[tuple[int, int, frozenset[int]]]:
    """Pairs of cliques with what they share, so that all agree when these do: a spanning tree with the most shared."""
    place = list(range(len(nodes)))
    found = []
    for one, other in sorted(combinations(place, 2), key=lambda pair: -len(nodes[pair[0]] & nodes[pair[1]])):
        if place[one] != place[other]:
            found.append((one, other, nodes[one] & nodes[other]))
            place = [place[one] if each == place[other] else each for each in place]
    return found


def _missing(joined: dict[int, set[int]], node: int) -> int:
    return sum(other not in joined[one] for one, other in combinations(sorted(joined[node]), 2))
