"""Looking after the files of the release that is served: one that changes is told at once.

A release is immutable; what changes in it is damage, of the disk or by somebody's hand.
"""

from __future__ import annotations

import asyncio
import sys

from openalliances.asgi.app import App
from openalliances.release.integrity import FileWatch

_EVERY = 10.0


async def watch_files(app: App) -> None:
    """Look at the files of the release that is served now and then, until cancelled."""
    served, watch = app.served, FileWatch(app.served.site.release.folder)
    while True:
        await asyncio.sleep(_EVERY)
        if app.served is not served:
            served, watch = app.served, FileWatch(app.served.site.release.folder)
        before, served.damage = served.damage, await asyncio.to_thread(watch.damage)
        if served.damage and not before:
            print(f"The release is damaged: {served.damage}.", file=sys.stderr, flush=True)  # noqa: T201
