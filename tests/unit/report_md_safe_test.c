// Foreign text in Markdown: nothing of it is markup, and no cell ends where it says so.
#include "check.h"
#include "report/markdown/md_safe.h"

static void check_words(const char *before, Sv text, const char *wanted) {
    Buf out BUF_AUTO = buf_new(1000);
    buf_add_c(&out, before);
    md_safe_words(&out, text);
    CHECK_C(buf_sv(&out), wanted);
}

static void words(void) {
    check_words("", SV("# GO"), "\\# GO");
    check_words("a\n", SV("  > quoted"), "a\n\\> quoted");
    check_words("", SV("- item"), "\\- item");
    check_words("", SV("+ item"), "\\+ item");
    check_words("", SV("12. item"), "12\\. item");
    check_words("", SV("1) item"), "1\\) item");
    check_words("", SV("200 is a number"), "200 is a number");
    check_words("", SV("==="), "\\===");
    check_words("| ", SV("1. # in a cell"), "| 1. \\# in a cell");
    check_words("### ", SV("name ##"), "### name \\##");
    check_words("- ", SV("[ ] ![x](y) [z]: w"), "- \\[ \\] !\\[x\\](y) \\[z\\]: w");
    check_words("", SV("**GO** `code` ~~no~~ _x_"),
                "\\*\\*GO\\*\\* \\`code\\` \\~\\~no\\~\\~ \\_x\\_");
    check_words("", SV("<details> &lt; </b>"), "&lt;details> &amp;lt; &lt;/b>");
    check_words(
        "", SV("http://a.test www.a.test WWW.x @me"),
        "http<span>:</span>//a.test www<span>.</span>a.test WWW<span>.</span>x <span>@</span>me");
    check_words("", SV("a@b.test #1 o/r#12 gh-7 #x $a$ $"),
                "a<span>@</span>b.test <span>#</span>1 o/r<span>#</span>12 gh<span>-</span>7 \\#x "
                "<span>$</span>a<span>$</span> <span>$</span>");
    check_words("", SV(":x: a::tada: :+1: 12:30:45Z: :100: ::"),
                "<span>:</span>x: a:<span>:</span>tada: <span>:</span>+1: 12:30:45Z: "
                "<span>:</span>100: ::");
    check_words("", SV("2ea5087be87a3e105678fee30d44598bb0656028 2ea5087"),
                "<span>2</span>ea5087be87a3e105678fee30d44598bb0656028 2ea5087");
    check_words("| ", SV("a | b \\| c"), "| a \\| b \\\\\\| c");
    check_words("| ", SV("one\ntwo"), "| one two");
    check_words("", SV("##[error]"), "\\#\\\\x23\\[error\\]");
}

static void check_code(Sv text, const char *wanted) {
    Buf out BUF_AUTO = buf_new(1000);
    md_safe_code(&out, text);
    CHECK_C(buf_sv(&out), wanted);
}

static void code(void) {
    check_code(SV(""), "");
    check_code(SV("a b"), "`a b`");
    check_code(SV("`a`` b"), "``` `a`` b ```");
    check_code(SV("a | b \\| c"), "`a | b \\| c`");
    check_code(SV("a\n| b"), "`a | b`");
    check_code(SV("sha256:0c02aecfa6275ae4bb2f0383359364775caf845fe39342cf8c76d7deb2416301"),
               "`sha256:0c02aecfa6275ae4bb2f0383359364775caf845fe39342cf8c76d7deb2416301`");
}

static void check_cell(void (*add)(Buf *, Sv), Sv text, const char *wanted) {
    Buf out BUF_AUTO = buf_new(1000);
    buf_add_c(&out, "| ");
    add(&out, text);
    CHECK_C(buf_sv(&out), wanted);
}

static void cells(void) {
    check_cell(md_safe_code_cell, SV("a | b"), "| `a \\| b`");
    // An even number of backslashes before a bar would leave the bar as the end of the cell.
    check_cell(md_safe_code_cell, SV("a\\| ✓ | *b*"), "| <code>a\\\\\\| ✓ \\| \\*b\\*</code>");
    check_cell(md_safe_code_cell, SV("GET /api/dashboard/security/policy?with=a → 200"),
               "| <code>GET /api/dashboard/security/<wbr>policy?with=a → 200</code>");
    check_cell(md_safe_code_cell, SV("0123456789012345678901234567890123456789x"),
               "| <code>01234567890123456789012345678901<wbr>23456789x</code>");
    check_cell(md_safe_cell, SV("01234567890123456789012345678901é2345|6789 and 12"),
               "| 01234567890123456789012345678901<wbr>é2345\\|6789 and 12");
}

static void html(void) {
    Buf out BUF_AUTO = buf_new(1000);
    md_safe_html(&out, SV("</summary> *a* \"b\" & @me\n\n:x:"));
    CHECK_C(buf_sv(&out), "&lt;/summary&gt; *a* \"b\" &amp; <span>@</span>me  <span>:</span>x:");
}

static void block(void) {
    Buf out BUF_AUTO = buf_new(1000);
    md_safe_block(&out, SV("a\n````\n~~~\n</details>"));
    CHECK_C(buf_sv(&out), "`````text\na\n````\n~~~\n</details>\n`````\n");
}

int main(void) {
    words();
    code();
    cells();
    html();
    block();
    return check_done();
}
