// Tables that are too wide for their place: packed closer, and where that is not enough, row by row.

const FORMS = ["packed", "listed"];

const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));

/** Let what holds a table give it a form in which no number is cut, whatever its width. */
export function fitted(holder) {
  watch.observe(holder);
  return holder;
}

function fit(holder) {
  holder.classList.remove(...FORMS);
  for (const form of FORMS) {
    if (holder.scrollWidth <= holder.clientWidth) return;
    holder.classList.remove(...FORMS);
    holder.classList.add(form);
  }
}
