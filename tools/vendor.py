"""Fetch the third-party front-end files and commit them under static/vendor: nobody needs node to install or run.

Run `python tools/vendor.py` with node and npm at hand; it works in a temporary folder and rewrites `static/vendor/`,
`tests/browser/axe.min.js` and `vendor.lock.json` (package, version, licence, checksum of what was committed).
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
AXE = ROOT / "tests" / "browser" / "axe.min.js"
LOCK = ROOT / "vendor.lock.json"

PACKAGES = {
    "@digdir/designsystemet": "1.15.0",
    "@digdir/designsystemet-css": "1.22.0",
    "@fontsource-variable/inter": "5.3.0",
    "@navikt/aksel-icons": "8.16.2",
    "axe-core": "4.14.1",
    "htmx.org": "4.0.1",
}
THEME = {
    "outDir": "./design-tokens",
    "themes": {
        "samhandling": {
            "colors": {
                "main": {"accent": "#0A5C7A", "brand1": "#1F6F5C", "brand2": "#8A4B2A"},
                "support": {},
                "neutral": "#1E2B37",
            },
            "borderRadius": 4,
            "typography": {"fontFamily": "Inter"},
        }
    },
}
ICONS = [
    "ArrowDown", "ArrowRight", "ArrowUp", "CheckmarkCircleFill", "ChevronLeft", "ChevronRight", "EyeSlash",
    "FileSearch", "FileText", "Files", "Funnel", "Gavel", "OpenBook", "Paperplane", "PersonGroup", "PrinterSmall",
    "QuestionmarkCircleFill", "ShieldLock", "TrendUp", "XMarkOctagonFill",
]  # fmt: skip
HTMX = ["htmx.min.js", "ext/hx-sse.min.js", "ext/hx-preload.min.js"]
FONTS = {"latin": "inter-latin-wght-normal.woff2", "latin-ext": "inter-latin-ext-wght-normal.woff2"}


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to vendor the front-end files; it is not needed to install or run.")
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        (work / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
        (work / "designsystemet.config.json").write_text(json.dumps(THEME))
        _run([npm, "install", "--ignore-scripts", "--no-audit", "--no-fund"], work)
        for step in ("create", "build"):
            _run(["npx", "designsystemet", "tokens", step], work)
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.mkdir(parents=True)
        modules = work / "node_modules"
        owners = _copy(modules, work / "design-tokens-build" / "samhandling.css")
        (VENDOR / "LICENSES.txt").write_text(_licences(modules))
        LOCK.write_text(json.dumps(_lock(modules, owners), indent=2, ensure_ascii=False) + "\n")


def _copy(modules: Path, theme: Path) -> dict[Path, str]:
    """Write the vendored files; the answer says which package each came from."""
    inter = modules / "@fontsource-variable/inter"
    files: dict[Path, str] = {}

    def write(path: Path, content: bytes, package: str) -> None:
        path.write_bytes(content)
        files[path] = package

    css = (modules / "@digdir/designsystemet-css/dist/src/index.css").read_bytes()
    write(VENDOR / "designsystemet.css", css, "@digdir/designsystemet-css")
    write(VENDOR / "theme.css", _screen_only_dark(theme.read_text()).encode(), "@digdir/designsystemet")
    for name in FONTS.values():
        write(VENDOR / name, (inter / "files" / name).read_bytes(), "@fontsource-variable/inter")
    write(VENDOR / "inter.css", _font_faces((inter / "index.css").read_text()).encode(), "@fontsource-variable/inter")
    write(VENDOR / "icons.svg", _sprite(modules / "@navikt/aksel-icons/dist/svg"), "@navikt/aksel-icons")
    # One file: three deferred scripts race, and htmx starts before its extensions are there.
    parts = [(modules / "htmx.org/dist" / name).read_bytes() for name in HTMX]
    write(
        VENDOR / "htmx.bundle.js",
        b"\n;\n".join(re.sub(rb"//# sourceMappingURL=\S+", b"", p) for p in parts),
        "htmx.org",
    )
    write(AXE, (modules / "axe-core/axe.min.js").read_bytes(), "axe-core")
    return files


def _screen_only_dark(css: str) -> str:
    """Keep the dark tokens off paper: a page printed from dark mode is printed in the light ones."""
    start = css.index("@layer ds.theme.color-scheme.dark {")
    end = css.index("@layer ds.theme.typography.primary {")
    return f"{css[:start]}@media screen {{\n{css[start:end].rstrip()}\n}}\n\n{css[end:]}"


def _font_faces(css: str) -> str:
    """The two faces Norwegian and Sámi need, under the name the theme asks for, with flat file names."""
    faces = [f for f in re.findall(r"@font-face \{.*?\}", css, re.S) if any(name in f for name in FONTS.values())]
    return "\n".join(faces).replace("Inter Variable", "Inter").replace("./files/", "./") + "\n"


def _sprite(folder: Path) -> bytes:
    symbols = []
    for name in ICONS:
        inner = re.search(r"<svg[^>]*>(.*)</svg>", (folder / f"{name}.svg").read_text(), re.S)
        assert inner is not None, name  # noqa: S101 - a build step, not the product
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" fill="none">{inner.group(1).strip()}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def _licences(modules: Path) -> str:
    """The notices the licences ask to be kept beside the files."""
    notices = [(package, next((modules / package).glob("LICENSE*"), None)) for package in PACKAGES]
    return "\n\n".join(f"## {package}\n\n{path.read_text().strip()}" for package, path in notices if path) + "\n"


def _lock(modules: Path, owners: dict[Path, str]) -> list[dict[str, object]]:
    return [
        {
            "package": package,
            "version": PACKAGES[package],
            "licence": json.loads((modules / package / "package.json").read_text())["license"],
            "files": {
                str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
                for path, owner in sorted(owners.items())
                if owner == package
            },
        }
        for package in PACKAGES
    ]


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - fixed commands


if __name__ == "__main__":
    main()
