#include "cli/manual/shells.h"
#include "cli/manual/takes.h"

static const char head[] =
    "# bash completion of runbook, made by `runbook completion bash`\n"
    "\n"
    "# _runbook_ask WHAT PROGRAM: of the first word in the line that is a runbook or a run\n"
    "_runbook_ask() {\n"
    "  local word\n"
    "  asked=''\n"
    "  for word in \"${COMP_WORDS[@]:2}\"; do\n"
    "    [[ -n $word && $word != [-=]* ]] || continue\n"
    "    asked=$(\"$2\" completion \"$1\" \"${word//\\\\/}\" 2>/dev/null </dev/null) && return\n"
    "  done\n"
    "}\n"
    "\n"
    "# _runbook_offer KIND TYPED PROGRAM [WORDS]\n"
    "_runbook_offer() {\n"
    "  case $1 in\n"
    "    words) mapfile -t COMPREPLY < <(compgen -W \"$4\" -- \"$2\") ;;\n"
    "    runs) mapfile -t COMPREPLY < <(compgen -W \"latest $(\"$3\" runs -n 40 --color never "
    "2>/dev/null </dev/null | cut -d' ' -f1)\" -- \"$2\") ;;\n"
    "    reports) mapfile -t COMPREPLY < <(compgen -S = -W \"$4\" -- \"$2\"); compopt -o nospace ;;\n"
    "    addresses) _runbook_ask addresses \"$3\"; mapfile -t COMPREPLY < <(compgen -W \"$asked\" -- "
    "\"$2\") ;;\n"
    "    inputs) _runbook_ask inputs \"$3\"; mapfile -t COMPREPLY < <(compgen -W \"$asked\" -- \"$2\"); "
    "compopt -o nospace ;;\n"
    "    books) mapfile -t COMPREPLY < <(compgen -d -- \"$2\"; compgen -f -X '!*.y*ml' -- \"$2\"); "
    "compopt -o filenames ;;\n"
    "    pages) mapfile -t COMPREPLY < <(compgen -d -- \"$2\"; compgen -f -X '!*.m*d*' -- \"$2\"); "
    "compopt -o filenames ;;\n"
    "    folders) mapfile -t COMPREPLY < <(compgen -d -- \"$2\"); compopt -o filenames ;;\n"
    "    files) mapfile -t COMPREPLY < <(compgen -f -- \"$2\"); compopt -o filenames ;;\n"
    "  esac\n"
    "}\n"
    "\n"
    "_runbook() {\n"
    "  local typed=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command='' options='' "
    "asked='' operand=0 i\n"
    "  COMPREPLY=()\n"
    "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
    "    case ${COMP_WORDS[i]} in\n"
    "      =) ((i++)) ;;\n";

static void add_names(Buf *out, const OptionRow *row, const char *between) {
    if (row->letter) buf_addf(out, "%s%s", row->letter, between);
    buf_add_c(out, row->name);
}

static void add_offer(Buf *out, Offer taken, Arena *arena) {
    static const char *const kinds[] = {
        [TAKES_BOOK] = "books",     [TAKES_PAGE] = "pages",        [TAKES_FILE] = "files",
        [TAKES_FOLDER] = "folders", [TAKES_RUN] = "runs",          [TAKES_WORDS] = "words",
        [TAKES_REPORT] = "reports", [TAKES_ADDRESS] = "addresses", [TAKES_INPUT] = "inputs",
    };
    if (taken.takes == TAKES_ANYTHING) {
        buf_add_c(out, ":");
        return;
    }
    Sv words = taken.takes == TAKES_REPORT ? report_words(arena) : taken.words;
    buf_addf(out, "_runbook_offer %s \"$typed\" \"$1\"", kinds[taken.takes]);
    if (words.len) buf_addf(out, " '%.*s'", SV_ARG(words));
}

static void add_arguments_of_options(Buf *out, Arena *arena) {
    buf_add_c(out, "  case $before in\n");
    for (uint32_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        if (!row->argument) continue;
        buf_add_c(out, "    ");
        add_names(out, row, " | ");
        buf_add_c(out, ") ");
        add_offer(out, taken_by_option(arena, row->argument), arena);
        buf_add_c(out, "; return ;;\n");
    }
    buf_add_c(out, "    =) _runbook_offer files \"$typed\" \"$1\"; return ;;\n  esac\n");
}

static void add_command(Buf *out, int index, Arena *arena) {
    const CommandRow *row = &command_rows[index];
    buf_addf(out, "    %s)\n      options='", row->name);
    const char *between = "";
    for (uint32_t i = 0; i < option_row_count; i++) {
        if (!(option_rows[i].commands & (1u << index))) continue;
        buf_add_c(out, between);
        add_names(out, &option_rows[i], " ");
        between = " ";
    }
    buf_add_c(out, "'\n");
    if (*row->arguments) {
        buf_add_c(out, "      case $operand in\n");
        for (size_t i = 0; operand_at(row->arguments, i).len; i++) {
            Sv operand = operand_at(row->arguments, i);
            bool repeats = sv_eq(operand, operand_at(row->arguments, i + 1));
            if (repeats)
                buf_add_c(out, "        *) ");
            else
                buf_addf(out, "        %zu) ", i);
            add_offer(out, taken_by_operand(arena, operand), arena);
            buf_add_c(out, " ;;\n");
            if (repeats) break;
        }
        buf_add_c(out, "      esac ;;\n");
    } else {
        buf_add_c(out, "      ;;\n");
    }
}

void completion_bash(Arena *arena, Buf *out) {
    buf_add_c(out, head);
    const char *between = "      ";
    for (uint32_t i = 0; i < option_row_count; i++) {
        if (!option_rows[i].argument) continue;
        buf_add_c(out, between);
        add_names(out, &option_rows[i], " | ");
        between = " | ";
    }
    buf_add_c(
        out,
        ") ((i++)) ;;\n"
        "      -*) ;;\n"
        "      *) if [ -z \"$command\" ]; then command=${COMP_WORDS[i]}; else ((operand++)); fi ;;\n"
        "    esac\n"
        "  done\n");
    add_arguments_of_options(out, arena);
    buf_add_c(out, "  case $command in\n    '')\n      options='");
    for (uint32_t i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands != C_ALL) continue;
        add_names(out, &option_rows[i], " ");
        buf_add_char(out, ' ');
    }
    buf_add_c(out, "'\n      ");
    add_offer(out, taken_by_operand(arena, SV("COMMAND")), arena);
    buf_add_c(out, " ;;\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        add_command(out, i, arena);
    buf_add_c(
        out,
        "  esac\n"
        "  [[ $typed != -* ]] || mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$typed\")\n"
        "}\n"
        "complete -o bashdefault -o default -F _runbook runbook\n");
}
