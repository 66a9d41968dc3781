#include "cli/manual/shells.h"
#include "cli/manual/takes.h"

static const char head[] =
    "#compdef runbook\n"
    "# zsh completion of runbook, made by `runbook completion zsh`\n"
    "\n"
    "_runbook_runs() {\n"
    "  local -a runs\n"
    "  runs=(latest ${(f)\"$($runbook runs -n 40 --color never 2>/dev/null </dev/null | cut -d' ' "
    "-f1)\"})\n"
    "  compadd -a runs\n"
    "}\n"
    "\n"
    "# Of the first word in the line that is a runbook or a run.\n"
    "_runbook_ask() {\n"
    "  local word\n"
    "  local -a asked\n"
    "  for word in ${words[2,-1]:#-*}; do\n"
    "    asked=(${(f)\"$($runbook completion $1 ${(Q)word} 2>/dev/null </dev/null)\"})\n"
    "    (( $#asked )) && break\n"
    "  done\n"
    "  if [[ $1 == inputs ]]; then compadd -S '' -a asked; else compadd -a asked; fi\n"
    "}\n"
    "\n"
    "_runbook_reports() {\n"
    "  if compset -P '*='; then _files; else compadd -S = -- \"$@\"; fi\n"
    "}\n"
    "\n";

static void add_doc(Buf *out, const char *doc) {
    shell_add_doc(out, doc, "'\\''", "[]:\\");
}

// What completes it, as _arguments has it behind the last colon.
static void add_offer(Buf *out, Offer taken, Arena *arena) {
    switch (taken.takes) {
    case TAKES_BOOK: buf_add_c(out, "_files -g \"*.y(|a)ml\""); break;
    case TAKES_PAGE: buf_add_c(out, "_files -g \"*.(md|markdown)\""); break;
    case TAKES_FILE: buf_add_c(out, "_files"); break;
    case TAKES_FOLDER: buf_add_c(out, "_files -/"); break;
    case TAKES_RUN: buf_add_c(out, "_runbook_runs"); break;
    case TAKES_WORDS: buf_addf(out, "(%.*s)", SV_ARG(taken.words)); break;
    case TAKES_ADDRESS: buf_add_c(out, "{_runbook_ask addresses}"); break;
    case TAKES_INPUT: buf_add_c(out, "{_runbook_ask inputs}"); break;
    case TAKES_REPORT: {
        Sv words = report_words(arena);
        buf_addf(out, "{_runbook_reports %.*s}", SV_ARG(words));
        break;
    }
    case TAKES_ANYTHING: buf_add_char(out, ' '); break;
    }
}

static bool is_repeated(const OptionRow *row) {
    return row->kind == OPTION_TEXTS || row->kind == OPTION_GIVEN;
}

static void add_option(Buf *out, const OptionRow *row, Arena *arena) {
    buf_add_c(out, " \\\n        ");
    if (is_repeated(row))
        buf_add_c(out, "'*'");
    else if (row->letter)
        buf_addf(out, "'(%s %s)'", row->letter, row->name);
    if (row->letter)
        buf_addf(out, "{%s,%s}'[", row->letter, row->name);
    else
        buf_addf(out, "'%s[", row->name);
    add_doc(out, row->doc);
    buf_add_char(out, ']');
    if (row->argument) {
        buf_add_char(out, ':');
        add_doc(out, row->argument);
        buf_add_char(out, ':');
        add_offer(out, taken_by_option(arena, row->argument), arena);
    }
    buf_add_char(out, '\'');
}

static void add_operands(Buf *out, const CommandRow *row, Arena *arena) {
    for (size_t i = 0; operand_at(row->arguments, i).len; i++) {
        Sv operand = operand_at(row->arguments, i);
        bool repeats = sv_eq(operand, operand_at(row->arguments, i + 1));
        if (repeats)
            buf_add_c(out, " \\\n        '*:");
        else
            buf_addf(out, " \\\n        '%zu:", i + 1);
        buf_addf(out, "%.*s:", SV_ARG(operand));
        add_offer(out, taken_by_operand(arena, operand), arena);
        buf_add_char(out, '\'');
        if (repeats) break;
    }
}

static void add_options(Buf *out, unsigned commands, Arena *arena) {
    for (uint32_t i = 0; i < option_row_count; i++)
        if ((option_rows[i].commands & commands) == commands)
            add_option(out, &option_rows[i], arena);
}

void completion_zsh(Arena *arena, Buf *out) {
    buf_add_c(out, head);
    buf_add_c(out, "_runbook_commands() {\n  local -a commands\n  commands=(\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_addf(out, "    '%s:", command_rows[i].name);
        add_doc(out, command_rows[i].doc);
        buf_add_c(out, "'\n");
    }
    buf_add_c(out, "  )\n  _describe -t commands command commands\n}\n\n"
                   "_runbook() {\n"
                   "  local context state state_descr line runbook=$words[1]\n"
                   "  typeset -A opt_args\n"
                   "  _arguments -C");
    add_options(out, C_ALL, arena);
    buf_add_c(out, " \\\n        '1:command:_runbook_commands' '*::argument:->rest'\n"
                   "  [[ $state == rest ]] || return\n"
                   "  case $words[1] in\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_addf(out, "    %s)\n      _arguments", command_rows[i].name);
        add_options(out, 1u << i, arena);
        add_operands(out, &command_rows[i], arena);
        buf_add_c(out, "\n      ;;\n");
    }
    buf_add_c(
        out,
        "  esac\n}\n\n"
        "# Read by compinit it is the function itself; sourced, it says what it completes.\n"
        "if [[ $funcstack[1] == _runbook ]]; then _runbook \"$@\"; else compdef _runbook runbook; fi\n");
}
