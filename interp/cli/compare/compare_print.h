// What differs between two runs, for people and for programs.
#ifndef CLI_COMPARE_COMPARE_PRINT_H
#define CLI_COMPARE_COMPARE_PRINT_H

#include "cli/cli.h"
#include "report/compare/compare.h"

void compare_show(const Cli *cli, const Comparison *comparison, Buf *out);
void compare_json(const Comparison *comparison, Buf *out);

#endif
