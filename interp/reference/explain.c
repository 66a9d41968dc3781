#include "reference/explain_internal.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "diag/diag.h"
#include "event/event.h"
#include "plan/keys/keys.h"

typedef bool Part(const Explanation *explainer);
static const struct {
    Part *tell;
    bool within; // tells of what stands within something else too: "http.status"
} parts[] = {
    {explain_chapter, false},    {explain_status, false},          {explain_code, false},
    {explain_term, false},       {explain_action, false},          {explain_words, false},
    {explain_name, true},        {explain_connection_kind, false}, {explain_key, true},
    {explain_param, true},       {explain_result, true},           {explain_function, false},
    {explain_diagnostic, false}, {explain_limit, false},           {explain_event, false},
    {explain_field, true},       {explain_choice, true},
};
enum { PART_COUNT = sizeof parts / sizeof *parts };

static void tell_parts(Explanation *explainer, bool *found) {
    Buf *out = explainer->out;
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t before = out->len;
        if (explainer->within.len > 0 && !parts[i].within) continue;
        if (*found) buf_add_char(out, '\n');
        explainer->begun = out->len;
        if (parts[i].tell(explainer))
            *found = true;
        else
            out->len = before;
    }
}

bool explain_topic(const Registry *registry, Sv topic, size_t width, Buf *out) {
    bool found = false;
    Explanation whole = {.registry = registry, .topic = topic, .width = width, .out = out};
    tell_parts(&whole, &found);
    // Names of functions have dots as well, and any topic may have a homonym.
    size_t dot = sv_find_char(topic, '.', 0);
    if (dot == SV_NONE || dot == 0) return found;
    Explanation part = whole;
    part.within = sv_slice(topic, 0, dot);
    part.topic = sv_slice(topic, dot + 1, topic.len);
    tell_parts(&part, &found);
    return found;
}

bool explain_is_within(const Explanation *explainer, const char *name) {
    return explainer->within.len == 0 || sv_eq_c(explainer->within, name);
}

void explain_separate(const Explanation *explainer) {
    if (explainer->out->len > explainer->begun) buf_add_char(explainer->out, '\n');
}

void explain_heading(const Explanation *explainer, const char *kind, const char *name) {
    buf_addf(explainer->out, "%s (%s)\n\n", name, kind);
}

void explain_sentence(const Explanation *explainer, Sv text, size_t indent) {
    buf_add_repeat(explainer->out, ' ', indent);
    wrap_add(explainer->out, text, indent, indent, explainer->width);
    buf_add_char(explainer->out, '\n');
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
    BUF_AUTO Buf text = buf_new(LIMIT_STRING_BYTES);
    if (note && *note) buf_addf(&text, "%s.%s", note, *doc ? " " : "");
    buf_add_c(&text, doc);
    wrap_add(out, buf_sv(&text), COLUMN, COLUMN, explainer->width);
    buf_add_char(out, '\n');
}

void explain_list_row(size_t width, const char *topic, const char *doc, Buf *out) {
    Explanation explainer = {.width = width, .out = out};
    explain_row(&explainer, topic, NULL, doc);
}

void explain_block(const Explanation *explainer, const char *text, size_t indent) {
    Sv rest = sv_from_c(text), line;
    while (sv_next_line(&rest, &line)) {
        if (line.len) buf_add_repeat(explainer->out, ' ', indent);
        buf_add(explainer->out, line);
        buf_add_char(explainer->out, '\n');
    }
}

// ── the overview ──

static void add_line_of(const Explanation *explainer, const char *title, const TopicWords *words) {
    buf_addf(explainer->out, "%s\n  ", title);
    BUF_AUTO Buf joined = buf_new(1024 * 1024);
    for (uint32_t i = 0; i < words->list.count; i++) {
        Sv word = words->list.items[i];
        const char *quote = sv_find_char(word, ' ', 0) == SV_NONE ? "" : "'";
        buf_addf(&joined, "%s%s%.*s%s", i ? " " : "", quote, SV_ARG(word), quote);
    }
    wrap_add(explainer->out, buf_sv(&joined), 2, 2, explainer->width);
    buf_add_c(explainer->out, "\n\n");
}

static void tell_example(const Explanation *explainer, const char *owner, const char *name,
                         const char *what) {
    BUF_AUTO Buf topic = buf_new(512);
    buf_addf(&topic, "%s%s%s", owner, *owner ? "." : "", name);
    buf_add_char(&topic, '\0');
    explain_row(explainer, topic.at, NULL, what);
}

// One topic of each kind that is not listed whole.
static void tell_examples(const Explanation *explainer) {
    const Registry *registry = explainer->registry;
    buf_add_c(explainer->out, "And of each of these kinds, for example\n");
    for (size_t i = 0; i < registry->action_count; i++) {
        const Action *action = registry->actions[i];
        if (action->param_count == 0 || action->result_count == 0) continue;
        tell_example(explainer, action->name, action->results[0].name, "what a verb yields");
        tell_example(explainer, action->name, action->params[0].name,
                     "what a verb or a connection takes");
        break;
    }
    for (uint32_t i = 0; i < key_row_count; i++) {
        const PlaceRow *place = &place_rows[key_rows[i].place];
        if (!key_rows[i].choices || place->holds != PLACE_OBJECT) continue;
        tell_example(explainer, place->schema, key_rows[i].name, "a key within another one");
        tell_example(explainer, "", key_rows[i].choices[0], "a word that a key takes");
        break;
    }
    tell_example(explainer, "", diag_rows[0].name, "an error or a warning");
    tell_example(explainer, "", limit_rows[0].name, "a limit");
    tell_example(explainer, "", event_rows[0].name, "an event of the journal");
    tell_example(explainer, event_rows[0].name, event_rows[0].fields[0].name, "a field of one");
}

static void add_word(void *self, const char *topic, const char *doc) {
    (void)doc;
    topic_words_add(self, topic);
}

void explain_overview(const Registry *registry, size_t width, Buf *out) {
    Arena *arena = arena_new(4 * 1024 * 1024);
    Explanation explainer = {.registry = registry, .width = width, .out = out};
    buf_add_c(out, "`runbook explain TOPIC` tells of any of these.\n\n");
    TopicWords chapters = {.arena = arena};
    const char *names[] = {"expressions", "functions", "keys",        "verdicts",
                           "statuses",    "limits",    "diagnostics", "events"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        topic_words_add(&chapters, names[i]);
    for (size_t i = 0; i < registry->action_count; i++)
        for (size_t k = 0; k < registry->actions[i]->words_count; k++)
            topic_words_add(&chapters, registry->actions[i]->words[k].topic);
    add_line_of(&explainer, "Chapters", &chapters);
    TopicWords actions = {.arena = arena};
    for (size_t i = 0; i < registry->action_count; i++)
        topic_words_add(&actions, registry->actions[i]->name);
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_VERB) topic_words_add(&actions, key_rows[i].name);
    }
    add_line_of(&explainer, "What a step does (verbs)", &actions);
    TopicWords steps = {.arena = arena};
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_STEP) topic_words_add(&steps, key_rows[i].name);
    }
    add_line_of(&explainer, "What stands beside the verb", &steps);
    TopicWords top = {.arena = arena};
    for (uint32_t i = 0; i < key_row_count; i++) {
        if (key_rows[i].place == KEY_TOP) topic_words_add(&top, key_rows[i].name);
    }
    add_line_of(&explainer, "What a file holds", &top);
    TopicWords functions = {.arena = arena};
    topic_words_functions(&functions);
    add_line_of(&explainer, "Functions and macros of expressions", &functions);
    TopicWords own = {.arena = arena};
    explain_visit_terms(add_word, &own);
    add_line_of(&explainer, "Names that expressions read, verdicts, words of runbook", &own);
    tell_examples(&explainer);
    arena_free(arena);
}
