// Foreign text in Markdown: nothing of it is markup, and no cell ends where it says so.
#include "check.h"
#include "report/formats/md_safe.h"

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
    check_words("", SV("http://a.test www.a.test WWW.x @me"),
                "http&#58;//a.test www&#46;a.test WWW&#46;x &#64;me");
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
    check_code(SV("a | b"), "`a \\| b`");
    // An even number of backslashes before a bar would leave the bar as the end of the cell.
    check_code(SV("a\\| ✓ | *b*"), "<code>a\\\\\\| ✓ \\| \\*b\\*</code>");
    check_code(SV("a\n| b"), "`a \\| b`");
}

static void block(void) {
    Buf out BUF_AUTO = buf_new(1000);
    md_safe_block(&out, SV("a\n````\n~~~\n</details>"));
    CHECK_C(buf_sv(&out), "`````text\na\n````\n~~~\n</details>\n`````\n");
}

int main(void) {
    words();
    code();
    block();
    return check_done();
}
