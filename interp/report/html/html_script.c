// What a page does besides standing there: it filters, and opens and closes all. Nothing on it is
// made from text.
#include "report/html/html_page.h"

static const char *const lines[] = {
    "'use strict';",
    "for (const bar of document.querySelectorAll('.filter')) {",
    "  const list = document.getElementById(bar.dataset.list);",
    "  const items = [...list.querySelectorAll('[data-kind]')];",
    "  const holders = [...list.querySelectorAll('[data-holds]')].reverse();",
    "  const only = [...bar.querySelectorAll('[data-only]')];",
    "  const input = bar.querySelector('input');",
    "  const status = bar.querySelector('[role=status]');",
    "  const texts = new Map();",
    "  const textOf = (item) => {",
    "    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());",
    "    return texts.get(item);",
    "  };",
    "  const filter = () => {",
    "    const kinds = only.filter((b) => b.getAttribute('aria-pressed') === 'true')",
    "      .map((b) => b.dataset.only);",
    "    const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);",
    "    let shown = 0;",
    "    for (const item of items) {",
    "      const own = item.dataset.kind.split(' ');",
    "      const fits = (!kinds.length || kinds.some((kind) => own.includes(kind)))",
    "        && words.every((word) => textOf(item).includes(word));",
    "      item.hidden = !fits;",
    "      shown += fits ? 1 : 0;",
    "    }",
    "    const all = !kinds.length && !words.length;",
    "    for (const holder of holders) {",
    "      holder.hidden = !all && !holder.querySelector('[data-kind]:not([hidden])');",
    "      const details = holder.querySelector(':scope > details');",
    "      if (!all && !holder.hidden && details) details.open = true;",
    "    }",
    "    status.textContent = all ? '' : `${shown} of ${items.length} ${bar.dataset.what}`;",
    "  };",
    "  for (const button of only) {",
    "    button.addEventListener('click', () => {",
    "      button.setAttribute('aria-pressed', button.getAttribute('aria-pressed') !== 'true');",
    "      filter();",
    "    });",
    "  }",
    "  for (const button of bar.querySelectorAll('[data-open]')) {",
    "    button.addEventListener('click', () => {",
    "      const open = button.dataset.open === 'true';",
    "      for (const details of list.querySelectorAll('details')) details.open = open;",
    "    });",
    "  }",
    "  input.addEventListener('input', filter);",
    "  bar.hidden = false;",
    "}",
};

void html_script(Buf *out) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        buf_add_c(out, lines[i]);
        buf_add_char(out, '\n');
    }
}
