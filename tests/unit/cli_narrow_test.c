// Messages in lines of a width: what is there to be copied stays in one piece.
#include "check.h"
#include "cli/narrow.h"

static void check(size_t width, const char *text, const char *wanted) {
    Buf out BUF_AUTO = buf_new((size_t)64 * 1024);
    narrow_add(&out, sv_from_c(text), width);
    CHECK_C(buf_sv(&out), wanted);
}

static void prose(void) {
    check(20, "it fits\n", "it fits\n");
    check(0, "it is as long as it is\n", "it is as long as it is\n");
    check(20, "runbook: nothing was run yet, and nothing will\n",
          "runbook: nothing was\n  run yet, and\n  nothing will\n");
    check(20, "  one thing and then another\n\nlast", "  one thing and then\n    another\n\nlast");
    check(20, "/a/path/that/is/longer/than/that stays\n",
          "/a/path/that/is/longer/than/that\n  stays\n");
    check(12, "日本語 日本語 日本語\n", "日本語\n  日本語\n  日本語\n");
    check(14, "\x1b[1;31mrunbook:\x1b[0m one two three\n",
          "\x1b[1;31mrunbook:\x1b[0m one\n  two three\n");
}

static void commands(void) {
    check(30, "there is no such run; `runbook runs -n 5` lists them\n",
          "there is no such run;\n  `runbook runs -n 5` lists\n  them\n");
    check(30, "it is over: runbook resume 01a2 --resolve 'a b; c'=done --reason x; then look\n",
          "it is over:\n  runbook resume 01a2 --resolve 'a b; c'=done --reason x;\n  then look\n");
    check(30, "the run of this runbook is over now\n", "the run of this runbook is\n  over now\n");
    check(30, "it is over and done (runbook show 01a2 3.1) since then\n",
          "it is over and done\n  (runbook show 01a2 3.1)\n  since then\n");
    check(24, "go on: runbook resume 01a2 (or leave it)\n",
          "go on:\n  runbook resume 01a2\n  (or leave it)\n");
}

static void diagnostics(void) {
    check(30,
          "a.yaml:3:5: error[x]: this is not what was meant\n"
          "   12 | a line of the runbook that has its width by itself\n"
          "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
          "      = write it as: json.count > 0 && json.items.size() == 2\n"
          "        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
          "and that is all that was found here\n",
          "a.yaml:3:5: error[x]: this is\n  not what was meant\n"
          "   12 | a line of the runbook that has its width by itself\n"
          "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
          "      = write it as:\n        json.count > 0 && json.items.size() == 2\n"
          "        a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\n"
          "and that is all that was found\n  here\n");
    check(30, "      \x1b[36m=\x1b[0m remove what decides it, or leave it out\n",
          "      \x1b[36m=\x1b[0m remove what decides\n        it, or leave it out\n");
    check(
        40, "      = once more: runbook run half.yaml --only close; what is wrong is told\n",
        "      = once more:\n        runbook run half.yaml --only close;\n        what is wrong is told\n");
}

int main(void) {
    prose();
    commands();
    diagnostics();
    return check_done();
}
