"""The site builds without a warning; its links lead somewhere, and it loads nothing from elsewhere."""

import inspect
import re
import subprocess
from types import SimpleNamespace

import pytest
from support.built_site import Page, split
from support.installed import COMMAND, DOCS, ROOT, SCENARIOS, powergame

import powergame as pg

NAMES = sorted(file.stem for file in SCENARIOS.glob("*.yaml"))


def test_the_site_builds_without_a_warning(site):
    assert (site.status, site.warnings) == (0, "")


def test_links_and_anchors_lead_somewhere(site):
    astray = []
    for page in site.pages:
        for link in page.links:
            if (where := split(page, link)) is None:
                continue
            target, anchor = where
            if not target.exists() or (
                anchor and target.suffix == ".html" and anchor not in site_page(site, target).ids
            ):
                astray.append((str(page.file.relative_to(site.folder)), link))
    assert astray == []


def site_page(site, target) -> Page:
    return site.page(target.relative_to(site.folder).with_suffix("").as_posix())


def test_no_two_things_on_a_page_have_the_same_id(site):
    twice = {page.file.name: [i for i, n in page.ids.items() if n > 1] for page in site.pages}
    assert {name: ids for name, ids in twice.items() if ids} == {}


def test_anchors_of_the_readme_are_those_of_the_site(site):
    links = re.findall(r"\]\(docs/([^)#]+)\.md#([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [(name, anchor) for name, anchor in links if anchor not in site.page(name).ids] == []


def test_nothing_is_loaded_from_elsewhere(site):
    loaded = {(page.file.name, source) for page in site.pages for source in page.loads}
    assert [each for each in loaded if re.match(r"(https?:)?//", each[1])] == []
    styles = {file: file.read_text(encoding="utf-8") for file in site.folder.rglob("*.css")}
    far = re.compile(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//")
    assert styles
    assert [file.name for file, text in styles.items() if far.search(text)] == []


def test_every_page_of_the_documentation_is_on_the_site(site):
    pages = [file.relative_to(DOCS).with_suffix("") for file in DOCS.rglob("*.md") if "schemas" not in file.parts]
    assert [page for page in pages if not (site.folder / f"{page}.html").exists()] == []


def members(of):
    """Return what a class has of its own: fields, properties and methods of powergame."""
    for base in of.__mro__:
        if base.__module__.startswith("powergame"):
            yield from (name for name in [*vars(base), *vars(base).get("__annotations__", {})] if name[0] != "_")


def test_every_public_name_and_every_attribute_is_in_the_reference(site):
    ids = {i for file in (site.folder / "reference" / "api").glob("*.html") for i in site_page(site, file).ids}
    classes = [name for name in pg.__all__ if inspect.isclass(getattr(pg, name))]
    wanted = [f"powergame.{name}" for name in pg.__all__]
    wanted += [f"powergame.{name}.{member}" for name in classes for member in members(getattr(pg, name))]
    assert len(wanted) > 200
    assert [name for name in wanted if name not in ids] == []


def test_what_a_class_says_of_an_attribute_stands_at_the_attribute(site):
    text = " ".join(site.page("reference/api/solve").text.split())
    sentence = inspect.getdoc(pg.Answer).partition("Attributes\n")[2].splitlines()[2].strip()
    assert sentence.endswith(".")
    assert "Attributes" not in text
    assert sentence in text


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_scenario_is_in_the_gallery(site, name):
    page = site.page(f"gallery/{name}")
    source = page.file.read_text(encoding="utf-8")
    assert f"$ powergame solve @{name}" in page.text or f"$ powergame deceive @{name}" in page.text
    assert source.count('<figure class="drawing">') >= 1
    assert {"the-answer", "the-file", "ask-it-yourself"} <= {*page.ids}
    assert f"{name}.html" in site.page("gallery/index").links


def test_a_page_of_the_gallery_leads_to_the_pages_that_use_its_scenario(site):
    assert {"../how-to/teaching.html", "../reading/limits.html"} <= {*site.page("gallery/nuclear-deterrence").links}


@pytest.mark.parametrize(
    ("page", "name"), [("index", "map"), ("tutorials/deed", "deed"), ("questions/pictures", "war")]
)
def test_a_wide_picture_has_one_for_a_phone_beside_it(site, page, name):
    source = site.page(page).file.read_text(encoding="utf-8")
    shown = re.findall(rf'class="(wide|narrow)" src="[./]*_images/({name}(?:-narrow)?)\.svg"', source)
    assert shown == [("wide", name), ("narrow", f"{name}-narrow")]


def test_commands_wrap_and_what_they_print_does_not(site):
    source = site.page("gallery/pure-opposition").file.read_text(encoding="utf-8")
    assert '<span class="gp">$ </span>powergame<span class="w"> </span>solve' in source
    assert '<span class="go">#   play  ' in source, "a heading, no command"


def test_columns_with_sentences_are_marked_and_others_are_not(site):
    source = site.page("gallery/index").file.read_text(encoding="utf-8")
    cells = re.findall(r"<td( class=\"[^\"]*\")?>", source)
    assert ["sentences" in cell for cell in cells[:4]] == [False, True, False, True]


def test_a_page_of_the_gallery_shows_what_the_command_prints(site):
    printed = powergame("solve", "@pure-opposition").stdout
    shown = site.page("gallery/pure-opposition").text
    assert printed.partition("\nWords:")[0].rstrip() in shown


def test_commands_of_a_page_of_the_gallery_run(site, tmp_path):
    text = site.page("gallery/pure-opposition").text
    commands = {*re.findall(r"^\$ (powergame .+)$", text, re.MULTILINE), *re.findall(r"powergame plot @.*?\.svg", text)}
    assert len(commands) > 5
    for command in commands:
        if " explore " not in command:
            path = {"PATH": f"{COMMAND.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
            subprocess.run(["bash", "-c", command], cwd=tmp_path, env=path, check=True, capture_output=True)


def test_the_index_of_the_search_knows_words_of_all_kinds_of_pages(site):
    index = (site.folder / "searchindex.js").read_text(encoding="utf-8")
    assert [word for word in ("regret", "kingmak", "brinkmanship", "with_valu") if word not in index] == []


def test_a_formula_is_mathml(site):
    assert "<math" in site.page("reference/model").file.read_text(encoding="utf-8")


def test_links_out_of_the_documentation_lead_to_pages_of_the_site(site):
    links = site.page("design/architecture").links
    assert "../project/contributing.html" in links


def test_pages_that_are_made_of_data_are_read_again_though_their_files_are_old(monkeypatch):
    monkeypatch.syspath_prepend(DOCS)
    from sitemaker import pages_of_data

    names = [str(file.relative_to(DOCS).with_suffix("")) for file in DOCS.rglob("*.md")]
    pages = SimpleNamespace(found_docs=names, doc2path=lambda name: DOCS / f"{name}.md")
    made = {"reading/glossary", "reference/published-results"}
    assert made <= set(pages_of_data(None, pages, set(), set(), set()))
