// Diagnostics as people read them: whole texts, with the caret under what is wrong.
#include "base/limits.h"
#include "check.h"
#include "diag/diag.h"

static const DiagStyle plain = {false, 80, false};
static Arena *arena;

static void check_rendered(const Diags *diags, DiagStyle style, const char *wanted) {
    Buf out BUF_AUTO = buf_new(1024 * 1024);
    diags_render(diags, style, &out);
    CHECK_C(buf_sv(&out), wanted);
}

static Span find(const Source *source, const char *what) {
    size_t at = sv_find(source->text, sv_from_c(what), 0);
    return (Span){source, (uint32_t)at, (uint32_t)strlen(what)};
}

// One message about `what` in a text of one line or more.
static void check_caret(Sv text, const char *what, DiagStyle style, const char *wanted) {
    Diags diags = diags_new(arena);
    Source *source = source_new(arena, SV("a.yaml"), text);
    diag_add(&diags, DIAG_UNKNOWN_KEY, find(source, what), "what is wrong");
    check_rendered(&diags, style, wanted);
}

static void the_example(void) {
    Diags diags = diags_new(arena);
    Source *source =
        source_new(arena, SV("pre-deploy.yaml"),
                   SV("steps:\n  - name: x\n    http:\n      ulr: https://example.test\n"));
    diag_add(&diags, DIAG_UNKNOWN_KEY, find(source, "ulr"),
             "action '%s' has no parameter '%s'; did you mean '%s'?", "http", "ulr", "url");
    check_rendered(&diags, plain,
                   "pre-deploy.yaml:4:7: error[unknown-key]: action 'http' has no parameter 'ulr'; "
                   "did you mean 'url'?\n"
                   "    4 |       ulr: https://example.test\n"
                   "      |       ^^^\n");
    CHECK(diags_failed(&diags));
}

static void mends_and_related_places(void) {
    Diags diags = diags_new(arena);
    Source *source = source_new(arena, SV("a.yaml"), SV("a: 1\nb: 2\na: 3\n"));
    Diag *diag = diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){source, 10, 1}, "duplicate key 'a'");
    diag->related = (Span){source, 0, 1};
    diag->related_message = SV("first defined here");
    diag_hint(&diags, diag, "write\n  %s: 1\n\nonce", "a");
    check_rendered(&diags, plain,
                   "a.yaml:3:1: error[unknown-key]: duplicate key 'a'\n"
                   "    3 | a: 3\n"
                   "      | ^\n"
                   "      = first defined at a.yaml:1:1\n"
                   "      = write\n"
                   "          a: 1\n"
                   "\n"
                   "        once\n");
}

static void order_and_counts(void) {
    Diags diags = diags_new(arena);
    Source *one = source_new(arena, SV("one"), SV("x\ny\n"));
    Source *two = source_new(arena, SV("two"), SV("z\n"));
    CHECK(!diags_failed(&diags));
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){two, 0, 1}, "third");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){one, 2, 1}, "second");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){one, 0, 1}, "first");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){one, 0, 1}, "first, said later");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){NULL, 0, 0}, "no place");
    check_rendered(&diags, plain,
                   "two:1:1: error[unknown-key]: third\n    1 | z\n      | ^\n\n"
                   "one:1:1: error[unknown-key]: first\n    1 | x\n      | ^\n\n"
                   "one:1:1: error[unknown-key]: first, said later\n    1 | x\n      | ^\n\n"
                   "one:2:1: error[unknown-key]: second\n    2 | y\n      | ^\n\n"
                   "error[unknown-key]: no place\n");
    CHECK_INT(diags.errors, 5);
}

static void too_many(void) {
    Diags diags = diags_new(arena);
    Diag *first = diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){NULL, 0, 0}, "number %d", 0);
    for (int i = 1; i < LIMIT_DIAGNOSTICS + 2; i++)
        CHECK(diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){NULL, 0, 0}, "number %d", i) != NULL);
    CHECK(first == &diags.items[0]); // what was returned stays where it is
    CHECK_INT(diags.count, LIMIT_DIAGNOSTICS);
    CHECK_INT(diags.errors, LIMIT_DIAGNOSTICS + 2);
    CHECK_INT(diags.dropped, 2);
    Buf out BUF_AUTO = buf_new(1024 * 1024);
    diags_render(&diags, plain, &out);
    CHECK(sv_ends(buf_sv(&out), SV("number 99\n\nand 2 more that are not shown\n")));
}

static void tabs_and_wide_characters(void) {
    check_caret(SV("\tkey:\tval"), "val", plain,
                "a.yaml:1:7: error[unknown-key]: what is wrong\n"
                "    1 |     key:    val\n"
                "      |             ^^^\n");
    check_caret(SV("名前: 値 x"), "値", plain,
                "a.yaml:1:5: error[unknown-key]: what is wrong\n"
                "    1 | 名前: 値 x\n"
                "      |       ^^\n");
    check_caret(SV("cafe\xcc\x81: x"), "x", plain, // é as two code points in one column
                "a.yaml:1:8: error[unknown-key]: what is wrong\n"
                "    1 | cafe\xcc\x81: x\n"
                "      |       ^\n");
    check_caret(SV("😀 ok"), "ok", plain,
                "a.yaml:1:3: error[unknown-key]: what is wrong\n"
                "    1 | 😀 ok\n"
                "      |    ^^\n");
}

static void foreign_bytes_are_shown(void) {
    check_caret(SV("a\x1b[31mb\xe2\x80\xae: \xff x"), "x", plain,
                "a.yaml:1:13: error[unknown-key]: what is wrong\n"
                "    1 | a\\x1b[31mb\\u{202e}: \\xff x\n"
                "      |                          ^\n");
    Diags diags = diags_new(arena);
    Diag *diag = diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){NULL, 0, 0}, "key '%s'", "a\x1b[2J\nb");
    diag_hint(&diags, diag, "x\x07");
    check_rendered(&diags, plain, "error[unknown-key]: key 'a\\x1b[2J\\nb'\n      = x\\x07\n");
}

static void ends_and_several_lines(void) {
    Diags diags = diags_new(arena);
    Source *source = source_new(arena, SV("a.yaml"), SV("key: |\n  one\n  two\n"));
    diag_add(&diags, DIAG_UNKNOWN_KEY, find(source, "one\n  two"), "spans two lines");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){source, 6, 0}, "at the end of a line");
    diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){source, (uint32_t)source->text.len, 0}, "at the end");
    check_rendered(&diags, plain,
                   "a.yaml:1:7: error[unknown-key]: at the end of a line\n"
                   "    1 | key: |\n"
                   "      |       ^\n\n"
                   "a.yaml:2:3: error[unknown-key]: spans two lines\n"
                   "    2 |   one\n"
                   "      |   ^^^\n\n"
                   "a.yaml:4:1: error[unknown-key]: at the end\n"
                   "    4 |\n"
                   "      | ^\n");
    Buf many BUF_AUTO = buf_new(1000000);
    buf_add_repeat(&many, '\n', 123455);
    buf_add_c(&many, "key");
    check_caret(sv_copy(arena, buf_sv(&many)), "key", plain,
                "a.yaml:123456:1: error[unknown-key]: what is wrong\n"
                "123456 | key\n"
                "       | ^^^\n");
}

static void long_lines_are_cut(void) {
    static const DiagStyle narrow = {false, 48, false}; // 40 columns for the line
    Sv line = SV("0123456789abcdefghijABCDEFGHIJ0123456789klmnopqrstKLMNOPQRST");
    check_caret(line, "456", narrow,
                "a.yaml:1:5: error[unknown-key]: what is wrong\n"
                "    1 | 0123456789abcdefghijABCDEFGHIJ012345678…\n"
                "      |     ^^^\n");
    check_caret(line, "9k", narrow,
                "a.yaml:1:40: error[unknown-key]: what is wrong\n"
                "    1 | …BCDEFGHIJ0123456789klmnopqrstKLMNOPQRST\n"
                "      |                    ^^\n");
    check_caret(line, "T", narrow,
                "a.yaml:1:60: error[unknown-key]: what is wrong\n"
                "    1 | …BCDEFGHIJ0123456789klmnopqrstKLMNOPQRST\n"
                "      |                                        ^\n");
    check_caret(line, "0123456789abcdefghijABCDEFGHIJ0123456789klmnopqrst", narrow,
                "a.yaml:1:1: error[unknown-key]: what is wrong\n"
                "    1 | 0123456789abcdefghijABCDEFGHIJ012345678…\n"
                "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n");
    check_caret(line, "T", (DiagStyle){false, 0, false},
                "a.yaml:1:60: error[unknown-key]: what is wrong\n"
                "    1 | 0123456789abcdefghijABCDEFGHIJ0123456789klmnopqrstKLMNOPQRST\n"
                "      |                                                            ^\n");
    check_caret(SV("名名名名名名名名名名名名名名名名名名名名名名名名名名名名x名名名名名"), "x",
                narrow,
                "a.yaml:1:29: error[unknown-key]: what is wrong\n"
                "    1 | …名名名名名名名名名名名名名名x名名名名名\n"
                "      |                              ^\n");
}

// Wherever the mark stands in a line of whatever length, the caret stands under it and no line is
// too wide.
static void carets_are_always_right(void) {
    static const DiagStyle narrow = {false, 40, false};
    int wrong = 0;
    for (size_t length = 1; length < 200; length++)
        for (size_t at = 0; at < length; at++) {
            char text[200];
            memset(text, '.', length);
            text[at] = 'X';
            Source *source = source_new(arena, SV("a"), (Sv){text, length});
            Diag diag = {.id = DIAG_UNKNOWN_KEY, .span = {source, (uint32_t)at, 1}};
            Buf out BUF_AUTO = buf_new(1000);
            diag_render(&diag, narrow, &out);
            Sv rest = buf_sv(&out), head, line, caret;
            sv_next_line(&rest, &head);
            sv_next_line(&rest, &line);
            sv_next_line(&rest, &caret);
            // The ellipsis has three bytes and one column.
            size_t shift = sv_find(line, SV("…"), 0) == 8 ? 2 : 0;
            size_t mark = sv_find_char(line, 'X', 0), under = sv_find_char(caret, '^', 0);
            bool fits = line.len <= 40 + 4 && caret.len <= 40;
            if (mark == SV_NONE || mark - shift != under || !fits) wrong++;
            arena_reset(arena);
        }
    CHECK_INT(wrong, 0);
}

static void huge_lines_are_quick(void) {
    enum { SIZE = 4 * 1024 * 1024 };
    char *text = arena_alloc_raw(arena, SIZE);
    memset(text, 'x', SIZE);
    Source *source = source_new(arena, SV("a"), (Sv){text, SIZE});
    Diags diags = diags_new(arena);
    for (uint32_t i = 0; i < LIMIT_DIAGNOSTICS; i++)
        diag_add(&diags, DIAG_UNKNOWN_KEY, (Span){source, i * 40000, SIZE}, "x");
    Buf out BUF_AUTO = buf_new(1024 * 1024);
    diags_render(&diags, plain, &out);
    CHECK(!out.full && out.len < 40000);
}

static void colours(void) {
    Diags diags = diags_new(arena);
    Source *source = source_new(arena, SV("a.yaml"), SV("key: 1\n"));
    Diag *diag = diag_add(&diags, DIAG_UNKNOWN_KEY, find(source, "key"), "no such key");
    diag_hint(&diags, diag, "one\ntwo");
    check_rendered(&diags, (DiagStyle){true, 80, false},
                   "a.yaml:1:1: \x1b[1;31merror[unknown-key]:\x1b[0m \x1b[1mno such key\x1b[0m\n"
                   "\x1b[36m    1 |\x1b[0m key: 1\n"
                   "\x1b[36m      |\x1b[0m \x1b[36m^^^\x1b[0m\n"
                   "      \x1b[36m=\x1b[0m one\n"
                   "        two\n");
}

static void rows(void) {
    for (size_t i = 0; i < DIAG_COUNT; i++) {
        Sv name = sv_from_c(diag_rows[i].name), title = sv_from_c(diag_rows[i].title);
        const DiagRow *row = diag_row_by_name(name);
        CHECK(row == &diag_rows[i]); // names are unique
        CHECK(sv_ends(title, SV(".")) && diag_rows[i].help[0] != '\0');
        for (size_t c = 0; c < name.len; c++)
            CHECK((name.at[c] >= 'a' && name.at[c] <= 'z') || name.at[c] == '-' ||
                  (c > 0 && name.at[c] >= '0' && name.at[c] <= '9'));
    }
    CHECK(diag_row_by_name(SV("no-such-name")) == NULL);
}

int main(void) {
    arena = arena_new((size_t)64 * 1024 * 1024);
    the_example();
    mends_and_related_places();
    order_and_counts();
    too_many();
    tabs_and_wide_characters();
    foreign_bytes_are_shown();
    ends_and_several_lines();
    long_lines_are_cut();
    colours();
    rows();
    carets_are_always_right();
    huge_lines_are_quick();
    arena_free(arena);
    return check_done();
}
