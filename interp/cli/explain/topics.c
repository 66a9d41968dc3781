#include "base/ascii.h"
#include "base/text_list.h"
#include "cli/explain/topics_internal.h"
#include "reference/explain.h"
#include "words/words.h"

bool topics_tell_own(const Cli *cli, Sv topic, Buf *out) {
    bool found = explain_topic(cli->registry, topic, cli->width, out);
    if (topics_tell_command(cli, topic, out)) found = true;
    if (topics_tell_option(cli, topic, out)) found = true;
    return found;
}

// ── the same word, written differently ──

typedef struct Search {
    Sv word;
    Sv found;
} Search;

static bool same_but_number(Sv a, Sv b) {
    Sv s = SV("s");
    return (sv_ends(a, s) && words_alike(sv_slice(a, 0, a.len - 1), b)) ||
           (sv_ends(b, s) && words_alike(a, sv_slice(b, 0, b.len - 1)));
}

static void look_alike(void *self, const char *topic, const char *doc) {
    (void)doc;
    Search *search = self;
    if (search->found.len == 0 && words_alike(search->word, sv_from_c(topic)))
        search->found = sv_from_c(topic);
}

static void look_number(void *self, const char *topic, const char *doc) {
    (void)doc;
    Search *search = self;
    if (search->found.len == 0 && same_but_number(search->word, sv_from_c(topic)))
        search->found = sv_from_c(topic);
}

static void visit_all(const Cli *cli, TopicVisit *visit, void *self) {
    explain_visit(cli->registry, visit, self);
    for (int i = 0; i < COMMAND_COUNT; i++)
        visit(self, command_rows[i].name, command_rows[i].doc);
}

static void visit_options(TopicVisit *visit, void *self) {
    for (uint32_t i = 0; i < option_row_count; i++)
        visit(self, option_rows[i].name, option_rows[i].doc);
}

static Sv look(const Cli *cli, Sv topic, TopicVisit *visit) {
    Search search = {.word = topic};
    visit_all(cli, visit, &search);
    return search.found;
}

// ── what speaks of it ──

enum { MENTIONS = 8, SHORTEST = 3 };

typedef struct Mentions {
    const Cli *cli;
    Sv word;
    TextList topics;
    Buf *out;
} Mentions;

static bool is_letter(char c) {
    return ascii_is_letter(c) || c == '_';
}

static bool speaks_of(Sv text, Sv word) {
    for (size_t at = 0; at + word.len <= text.len; at++) {
        if (at > 0 && is_letter(text.at[at - 1])) continue;
        if (!sv_eq_nocase(sv_slice(text, at, at + word.len), word)) continue;
        size_t end = at + word.len;
        if (end < text.len && text.at[end] == 's') end++;
        if (end == text.len || !is_letter(text.at[end])) return true;
    }
    return false;
}

// The sentence of the text that has the word.
static Sv sentence_with(Sv text, Sv word) {
    size_t from = 0;
    for (;;) {
        size_t dot = sv_find(text, SV(". "), from);
        size_t end = dot == SV_NONE ? text.len : dot + 1;
        Sv sentence = sv_slice(text, from, end);
        if (dot == SV_NONE || speaks_of(sentence, word)) return sentence;
        from = dot + 2;
    }
}

static void gather(void *self, const char *topic, const char *doc) {
    Mentions *mentions = self;
    Sv text = sv_from_c(doc);
    if (mentions->topics.count == MENTIONS || !speaks_of(text, mentions->word)) return;
    uint32_t before = mentions->topics.count;
    text_list_add_once(mentions->cli->arena, &mentions->topics, sv_from_c(topic));
    if (mentions->topics.count == before) return;
    Sv sentence =
        sv_format(mentions->cli->arena, "%.*s", SV_ARG(sentence_with(text, mentions->word)));
    explain_list_row(mentions->cli->width, topic, sentence.at, mentions->out);
}

static bool tell_mentions(const Cli *cli, Sv topic, Buf *out) {
    if (topic.len < SHORTEST) return false;
    size_t before = out->len;
    buf_addf(
        out,
        "Nothing is called '%.*s', but these speak of it; `runbook explain` tells more of each.\n\n",
        SV_ARG(topic));
    Mentions mentions = {.cli = cli, .word = topic, .out = out};
    visit_all(cli, gather, &mentions);
    visit_options(gather, &mentions);
    if (mentions.topics.count == 0) out->len = before;
    return mentions.topics.count > 0;
}

// ── all of it ──

static Sv joined_by_dot(const Cli *cli, Sv topic) {
    BUF_AUTO Buf buf = buf_new(1024);
    for (size_t i = 0; i < topic.len; i++)
        buf_add_char(&buf, topic.at[i] == ' ' ? '.' : topic.at[i]);
    return buf_keep(&buf, cli->arena);
}

static bool tell_alike(const Cli *cli, Sv topic, TopicVisit *visit, Buf *out) {
    Sv alike = look(cli, topic, visit);
    return alike.len > 0 && topics_tell_own(cli, alike, out);
}

// `explain park`
static bool tell_bare_option(const Cli *cli, Sv topic, Buf *out) {
    Search search = {.word = topic};
    visit_options(look_alike, &search);
    return search.found.len > 0 && topics_tell_option(cli, search.found, out);
}

// "tests" for test, "assertion" for assertions.
static bool tell_other_number(const Cli *cli, Sv topic, Buf *out) {
    Sv other = sv_ends(topic, SV("s")) ? sv_slice(topic, 0, topic.len - 1)
                                       : sv_format(cli->arena, "%.*ss", SV_ARG(topic));
    return topics_tell_other(cli, other, false, out);
}

bool topics_tell(const Cli *cli, Sv topic, Buf *out) {
    bool found = topics_tell_own(cli, topic, out) || tell_alike(cli, topic, look_alike, out);
    // `explain http status`
    if (!found && sv_find_char(topic, ' ', 0) != SV_NONE)
        found = topics_tell_own(cli, joined_by_dot(cli, topic), out);
    if (topics_tell_other(cli, topic, found, out)) found = true;
    return found || tell_alike(cli, topic, look_number, out) ||
           tell_other_number(cli, topic, out) || tell_bare_option(cli, topic, out) ||
           tell_mentions(cli, topic, out);
}

Sv topics_closest(const Cli *cli, Sv topic) {
    Sv near = explain_closest(cli->arena, cli->registry, topic);
    if (near.len > 0) return near;
    TextList words = {0};
    for (int i = 0; i < COMMAND_COUNT; i++)
        text_list_add(cli->arena, &words, sv_from_c(command_rows[i].name));
    for (uint32_t i = 0; i < option_row_count; i++)
        text_list_add(cli->arena, &words, sv_from_c(option_rows[i].name));
    for (size_t i = 0; i < other_word_count; i++) {
        Sv rest = sv_from_c(other_words[i].words), one;
        while (rest.len > 0 && sv_next_part(&rest, ' ', &one))
            text_list_add(cli->arena, &words, one);
    }
    return sv_closest(topic, words.items, words.count);
}
