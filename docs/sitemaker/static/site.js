"use strict";

/* What is wider than its place scrolls, and can be scrolled with the keyboard, too. */
function reachable() {
  for (const box of document.querySelectorAll(".highlight pre, .table-wrapper, math[display=block], p:has(> img)")) {
    const wide = box.scrollWidth > box.clientWidth + 1;
    if (wide) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

addEventListener("DOMContentLoaded", reachable);
addEventListener("resize", reachable);
addEventListener("load", reachable);
