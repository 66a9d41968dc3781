// The command line, from two tables: commands (commands.def) and options (options.def). Parsing
// and help read them; a command gets a filled struct.
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/sv.h"
#include "base/text_list.h"
#include "engine/run.h"

enum {
#define COMMAND(ID, name, arguments, least, most, doc, more) C_INDEX_##ID,
#include "cli/commands.def"
#undef COMMAND
    COMMAND_COUNT
};
enum {
#define COMMAND(ID, name, arguments, least, most, doc, more) C_##ID = 1u << C_INDEX_##ID,
#include "cli/commands.def"
#undef COMMAND
    C_ALL = (1u << COMMAND_COUNT) - 1
};

typedef struct NamedTexts {
    NamedText *items;
    uint32_t count, capacity;
} NamedTexts;

typedef struct CommandLine {
    int command;       // C_INDEX_…
    TextList operands; // arguments that are not options
    // one field an option
#define OPTION_FIELD_FLAG                                          bool
#define OPTION_FIELD_TEXT                                          Sv
#define OPTION_FIELD_TEXTS                                         TextList
#define OPTION_FIELD_GIVEN                                         NamedTexts
#define OPTION(field, name, letter, kind, argument, commands, doc) OPTION_FIELD_##kind field;
#include "cli/options.def"
#undef OPTION
} CommandLine;

typedef struct CommandRow {
    const char *name;
    const char *arguments; // "FILE…"
    int least, most;       // operands; -1 = any number
    const char *doc;       // one line
    const char *more;      // paragraphs for its own help
} CommandRow;

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_TEXTS, OPTION_GIVEN } OptionKind;

typedef struct OptionRow {
    const char *name, *letter;
    OptionKind kind;
    const char *argument;
    unsigned commands;
    const char *doc;
    size_t offset; // in CommandLine
} OptionRow;

extern const CommandRow command_rows[COMMAND_COUNT];
extern const OptionRow option_rows[];
extern const uint32_t option_row_count;

// The `doc` of a command or an option as it is shown. What another table lists is not written into
// it: {reports} stands for "junit, tap", and {one report} for "junit or tap", with all there are.
void doc_add(Buf *out, const char *doc);

// Says that there is no such command, and which one is meant.
void command_refuse(Sv word, Buf *error);
// False with a message in *error: what is wrong, and what to type instead.
MUST_USE bool command_line_parse(Arena *arena, int argc, char *const *argv, CommandLine *out,
                                 Buf *error);

#endif
