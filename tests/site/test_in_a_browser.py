"""The site in a real browser: every page wide and narrow, light and dark; its search; rules of accessibility."""

from importlib.util import find_spec
from pathlib import Path

import pytest

SHOTS = Path(__file__).resolve().parents[2] / "build/screenshots"
WIDTHS = {"light": (1280, 390), "dark": (390, 1280)}
"""By scheme: the width that a page is loaded at, and the one that its window gets then."""

CUT_OFF = """() => {
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return at
  }
  const faults = new Set()
  if (document.documentElement.scrollWidth > innerWidth) faults.add("the page is too wide")
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element)
    if (!box.width || !box.height || style.visibility === "hidden") continue
    if (element.closest(".md-sidebar--primary") && innerWidth < 1000) continue // a drawer, closed
    const text = `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`
    const at = scrolls(element)
    if (element.tagName === "TABLE" && innerWidth > 1000 && box.right > at?.getBoundingClientRect().right + 1)
      faults.add(`a table needs scrolling: ${text}`)
    if (at) continue
    const clips = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    if (clips && element.clientWidth > 1 && style.textOverflow !== "ellipsis") faults.add(`cuts off: ${text}`)
    if (box.right > innerWidth + 1 || box.left < -1) faults.add(`is cut off: ${text}`)
  }
  return [...faults]
}"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", WIDTHS)
def test_no_page_has_a_fault(site, address, browser, scheme):
    faults, links, anchors = [], {}, set()
    context = browser.new_context(color_scheme=scheme, viewport={"width": WIDTHS[scheme][0], "height": 900})
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and faults.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", lambda sent: sent.url.startswith((address, "data:")) or faults.append(f"{page.url}: {sent.url}"))
    page.on("worker", lambda worker: worker.url.startswith(address) or faults.append(f"{page.url}: {worker.url}"))
    for file in sorted(site.rglob("index.html")):
        path = file.parent.relative_to(site).as_posix().removeprefix(".")
        page.goto(f"{address}/{path and f'{path}/'}")
        page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
        if page.locator("#redoc").count():
            page.wait_for_selector("#redoc [data-section-id]")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => encodeURI(element.id))")
        anchors |= {page.url, f"{page.url}#", *(f"{page.url}#{anchor}" for anchor in ids)}
        for link in page.evaluate("[...document.querySelectorAll('a[href]')].map(element => element.href)"):
            links.setdefault(link, page.url)
        for width in WIDTHS[scheme]:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{page.url} at {width}: {fault}" for fault in page.evaluate(CUT_OFF)]
            page.screenshot(path=SHOTS / f"{path.replace('/', '-') or 'index'}-{width}-{scheme}.png")
    context.close()
    for link, where in links.items():
        if link.startswith(address) and link not in anchors and not (site / link[len(address) + 1 :]).is_file():
            faults.append(f"{where}: links to {link}")
    assert not faults, "\n".join(faults)


def test_the_search_finds_a_name(address, browser):
    page = browser.new_page()
    page.goto(address)
    page.locator(".md-search__button").first.click()
    page.wait_for_timeout(300)  # it takes the focus once it is shown
    page.keyboard.type("OutcomeUnknownError")
    page.locator("a[href$='#leadconnector_invoices.errors.OutcomeUnknownError']").first.click()
    page.wait_for_url("**/python/errors/*")
    page.close()


@pytest.mark.parametrize("scheme", WIDTHS)
@pytest.mark.parametrize("path", ["", "guides/models/", "python/errors/"], ids=["start", "guide", "reference"])
def test_a_page_is_accessible(address, browser, path, scheme):
    rules = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    page.add_script_tag(path=rules)
    violations = page.evaluate("axe.run().then(result => result.violations)")
    context.close()
    grave = [each for each in violations if each["impact"] in ("serious", "critical")]
    assert not grave, "\n".join(f"{each['id']}: {each['help']}: {each['nodes'][0]['html']}" for each in grave)
