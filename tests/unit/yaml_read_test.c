// The tree of a file and where each byte of each text lies. What is refused stands in tests/cases.
#include "base/limits.h"
#include "check.h"
#include "yaml/node.h"

static Arena *arena;

static Node *read(Sv text) {
    Diags diags = diags_new(arena);
    Node *root = yaml_read(arena, source_new(arena, SV("case.yaml"), text), &diags);
    Buf out BUF_AUTO = buf_new(1 << 20);
    diags_render(&diags, (DiagStyle){false, 0, false}, &out);
    CHECK_C(buf_sv(&out), "");
    return root;
}

static Node *value(const Node *map, const char *key) {
    Node *node = node_get(map, sv_from_c(key));
    CHECK(node != NULL);
    return node;
}

// What stands in the source for the bytes [from, to) of the text.
static Sv lies(const Node *node, size_t from, size_t to) {
    return span_text(node_span(arena, node, from, to));
}

// Every byte of the text but those listed lies on the very same byte of the source.
static void check_bytes(const Node *node, const char *but) {
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.at[i];
        if (sv_find_char(sv_from_c(but), c, 0) != SV_NONE) continue;
        CHECK_SV(lies(node, i, i + 1), sv_slice(node->text, i, i + 1));
    }
}

static void test_kinds(void) {
    Node *root = read(SV("a: text\nb: [1, 'two', {c: d}]\ne:\n  f: g\n  h: \"i\"\nj:\n- k\nl:\n"));
    CHECK_INT(root->kind, NODE_MAP);
    CHECK_INT(root->count, 5);
    CHECK_C(value(root, "a")->text, "text");
    Node *b = value(root, "b");
    CHECK_INT(b->kind, NODE_LIST);
    CHECK(b->flow && !b->in_flow);
    CHECK_INT(b->count, 3);
    CHECK(b->items[0]->in_flow);
    CHECK_INT(b->items[1]->style, SCALAR_SINGLE);
    CHECK_C(value(b->items[2], "c")->text, "d");
    CHECK_C(span_text(b->span), "[1, 'two', {c: d}]");
    CHECK_C(span_text(b->items[1]->span), "'two'");
    Node *e = value(root, "e");
    CHECK(!e->flow);
    CHECK_C(span_text(e->span), "f: g\n  h: \"i\"");
    CHECK_C(span_text(value(root, "j")->span), "- k");
    CHECK(node_is_nothing(value(root, "l")));
    CHECK_C(sv_from_c(node_kind_name(e)), "a map");
    CHECK(node_get(root, SV("m")) == NULL);
    CHECK(node_get(e->pairs[0].key, SV("f")) == NULL);
}

static void test_plain(void) {
    Node *root = read(SV("a:   one two   # a comment\nb: first\n   second\n\n   third\n"));
    Node *a = value(root, "a"), *b = value(root, "b");
    CHECK_C(a->text, "one two");
    check_bytes(a, "");
    CHECK_C(lies(a, 4, 7), "two");
    CHECK_C(b->text, "first second\nthird");
    check_bytes(b, " \n");
    CHECK_C(lies(b, 6, 12), "second");
}

static void test_quoted(void) {
    Node *root = read(SV("a: 'it''s here'\n"
                         "b: \"tab\\tend \\u00e9\\x41 \\\\\"\n"
                         "c: \"one\n  two \\\n  three\"\n"
                         "d: ''\n"));
    Node *a = value(root, "a"), *b = value(root, "b"), *c = value(root, "c");
    CHECK_C(a->text, "it's here");
    CHECK_C(lies(a, 5, 9), "here");
    CHECK_C(lies(a, 2, 3), "'");
    CHECK_C(b->text, "tab\tend \xc3\xa9"
                     "A \\");
    CHECK_C(lies(b, 4, 7), "end");
    CHECK_C(lies(b, 8, 10), "\\u00e9");
    CHECK_C(lies(b, 10, 11), "\\x41");
    CHECK_C(c->text, "one two three");
    CHECK_C(lies(c, 4, 7), "two");
    CHECK_C(lies(c, 8, 13), "three");
    CHECK_C(value(root, "d")->text, "");
    CHECK_INT(node_span(arena, value(root, "d"), 0, 0).offset, value(root, "d")->span.offset + 1);
}

static void test_blocks(void) {
    Node *root = read(SV("a: |\n    one\n      two\n\n    three\n"
                         "b: |2-\n    deep\n   less\n"
                         "c: >\n  folded\n  lines\n\n  more\n"
                         "d: |+ # a comment\n  kept\n\n"
                         "e: |\n\n  after an empty line\n"));
    Node *a = value(root, "a"), *b = value(root, "b"), *c = value(root, "c");
    CHECK_C(a->text, "one\n  two\n\nthree\n");
    check_bytes(a, "\n");
    CHECK_C(lies(a, 3, 4), "\n");
    CHECK_C(lies(a, 4, 9), "  two");
    CHECK_C(lies(a, 11, 16), "three");
    CHECK_C(b->text, "  deep\n less");
    check_bytes(b, "");
    CHECK_C(lies(b, 2, 6), "deep");
    CHECK_C(lies(b, 8, 12), "less");
    CHECK_C(c->text, "folded lines\nmore\n");
    CHECK_C(lies(c, 7, 12), "lines");
    CHECK_C(lies(c, 13, 17), "more");
    CHECK_C(value(root, "d")->text, "kept\n\n");
    CHECK_C(lies(value(root, "d"), 0, 4), "kept");
    CHECK_C(lies(value(root, "e"), 1, 6), "after");
    CHECK_C(span_text(a->span), "|\n    one\n      two\n\n    three");
}

static void test_carriage_returns(void) {
    Node *root = read(SV("a: |\r\n  one\r\n  two\r\nb: x\r\n  y\r\nc: z\r\n"));
    Node *a = value(root, "a"), *b = value(root, "b");
    CHECK_C(a->text, "one\ntwo\n");
    CHECK_C(lies(a, 4, 7), "two");
    CHECK_C(b->text, "x y");
    CHECK_C(lies(b, 2, 3), "y");
    CHECK_C(span_text(value(root, "c")->span), "z");
}

// libyaml counts code points and skips the mark; we count bytes.
static void test_code_points(void) {
    Node *root = read(SV("\xef\xbb\xbfwörter: 日本 # ü\nemoji: \"😀 x\"\nb: end\n"));
    Node *first = root->pairs[0].value;
    CHECK_C(root->pairs[0].key->text, "wörter");
    CHECK_C(span_text(root->pairs[0].key->span), "wörter");
    CHECK_C(span_text(first->span), "日本");
    CHECK_C(lies(first, 3, 6), "本");
    CHECK_C(span_text(value(root, "emoji")->span), "\"😀 x\"");
    CHECK_C(lies(value(root, "emoji"), 5, 6), "x");
    Node *b = value(root, "b");
    CHECK_C(span_text(b->span), "end");
    Place place = source_place(b->span.source, b->span.offset);
    CHECK_INT(place.line, 3);
    CHECK_INT(place.column, 4);
}

// To YAML 1.2 they are characters like others; libyaml ends lines and comments at them.
static void test_line_separators(void) {
    Node *root = read(
        SV("a: one\xe2\x80\xa8two # c\xc2\x85x: 1\nb: |\n  l\xe2\x80\xa9m\nc: \"\xc2\x85\"\n"));
    CHECK_INT(root->count, 3);
    CHECK_C(value(root, "a")->text, "one\xe2\x80\xa8two");
    CHECK_C(lies(value(root, "a"), 6, 9), "two");
    CHECK_C(value(root, "b")->text, "l\xe2\x80\xa9m\n");
    CHECK_C(lies(value(root, "b"), 4, 5), "m");
    CHECK_C(value(root, "c")->text, "\xc2\x85");
    CHECK_INT(source_place(value(root, "c")->span.source, value(root, "c")->span.offset).line, 4);
}

static void test_many_keys(void) {
    Buf text BUF_AUTO = buf_new(1 << 20);
    for (int i = 0; i < 1000; i++)
        buf_addf(&text, "key_%d: %d\n", i, i);
    Node *root = read(buf_keep(&text, arena));
    CHECK_INT(root->count, 1000);
    CHECK_C(value(root, "key_999")->text, "999");
}

int main(void) {
    arena = arena_new(LIMIT_PROGRAM_MEMORY);
    test_kinds();
    test_plain();
    test_quoted();
    test_blocks();
    test_carriage_returns();
    test_code_points();
    test_line_separators();
    test_many_keys();
    arena_free(arena);
    return check_done();
}
