// Words of other tools, as topics: what each is called here, and what that is.
#include "base/text_list.h"
#include "base/wrap.h"
#include "cli/explain/topics_internal.h"
#include "words/words.h"

static bool is_ours(const Cli *cli, Sv word) {
    BUF_AUTO Buf scratch = buf_new(8 * 1024 * 1024);
    return topics_tell_own(cli, word, &scratch);
}

// "x.size()" of "%s.size()".
static Sv form_of(const Cli *cli, const char *form) {
    Sv text = sv_from_c(form);
    size_t at = sv_find(text, SV("%s"), 0);
    if (at == SV_NONE) return text;
    return sv_format(cli->arena, "%.*sx%.*s", SV_ARG(sv_slice(text, 0, at)),
                     SV_ARG(sv_slice(text, at + 2, text.len)));
}

static void add_indented(const Cli *cli, const char *text, Buf *out) {
    Sv rest = sv_from_c(text), line;
    while (sv_next_line(&rest, &line)) {
        buf_add_c(out, "  ");
        wrap_add(out, line, 2, 2, cli->width);
        buf_add_char(out, '\n');
    }
}

static bool has_form(const OtherWord *row) {
    bool form =
        row->sense == WORD_METHOD || row->sense == WORD_FUNCTION || row->sense == WORD_TOPIC;
    return form && row->how;
}

static void add_heading(const Cli *cli, const OtherWord *row, Sv word, Buf *out) {
    BUF_AUTO Buf line = buf_new(4096);
    if (row->sense == WORD_COMMAND && row->here)
        buf_addf(&line, "'%.*s' is the command `runbook %s` here.", SV_ARG(word), row->here);
    else if (has_form(row))
        buf_addf(&line, "'%.*s' is written `%.*s` here.", SV_ARG(word),
                 SV_ARG(form_of(cli, row->how)));
    else if (row->here && row->sense == WORD_ABOUT)
        buf_addf(&line, "'%.*s' is told of under '%s'.", SV_ARG(word), row->here);
    else if (row->here)
        buf_addf(&line, "'%.*s' is called '%s' here.", SV_ARG(word), row->here);
    else
        buf_addf(&line, "There is no '%.*s' here.", SV_ARG(word));
    buf_addf(&line, " (%s)", row->from);
    wrap_add(out, buf_sv(&line), 0, 0, cli->width);
    buf_add_char(out, '\n');
    if (row->how && !has_form(row)) add_indented(cli, row->how, out);
    if (row->why) add_indented(cli, row->why, out);
}

static void add_pointer(const Cli *cli, const OtherWord *row, Buf *out) {
    BUF_AUTO Buf line = buf_new(4096);
    buf_addf(&line, "See also: runbook explain %s%s%s", row->here, row->why ? ": " : "",
             row->why ? row->why : "");
    wrap_add(out, buf_sv(&line), 0, 10, cli->width);
    buf_add_char(out, '\n');
}

// What somebody most likely means who asks for a word alone, first. A key within something else
// counts only where nothing else has the word; an option is asked for with its dashes.
static const WordSense likely[] = {WORD_TOPIC,  WORD_ABOUT,    WORD_STEP,    WORD_VERB,    WORD_TOP,
                                   WORD_METHOD, WORD_FUNCTION, WORD_COMMAND, WORD_CONSTANT};
enum { AS_WELL = 3 }; // how many of these are told of a word that is ours too
static const WordSense within[] = {WORD_INPUT, WORD_SECRET, WORD_EXPECT, WORD_CAPTURE, WORD_RETRY,
                                   WORD_POLL,  WORD_PROBE,  WORD_PARAM,  WORD_VALUE,   WORD_NAME};
static const WordSense options[] = {WORD_OPTION};

typedef struct OtherTelling {
    const Cli *cli;
    Sv word;
    bool known; // it is a word of ours as well: only where else it may lead is told
    TextList told;
    const OtherWord *first; // that has something here
    Buf *out;
} OtherTelling;

static bool is_told(OtherTelling *telling, const OtherWord *row) {
    if (!word_is_of(row, telling->word)) return false;
    if (row->here && words_alike(sv_from_c(row->here), telling->word)) return false;
    if (telling->known && !row->here) return false;
    // The same thing at another place of a file.
    Sv what = row->here
                  ? sv_format(telling->cli->arena, "%d %s", row->sense == WORD_COMMAND, row->here)
                  : sv_from_c(row->why ? row->why : row->how);
    uint32_t before = telling->told.count;
    text_list_add_once(telling->cli->arena, &telling->told, what);
    return telling->told.count > before;
}

static void tell_senses(OtherTelling *telling, const WordSense *senses, size_t count) {
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < other_word_count; i++) {
            const OtherWord *row = &other_words[i];
            if (row->sense != senses[k] || !is_told(telling, row)) continue;
            if (telling->known && telling->told.count == 1) buf_add_char(telling->out, '\n');
            if (telling->known)
                add_pointer(telling->cli, row, telling->out);
            else
                add_heading(telling->cli, row, telling->word, telling->out);
            if (!telling->first && row->here) telling->first = row;
        }
    }
}

static void tell_what_it_is(const OtherTelling *telling) {
    const Cli *cli = telling->cli;
    Sv here = sv_from_c(telling->first->here);
    if (telling->first->sense == WORD_COMMAND) {
        topics_tell_command(cli, here, telling->out);
    } else if (is_ours(cli, here)) {
        buf_add_char(telling->out, '\n');
        topics_tell_own(cli, here, telling->out);
    }
}

#define TELL(telling, senses) tell_senses(telling, senses, sizeof(senses) / sizeof *(senses))

bool topics_tell_other(const Cli *cli, Sv word, bool known, Buf *out) {
    OtherTelling telling = {.cli = cli, .word = word, .known = known, .out = out};
    if (sv_starts(word, SV("-"))) {
        TELL(&telling, options);
    } else if (known) {
        tell_senses(&telling, likely, AS_WELL);
    } else {
        TELL(&telling, likely);
        if (telling.told.count == 0) TELL(&telling, within);
    }
    if (telling.first && !known) tell_what_it_is(&telling);
    return telling.told.count > 0;
}
