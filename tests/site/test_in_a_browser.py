"""Every page in a real browser: wide and narrow, light and dark."""

from pathlib import Path

import pytest

SHOTS = Path(__file__).resolve().parents[2] / "build/screenshots"
WIDTHS = {"light": (1280, 390), "dark": (390, 1280)}
"""The first is the one that a page is loaded at."""

CUT_OFF = """() => {
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true
    return false
  }
  const faults = []
  const wide = document.documentElement.scrollWidth
  if (wide > innerWidth) faults.push(`the page is ${wide} wide`)
  for (const element of document.querySelectorAll("main *, header *, footer *")) {
    const box = element.getBoundingClientRect(), style = getComputedStyle(element)
    if (!box.width || !box.height || style.visibility === "hidden" || scrolls(element)) continue
    if (element.closest(".md-sidebar--primary") && innerWidth < 1000) continue // a drawer, closed
    const clips = /hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      && style.textOverflow !== "ellipsis"
    if (box.right > innerWidth + 1 || box.left < -1 || (clips && element.clientWidth > 1))
      faults.push(`${element.tagName}.${element.className} is cut off: ${element.textContent.trim().slice(0, 40)}`)
  }
  return faults
}"""


def paths(site):
    return sorted(
        "" if path.parent == site else f"{path.parent.relative_to(site)}/" for path in site.rglob("index.html")
    )


@pytest.mark.parametrize("scheme", WIDTHS)
def test_each_page(site, address, browser, scheme):
    faults, links, anchors = [], {}, set()
    context = browser.new_context(color_scheme=scheme, viewport={"width": WIDTHS[scheme][0], "height": 900})
    page = context.new_page()
    page.on("console", lambda message: message.type == "error" and faults.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, "data:", "blob:")) or faults.append(f"{page.url}: asks {request.url}")
        ),
    )
    for path in paths(site):
        page.goto(f"{address}/{path}", wait_until="load")
        if page.locator("#redoc").count():
            page.wait_for_selector("#redoc [data-section-id]")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => encodeURI(e.id))")
        anchors |= {page.url, f"{page.url}#", *(f"{page.url}#{anchor}" for anchor in ids)}
        for link in page.evaluate("[...document.querySelectorAll('a[href]')].map(e => e.href)"):
            links.setdefault(link, page.url)
        for width in WIDTHS[scheme]:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{page.url} at {width}: {fault}" for fault in page.evaluate(CUT_OFF)]
            shot = SHOTS / f"{path.strip('/').replace('/', '-') or 'index'}-{width}-{scheme}.png"
            page.screenshot(path=shot)
    context.close()
    for link, where in links.items():
        if link.startswith(address) and link not in anchors and not Path(site, link[len(address) + 1 :]).is_file():
            faults.append(f"{where}: links to {link}")
    assert not faults, "\n".join(faults)
