"""Bad and hostile scenario files: one clear error, at its place, quickly, and nothing else."""

from __future__ import annotations

import contextlib
import os
import random

import pytest
from support.refusals import SMALLEST, refusal, refused

from powergame.errors import ScenarioError
from powergame.scenario.reading.load import load, load_text

# What is no scenario at all


@pytest.mark.parametrize("text", ["", "\n\n", "# only words\n", "---\n", "...\n", "---\n...\n", "null\n"])
def test_nothing_is_an_empty_scenario(text):
    refused(text, "empty")


@pytest.mark.parametrize("text", ["hello", "- 1", "actors:[a]", "a:1", "[1, 2]", "3", "true"])
def test_another_top_level_says_that_a_mapping_is_expected(text):
    refused(text, "mapping")


@pytest.mark.parametrize(
    "text",
    [
        '"open',
        "[1, 2",
        "{a: b",
        "}",
        "]",
        ": :",
        "- - - -",
        "? : ?",
        "&",
        "*",
        "!",
        "%",
        "@x",
        "`x`",
        "name: |99\n  x",
        "a: b: c",
        "a\n\tb: c",
        "actors:\n\tblue: 1\n",
        "a: 'x",
        "- a\n b",
        "key: [a}\n",
        "%YAML 1.3\n---\na: 1",
        "%YAML 9.9\n---\na: 1",
        "%YAML 1.2.3\n---\n",
        "%TAG ! x\n",
        "a: !!python/object:os.system {}",
        "a: &x [*x]",
        "a: &x {b: *x}",
        "a: *nowhere",
        "&a [*a]",
        "\ufeff\ufeffa: 1",
    ],
)
def test_broken_yaml_is_refused(text):
    refusal(text)


def test_second_document_is_refused_at_its_line():
    refused(SMALLEST + "---\nb: 2\n", "second document", line=6)


# Bytes


def test_byte_order_mark_is_no_part_of_the_file(tmp_path):
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
    assert load(path).names == ("blue", "red")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_refused(tmp_path, encoding):
    refused(SMALLEST.encode(encoding), "UTF-8|NUL|U\\+0000", tmp_path=tmp_path)


def test_latin_1_names_the_byte(tmp_path):
    refused(b"name: caf\xe9\n" + SMALLEST.encode(), "byte 9 .*UTF-8", tmp_path=tmp_path)


@pytest.mark.parametrize("byte", [b"\0", b"\x1b", b"\x7f", b"\x07", b"\xc2\x9b", b"\xc2\x85", b"\xe2\x80\xa8", b"\x0c"])
def test_control_characters_in_the_file_are_refused_in_their_line(tmp_path, byte):
    refused(b"# one\r\n# two " + byte + b"\n" + SMALLEST.encode(), r"U\+", line=2, tmp_path=tmp_path)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_endings_change_nothing_and_lines_stay_right(tmp_path, ending):
    path = tmp_path / "endings.yaml"
    path.write_bytes(SMALLEST.replace("\n", ending).encode())
    assert load(path).actors == load_text(SMALLEST).actors
    refused(SMALLEST.replace("odds: 0.6", "odds: 6").replace("\n", ending).encode(), line=5, tmp_path=tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.rstrip(),
        SMALLEST + "\n" * 100_000,
        SMALLEST.replace("\n", "   \n"),
        SMALLEST + "...\n",
        "---\n" + SMALLEST,
        "".join(f"  {line}\n" for line in SMALLEST.splitlines()),
        "%YAML 1.2\n---\n" + SMALLEST,
        "%YAML 1.1\n---\n" + SMALLEST,
        '{"actors": {"blue": {"power": 3, "preferences": [1, 0.2]}, "red": {"power": 1, "preferences": [1, 0]}}, '
        '"conflict": {"destruction": {"odds": 0.6, "severity": 0.5}}}',
        SMALLEST.replace("[1, 0.2]", "&p [1, 0.2]") + "variants: {v: {actors.red.preferences: *p}}\n",
    ],
)
def test_awkward_layouts_change_nothing(text):
    assert load_text(text).actors == load_text(SMALLEST).actors


def test_columns_are_counted_in_characters():
    (fault,) = refusal(
        'name: "龍龍👩"\nactors: {"龍": {power: -1, preferences: [1]}, b: {power: 1, preferences: [1]}}\n'
        "conflict: {destruction: {odds: 1, severity: 1}}\n"
    ).faults
    assert (fault.line, fault.column) == (2, 23)


# Size


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{k}: &a{k} [{', '.join([f'*a{k - 1}'] * 10)}]\n" for k in range(1, 9))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{k}: &a{k} {{<<: [{', '.join([f'*a{k - 1}'] * 4)}]}}\n" for k in range(1, 15))

BOMBS = {
    "brackets": "[" * 25_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "braces": "{a: " * 100_000 + "}" * 100_000,
    "open braces": "{a: " * 100_000,
    "keys of keys": "? " * 100_000,
    "dashes": "- " * 100_000,
    "dashes in lines": "\n".join(" " * (2 * k) + "-" for k in range(700)),
    "aliases": LAUGHS,
    "chain of aliases": "a0: &a0 [x]\n" + "".join(f"a{k}: &a{k} [*a{k - 1}]\n" for k in range(1, 400)),
    "merges": MERGES,
    "long line": "name: " + "x" * (1 << 20),
    "long key": "x" * 1_000_000 + ": 1",
    "long title": "name: " + "x" * 100_000,
    "long block": "name: |\n" + "  word\n" * 100_000,
    "keys": "".join(f"k{k}: 1\n" for k in range(60_000)),
    "items": "ladder: [" + "1," * 200_000 + "]",
    "one long word of emphasis": "*" * 500_000,
    "tags": "%TAG !a! x\n" * 80_000,
    "distinct tags": "".join(f"%TAG !{k:x}! x\n" for k in range(60_000)),
    "distinct tags of a second document": "a: 1\n...\n" + "".join(f"%TAG !{k:x}! x\n" for k in range(60_000)),
    "anchors": "".join(f"- &a{k} x\n" for k in range(60_000)),
    "open quote": '"' + "x " * 400_000,
    "escapes": '"' + "\\x41" * 250_000 + '"',
    "blank lines in a quote": '"' + "\n" * 900_000 + '"',
    "comments": "#\n" * 500_000,
    "colons": ":" * 900_000,
    "questions": "? a\n" * 200_000,
    "unknown long keys": SMALLEST + "".join(f"{'power' * 40}{k}: 1\n" for k in range(3_000)),
    "actors": "actors: {" + ", ".join(f"a{k}: {{}}" for k in range(12_000)) + "}\n",
    "actors that are whole": SMALLEST.replace(
        "conflict:", "".join(f"  a{k}: {{power: 1, preferences: [1, 0]}}\n" for k in range(3_000)) + "conflict:"
    ),
    "dimensions": SMALLEST.replace("[1, 0.2]", f"[{', '.join(['1'] * 20_000)}]"),
    "rungs": SMALLEST + "ladder:\n" + "".join(f"- {{name: r{k}}}\n" for k in range(5_000)),
    "digits": SMALLEST.replace("power: 3", f"power: {'1' * 19_000}"),
    "digits of a fraction": SMALLEST.replace("power: 3", f"power: 0.{'1' * 19_000}x"),
    "outcomes": SMALLEST + "outcomes: [" + ", ".join(f"o{k}" for k in range(20_000)) + "]\n",
    "misspelt paths": SMALLEST
    + "variants:\n  v:\n"
    + "".join(f"    {'actors.red.pwoer' * 5}{k}: 1\n" for k in range(5_000)),
    "misspelt paths of many variants": SMALLEST
    + "variants:\n"
    + "".join(f"  v{k}: {{actors.red.pwoer: 1, conflict.destruction.ods: 1}}\n" for k in range(5_000)),
    "misspelt words": SMALLEST
    + "observed:\n"
    + "".join(f"- {{plays: {{red: {'seke' * 10}{k}}}}}\n" for k in range(5_000)),
    "combining marks": SMALLEST.replace("red:", '"' + "e" + "\u0301" * 19_000 + '":'),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_few_words(name, tmp_path):
    assert len(str(refusal(BOMBS[name].encode(), tmp_path))) < 20_000


def test_limits_are_named():
    refused(BOMBS["actors that are whole"], "1,000 ")
    refused(BOMBS["rungs"], "100 ")
    refused(BOMBS["dimensions"], "1000 |1,000 ")


# Files


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name in (
        "missing.yaml",
        ".",
        "loop",
        "dangling",
        "pipe",
        "a\nb.yaml",
        "\x1b[31m.yaml",
        "x" * 5_000,
        "nul\0.yaml",
    ):
        with pytest.raises(ScenarioError) as caught:
            load(str(tmp_path / name))
        text = str(caught.value)
        assert text.isprintable(), repr(text)
    for path in ("/dev/zero", "/dev/null", "/proc/self/mem", "/dev/tty", "", " "):
        with pytest.raises(ScenarioError):
            load(path)


def test_sparse_file_of_100_gigabytes_is_refused(tmp_path):
    path = tmp_path / "sparse.yaml"
    with path.open("wb") as file:
        file.truncate(100 << 30)
    with pytest.raises(ScenarioError, match="1,048,576"):
        load(path)


def test_file_with_a_hash_in_its_name_is_found_before_a_variant(tmp_path):
    (tmp_path / "a#b.yaml").write_text(SMALLEST)
    assert load(tmp_path / "a#b.yaml").name == "a#b"


SECRET = "name: hunter2:$6$abcdef:19000"


@pytest.mark.parametrize(
    "target",
    [
        "../secret",
        "../../../../../etc/passwd",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://localhost/x",
        "~/.ssh/id_rsa",
        "$HOME/x",
        "\\\\host\\share",
        "%2e%2e/secret",
        "link",
        "folder/../../secret",
        "",
        "x\\0",
        "1",
        "[a]",
        "main.yaml",
        ".",
        "/dev/zero",
        "nowhere.yaml",
    ],
)
def test_extends_stays_in_the_folder_and_tells_nothing_of_other_files(tmp_path, target):
    (tmp_path / "secret").write_text(SECRET)
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    (home / "link").symlink_to("../secret")
    path = home / "main.yaml"
    path.write_text(
        f'extends: "{target}"\n' + SMALLEST if target not in ("1", "[a]") else f"extends: {target}\n" + SMALLEST
    )
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert "hunter2" not in str(caught.value)
    assert {fault.line for fault in caught.value.faults} == {1}


def test_extending_a_file_in_the_folder_that_is_no_scenario_does_not_quote_it(tmp_path):
    (tmp_path / "notes").write_text(SECRET + "\n" + "password: [hunter2\n")
    (tmp_path / "main.yaml").write_text("extends: notes\n" + SMALLEST)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "main.yaml")
    assert "hunter2" not in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_circles_of_files_are_named(tmp_path):
    for a, b in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{a}.yaml").write_text(f"extends: {b}.yaml\n")
    with pytest.raises(ScenarioError, match=r"a\.yaml -> b\.yaml -> c\.yaml -> a\.yaml"):
        load(tmp_path / "a.yaml")


# Mutations


def mutated(text: str, rng: random.Random) -> str:
    pieces = [
        "{",
        "}",
        "[",
        "]",
        ":",
        "-",
        "&a ",
        "*a",
        "!",
        "|",
        ">",
        "'",
        '"',
        "#",
        "%",
        "\n",
        "  ",
        "\t",
        "1e400",
        "~",
        ".nan",
        "no",
        "0x1",
        "? ",
        "<<: ",
        ", ",
        "power",
        "\u202e",
        "---\n",
        "...",
        "-1",
        "2",
        "[1, 0]",
        "seek",
    ]
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        at, to = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        kind = rng.random()
        if kind < 0.5:
            text = text[:at] + rng.choice(pieces) + text[at:]
        elif kind < 0.8:
            text = text[:at] + text[min(to, at + 12) :]
        else:
            text = text[:to] + text[at : at + 40] + text[to:]
    return text


WHOLE = (
    SMALLEST
    + """\
outcomes: [wealth, order]
ladder:
  - {name: hold}
  - {name: seek, grab: 0.3, provokes: 0.3, strength: 2, odds: 0.5, cost: 0.01}
rounds: 2
variants:
  calm: {conflict.destruction.odds: 0.1, alignment.red.blue: 0.5, ladder.seek.grab: 0.1}
expect: {seeks: {red: depends}, plays: {blue: hold}, war: {at_most: 0.5}, equilibria: {count: 1}}
vary:
  actors.red.power: 0:1:11
  conflict.destruction.odds: [0, 0.5]
  actors.red.preferences.angle: {from: 0, to: 90, count: 3}
unknown: {rationality: {gamma: [2, 10]}, actors.red.preferences: {direction: {mean: [1, 0], concentration: 4}}}
observed:
  - {plays: {red: seek}, under: {actors.blue.power: 2}, times: 3}
"""
)


def test_whole_example_is_good():
    assert load_text(WHOLE).rounds == 2


def test_thousands_of_mutations_are_loaded_or_refused_and_nothing_else():
    rng = random.Random(20261123)
    loaded = 0
    for _ in range(3_000):
        text = mutated(WHOLE, rng)
        with contextlib.suppress(ScenarioError):
            load_text(text)
            loaded += 1
    assert 30 < loaded < 2_900
