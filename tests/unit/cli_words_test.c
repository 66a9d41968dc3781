// Words of other tools: each is a topic of explain, what it is called here is one of ours, and no
// row says something else of a word that has been told already.
#include "base/buf.h"
#include "check.h"
#include "cli/explain/topics.h"
#include "plan/keys/keys.h"
#include "reference/explain.h"
#include "stdlib/registry.h"
#include "words/words.h"

static Arena *arena;
static Cli cli;

static bool is_command(Sv word) {
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (sv_eq_c(word, command_rows[i].name)) return true;
    return false;
}

static bool is_option(Sv word) {
    for (uint32_t i = 0; i < option_row_count; i++)
        if (sv_eq_c(word, option_rows[i].name)) return true;
    return false;
}

static bool is_topic(Sv word) {
    BUF_AUTO Buf out = buf_new(1 << 20);
    return explain_topic(stdlib_registry(), word, 80, &out);
}

static bool says(const char *topic, const char *words) {
    BUF_AUTO Buf out = buf_new(1 << 20);
    bool found = topics_tell(&cli, sv_from_c(topic), &out);
    return found && sv_find(buf_sv(&out), sv_from_c(words), 0) != SV_NONE;
}

static bool is_here(const OtherWord *row) {
    Sv here = sv_from_c(row->here);
    if (row->sense == WORD_COMMAND) return is_command(here);
    if (row->sense == WORD_OPTION) return is_option(here) || is_command(here);
    if (row->sense == WORD_CONSTANT) return true;
    return is_topic(here) || is_option(here);
}

static void test_rows(void) {
    for (size_t i = 0; i < other_word_count; i++) {
        const OtherWord *row = &other_words[i];
        bool good =
            (!row->here || is_here(row)) && *row->from && (row->here || row->how || row->why);
        if (!good) printf("row '%s' → '%s'\n", row->words, row->here ? row->here : "-");
        CHECK(good);
    }
}

static void test_words(void) {
    for (size_t i = 0; i < other_word_count; i++) {
        Sv rest = sv_from_c(other_words[i].words), one;
        while (rest.len > 0 && sv_next_part(&rest, ' ', &one)) {
            BUF_AUTO Buf out = buf_new(1 << 20);
            bool good = topics_tell(&cli, one, &out);
            good = good && !sv_starts(buf_sv(&out), SV("Nothing is called"));
            if (!good) printf("word '%.*s'\n", SV_ARG(one));
            CHECK(good);
            bool first = word_find(other_words[i].sense, one) == &other_words[i];
            bool shared = other_words[i].sense == WORD_PARAM || other_words[i].sense == WORD_NAME ||
                          other_words[i].sense == WORD_VALUE || other_words[i].sense >= WORD_TOPIC;
            if (!first && !shared) printf("word '%.*s' stands twice\n", SV_ARG(one));
            CHECK(first || shared);
        }
    }
}

// A key is told to be one of that place.
static void test_keys(void) {
    static const KeyPlace places[] = {
        [WORD_TOP] = KEY_TOP,       [WORD_INPUT] = KEY_INPUT,     [WORD_SECRET] = KEY_SECRET,
        [WORD_EXPECT] = KEY_EXPECT, [WORD_CAPTURE] = KEY_CAPTURE, [WORD_RETRY] = KEY_RETRY,
        [WORD_POLL] = KEY_POLL,     [WORD_PROBE] = KEY_PROBE,
    };
    for (size_t i = 0; i < other_word_count; i++) {
        const OtherWord *row = &other_words[i];
        if (row->sense > WORD_PROBE || row->sense == WORD_STEP || !row->here) continue;
        bool good = key_row(places[row->sense], sv_from_c(row->here)) != NULL;
        if (!good) printf("'%s' is no key there\n", row->here);
        CHECK(good);
    }
}

static void test_alike(void) {
    CHECK(words_alike(SV("with_items"), SV("withItems")));
    CHECK(words_alike(SV("NO-GO"), SV("no go")));
    CHECK(words_alike(SV("JSON path"), SV("jsonpath")));
    CHECK(!words_alike(SV("if"), SV("iff")));
    CHECK(!words_alike(SV(""), SV("")));
    CHECK(!words_alike(SV("-"), SV("_")));
}

// Ours win; what else a word may mean is told behind them.
static void test_ours_first(void) {
    CHECK(says("status", "status (a result of http)"));
    CHECK(says("status", "See also: runbook explain statuses"));
    CHECK(!says("status", "is called"));
    CHECK(says("json path", "jsonpath (a function of expressions)"));
    CHECK(says("startsWith", "    string.startsWith(string) -> bool\n"));
    CHECK(says("size", "    list(A).size() -> int\n"));
    CHECK(says("4", "UNDECIDED"));
    CHECK(says("in-doubt", "exit status 6"));
    CHECK(says("--park", "an option of run, resume"));
    CHECK(says("park", "an option of run, resume"));
    CHECK(says("header", "'header' is called 'headers' here."));
    CHECK(says("lint", "'lint' is the command `runbook check` here."));
    CHECK(!says("qwertz", ""));
}

int main(void) {
    arena = arena_new(256 << 20);
    cli = (Cli){.arena = arena, .registry = stdlib_registry(), .width = 80};
    test_rows();
    test_words();
    test_keys();
    test_alike();
    test_ours_first();
    arena_free(arena);
    return check_done();
}
