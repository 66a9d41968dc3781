// Foreign text on a page stays text, the policy names what is written, values are trees and tables.
#include "base/shown/shown.h"
#include "base/system/digest.h"
#include "check.h"
#include "report/html/html_page.h"
#include "report/html/html_text.h"
#include "report/html/html_value.h"
#include "value/json.h"

static void text_is(const char *text, const char *wanted) {
    BUF_AUTO Buf out = buf_new(10000);
    html_text(&out, sv_from_c(text));
    CHECK_C(buf_sv(&out), wanted);
}

static void texts(void) {
    text_is("", "");
    text_is("a & b", "a &amp; b");
    text_is("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
    text_is("\" onload='x'", "&quot; onload=&#39;x&#39;");
    text_is("&#60;", "&amp;#60;");
    text_is("]]> <!-- -->", "]]&gt; &lt;!-- --&gt;");
    text_is("a\nb\n", "a&#10;b&#10;");
    text_is("a\tb", "a\tb");
    text_is("a\r\nb", "a\\r&#10;b");
    text_is("\x1b[31m", "\\x1b[31m");
    text_is("\xe2\x80\xae"
            "gnp",
            "\\u{202e}gnp");
    text_is("\xff", "\\xff");
    text_is("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d", "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d");
    text_is("##[error]x", "#\\x23[error]x");
    BUF_AUTO Buf nul = buf_new(100);
    html_text(&nul, (Sv){"a\0b", 3});
    CHECK_C(buf_sv(&nul), "a\\x00b");
    BUF_AUTO Buf whole = buf_new(10000);
    html_attribute(&whole, "title", SV("a\" b"));
    html_leaf(&whole, "td", NULL, SV("<x>"));
    html_leaf(&whole, "td", "mark", SV("y"));
    html_leaf(&whole, "td", "mark", SV(""));
    html_block(&whole, SV("\n::error::x\n"));
    html_command(&whole, SV("runbook show 'a<b'"));
    CHECK_C(buf_sv(&whole), " title=\"a&quot; b\"<td>&lt;x&gt;</td><td class=\"mark\">y</td>"
                            "<pre>&#10;&#10;::error::x</pre>\n"
                            "<pre class=\"command\">&#10;runbook show &#39;a&lt;b&#39;</pre>\n");
    BUF_AUTO Buf small = buf_new(4);
    html_text(&small, SV("<<<"));
    CHECK(small.full);
}

// What stands between two texts, from the first one on.
static Sv between(Sv page, Sv from, Sv to) {
    size_t at = sv_find(page, from, 0), end = sv_find(page, to, at + from.len);
    CHECK(at != SV_NONE && end != SV_NONE);
    return at == SV_NONE || end == SV_NONE ? (Sv){0} : sv_slice(page, at + from.len, end);
}

static void named(Sv page, Sv content, const char *directive) {
    BUF_AUTO Buf source = buf_new(1000);
    Sha256 digest = sha256_of(content);
    buf_addf(&source, "; %s 'sha256-", directive);
    base64_add(&source, (Sv){(const char *)digest.bytes, sizeof digest.bytes});
    buf_add_char(&source, '\'');
    Sv policy = between(page, SV("Content-Security-Policy\" content=\""), SV("\">"));
    CHECK(sv_starts(policy, SV("default-src 'none'; ")));
    CHECK(sv_find(policy, buf_sv(&source), 0) != SV_NONE);
}

// As it is written to a file: behind all that is done to whatever leaves the program.
static void policy(void) {
    BUF_AUTO Buf page = buf_new(1000000), written = buf_new(1000000);
    html_begin(&page, SV("</title><script>x</script>"));
    html_end(&page, SV("<b>"));
    shown_add_output(&written, buf_sv(&page), (ShownOutput){0});
    Sv whole = buf_sv(&written);
    CHECK_SV(whole, buf_sv(&page));
    named(whole, between(whole, SV("<style>"), SV("</style>")), "style-src");
    named(whole, between(whole, SV("<script>"), SV("</script>")), "script-src");
    CHECK_C(between(whole, SV("<title>"), SV("</title>")),
            "&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;");
    CHECK_C(between(whole, SV("<footer>"), SV("</footer>")), "&lt;b&gt;");
    CHECK(sv_find(whole, SV(" style="), 0) == SV_NONE);
}

static void value_is(const char *json, unsigned open, HtmlBound bound, const char *wanted) {
    Arena *arena = arena_new(10000000);
    Value value;
    CHECK(json_parse(arena, sv_from_c(json), &value, NULL));
    BUF_AUTO Buf out = buf_new(1000000);
    html_value(&out, value, open, bound);
    CHECK_C(buf_sv(&out), wanted);
    arena_free(arena);
}

static void values(void) {
    HtmlBound all = {0}, two = {2, SV("runbook show x 1")};
    value_is("null", 0, all, "<p><code class=\"word\">null</code></p>\n");
    value_is("\"<b>\"", 0, all, "<p><code class=\"text\">&quot;&lt;b&gt;&quot;</code></p>\n");
    value_is("\"a\\nb\"", 0, all, "<pre>&#10;a&#10;b</pre>\n");
    value_is("{}", 0, all, "<p><code class=\"text\">{}</code></p>\n");
    value_is("[1, 2]", 0, all, "<p><code class=\"text\">[1, 2]</code></p>\n");
    value_is("{\"a\":{\"b\":{\"c\":1}}, \"<i>\": [true]}", 1, all,
             "<div class=\"tree\"><details open><summary>{ <small>2 keys</small> }</summary><ul>"
             "<li><details><summary><span class=\"key\">&quot;a&quot;</span>: "
             "{ <small>1 key</small> }</summary><ul><li><span class=\"key\">&quot;b&quot;</span>: "
             "<code class=\"text\">{&quot;c&quot;: 1}</code></li></ul></details></li>"
             "<li><span class=\"key\">&quot;&lt;i&gt;&quot;</span>: "
             "<code class=\"text\">[true]</code></li></ul></details></div>\n");
    value_is("[[[1],2],[3,[4]],[5,[6]]]", 2, two,
             "<div class=\"tree\"><details open><summary>[ <small>3 items</small> ]</summary>"
             "<ol start=\"0\"><li><details open><summary>[ <small>2 items</small> ]</summary>"
             "<ol start=\"0\"><li><code class=\"text\">[1]</code></li></ol></details></li></ol>"
             "</details></div>\n<p class=\"rest\">This is not all of it: "
             "<code>runbook show x 1</code></p>\n");
    value_is(
        "[{\"id\":1,\"name\":\"a<\"},{\"id\":2,\"more\":null}]", 0, all,
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"rows\">"
        "<table class=\"rows\"><thead><tr><th scope=\"col\" class=\"number\">id</th><th scope=\"col\">name</th>"
        "<th scope=\"col\">more</th></tr></thead><tbody>\n"
        "<tr><td class=\"number\"><code class=\"number\">1</code></td><td>a&lt;</td>"
        "<td></td></tr>\n<tr><td class=\"number\"><code class=\"number\">2</code></td>"
        "<td></td><td><code class=\"word\">null</code></td></tr>\n</tbody></table></div>\n");
}

// Rows within a tree are a table too.
static void rows_in_a_tree(void) {
    value_is("{\"of\":[{\"id\":1,\"name\":\"a name of some length, so that it takes a line of its "
             "own\"},{\"id\":2,\"name\":\"another one of them, which does as well\"}]}",
             1, (HtmlBound){0},
             "<div class=\"tree\"><details open><summary>{ <small>1 key</small> }</summary><ul>"
             "<li><details><summary><span class=\"key\">&quot;of&quot;</span>: "
             "[ <small>2 items</small> ]</summary><div class=\"scroll\" tabindex=\"0\" "
             "role=\"group\" aria-label=\"rows\"><table class=\"rows\"><thead><tr>"
             "<th scope=\"col\" class=\"number\">id</th><th scope=\"col\">name</th></tr></thead>"
             "<tbody>\n<tr><td class=\"number\"><code class=\"number\">1</code></td>"
             "<td>a name of some length, so that it takes a line of its own</td></tr>\n"
             "<tr><td class=\"number\"><code class=\"number\">2</code></td>"
             "<td>another one of them, which does as well</td></tr>\n</tbody></table></div>\n"
             "</details></li></ul></details></div>\n");
}

int main(void) {
    texts();
    policy();
    values();
    rows_in_a_tree();
    return check_done();
}
