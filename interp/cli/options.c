#include "cli/options.h"
#include "report/report.h"
#include "words/words.h"
#include <stddef.h>

const CommandRow command_rows[COMMAND_COUNT] = {
#define COMMAND(ID, name, arguments, least, most, doc, more)                                       \
    {name, arguments, least, most, doc, more},
#include "base/text_list.h"
#include "cli/commands.def"
#undef COMMAND
};

const OptionRow option_rows[] = {
#define OPTION(field, name, letter, kind, argument, commands, doc)                                 \
    {name, letter, OPTION_##kind, argument, commands, doc, offsetof(CommandLine, field)},
#include "cli/options.def"
#undef OPTION
};
const uint32_t option_row_count = sizeof option_rows / sizeof *option_rows;

void doc_add(Buf *out, const char *doc) {
    static const char all[] = "{reports}", one[] = "{one report}";
    for (Sv rest = sv_from_c(doc); rest.len > 0;) {
        bool names = sv_starts(rest, sv_from_c(all)), any = sv_starts(rest, sv_from_c(one));
        if (names || any)
            report_add_names(out, any ? " or " : ", ");
        else
            buf_add_char(out, rest.at[0]);
        rest = sv_slice(rest, any ? sizeof one - 1 : names ? sizeof all - 1 : 1, rest.len);
    }
}

static const CommandRow *find_command(Sv word, int *index) {
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (!sv_eq_c(word, command_rows[i].name)) continue;
        *index = i;
        return &command_rows[i];
    }
    return NULL;
}

void command_refuse(Sv word, Buf *error) {
    const OtherWord *other = word_find(WORD_COMMAND, word);
    Sv names[COMMAND_COUNT];
    for (int i = 0; i < COMMAND_COUNT; i++)
        names[i] = sv_from_c(command_rows[i].name);
    Sv near = sv_closest(word, names, COMMAND_COUNT);
    buf_addf(error, "there is no command '%.*s'", SV_ARG(word));
    if (other) {
        if (other->here) buf_addf(error, "; here it is `runbook %s`", other->here);
        if (other->why) buf_addf(error, ": %s", other->why);
    } else if (near.len)
        buf_addf(error, "; did you mean '%.*s'?", SV_ARG(near));
    else if (sv_ends(word, SV(".yaml")) || sv_ends(word, SV(".yml")))
        buf_addf(error, "; to run that file: runbook run %.*s", SV_ARG(word));
    else
        buf_add_c(error, "; `runbook help` lists them");
}

static const OptionRow *find_option(Sv name, unsigned command) {
    for (uint32_t i = 0; i < option_row_count; i++) {
        const OptionRow *row = &option_rows[i];
        if (!(row->commands & command)) continue;
        if (sv_eq_c(name, row->name) || (row->letter && sv_eq_c(name, row->letter))) return row;
    }
    return NULL;
}

static bool is_among(const Sv *names, uint32_t count, const char *name) {
    for (uint32_t i = 0; i < count; i++)
        if (sv_eq_c(names[i], name)) return true;
    return false;
}

static bool unknown_option(Arena *arena, Sv name, const CommandRow *command, unsigned bit,
                           Buf *error) {
    Sv *names = arena_new_array(arena, Sv, option_row_count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < option_row_count; i++) {
        if (option_rows[i].commands & bit) names[count++] = sv_from_c(option_rows[i].name);
    }
    Sv near = sv_closest(name, names, count);
    const OtherWord *other = word_find(WORD_OPTION, name);
    buf_addf(error, "`runbook %s` has no option '%.*s'", command->name, SV_ARG(name));
    if (other && is_among(names, count, other->here)) {
        const char *more = other->how ? other->how : other->why;
        buf_addf(error, "; here it is called '%s'", other->here);
        if (more) buf_addf(error, ": %s", more);
    } else if (other && other->why && !near.len)
        buf_addf(error, ": %s", other->why);
    else if (near.len)
        buf_addf(error, "; did you mean '%.*s'?", SV_ARG(near));
    else
        buf_addf(error, "; `runbook help %s` lists them", command->name);
    return false;
}

// An address may itself contain an equal sign: sure[who=ann]=yes.
static size_t find_equals(Sv text) {
    bool within = false;
    for (size_t i = 0; i < text.len; i++) {
        within |= text.at[i] == '[';
        within &= text.at[i] != ']';
        if (text.at[i] == '=' && !within) return i;
    }
    return sv_find_char(text, '=', 0);
}

static bool store_given(Arena *arena, const OptionRow *row, Sv text, NamedTexts *out, Buf *error) {
    size_t equals = find_equals(text);
    if (row->offset == offsetof(CommandLine, inputs) && (equals == SV_NONE || equals == 0)) {
        // What was given may be a secret.
        buf_addf(error, "%s takes %s, and what it was given has no %s", row->name, row->argument,
                 equals == 0 ? "name before its '='" : "'=' in it");
        return false;
    }
    if (equals == SV_NONE || equals == 0) {
        buf_addf(error, "%s takes %s, not '%.*s'", row->name, row->argument, SV_ARG(text));
        return false;
    }
    arena_grow(arena, out->items, out->count, out->capacity);
    out->items[out->count++] =
        (NamedText){sv_slice(text, 0, equals), sv_slice(text, equals + 1, text.len)};
    return true;
}

static bool store(Arena *arena, const OptionRow *row, Sv text, CommandLine *line, Buf *error) {
    char *field = (char *)line + row->offset;
    if (row->kind != OPTION_FLAG && !text.len) {
        buf_addf(error, "%s needs %s, and was given an empty one", row->name, row->argument);
        return false;
    }
    switch (row->kind) {
    case OPTION_FLAG: *(bool *)field = true; return true;
    case OPTION_TEXT:
        if (((Sv *)field)->at) {
            buf_addf(error, "%s may be given once", row->name);
            return false;
        }
        *(Sv *)field = text;
        return true;
    case OPTION_TEXTS: text_list_add(arena, (TextList *)field, text); return true;
    case OPTION_GIVEN: return store_given(arena, row, text, (NamedTexts *)field, error);
    }
    return false;
}

static const char *example_of(int command) {
    switch (command) {
    case C_INDEX_AGAIN: return "latest pre_deploy/build";
    case C_INDEX_REPORT: return "latest junit";
    case C_INDEX_SHOW:
    case C_INDEX_RESUME:
    case C_INDEX_UNDO:
    case C_INDEX_DIFF:
    case C_INDEX_ABANDON:
    case C_INDEX_VERIFY:
    case C_INDEX_EVIDENCE: return "latest";
    case C_INDEX_IMPORT: return "handoff.md";
    default: return "pre-deploy.yaml";
    }
}

// `--input token= VALUE`: the value is an argument of its own, and may be a secret.
static bool has_empty_input(const CommandLine *line) {
    for (uint32_t i = 0; i < line->inputs.count; i++)
        if (line->inputs.items[i].text.len == 0) return true;
    return false;
}

static bool check_operands(const CommandLine *line, Buf *error) {
    const CommandRow *row = &command_rows[line->command];
    int count = (int)line->operands.count;
    if (line->help) return true;
    // What --history lacks, it says itself.
    int least = line->history ? 0 : row->least;
    if (count < least) {
        Sv needed = sv_from_c(row->arguments);
        size_t optional = sv_find(needed, SV(" ["), 0);
        if (optional != SV_NONE) needed = sv_slice(needed, 0, optional);
        buf_addf(error, "`runbook %s` needs %.*s; for example: runbook %s %s", row->name,
                 SV_ARG(needed), row->name, example_of(line->command));
        return false;
    }
    if (line->command == C_INDEX_RUN && count > 1 && has_empty_input(line)) {
        buf_add_c(error, "`runbook run` was given an empty --input, and more than one FILE; the "
                         "value of --input stands right behind its '=', in quotes where it has "
                         "blanks");
        return false;
    }
    if (row->most >= 0 && count > row->most && has_empty_input(line)) {
        buf_addf(error,
                 "`runbook %s` takes %s, and was given one argument too many; the value of --input "
                 "stands right behind its '=', in quotes where it has blanks",
                 row->name, row->most == 0 ? "no argument" : row->arguments);
        return false;
    }
    if (row->most >= 0 && count > row->most) {
        buf_addf(error, "`runbook %s` takes %s, and '%.*s' is one too many", row->name,
                 row->most == 0 ? "no argument" : row->arguments,
                 SV_ARG(line->operands.items[row->most]));
        return false;
    }
    return true;
}

bool command_line_parse(Arena *arena, int argc, char *const *argv, CommandLine *out, Buf *error) {
    CommandLine line = {0};
    Sv first = argc > 1 ? sv_from_c(argv[1]) : SV("help");
    if (sv_eq(first, SV("--help")) || sv_eq(first, SV("-h"))) first = SV("help");
    if (sv_eq(first, SV("--version")) || sv_eq(first, SV("-V"))) first = SV("version");
    const CommandRow *command = find_command(first, &line.command);
    if (!command) {
        command_refuse(first, error);
        return false;
    }
    unsigned bit = 1u << line.command;
    bool only_operands = false;
    for (int i = 2; i < argc; i++) {
        Sv word = sv_from_c(argv[i]);
        if (only_operands || word.len < 2 || word.at[0] != '-') {
            text_list_add(arena, &line.operands, word);
            continue;
        }
        if (sv_eq(word, SV("--"))) {
            only_operands = true;
            continue;
        }
        size_t equals = sv_starts(word, SV("--")) ? sv_find_char(word, '=', 0) : SV_NONE;
        Sv name = equals == SV_NONE ? word : sv_slice(word, 0, equals);
        const OptionRow *row = find_option(name, bit);
        // `explain` tells of the options of every command.
        bool topic = line.command == C_INDEX_EXPLAIN && (!row || i + 1 == argc);
        if (topic && !(row && row->kind == OPTION_FLAG)) {
            text_list_add(arena, &line.operands, word);
            continue;
        }
        if (!row) return unknown_option(arena, name, command, bit, error);
        Sv text = {0};
        if (row->kind == OPTION_FLAG && equals != SV_NONE) {
            buf_addf(error, "%s takes no value", row->name);
            return false;
        }
        if (row->kind != OPTION_FLAG) {
            if (equals != SV_NONE)
                text = sv_slice(word, equals + 1, word.len);
            else if (i + 1 < argc)
                text = sv_from_c(argv[++i]);
            else {
                buf_addf(error, "%s needs %s", row->name, row->argument);
                return false;
            }
        }
        if (!store(arena, row, text, &line, error)) return false;
    }
    if (!check_operands(&line, error)) return false;
    *out = line;
    return true;
}
