#include "base/text_list.h"
#include "reference/explain_internal.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cel/function.h"
#include "diag/diag.h"
#include "event/event.h"
#include "plan/keys/keys.h"

typedef bool Part(const Explanation *explainer);
static Part *const parts[] = {
    explain_chapter, explain_action,   explain_connection_kind, explain_key,   explain_param,
    explain_result,  explain_function, explain_diagnostic,      explain_limit, explain_event};
enum { PART_COUNT = sizeof parts / sizeof *parts };

bool explain_topic(const Registry *registry, Sv topic, size_t width, Buf *out) {
    Explanation explainer = {registry, topic, width, out};
    bool found = false;
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t before = out->len;
        if (found) buf_add_char(out, '\n');
        if (parts[i](&explainer))
            found = true;
        else
            out->len = before;
    }
    return found;
}

void explain_heading(const Explanation *explainer, const char *kind, const char *name) {
    buf_addf(explainer->out, "%s (%s)\n\n", name, kind);
}

void explain_prose(const Explanation *explainer, const char *text, size_t indent) {
    buf_add_repeat(explainer->out, ' ', indent);
    wrap_add(explainer->out, sv_from_c(text), indent, indent, explainer->width);
    buf_add_char(explainer->out, '\n');
}

void explain_row(const Explanation *explainer, const char *name, const char *note,
                 const char *doc) {
    enum { COLUMN = 20 };
    Buf *out = explainer->out;
    buf_addf(out, "  %s", name);
    size_t used = 2 + utf8_width(sv_from_c(name));
    if (used + 1 > COLUMN) {
        buf_add_char(out, '\n');
        used = 0;
    }
    buf_add_repeat(out, ' ', COLUMN - used);
    size_t at = COLUMN;
    if (note && *note) {
        buf_addf(out, "%s. ", note);
        at += utf8_width(sv_from_c(note)) + 2;
    }
    wrap_add(out, sv_from_c(doc), at, COLUMN, explainer->width);
    buf_add_char(out, '\n');
}

void explain_block(const Explanation *explainer, const char *text, size_t indent) {
    Sv rest = sv_from_c(text), line;
    while (sv_next_line(&rest, &line)) {
        if (line.len) buf_add_repeat(explainer->out, ' ', indent);
        buf_add(explainer->out, line);
        buf_add_char(explainer->out, '\n');
    }
}

// ── all topics, for the overview and for "did you mean" ──

typedef struct TopicWords {
    Arena *arena;
    TextList list;
} TopicWords;

static void add_word(TopicWords *words, const char *text) {
    text_list_add_once(words->arena, &words->list, sv_from_c(text));
}

static void add_functions(TopicWords *words) {
    for (uint32_t i = 0; i < cel_family_count; i++) {
        for (uint32_t j = 0; j < cel_families[i]->count; j++)
            add_word(words, cel_families[i]->rows[j].name);
    }
    for (uint32_t i = 0; i < cel_macro_count; i++)
        add_word(words, cel_macros[i].name);
}

static void add_action(TopicWords *words, const Action *action) {
    add_word(words, action->name);
    for (size_t i = 0; i < action->param_count; i++)
        add_word(words, action->params[i].name);
    for (size_t i = 0; i < action->result_count; i++)
        add_word(words, action->results[i].name);
}

Sv explain_closest(Arena *arena, const Registry *registry, Sv topic) {
    TopicWords words = {.arena = arena};
    for (size_t i = 0; i < registry->action_count; i++)
        add_action(&words, registry->actions[i]);
    for (uint32_t i = 0; i < key_row_count; i++)
        add_word(&words, key_rows[i].name);
    for (size_t i = 0; i < DIAG_COUNT; i++)
        add_word(&words, diag_rows[i].name);
    for (size_t i = 0; i < limit_row_count; i++)
        add_word(&words, limit_rows[i].name);
    for (size_t i = 0; i < EVENT_KIND_COUNT; i++)
        add_word(&words, event_rows[i].name);
    add_functions(&words);
    return sv_closest(topic, words.list.items, words.list.count);
}

static void add_line_of(const Explanation *explainer, const char *title, const TopicWords *words) {
    buf_addf(explainer->out, "%s\n  ", title);
    BUF_AUTO Buf joined = buf_new(1024 * 1024);
    for (uint32_t i = 0; i < words->list.count; i++) {
        if (i) buf_add_char(&joined, ' ');
        buf_add(&joined, words->list.items[i]);
    }
    wrap_add(explainer->out, buf_sv(&joined), 2, 2, explainer->width);
    buf_add_c(explainer->out, "\n\n");
}

void explain_overview(const Registry *registry, size_t width, Buf *out) {
    Arena *arena = arena_new(4 * 1024 * 1024);
    Explanation explainer = {registry, (Sv){0}, width, out};
    buf_add_c(out, "`runbook explain TOPIC` tells of any of these.\n\n");
    TopicWords chapters = {.arena = arena};
    const char *names[] = {"expressions", "functions", "keys",        "verdicts",
                           "statuses",    "limits",    "diagnostics", "events"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_word(&chapters, names[i]);
    add_line_of(&explainer, "Chapters", &chapters);
    TopicWords actions = {.arena = arena};
    for (size_t i = 0; i < registry->action_count; i++)
        add_word(&actions, registry->actions[i]->name);
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_VERB) add_word(&actions, key_rows[i].name);
    }
    add_line_of(&explainer, "What a step does (verbs)", &actions);
    TopicWords steps = {.arena = arena};
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_STEP) add_word(&steps, key_rows[i].name);
    }
    add_line_of(&explainer, "What stands beside the verb", &steps);
    TopicWords top = {.arena = arena};
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_TOP) add_word(&top, key_rows[i].name);
    }
    add_line_of(&explainer, "What a file holds", &top);
    TopicWords functions = {.arena = arena};
    add_functions(&functions);
    add_line_of(&explainer, "Functions and macros of expressions", &functions);
    arena_free(arena);
}
