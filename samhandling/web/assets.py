"""Static files at addresses that change with their content, so that a browser may keep them for ever.

One checksum over the whole tree stands in the path (`/static/<checksum>/vendor/theme.css`), so references between the
files stay relative.
"""

import hashlib
import mimetypes
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

mimetypes.add_type("font/woff2", ".woff2")


class Assets(StaticFiles):
    """Serves `folder` under `prefix`; `url` raises KeyError for a file that is not there."""

    def __init__(self, folder: Path, prefix: str = "/static") -> None:
        super().__init__(directory=folder)
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        digest = hashlib.sha256()
        for name in names:
            digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
        self.checksum = digest.hexdigest()[:12]
        self._urls = {name: f"{prefix}/{self.checksum}/{name}" for name in names}

    def url(self, name: str) -> str:
        return self._urls[name]

    async def get_response(self, path: str, scope: Scope) -> Response:
        checksum, _, name = path.partition("/")
        if not name:
            raise HTTPException(404)
        response = await super().get_response(name, scope)
        # A page from before the last deployment still gets its files, but must not keep them.
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if checksum == self.checksum else "no-cache"
        )
        return response
