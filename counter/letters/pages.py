"""How blocks are dealt out to pages: nothing is cut off, no heading and no signature is left alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from counter.letters.blocks import Block, NewPage, Together


class Placed(NamedTuple):
    """A block and how far below the top of the text it begins, in points."""

    block: Block
    below: float


def lay_out(blocks: Sequence[Block], height: float) -> list[list[Placed]]:
    """Deal blocks out to pages of a height, in points; there is always a first page."""
    sections: list[list[Block]] = [[]]
    for block in blocks:
        if not isinstance(block, NewPage):
            sections[-1].append(block)
        elif sections[-1]:
            sections.append([])
    return [page for section in sections for page in _deal(section, height)]


def _deal(blocks: Sequence[Block], height: float) -> list[list[Placed]]:
    waiting: deque[Block] = deque(blocks)
    pages: list[list[Placed]] = [[]]
    used = 0.0
    while waiting:
        block = waiting.popleft()
        page = pages[-1]
        before = block.before if page else 0.0
        room = height - used - before
        fits = block.height <= room + 0.01
        if fits and _leads_on(block, waiting, room - block.height):
            page.append(Placed(block, used + before))
            used += before + block.height
            continue
        if isinstance(block, Together) and block.height > height:
            waiting.extendleft(reversed(block.blocks))
            continue
        if not fits:
            parts = block.divided(room)
        else:
            # When only what takes it along does not fit, its last lines go to the next page as well.
            parts = block.tail() if waiting and waiting[0].takes_along else None
        if parts:
            page.append(Placed(parts[0], used + before))
            waiting.appendleft(parts[1])
        elif page:
            waiting.appendleft(block)
            while len(page) > 1 and page[-1].block.keeps_with_next:
                waiting.appendleft(page.pop().block)
        else:
            # Nothing else is on this page: it stands here, whatever must do without it.
            page.append(Placed(block, 0.0))
            if fits:
                used = block.height
                continue
        if waiting:
            pages.append([])
            used = 0.0
    return pages


def _leads_on(block: Block, waiting: Sequence[Block], left: float) -> bool:
    """Whether enough of what must not be parted from a block fits into what is left under it."""
    previous = block
    for following in waiting:
        if not (previous.keeps_with_next or following.takes_along):
            return True
        left -= following.before
        if not (following.keeps_with_next or following.takes_along):
            return following.beginning <= left + 0.01
        left -= following.height
        if left < -0.01:
            return False
        previous = following
    return True
