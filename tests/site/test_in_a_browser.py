"""The site in a browser, opened as files: search, colours, widths, and whoever uses no mouse."""

import pytest
from support.browser import grave_faults

KINDS = ("index", "tutorials/case", "gallery/security-dilemma", "reference/api/compare", "reference/model", "search")
NARROW, WIDE = 390, 1280


def opened(page, site, name, query=""):
    page.goto(f"file://{site.folder / name}.html{query}")


@pytest.mark.parametrize(("width", "dark"), [(NARROW, False), (WIDE, True)])
def test_nothing_grave_keeps_anybody_from_a_page(site, new_page, width, dark):
    page = new_page(width=width, dark=dark)
    faults = []
    for name in KINDS:
        opened(page, site, name)
        faults += [f"{name}: {fault}" for fault in grave_faults(page)]
    assert faults == []


@pytest.mark.parametrize(("width", "dark"), [(NARROW, True), (WIDE, False)])
def test_nor_in_the_other_colours(site, new_page, width, dark):
    page = new_page(width=width, dark=dark)
    opened(page, site, "gallery/security-dilemma")
    assert grave_faults(page) == []


def test_nothing_grave_keeps_anybody_from_the_glossary(site, new_page):
    page = new_page(width=NARROW)
    opened(page, site, "reading/glossary")
    page.evaluate("document.querySelectorAll('article section section:nth-of-type(n+4)').forEach(s => s.remove())")
    assert grave_faults(page) == []


def test_no_page_is_wider_than_a_phone(site, new_page):
    page = new_page(width=NARROW)
    wide = []
    for each in site.pages:
        page.goto(f"file://{each.file}")
        if page.evaluate("document.documentElement.scrollWidth") > NARROW:
            wide.append(each.file.name)
    assert wide == []


def test_the_search_works_from_files_and_offline(site, new_page):
    page = new_page(offline=True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, site, "index")
    page.get_by_role("search").get_by_role("textbox").fill("certificate")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    results = page.locator("#search-results li a").all_inner_texts()
    assert any("certificate" in text.lower() or "Glossary" in text for text in results)
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_pictures_follow_the_colours_that_a_reader_chooses(site, new_page):
    page = new_page(width=WIDE)
    opened(page, site, "gallery/security-dilemma")
    ink = "getComputedStyle(document.querySelector('figure.drawing svg.wide text')).fill"
    light = page.evaluate(ink)
    while page.evaluate("document.body.dataset.theme") != "dark":
        page.locator(".theme-toggle-content button").click()
    assert page.evaluate(ink) != light


def test_what_scrolls_can_be_scrolled_with_the_keyboard(site, new_page):
    page = new_page(width=NARROW)
    opened(page, site, "gallery/security-dilemma")
    stuck = "[...document.querySelectorAll('pre')].filter(p => p.scrollWidth > p.clientWidth + 1 && p.tabIndex !== 0)"
    assert page.evaluate(f"{stuck}.length") == 0
