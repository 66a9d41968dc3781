#include "cli/eval/eval_prompt.h"
#include "base/shown/shown.h"
#include "base/utf8.h"
#include "cli/eval/eval_words.h"
#include "journal/type_notes.h"
#include "value/show.h"

#include <string.h>
#include <unistd.h>
enum { PROMPT_BYTES = 60, NAME_COLUMNS = 12, TYPE_COLUMNS = 22 };

typedef struct Prompt {
    const Cli *cli;
    const EvalSession *session;
    EvalForm form;
    Arena *arena; // reset for each line
} Prompt;

static void complete(void *self, Sv before, Arena *arena, LineWords *out) {
    eval_words(((const Prompt *)self)->session, before, arena, out);
}

// ── :names ──

static Sv type_of(Arena *arena, const CelName *name, Value value) {
    if (name->type.kind != CEL_TYPE_DYN || value.kind == VALUE_NULL)
        return cel_type_show(arena, name->type);
    return sv_from_c(value_kind_name((ValueKind)value.kind));
}

// What can be said about a name in one line.
static void add_value(Buf *line, Prompt *prompt, const CelName *name, size_t columns) {
    Value value = value_null();
    Fault fault = {0};
    const CelBinding *binding = &prompt->session->binding;
    if (!binding->get(binding->self, name->index, &value, &fault)) {
        buf_add(line, utf8_fit(fault.message, columns));
        return;
    }
    const char *lost = value.taint & TYPE_NOTES_MASKED   ? "masked: "
                       : value.taint & TYPE_NOTES_CUT    ? "cut: "
                       : value.taint & TYPE_NOTES_UNSURE ? "not sure: "
                                                         : "";
    buf_add_c(line, lost);
    value_show(line, value, columns - strlen(lost));
}

static void pad(Buf *line, Sv text, size_t columns) {
    buf_add(line, text);
    size_t width = utf8_width(text);
    buf_add_repeat(line, ' ', width < columns ? columns - width + 2 : 2);
}

static void show_names(Prompt *prompt) {
    const CelNames *names = &prompt->session->names;
    if (names->count == 0)
        cli_outf(prompt->cli,
                 "there are none; --bindings FILE gives some, or --run RUN --at ADDRESS\n");
    for (uint32_t i = 0; i < names->count; i++) {
        BUF_AUTO Buf line = buf_new(LIMIT_STRING_BYTES);
        const CelName *name = &names->items[i];
        pad(&line, name->name, NAME_COLUMNS);
        pad(&line, type_of(prompt->arena, name, eval_named(prompt->session, name)), TYPE_COLUMNS);
        size_t used = utf8_width(buf_sv(&line)), width = prompt->cli->width;
        add_value(&line, prompt, name, width > used + 20 ? width - used : 20);
        buf_add_char(&line, '\n');
        cli_out(prompt->cli, buf_sv(&line));
    }
}

// ── lines ──

static void help(const Prompt *prompt) {
    cli_outf(prompt->cli,
             "An expression is evaluated%s, and its value printed as JSON.\n"
             "Tab completes names, members and functions; the arrow keys bring lines back.\n"
             ":names  the names there are, with their types and values\n"
             ":help   this\n"
             "Ctrl-C clears the line; Ctrl-D, exit, quit or :q ends.\n"
             "`runbook explain FUNCTION` explains a function.\n",
             prompt->session->options.strict ? " as runbooks do" : "");
}

static void command(Prompt *prompt, Sv line) {
    if (sv_eq_c(line, ":names"))
        show_names(prompt);
    else if (sv_eq_c(line, ":help"))
        help(prompt);
    else
        cli_errf(prompt->cli, "there is no %.*s; there are :names and :help\n", SV_ARG(line));
}

// What other prompts are left by, and asked for help with; a name of the session wins.
static bool is_one_of(const Prompt *prompt, Sv line, const char *const *words) {
    for (uint32_t i = 0; i < prompt->session->names.count; i++)
        if (sv_eq(line, prompt->session->names.items[i].name)) return false;
    for (; *words; words++)
        if (sv_eq_c(line, *words)) return true;
    return false;
}

static bool leaves(const Prompt *prompt, Sv line) {
    static const char *const words[] = {"exit", "quit",  "exit()", "quit()", "bye", "logout",
                                        "q",    ":exit", ":quit",  ":q",     ":q!", ":wq",
                                        ":x",   "\\q",   ".exit",  ".quit",  NULL};
    return is_one_of(prompt, line, words);
}

static bool asks_for_help(const Prompt *prompt, Sv line) {
    static const char *const words[] = {"help", "help()", "?", ":?", ":h", "\\?", ".help", NULL};
    return is_one_of(prompt, line, words);
}

static Sv prompt_text(Arena *arena, const CommandLine *line) {
    bool short_enough = line->at.len > 0 && line->at.len <= PROMPT_BYTES;
    BUF_AUTO Buf prompt = buf_new((size_t)8 * PROMPT_BYTES);
    shown_addf(&prompt, "%.*s> ", SV_ARG(short_enough ? line->at : SV("eval")));
    return buf_keep(&prompt, arena);
}

int eval_prompt(const Cli *cli, const CommandLine *line, const EvalSession *session,
                EvalForm form) {
    Prompt prompt = {cli, session, form, arena_new(LIMIT_ATTEMPT_MEMORY)};
    LineEditorOptions options = {.prompt = sv_to_c(cli->arena, prompt_text(cli->arena, line)),
                                 .fd = STDIN_FILENO,
                                 .cancel_fd = cli->catch_signals(),
                                 .signal_name = cli->signal_name,
                                 .complete = complete,
                                 .self = &prompt};
    LineEditor *editor = line_editor_new(cli->arena, &options);
    int status = 0;
    if (!editor) status = cli_fail(cli, STATUS_USAGE, "this terminal cannot be used for a prompt");
    for (Sv text; editor;) {
        arena_reset(prompt.arena);
        LineStatus end = line_editor_read(editor, prompt.arena, &text);
        if (end == LINE_OVER) break;
        if (end == LINE_CLEARED || text.len == 0) continue;
        line_editor_remember(editor, prompt.arena, text);
        if (leaves(&prompt, sv_trim(text))) break;
        if (asks_for_help(&prompt, sv_trim(text)))
            help(&prompt);
        else if (text.at[0] == ':')
            command(&prompt, text);
        else
            eval_print(cli, session, prompt.arena, text, form, true);
    }
    if (editor) line_editor_free(editor);
    arena_free(prompt.arena);
    return status;
}
