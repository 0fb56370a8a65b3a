"""Charts of a report as a browser draws them: no word lies over another on a narrow screen, in any colours."""

from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from samhandling.paths import data
from samhandling.reports.charts import drawing
from samhandling.reports.view import MARK, Chart, Point
from samhandling.web.assets import Assets
from samhandling.web.rendering import Pages
from tests.browser.conftest import AXE, listen

MONTHS = ("juli 2025", "august 2025", "september 2025", "oktober 2025", "november 2025", "desember 2025",
          "januar 2026", "februar 2026", "mars 2026", "april 2026", "mai 2026", "juni 2026")  # fmt: skip
DRAWN = (
    ("columns", {month: f"{88 - number}" if number % 5 else MARK for number, month in enumerate(MONTHS)}),
    ("bars", {"2.3 Legemidler, multidose og resept ved utskrivning til kommunal institusjon": "120", "8 Nye": MARK,
              "Over 28 dager": "0", "Fremdeles åpne": "37"}),
    ("columns", {str(year): f"{year - 1990},5" for year in range(2019, 2027)}),
)  # fmt: skip
HEAD = """<!doctype html><html lang="nb" data-color-scheme="auto"><head><title>Figurer</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/css/app.css">
<link rel="stylesheet" href="/vendor/inter.css"><link rel="stylesheet" href="/vendor/designsystemet.css">
<link rel="stylesheet" href="/vendor/theme.css"></head><body><main class="width"><h1>Figurer</h1>"""
LYING_OVER = """() => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].map(each => [each.textContent, each.getBoundingClientRect()])
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4
  const outside = words.filter(([, at]) => at.left < 0 || at.right > innerWidth)
  return [...outside, ...words.flatMap(([text, at], number) =>
    words.slice(number + 1).filter(([, other]) => over(at, other)).map(other => [text, other[0]]))]
})"""
COLOURS = """['.chart__mark', '.chart__value', '.chart__tick'].map(
  name => getComputedStyle(document.querySelector(name)).color)"""
SMALLEST = "Math.min(...[...document.querySelectorAll('text')].map(each => each.getBoundingClientRect().height))"


def charts() -> str:
    pages = Pages(data("templates"), Assets(data("static")))
    macro = pages.environment.get_template("reports/charts.html").module
    drawn = (
        drawing(Chart(f"figur{number}", kind, "Avvik", "Flest i august.", "avvik", _points(values), ""))
        for number, (kind, values) in enumerate(DRAWN)
    )
    return "".join(str(macro.chart(each)) for each in drawn)  # type: ignore[attr-defined]


def _points(values: dict[str, str]) -> tuple[Point, ...]:
    return tuple(
        Point(label, None if text == MARK else float(text.replace(",", ".")), text) for label, text in values.items()
    )


def opened(browser: Browser, complaints: list[str]) -> Page:
    """The charts alone, with the house's styles and none of their own."""

    def answer(route: Route) -> None:
        wanted = route.request.url.removeprefix("http://figurer.test/").partition("?")[0]
        if wanted:
            route.fulfill(path=Path(data("static"), wanted))
        else:
            only_ours = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=f"{HEAD}{charts()}</main></body></html>", headers=only_ours)

    page = browser.new_page(viewport={"width": 320, "height": 900})
    listen(page, complaints)
    page.route("**/*", answer)
    page.goto("http://figurer.test/", wait_until="networkidle")
    return page


def test_charts_are_readable_on_narrow_screens_in_the_dark_and_in_forced_colours(browser: Browser) -> None:
    complaints: list[str] = []
    page = opened(browser, complaints)

    assert page.locator(".chart--columns").count() == 2
    for width in (320, 360, 700):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LYING_OVER) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(SMALLEST) >= 14  # of twelve pixels' letters

    light = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="dark")
    assert not set(light) & set(page.evaluate(COLOURS))
    page.emulate_media(forced_colors="active")
    assert len(set(page.evaluate(COLOURS))) == 1

    page.evaluate(AXE)
    assert page.evaluate("axe.run(document).then(found => found.violations.map(each => each.id))") == []
    page.close()
    assert complaints == []
