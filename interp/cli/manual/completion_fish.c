#include "cli/manual/shells.h"
#include "cli/manual/takes.h"

static const char head[] =
    "# fish completion of runbook, made by `runbook completion fish`\n"
    "\n"
    "function __runbook_runs\n"
    "    echo latest\n"
    "    runbook runs -n 40 --color never 2>/dev/null </dev/null | string replace -r ' .*' ''\n"
    "end\n"
    "\n"
    "# What the first word in the line that is a runbook or a run has of these.\n"
    "function __runbook_ask\n"
    "    for word in (commandline -opc | string match -v -- '-*')[3..-1]\n"
    "        runbook completion $argv[1] $word 2>/dev/null </dev/null; and return\n"
    "    end\n"
    "end\n"
    "\n"
    "# Folders, and files with one of these endings.\n"
    "function __runbook_files\n"
    "    __fish_complete_path (commandline -ct) | string match -e -r "
    "'^[^\\t]*(/|\\.('$argv[1]'))(\\t|$)'\n"
    "end\n"
    "\n"
    "# Whether so many words stand behind the command already.\n"
    "function __runbook_operand\n"
    "    test (count (commandline -opc | string match -v -- '-*')) -eq (math $argv[1] + 2)\n"
    "end\n"
    "\n"
    "complete -c runbook -f\n";

// What is offered, as the argument of -a; empty where nothing is.
static void add_offer(Buf *out, Offer taken) {
    switch (taken.takes) {
    case TAKES_BOOK: buf_add_c(out, "'(__runbook_files \"ya?ml\")'"); break;
    case TAKES_PAGE: buf_add_c(out, "'(__runbook_files \"md|markdown\")'"); break;
    case TAKES_FILE: buf_add_c(out, "'(__fish_complete_path)'"); break;
    case TAKES_FOLDER: buf_add_c(out, "'(__fish_complete_directories)'"); break;
    case TAKES_RUN: buf_add_c(out, "'(__runbook_runs)'"); break;
    case TAKES_ADDRESS: buf_add_c(out, "'(__runbook_ask addresses)'"); break;
    case TAKES_INPUT: buf_add_c(out, "'(__runbook_ask inputs)'"); break;
    case TAKES_WORDS: buf_addf(out, "'%.*s'", SV_ARG(taken.words)); break;
    case TAKES_REPORT:
    case TAKES_ANYTHING: break;
    }
}

static void add_doc(Buf *out, const char *doc) {
    buf_add_c(out, " -d '");
    shell_add_doc(out, doc, "\\'", "\\");
    buf_add_c(out, "'\n");
}

static void add_option(Buf *out, const OptionRow *row, Arena *arena) {
    buf_add_c(out, "complete -c runbook");
    if (row->commands != C_ALL) {
        buf_add_c(out, " -n '__fish_seen_subcommand_from");
        for (int i = 0; i < COMMAND_COUNT; i++)
            if (row->commands & (1u << i)) buf_addf(out, " %s", command_rows[i].name);
        buf_add_char(out, '\'');
    }
    if (row->letter) buf_addf(out, " -s %s", row->letter + 1);
    buf_addf(out, " -l %s", row->name + 2);
    if (row->argument) {
        Offer taken = taken_by_option(arena, row->argument);
        buf_add_c(out, " -x");
        if (taken.takes == TAKES_REPORT) {
            buf_add_c(out, " -a '");
            for (Sv rest = report_words(arena); rest.len;) {
                size_t space = sv_find_char(rest, ' ', 0),
                       end = space == SV_NONE ? rest.len : space;
                buf_addf(out, "%.*s= ", SV_ARG(sv_slice(rest, 0, end)));
                rest = sv_slice(rest, end + (space != SV_NONE), rest.len);
            }
            buf_add_char(out, '\'');
        } else if (taken.takes != TAKES_ANYTHING) {
            buf_add_c(out, " -a ");
            add_offer(out, taken);
        }
    }
    add_doc(out, row->doc);
}

static void add_operands(Buf *out, const CommandRow *row, Arena *arena) {
    for (size_t i = 0; operand_at(row->arguments, i).len; i++) {
        Sv operand = operand_at(row->arguments, i);
        bool repeats = sv_eq(operand, operand_at(row->arguments, i + 1));
        Offer taken = taken_by_operand(arena, operand);
        if (taken.takes != TAKES_ANYTHING) {
            buf_addf(out, "complete -c runbook -n '__fish_seen_subcommand_from %s", row->name);
            if (!repeats) buf_addf(out, "; and __runbook_operand %zu", i);
            buf_add_c(out, "' -a ");
            add_offer(out, taken);
            buf_add_char(out, '\n');
        }
        if (repeats) break;
    }
}

void completion_fish(Arena *arena, Buf *out) {
    buf_add_c(out, head);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        buf_addf(out, "complete -c runbook -n __fish_use_subcommand -a %s", command_rows[i].name);
        add_doc(out, command_rows[i].doc);
    }
    for (uint32_t i = 0; i < option_row_count; i++)
        add_option(out, &option_rows[i], arena);
    for (int i = 0; i < COMMAND_COUNT; i++)
        add_operands(out, &command_rows[i], arena);
}
