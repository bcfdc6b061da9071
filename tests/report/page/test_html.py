"""Text on the page is text, whatever is in it."""

from __future__ import annotations

from powergame.report.page.html import attribute, literal, prose


def test_right_to_left_words_do_not_turn_their_neighbours():
    assert literal("a \u05d0\u05d1 \u05d2! <b>") == "a <bdi>\u05d0\u05d1 \u05d2!</bdi> &lt;b&gt;"
    assert literal("\u202e") == "\\u202e"
    assert attribute('"\n<') == "&#34;\\n&lt;"
    assert prose("a `b` `<c>") == "a <code>b</code> `&lt;c&gt;"
    assert prose("*so* 2*3*4 `*b*` *<i>* * no * **") == (
        "<em>so</em> 2*3*4 <code>*b*</code> <em>&lt;i&gt;</em> * no * **"
    )
