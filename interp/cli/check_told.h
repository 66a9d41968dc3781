// What `check` found, for programs: JSON, and annotations of GitHub Actions.
#ifndef CLI_CHECK_TOLD_H
#define CLI_CHECK_TOLD_H

#include "cli/cli.h"

typedef struct CheckTold {
    const Cli *cli;
    bool text, json, github; // what is told
    Sv path;                 // of the file that is being told
    Buf files, diagnostics;  // JSON, of all files so far
    uint32_t errors, warnings;
    // Annotations of each severity: how many were written, the last one that may be, and how many
    // it stands for.
    struct {
        uint32_t written, held_for;
        Buf held;
    } annotated[2];
} CheckTold;

// By --format, and by where it runs. False with *error.
MUST_USE bool check_told_begin(CheckTold *told, const Cli *cli, const CommandLine *line,
                               Buf *error);
// One file: what was found, what became of it ("in order", "wrong", "partly", "shared"), and how
// many steps it has.
void check_told_file(CheckTold *told, Sv path, const Diags *diags, const char *end, uint32_t steps);
// Writes the JSON, where it is asked for, and what is left of the annotations.
void check_told_end(CheckTold *told);

#endif
