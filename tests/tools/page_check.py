#!/usr/bin/env python3
"""Draws Markdown pages as GitHub does, and looks at them as their readers would.

    page_check.py PAGE.md … [--texts TEXTS.json]

Each page goes through cmark-gfm with GitHub's extensions; all of them stand in a browser at 1100 pixels, with GitHub's style and with none but for blocks of code,
and are printed on A4. Held: nothing is wider than the page, no text is cut; every element is one that our pages have; each link leads to a
place of the page; nothing that GitHub makes into something else afterwards is left in the text. --texts: {"PAGE.md": ["a text that must
stand on it, whole"]}.
"""
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile

EXTENSIONS = ["table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes"]
OURS = {"h1", "h2", "h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "strong", "b", "code", "pre", "ul", "ol", "li", "a", "br", "wbr", "span",
        "details", "summary", "blockquote"}
ALONE = {"br", "wbr"}
# What GitHub makes of a text when the page is drawn, outside of code.
AFTERWARDS = [("a person's name", re.compile(r"@[A-Za-z0-9]")), ("an issue", re.compile(r"#\d|\bGH-\d", re.I)), ("a picture", re.compile(r":[A-Za-z+-][A-Za-z0-9_+-]*:|:100:")),
              ("a formula", re.compile(r"\$[^$]*\$")), ("an address", re.compile(r"https?://|www\.", re.I)), ("a commit", re.compile(r"\b[0-9a-f]{40}\b"))]
GITHUB = """body{font:16px/1.5 sans-serif;word-wrap:break-word;max-width:1012px;margin:0 auto;padding:32px}
table{display:block;width:max-content;max-width:100%;overflow:auto;border-spacing:0;border-collapse:collapse}th,td{padding:6px 13px;border:1px solid #d1d9e0}
code{padding:.2em .4em;font:85% monospace;white-space:break-spaces}pre{padding:16px;overflow:auto;font:85%/1.45 monospace}pre code{white-space:pre;font-size:100%}"""
# A row is not torn apart: its cells would be read one half after the other.
PAPER = "@page{size:A4;margin:12mm}@media print{body{padding:0}tr{break-inside:avoid}}"
# What is too wide, and by how much; a block of code may be rolled, and wraps on paper.
MEASURE = """<script>
const wide = [];
const room = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth > room) wide.push("the page: " + document.documentElement.scrollWidth + " of " + room);
for (const each of document.querySelectorAll("table, li, p, h1, h2, h3, h4")) {
  if (each.closest("pre")) continue;
  if (each.scrollWidth > each.clientWidth && each.clientWidth > 0 || each.getBoundingClientRect().right > room)
    wide.push(each.tagName + ": " + each.textContent.slice(0, 120));
}
document.body.replaceChildren(document.createTextNode("MEASURED" + JSON.stringify(wide) + "MEASURED"));
</script>"""
failures = 0


def fail(page, what, text=""):
    global failures
    failures += 1
    if failures <= 40:
        print(f"not so: {page}: {what}{': ' if text else ''}{text!r}" if text else f"not so: {page}: {what}")


class Reader(html.parser.HTMLParser):
    """What a page is made of: its elements, its links, and its text within code and without."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.page, self.open, self.text, self.ids, self.links = page, [], "", set(), []

    def handle_starttag(self, tag, attributes):
        if tag not in OURS:
            fail(self.page, "an element that is not ours", tag)
        wanted = {"a": {"href", "id"}, "code": {"class"}, "pre": {"lang"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}.get(tag, set())
        for name, value in attributes:
            if name not in wanted:
                fail(self.page, f"an attribute of {tag} that is not ours", f"{name}={value}")
            if name == "href":
                self.links.append(value)
            if name == "id":
                self.ids.add(value)
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            fail(self.page, "an element that is not closed where it should be", tag)

    def handle_data(self, data):
        self.text += data
        if "code" in self.open or "pre" in self.open:
            return
        for what, pattern in AFTERWARDS:
            found = pattern.search(data)
            if found:
                fail(self.page, f"GitHub makes {what} of it", data[max(0, found.start() - 20):found.end() + 20])

    def done(self):
        if self.open:
            fail(self.page, "elements that are not closed", " ".join(self.open))
        for link in self.links:
            if not link.startswith("#step-") or link[1:] not in self.ids:
                fail(self.page, "a link that leads to no place of the page", link)


def browser(*arguments):
    done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments], capture_output=True, timeout=240)
    return done.stdout.decode("utf-8", "replace")


def squeezed(text):
    return re.sub(r"\s+", "", text)


def main():
    names = [word for word in sys.argv[1:] if word.endswith(".md") and os.path.exists(word)]
    texts = json.load(open(sys.argv[sys.argv.index("--texts") + 1], encoding="utf-8")) if "--texts" in sys.argv else {}
    drawn = {}
    for name in names:
        words = ["cmark-gfm", "--unsafe"] + [word for extension in EXTENSIONS for word in ("-e", extension)]
        drawn[name] = subprocess.run([*words, name], capture_output=True, check=True).stdout.decode()
        reader = Reader(name)
        reader.feed(drawn[name])
        reader.close()
        reader.done()
        for text in texts.get(os.path.basename(name), []):
            if squeezed(text) not in squeezed(reader.text):
                fail(name, "this is not on the page", text)
    with tempfile.TemporaryDirectory() as folder:
        for style in GITHUB, "pre{white-space:pre-wrap;overflow-wrap:anywhere}":
            body = "".join(f"<div>{page.replace('<details>', '<details open>')}</div>" for page in drawn.values())
            look = f"<!doctype html><meta charset=utf-8><style>{style}{PAPER}</style>"
            path = os.path.join(folder, "page.html")
            open(path, "w", encoding="utf-8").write(look + body + MEASURE)
            measured = browser(f"--user-data-dir={folder}/profile", "--window-size=1100,900", "--dump-dom", "file://" + path).split("MEASURED")
            if len(measured) < 3:
                sys.exit("the browser measured nothing")
            for wide in json.loads(html.unescape(measured[1])):
                fail("in GitHub's style" if style == GITHUB else "in no style", "it is wider than the page", wide)
            open(path, "w", encoding="utf-8").write(look + body)
            paper = os.path.join(folder, "page.pdf")
            browser(f"--user-data-dir={folder}/profile", "--no-pdf-header-footer", f"--print-to-pdf={paper}", "file://" + path)
            sizes = set(re.findall(r"Page size: +(.*)", subprocess.run(["pdfinfo", paper], capture_output=True, check=True).stdout.decode()))
            if not all(size.startswith("59") and " x 84" in size for size in sizes) or not sizes:
                fail("on paper", "it is not A4", str(sizes))
            printed = squeezed(subprocess.run(["pdftotext", "-raw", paper, "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace"))
            for name in names:
                for text in texts.get(os.path.basename(name), []):
                    if squeezed(text) not in printed:
                        fail(name, "this is not on paper", text)
            boxes = subprocess.run(["pdftotext", "-bbox", paper, "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
            for right, word in re.findall(r'<word [^>]*xMax="([0-9.]+)"[^>]*>([^<]*)</word>', boxes):
                if float(right) > 596:
                    fail("on paper", "it is cut by the edge", word)
    print(f"{len(names)} pages, {failures} failures")
    sys.exit(failures > 0)


main()
