"""Completion scripts of bash, zsh and fish, and completions in the form that each takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from powergame.scenario.paths.complete import Suggestion

GOES_ON = ("/", ".", "=", "#")
"""Last characters of words that go on: no space follows."""

SCRIPTS = {
    "bash": r"""# powergame completion for bash
_powergame() {
    local answer
    COMPREPLY=()
    while IFS= read -r answer; do
        COMPREPLY+=("$answer")
    done < <("$1" completion bash --answer -- "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
}
complete -o nospace -o nosort -F _powergame powergame 2>/dev/null || complete -o nospace -F _powergame powergame
""",
    "zsh": r"""#compdef powergame
# powergame completion for zsh
_powergame() {
    local -a words_before answers shown
    local answer text meaning
    words_before=("${(@Q)words[2,CURRENT-1]}")
    answers=("${(@f)$("${(Q)words[1]}" completion zsh --answer -- "${words_before[@]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for answer in "${answers[@]}"; do
        text=${answer%%$'\t'*}
        [[ -n $text ]] || continue
        meaning=${answer#*$'\t'}
        shown=("${${:-$text${meaning:+  -- $meaning}}[1,COLUMNS-1]}")
        if [[ $text == *[/.=#] ]]; then
            compadd -S '' -d shown -l -- "$text"
        else
            compadd -d shown -l -- "$text"
        fi
    done
}
if [[ ${zsh_eval_context[-1]-} == loadautofunc ]]; then
    _powergame "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _powergame powergame
fi
""",
    "fish": r"""# powergame completion for fish
function __powergame_answers
    set -l before (commandline -opc)
    $before[1] completion fish --answer -- $before[2..-1] (commandline -ct) 2>/dev/null
end
complete -c powergame -f -a '(__powergame_answers)'
""",
}

REPLACED_TOO = set("$@")
"""Characters at which bash breaks a word, and which belong to what it replaces."""

SPECIAL = set(" \t\n\"'\\`$!&;|<>()[]{}*?~#^")
"""Characters with a meaning to bash in a word without quotes."""

SPECIAL_IN_DOUBLE_QUOTES = set('"\\`$!')


@dataclass(frozen=True)
class Typed:
    """A line as far as it is typed.

    Attributes
    ----------
    words
        The whole words, unquoted.
    current
        The last one as far as it is typed, unquoted; empty behind a space.
    quote
        The quote that is open in it, or empty.
    kept
        How many characters of `current` bash does not replace: up to a quote, or a break in the word.
    """

    words: tuple[str, ...]
    current: str
    quote: str
    kept: int


def split(line: str, breaks: str = "") -> Typed:
    """Split what is typed of a line as bash does, which also breaks words for completion behind some characters."""
    words: list[str] = []
    word, quote, kept = "", "", 0
    begun = escaped = False
    for k, c in enumerate(line):
        if c.isspace() and not quote and not escaped:
            words += [word] if begun else []
            word, kept, begun = "", 0, False
            continue
        begun = True
        if escaped:
            word, escaped = word + c, False
        elif c == quote or (c in "\"'" and not quote):
            quote, kept = "" if quote else c, len(word)
        elif c == "\\" and (not quote or (quote == '"' and line[k + 1 : k + 2] in SPECIAL_IN_DOUBLE_QUOTES)):
            escaped = True
        else:
            word += c
            kept = len(word) - (c in REPLACED_TOO) if c in breaks and not quote else kept
    return Typed(tuple(words), word, quote, kept)


def for_bash(suggestions: Sequence[Suggestion], typed: Typed) -> list[str]:
    """Return completions as bash inserts them: quoted, and without the part of the word that bash keeps."""
    words = [
        _quoted(suggestion.text[typed.kept :], typed.quote)
        for suggestion in suggestions
        if suggestion.text.startswith(typed.current)
    ]
    if len(words) != 1:
        return words
    goes_on = words[0].endswith(GOES_ON)
    if typed.quote:  # bash closes the quote behind the only completion there is; a second one keeps it open
        return [words[0], f"{words[0]}..."] if goes_on else words
    return words if goes_on else [f"{words[0]} "]


def _quoted(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "'\\''")
    special = SPECIAL_IN_DOUBLE_QUOTES if quote else SPECIAL
    return "".join(f"\\{c}" if c in special else c for c in text)


def with_meanings(suggestions: Sequence[Suggestion]) -> list[str]:
    """Return completions and their meanings, separated by a tab, a line for each."""
    return [f"{suggestion.text}\t{' '.join(suggestion.meaning.split())}" for suggestion in suggestions]
