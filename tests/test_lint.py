"""What no template and no module may do, read from the source: a mistake is found before anybody can use it."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*"))
MODULES = sorted((ROOT / "samhandling").rglob("*.py"))
_SAID = re.compile(r"\{\{.*?\}\}", re.S)
_CODE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.S)
_ADDRESS = re.compile(r'\b(?:href|src|action|formaction|poster|data|hx-(?:get|post|put|delete))="(.*?)"(?=[\s/>{])')

#: A whole address from one value: our own path, made by a page object – or what is told here.
ADDRESSES = {
    "group.all", "group.newest", "group.older", "page.without_filters",
    "found.action", "found.settings", "half.press", "half.take_back", "part.sheet",
    "base", "card.href", "each.href", "each.successor.href", "href", "item.path", "own", "page.action", "page.back",
    "page.href", "page.next", "page.saver", "row.href", "row.case.href",
    "page.base", "page.onward", "page.asked.without_filters()", "page.asked.without_situation()", "page.other[1]",
    "page.owner.href", "page.parent.href", "page.permalink", "page.sign_in", "page.successor.href", "role.href",
    "line.href", "hides[section]", "page.correct", "page.file", "page.newer", 'writes["asked"]', "writes[section.code]",
    "rule.href", "stale.action", "stale.keep", "step.body.href", "switch",
    "page.address",  # otpauth:, made by totp.address
    "page.url",  # an OpenID provider's, whose scheme and host oidc.addresses has looked at
}  # fmt: skip


def template_faults(source: str) -> list[str]:
    """What autoescaping does not save a page from."""
    plain = _CODE.sub("", source)
    quiet = _SAID.sub("X", plain)
    found = [f"turns escaping off: {name}" for name in re.findall(r"\|\s*(safe)\b|(autoescape)|(Markup)", source)]
    found += [f"unquoted: {each}" for each in re.findall(r"\s[\w:-]+=(?=[^\"'\s>])[^\s>]*", "".join(tags(quiet)))]
    found += [f"inline: {each}" for each in re.findall(r"<style|\sstyle=|\son\w+=|\shx-on\S*=|javascript:", quiet)]
    found += ["inline script" for each in re.findall(r"<script\b[^>]*>", quiet) if " src=" not in each]
    for address in _ADDRESS.findall(_CODE.sub("", source)):
        said = re.match(r"\{\{\s*(.*?)\s*\}\}", address)
        if said and not said[1].startswith('asset("') and said[1] not in ADDRESSES:
            found.append(f"an address nobody has looked at: {said[1]}")
        if re.match(r"(?!https?:|/|#|\?|\{\{|$)", address):
            found.append(f"an address of another kind: {address}")
    return found


def tags(source: str) -> Iterator[str]:
    """Start tags without the values of their quoted attributes."""
    for tag in re.findall(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", source):
        yield re.sub(r"\"[^\"]*\"|'[^']*'", '""', tag)


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.is_file()], ids=lambda path: path.name)
def test_a_template_holds_nothing_that_escaping_does_not_cover(path: Path) -> None:
    assert path.suffix == ".html"
    assert template_faults(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["{{ x|safe }}", "{{ x | safe }}", "{% autoescape false %}", "<p class={{ x }}>", "<a title='x' href={{ x }}>",
     "<style>", "<p style='x'>", "<p onclick='x'>", "<script>x</script>",
     '<a href="javascript:x">', "<p hx-on:load='x'>",
     '<a href="{{ x.typed }}">', '<a href="data:x">', '<form action="{{ x }}">', '<p hx-get="{{ x }}">'],
)  # fmt: skip
def test_the_lint_of_templates_finds_what_it_forbids(source: str) -> None:
    assert template_faults(source)


def nodes(tree: ast.AST) -> list[ast.AST]:
    """Gone through once for all rules; kept on the tree, and let go with it."""
    found: list[ast.AST] | None = getattr(tree, "_nodes", None)
    if found is None:
        found = tree._nodes = list(ast.walk(tree))  # type: ignore[attr-defined]
    return found


def written(node: ast.AST) -> str:
    """As it stands in the source; made once for all rules."""
    found: str | None = getattr(node, "_written", None)
    if found is None:
        found = node._written = ast.unparse(node)  # type: ignore[attr-defined]
    return found



def calls(tree: ast.AST, *names: str) -> list[int]:
    """Lines that call one of the names; «.text» means a method or a function of a module."""
    return [
        node.lineno
        for node in nodes(tree)
        if isinstance(node, ast.Call)
        and any(re.search(rf"(^|\.){re.escape(name)}$", written(node.func)) for name in names)
    ]


def imports(tree: ast.AST, *names: str) -> list[int]:
    found = []
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            found += [node.lineno for each in node.names if each.name.startswith(names)]
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(names):
            found.append(node.lineno)
    return found


def built_sql(tree: ast.AST) -> list[int]:
    """SQL that is anything but a constant."""
    found = []
    for node in nodes(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = written(node.func)
        if re.search(r"^(sa|sqlalchemy|op)\.(text|literal_column|execute)$|exec_driver_sql$|executescript$", name):
            found += [node.lineno] if not isinstance(node.args[0], ast.Constant) else []
    return found


def logged_values(tree: ast.AST) -> list[int]:
    """A log line is a constant with named values, none of which is a form, a body, a query or an exception's words."""
    found = []
    for node in nodes(tree):
        if not isinstance(node, ast.Call) or not re.search(
            r"^logg\w*\.(debug|info|warning|error|critical|exception)$", written(node.func)
        ):
            continue
        words = " ".join(map(written, node.args[1:]))
        if not isinstance(node.args[0], ast.Constant) or re.search(
            r"\b(form|sent|body|query|text|str\(|repr\(|args|password|token|cookie)\b", words
        ):
            found.append(node.lineno)
        found += [node.lineno for each in node.args[1:] if isinstance(each, ast.Name) and each.id in ("error", "fault")]
    return found


def weak_crypto(tree: ast.AST) -> list[int]:
    named = [
        node.lineno
        for node in nodes(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and re.search(r"(^|\.)(md5|sha1|SHA1|MD5|DES|TripleDES|ARC4|ECB|PKCS1v15|RSA1_5)$", written(node))
    ]
    return named + imports(tree, "random")


def built(function: str) -> "Rule":
    """Calls whose first argument is anything but text written there, or a constant of the module."""

    def find(tree: ast.AST) -> list[int]:
        return [
            node.lineno
            for node in nodes(tree)
            if isinstance(node, ast.Call)
            and re.search(function, written(node.func))
            and node.args
            and not isinstance(node.args[0], ast.Constant)
            and not re.fullmatch(r"(\w+\.)?_?[A-Z][A-Z_]*", written(node.args[0]))
        ]

    return find


Rule = Callable[[ast.AST], list[int]]
#: Modules that put patterns together.
PATTERNS = (
    "catalogue/from_rules.py", "documents/dates.py", "documents/readers/druglines.py",
    "documents/vocabulary.py", "facts/leave_period.py", "facts/units.py", "guard/contacts.py",
    "guard/cues.py", "guard/dates.py", "guard/plain.py",
    "identity/browsers.py", "language/patterns.py", "language/reading.py", "language/vocabulary.py",
    "search/words.py",
)  # fmt: skip
#: What is forbidden, how it is found, where it stands all the same and why.
RULES: dict[str, tuple[Rule, dict[str, str]]] = {
    "code from data": (
        lambda tree: [
            node.lineno
            for node in nodes(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("eval", "exec", "compile", "__import__")
        ],
        {"rules/cel/codegen.py": "what it wrote itself from a parsed rule, without builtins"},
    ),
    "objects from bytes": (
        lambda tree: imports(tree, "pickle", "marshal", "shelve", "dill", "jsonpickle"),
        {},
    ),
    "yaml that makes objects": (
        lambda tree: [
            node.lineno
            for node in nodes(tree)
            if isinstance(node, ast.Call)
            and written(node.func) in ("yaml.load", "yaml.unsafe_load", "yaml.full_load")
            and "SafeLoader" not in written(node)
        ],
        {},
    ),
    "other programs": (
        lambda tree: imports(tree, "subprocess", "pty", "popen2") + calls(tree, "os.system", "os.popen", "os.execv"),
        {"attachments/extracting.py": "our own child, which reads a file and may die of it",
         "attachments/picture_child.py": "tesseract, which is given the points of a picture",
         "kernel/tesseract.py": "tesseract, which is asked for its languages",
         "printing/making.py": "our own child, which sets a PDF"},
    ),
    "the network": (
        lambda tree: imports(tree, "httpx", "requests", "urllib.request", "http.client", "socket", "smtplib", "ftplib"),
        {"oidc/client.py": "asks the provider", "oidc/wire.py": "the one client there is",
         "notices/smtp.py": "hands in mail"},
    ),
    "templates from text": (
        lambda tree: calls(tree, "from_string", "Template"),
        {"oidc_provider/page.py": "its own constants; for tests and demonstration"},
    ),
    "SQL put together": (
        built_sql,
        {
            "kernel/database.py": "one of two constants",
            "audit/dropping.py": "triggers as the database itself gives them",
            "migrations/running.py": "names of roles, quoted by the dialect",
            "migrations/triggers.py": "triggers as the database itself gives them",
        },
    ),
    "XPath from values": (
        built(r"(^|\.)(XPath|xpath)$"),
        {"documents/readers/paths.py": "the readers' own tables", "documents/markup.py": "one constant, repeated"},
    ),
    "patterns from values": (
        built(r"^re\.(compile|search|match|fullmatch|sub|split|findall|finditer)$"),
        dict.fromkeys(PATTERNS, "of the rulebook, the word lists or a table beside it; never of what somebody sends")
        | {"disputes/package.py": "names of the area, escaped"},
    ),
    "words in the log": (logged_values, {}),
    "weak cryptography": (weak_crypto, {}),
    "certificates not looked at": (
        lambda tree: [
            node.lineno
            for node in nodes(tree)
            if isinstance(node, ast.keyword)
            and node.arg in ("verify", "verify_signature")
            and isinstance(node.value, ast.Constant)
            and node.value.value is False
        ],
        {},
    ),
    "redirects followed": (
        lambda tree: [
            node.value.lineno
            for node in nodes(tree)
            if isinstance(node, ast.keyword)
            and node.arg == "follow_redirects"
            and not (isinstance(node.value, ast.Constant) and node.value.value is False)
        ],
        {},
    ),
}
WRONG = {
    "code from data": "eval(x)",
    "objects from bytes": "import pickle",
    "yaml that makes objects": "yaml.load(x, Loader=yaml.Loader)",
    "other programs": "from subprocess import run",
    "the network": "import httpx",
    "templates from text": "environment.from_string(x)",
    "SQL put together": 'session.execute(sa.text(f"SELECT {x}"))',
    "XPath from values": 'etree.XPath(f"//{x}")',
    "patterns from values": "re.search(typed, text)",
    "words in the log": 'logger.info("%s", form.text("navn"))',
    "weak cryptography": "hashlib.md5(x)",
    "certificates not looked at": "httpx.Client(verify=False)",
    "redirects followed": "httpx.Client(follow_redirects=True)",
}


@cache
def lines_by_rule() -> dict[str, dict[str, list[int]]]:
    """By module. Each is parsed once, and its tree not kept: trees of all of them slow the collector for every test."""
    found: dict[str, dict[str, list[int]]] = {rule: {} for rule in RULES}
    for path in MODULES:
        name = path.relative_to(ROOT / "samhandling").as_posix()
        if name.startswith("migrations/versions/"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for rule, (find, _) in RULES.items():
            if lines := find(tree):
                found[rule][name] = lines
    return found


@pytest.mark.parametrize("rule", RULES)
def test_no_module_does_what_is_forbidden_but_where_it_is_named(rule: str) -> None:
    allowed, found = RULES[rule][1], lines_by_rule()[rule]
    assert {name: lines for name, lines in found.items() if name not in allowed} == {}
    assert set(allowed) <= set(found), "a named exception is no longer needed"


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_finds_what_it_forbids(rule: str) -> None:
    assert RULES[rule][0](ast.parse(WRONG[rule]))


def test_scripts_keep_nothing_in_the_browser_and_make_no_markup_of_text() -> None:
    script = (ROOT / "static" / "js" / "app.js").read_text("utf-8")
    for word in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "innerHTML", "outerHTML",
                 "insertAdjacentHTML", "document.write", "eval(", "new Function", "postMessage", "fetch("):  # fmt: skip
        assert word not in script, word


def test_every_dependency_is_locked_with_hashes_and_comes_from_nowhere_else() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, re.M | re.I)
    assert len(pins) > 40
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.M | re.I)
    assert [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://|git\+|@ file|--index-url", lock)
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    named = re.findall(r'^  "([a-z0-9-]+)', project.partition("dependencies = [")[2].partition("]\n\n")[0], re.M)
    assert {name.lower() for name in named} <= {name.lower() for name, _ in pins}
