// Every key of the language is read: what it cannot be is refused where it stands. A row of
// keys.def that no function and no field reads would be taken for granted: known, and without any
// effect.
#include "base/buf.h"
#include "base/system/file.h"
#include "check.h"
#include "plan/keys/keys.h"
#include "plan/plan.h"
#include "stdlib/registry.h"

#include <stdlib.h>
#include <unistd.h>

// No key takes a list of an empty list.
static const char wrong[] = "[[]]";

static Arena *arena;
static Sv folder;

// The other keys of a place: what makes the file right but for the key at hand.
typedef struct Line {
    const char *key, *text; // all lines of the entry, without the indentation of the first
} Line;

// A file with the place in it: `before` as it stands, then each entry and the key, indented alike.
typedef struct Scaffold {
    KeyPlace place;
    const char *before;
    const char *first, *indent; // before the first entry, before each other
    Line lines[6];
} Scaffold;

#define HEAD  "runbook: 1\ntitle: T\n"
#define APP   "connections:\n  app: { http: 'http://127.0.0.1:1' }\n"
#define STEPS "steps:\n  - exec: [echo]\n"

static const Scaffold scaffolds[] = {
    {KEY_TOP, "", "", "", {{"runbook", "1"}, {"title", "T"}, {"steps", "\n  - exec: [echo]"}}},
    {KEY_INPUT, HEAD STEPS "inputs:\n  a:\n", "    ", "    ", {{0}}},
    {KEY_INPUT, HEAD STEPS "inputs:\n  a:\n", "    ", "    ", {{"type", "list"}}},
    {KEY_SECRETS, HEAD STEPS "secrets:\n", "  ", "  ", {{"a", "{ env: A }"}}},
    {KEY_SECRET, HEAD STEPS "secrets:\n  a:\n", "    ", "    ", {{0}}},
    {KEY_SECRET, HEAD STEPS "secrets:\n  a:\n", "    ", "    ", {{"env", "A"}}},
    {KEY_STEP, HEAD APP "steps:\n", "  - ", "    ", {{"http", "GET /"}, {"id", "a"}}},
    {KEY_STEP, HEAD "steps:\n", "  - ", "    ", {{"exec", "[echo]"}, {"effect", "idempotent"}}},
    {KEY_STEP,
     HEAD "steps:\n",
     "  - ",
     "    ",
     {{"exec", "[echo]"}, {"id", "a"}, {"for_each", "{ n: ['1'] }"}}},
    {KEY_STEP, HEAD "steps:\n", "  - ", "    ", {{"include", "included.yaml"}}},
    {KEY_VERB, HEAD "steps:\n", "  - ", "    ", {{0}}},
    {KEY_EXPECT,
     HEAD "steps:\n  - exec: [echo]\n    expect:\n",
     "      - ",
     "        ",
     {{"that", "exit_code == 0"}}},
    {KEY_CAPTURE,
     HEAD "steps:\n  - exec: [echo]\n    id: a\n    capture:\n      b:\n",
     "        ",
     "        ",
     {{"value", "stdout"}}},
    {KEY_RETRY,
     HEAD "steps:\n  - exec: [echo]\n    effect: read\n    retry:\n",
     "      ",
     "      ",
     {{"attempts", "3"}}},
    {KEY_POLL,
     HEAD "steps:\n  - exec: [echo]\n    effect: read\n    poll:\n",
     "      ",
     "      ",
     {{"until", "stdout == 'a'"}, {"for", "1m"}}},
    {KEY_PROBE,
     HEAD APP "steps:\n  - exec: [echo]\n    effect: idempotent\n    id: a\n    probe:\n",
     "      ",
     "      ",
     {{"http", "GET /"}, {"done", "status == 200"}, {"not_done", "status == 404"}}},
    {KEY_DEFAULTS, HEAD STEPS "defaults:\n", "  ", "  ", {{0}}},
    {KEY_ALLOW, HEAD STEPS "allow:\n", "  ", "  ", {{0}}},
    {KEY_LOCK, HEAD STEPS "lock:\n", "  ", "  ", {{0}}},
};

static void write_scaffold(const Scaffold *scaffold, const char *key, Buf *out) {
    const char *indent = scaffold->first;
    buf_add_c(out, scaffold->before);
    for (size_t i = 0; i < sizeof scaffold->lines / sizeof *scaffold->lines; i++) {
        const Line *line = &scaffold->lines[i];
        if (!line->key || (key && strcmp(line->key, key) == 0)) continue;
        buf_addf(out, "%s%s: %s\n", indent, line->key, line->text);
        indent = scaffold->indent;
    }
    if (key) buf_addf(out, "%s%s: %s\n", indent, key, wrong);
}

// Where the value stands, as an offset; what is said of it begins there or within.
static bool is_refused(const Diags *diags, size_t at) {
    for (uint32_t i = 0; i < diags->count; i++) {
        const Diag *diag = &diags->items[i];
        if (diag_rows[diag->id].severity == SEVERITY_ERROR && diag->span.offset >= at &&
            diag->span.offset < at + sizeof wrong - 1)
            return true;
    }
    return false;
}

static Diags load(Sv text) {
    Sv path = path_join(arena, folder, SV("keys.yaml"));
    CHECK(file_write_atomic(path, text, 0600));
    Diags diags = diags_new(arena);
    plan_load(arena, path, &(PlanOptions){.registry = stdlib_registry(), .root = folder}, &diags);
    return diags;
}

static bool is_read(const KeyRow *row, const Scaffold *scaffold) {
    BUF_AUTO Buf text = buf_new(1 << 16);
    write_scaffold(scaffold, row->name, &text);
    Sv written = buf_sv(&text);
    Diags diags = load(written);
    return is_refused(&diags, sv_find(written, sv_from_c(wrong), 0));
}

static void test_key(const KeyRow *row) {
    bool read = false;
    for (size_t i = 0; i < sizeof scaffolds / sizeof *scaffolds && !read; i++)
        if (scaffolds[i].place == row->place) read = is_read(row, &scaffolds[i]);
    if (!read) printf("nobody reads '%s' of %s\n", row->name, place_rows[row->place].name);
    CHECK(read);
}

// Without the key at hand the files are right, so that what is refused is the key's value.
static void test_scaffold(const Scaffold *scaffold) {
    BUF_AUTO Buf text = buf_new(1 << 16);
    if (!scaffold->lines[0].key) return; // the place would be empty
    write_scaffold(scaffold, NULL, &text);
    Diags diags = load(buf_sv(&text));
    for (uint32_t i = 0; i < diags.count; i++)
        printf("%.*s\nin\n%.*s\n", SV_ARG(diags.items[i].message), SV_ARG(buf_sv(&text)));
    CHECK(diags.errors == 0);
}

int main(void) {
    char place[] = "/tmp/runbook-keys-XXXXXX";
    arena = arena_new((size_t)1 << 30);
    if (!mkdtemp(place)) return 1;
    folder = path_real(arena, sv_from_c(place));
    Sv included = path_join(arena, folder, SV("included.yaml"));
    CHECK(file_write_atomic(included, SV(HEAD STEPS), 0600));
    for (size_t i = 0; i < sizeof scaffolds / sizeof *scaffolds; i++)
        test_scaffold(&scaffolds[i]);
    for (uint32_t i = 0; i < key_row_count; i++)
        test_key(&key_rows[i]);
    unlink(sv_to_c(arena, included));
    unlink(sv_to_c(arena, path_join(arena, folder, SV("keys.yaml"))));
    rmdir(place);
    arena_free(arena);
    return check_done();
}
