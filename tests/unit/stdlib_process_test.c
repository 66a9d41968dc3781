// exec and shell on real processes: what they answer, what they refuse, and that nothing of them
// survives.
#include "action_bench.h"

#include "base/heap.h"
#include "base/num.h"
#include "base/system/digest.h"
#include "base/system/file.h"
#include "side_by_side.h"

#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

static char scratch[] = "/tmp/runbook-test-XXXXXX";

static int64_t now_ms(void) {
    return env_system()->mono_ns(NULL) / 1000000;
}

static void write_file(const char *name, const char *text, unsigned mode) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", scratch, name);
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
    chmod(path, (mode_t)mode);
}

// A number that a script wrote into a file; 0 where there is none yet.
static pid_t pid_in(Arena *arena, const char *name) {
    Sv text, path = sv_format(arena, "%s/%s", scratch, name);
    int64_t pid = 0;
    if (file_read(arena, path, 64, &text) != FILE_OK) return 0;
    return num_parse_i64(sv_trim(text), &pid) ? (pid_t)pid : 0;
}

static pid_t wait_for_pid(Arena *arena, const char *name) {
    for (int i = 0; i < 500; i++) {
        pid_t pid = pid_in(arena, name);
        if (pid > 0) return pid;
        usleep(10000);
    }
    return 0;
}

// A script that wrote no number is no reason to end this program's own group, which is what 0
// names.
static void end(pid_t pid) {
    CHECK(pid > 0);
    if (pid > 0) kill(pid, SIGKILL);
}

// True once the process is gone, within the time.
static bool gone_within(pid_t pid, int ms) {
    for (int i = 0; i <= ms / 10; i++) {
        if (kill(pid, 0) != 0) return true;
        usleep(10000);
    }
    return false;
}

static void check_exec(const char *json, const char *outcome) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    bench_run(&bench, &action_exec, json);
    CHECK_C(bench_outcome(&bench), outcome);
    bench_free(&bench);
}

static void check_shell(const char *json, const char *outcome, const char *out) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    bench_run(&bench, &action_shell, json);
    CHECK_C(bench_outcome(&bench), outcome);
    CHECK_C(bench_json(&bench, &action_shell, "stdout"), out);
    bench_free(&bench);
}

// ── answers ──

static void answers(void) {
    check_exec("{\"argv\": [\"true\"]}", "answered | exit 0 |  | ");
    check_exec("{\"argv\": [\"sh\", \"-c\", \"exit 3\"]}", "answered | exit 3 |  | ");
    check_exec("{\"argv\": [\"sh\", \"-c\", \"kill -SEGV $$\"]}",
               "answered | ended by SIGSEGV |  | ");
    check_shell("{\"script\": \"echo out; echo err >&2\"}", "answered | exit 0 |  | ",
                "\"out\\n\"");
    check_shell("{\"script\": \"false\\necho never\"}", "answered | exit 1 |  | ", "\"\"");
    check_shell("{\"script\": \"echo $RB_NOT_SET\"}", "answered | exit 1 |  | ", "\"\"");
    check_shell("{\"script\": \"false | cat\"}", "answered | exit 1 |  | ", "\"\"");
    check_shell("{\"script\": \"printf '%s' 'a\\\"b' \\\"c  d\\\" '${x}'\"}",
                "answered | exit 0 |  | ", "\"a\\\"bc  d${x}\"");
    check_shell(
        "{\"script\": \"printf 'a\\\\377b'\"}",
        "answered | exit 0; it printed bytes that are not UTF-8, shown as \\x… |  | ",
        "error: stdout is not UTF-8 text: byte 2, on line 1, is 0xff (the bytes themselves are in `stdout_bytes`)");
}

static void results(void) {
    Bench bench = bench_new();
    bench_run(&bench, &action_shell, "{\"script\": \"echo '{\\\"n\\\": 1}'; echo x >&2; exit 7\"}");
    CHECK_C(bench.out.request, "echo '{\"n\": 1}'; echo x >&2; exit 7");
    CHECK_C(bench_json(&bench, &action_shell, "exit_code"), "7");
    CHECK_C(bench_json(&bench, &action_shell, "signal"), "null");
    CHECK_C(bench_json(&bench, &action_shell, "stdout"), "\"{\\\"n\\\": 1}\\n\"");
    CHECK_C(bench_json(&bench, &action_shell, "stderr"), "\"x\\n\"");
    CHECK_C(bench_json(&bench, &action_shell, "lines"), "[\"{\\\"n\\\": 1}\"]");
    CHECK_C(bench_json(&bench, &action_shell, "json"), "{\"n\": 1}");
    CHECK_C(bench.out.output, "{\"n\": 1}\nx\n");
    bench_run(&bench, &action_shell, "{\"script\": \"# first\\n\\nkill -KILL $$\\ntrue\"}");
    CHECK_C(bench.out.request, "kill -KILL $$ …");
    CHECK_C(bench_json(&bench, &action_shell, "exit_code"), "137");
    CHECK_C(bench_json(&bench, &action_shell, "signal"), "\"SIGKILL\"");
    CHECK_C(bench_json(&bench, &action_shell, "json"), "error: stdout is empty, not JSON");
    CHECK_C(bench_json(&bench, &action_shell, "lines"), "[]");
    bench_run(&bench, &action_exec,
              "{\"argv\": [\"echo\", \"npm WARN it's old\", \"two\\nlines\"]}");
    CHECK_C(bench.out.request, "echo 'npm WARN it's old' 'two\\nlines'");
    CHECK_C(bench_json(&bench, &action_exec, "json"),
            "error: stdout is plain text, not JSON: it begins with 'npm WARN it's old two'");
    bench_run(&bench, &action_shell, "{\"script\": \"echo '[1, 2'\"}");
    CHECK_C(
        bench_json(&bench, &action_shell, "json"),
        "error: stdout is malformed JSON at byte 6: expected ',' or ']' but the text ends here");
    bench_free(&bench);
}

static void live_lines(void) {
    Bench bench = bench_new();
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"printf 'one\\\\n10%%\\\\r20%%'; sleep 0.2; printf '\\\\rdone\\\\n'\"}");
    CHECK_C(sv_from_c(bench.live), "done");
    CHECK(bench.live_count >= 2);
    bench_free(&bench);
}

// ── what it is given ──

static void environment(void) {
    setenv("RB_LET_1", "one", 1);
    setenv("RB_LET_2", "two", 1);
    setenv("RB_LET_SECRET", "hush", 1);
    setenv("LC_TIME", "C", 1);
    Bench bench = bench_new();
    static const Sv secrets[] = {SV_INIT("RB_LET_SECRET")};
    bench.secret_variables = (Texts){secrets, 1};
    bench_run(&bench, &action_exec,
              "{\"argv\": [\"env\"], \"env\": {\"B\": \"x=y z\", \"TERM\": \"dumb\"}, "
              "\"pass_env\": [\"RB_LET_*\"]}");
    Value lines;
    Sv error;
    CHECK(bench_result(&bench, &action_exec, "lines", &lines, &error));
    bool seen[4] = {false};
    for (size_t i = 0; i < value_count(lines); i++) {
        Sv line = value_text(value_item(lines, i));
        static const char *const allowed[] = {
            "PATH=", "HOME=", "USER=",   "LOGNAME=", "LANG=",     "LC_",
            "TZ=",   "TERM=", "TMPDIR=", "B=",       "RB_LET_1=", "RB_LET_2="};
        bool known = false;
        for (size_t k = 0; k < sizeof allowed / sizeof *allowed; k++)
            known = known || sv_starts(line, sv_from_c(allowed[k]));
        CHECK(known);
        seen[0] = seen[0] || sv_eq_c(line, "B=x=y z");
        seen[1] = seen[1] || sv_eq_c(line, "TERM=dumb");
        seen[2] = seen[2] || sv_eq_c(line, "RB_LET_2=two");
        seen[3] = seen[3] || sv_eq_c(line, "LC_TIME=C");
    }
    CHECK(seen[0] && seen[1] && seen[2] && seen[3]);
    bench_run(&bench, &action_exec,
              "{\"argv\": [\"printenv\", \"RB_LET_SECRET\"], \"pass_env\": \"RB_LET_SECRET\"}");
    CHECK_C(bench_json(&bench, &action_exec, "stdout"), "\"hush\\n\"");
    bench_run(&bench, &action_exec, "{\"argv\": [\"env\"], \"env\": {\"A=B\": \"x\"}}");
    CHECK_C(bench_outcome(&bench),
            "bad_value |  | 'A=B' cannot be the name of an environment variable | ");
    bench_run(&bench, &action_exec, "{\"argv\": [\"env\"], \"env\": {\"A\": \"x\\u0000y\"}}");
    CHECK_C(bench_outcome(&bench),
            "bad_value |  | the value of A holds a NUL byte, which no environment can | ");
    bench_free(&bench);
}

static void private_files(void) {
    Bench bench = bench_new();
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"cat \\\"$KEY\\\"; stat -c ' %a' \\\"$KEY\\\"; stat -c %a \\\"$(dirname $KEY)\\\"; echo $KEY\", "
        "\"env\": {\"KEY\": {\"file\": \"a secret\"}}}");
    Value lines;
    Sv error;
    CHECK(bench_result(&bench, &action_shell, "lines", &lines, &error));
    CHECK_C(value_text(value_item(lines, 0)), "a secret 600");
    CHECK_C(value_text(value_item(lines, 1)), "700");
    Sv path = value_text(value_item(lines, 2));
    CHECK(sv_ends(path, SV("/KEY")));
    CHECK(access(sv_to_c(bench.arena, path), F_OK) != 0);
    CHECK(access(sv_to_c(bench.arena, path_folder(path)), F_OK) != 0);
    bench_free(&bench);
}

static void input_and_folder(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    mkdir(sv_format(bench.arena, "%s/inner", scratch).at, 0755);
    bench_run(&bench, &action_shell,
              "{\"script\": \"cat; basename $PWD\", \"stdin\": \"given\\n\", \"cwd\": \"inner\"}");
    CHECK_C(bench_json(&bench, &action_shell, "stdout"), "\"given\\ninner\\n\"");
    bench_run(&bench, &action_shell, "{\"script\": \"cat; basename $PWD\"}");
    Sv here = sv_format(bench.arena, "\"%.*s\\n\"", SV_ARG(path_name(bench.folder)));
    CHECK_SV(bench_json(&bench, &action_shell, "stdout"), here);
    // Nobody can be asked: there is no terminal.
    bench_run(&bench, &action_shell, "{\"script\": \"exec 2>/dev/null; : </dev/tty\"}");
    CHECK_C(bench_outcome(&bench), "answered | exit 1 |  | ");
    // Nothing but the three streams is open, and what ls lists with.
    bench_run(&bench, &action_exec, "{\"argv\": [\"ls\", \"/proc/self/fd\"]}");
    CHECK_C(bench_json(&bench, &action_exec, "lines"), "[\"0\", \"1\", \"2\", \"3\"]");
    bench_free(&bench);
}

static void interpreters(void) {
    check_shell("{\"script\": \"false\\necho ${0##*/}\", \"interpreter\": \"sh\"}",
                "answered | exit 0 |  | ", "\"sh\\n\"");
    check_shell(
        "{\"script\": \"import sys\\nprint(6 * 7, sys.argv[0][-7:])\", \"interpreter\": [\"python3\", \"-I\"]}",
        "answered | exit 0 |  | ", "\"42 /script\\n\"");
    check_shell(
        "{\"script\": \"true\", \"interpreter\": \"python3 -I\"}",
        "refused | 'python3 -I' is no program's name: it has a space in it | write the program and each "
        "argument as an item: interpreter: [python3, -I]",
        "error: no results");
    check_shell("{\"script\": \"# nothing\\n\\n\"}",
                "refused | the script does nothing: it has only comments and empty lines | ",
                "error: no results");
    // Longer than one argument may be.
    Bench bench = bench_new();
    Buf json = buf_new(1 << 20);
    buf_add_c(&json, "{\"script\": \"echo begin\\n");
    for (int i = 0; i < 20000; i++)
        buf_add_c(&json, "true --\\n");
    buf_add_c(&json, "echo ${#RB} $-\\n\", \"env\": {\"RB\": \"12345\"}}");
    bench_run(&bench, &action_shell, buf_keep(&json, bench.arena).at);
    CHECK_C(bench_json(&bench, &action_shell, "stdout"), "\"begin\\n5 ehuB\\n\"");
    buf_free(&json);
    bench_free(&bench);
}

// ── what cannot be started ──

static void refusals(void) {
    write_file("npm", "#!/bin/sh\n", 0755);
    write_file("plain", "echo hi\n", 0755);
    write_file("closed", "#!/bin/sh\n", 0644);
    write_file("lost", "#!/no/such/interpreter -x\n", 0755);
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    const char *json[] = {
        "{\"argv\": [\"npmm\", \"ci\"], \"env\": {\"PATH\": \".\"}}",
        "{\"argv\": [\"xyzzyx\"], \"env\": {\"PATH\": \"/no/such\"}}",
        "{\"argv\": [\"cd\", \"x\"]}",
        "{\"argv\": [\"npm ci\"]}",
        "{\"argv\": [\"\"]}",
        "{\"argv\": []}",
        "{\"argv\": [\"./closed\"]}",
        "{\"argv\": [\"./inner\"]}",
        "{\"argv\": [\"./plain\"]}",
        "{\"argv\": [\"./lost\"]}",
        "{\"argv\": [\"./none\"]}",
        "{\"argv\": [\"true\"], \"cwd\": \"nowhere\"}",
        "{\"argv\": [\"a\\u0000b\"]}",
        "{\"argv\": [\"/no such/program\"]}",
    };
    const char *wanted[] = {
        "not_started |  | could not start: no program 'npmm' in PATH; did you mean 'npm'? | install it, or set PATH by the key 'env'",
        "not_started |  | could not start: no program 'xyzzyx' in PATH | install it, or set PATH by the key 'env'",
        "not_started |  | could not start: no program 'cd' in PATH | 'cd' is a word of the shell: use shell: in place "
        "of exec:",
        "refused | 'npm ci' is no program's name: it has a space in it | write the program and each argument as an "
        "item: exec: [npm, ci]",
        "refused | the program's name is empty | the first item names the program: exec: [npm, ci]",
        "bad_value |  | there is no program to run: the list is empty | ",
        "not_started |  | could not start: './closed' may not be executed (its mode is 0644) | chmod +x HERE/closed",
        "not_started |  | could not start: './inner' is a folder, not a program | ",
        "not_started |  | could not start: './plain' is neither a program nor a script with a #! line | let its first "
        "line be #!/bin/sh, or name what runs it: exec: [sh, FILE]",
        "not_started |  | could not start: the first line of './lost' names the interpreter '/no/such/interpreter', "
        "which is not there | mend that line, or install the interpreter",
        "not_started |  | could not start: there is no file 'HERE/none' | ",
        "not_started |  | could not start: there is no folder 'HERE/nowhere' | cwd: is relative to the folder that "
        "runbook was started in, or to --dir",
        "bad_value |  | an argument holds a NUL byte, which no program can be given | hand it on by stdin:",
        "not_started |  | could not start: there is no file '/no such/program' | ",
    };
    for (size_t i = 0; i < sizeof json / sizeof *json; i++) {
        bench_run(&bench, &action_exec, json[i]);
        Sv want = sv_from_c(wanted[i]);
        size_t here = sv_find(want, SV("HERE"), 0);
        if (here != SV_NONE)
            want =
                sv_format(bench.arena, "%.*s%s%s", (int)here, want.at, scratch, want.at + here + 4);
        CHECK_SV(bench_outcome(&bench), want);
        CHECK(bench.out.results == NULL);
    }
    bench.deny = "npm";
    bench_run(&bench, &action_exec, "{\"argv\": [\"npm\", \"ci\"]}");
    CHECK_C(bench_outcome(&bench), "denied |  | program 'npm' is not in allow | ");
    bench_free(&bench);
}

static void too_large(void) {
    Bench bench = bench_new();
    Buf json = buf_new(40 << 20);
    buf_add_c(&json, "{\"argv\": [\"true\"], \"env\": {\"A\": \"");
    buf_add_repeat(&json, 'x', 200000);
    buf_add_c(&json, "\"}}");
    bench_run(&bench, &action_exec, buf_keep(&json, bench.arena).at);
    CHECK_C(
        bench_outcome(&bench),
        "not_started |  | could not start: arguments and environment are larger than the system "
        "takes | hand large values on by stdin:, or by env: { NAME: { file: … } }");
    buf_clear(&json);
    buf_add_c(&json, "{\"argv\": [\"wc\", \"-c\"], \"stdin\": \"");
    buf_add_repeat(&json, 'x', 16 * 1024 * 1024);
    Sv most = sv_format(bench.arena, "%.*s\"}", SV_ARG(buf_sv(&json)));
    bench_run(&bench, &action_exec, most.at);
    CHECK_C(bench_json(&bench, &action_exec, "stdout"), "\"16777216\\n\"");
    Sv more = sv_format(bench.arena, "%.*sx\"}", SV_ARG(buf_sv(&json)));
    bench_run(&bench, &action_exec, more.at);
    CHECK_C(
        bench_outcome(&bench),
        "bad_value |  | stdin holds 16777217 bytes; at most 16777216 are handed on (STDIN_BYTES) | "
        "let the command read a file");
    buf_free(&json);
    bench_free(&bench);
}

// ── much output ──

static void much_output(void) {
    Bench bench = bench_new();
    // Exactly the ceiling is whole; one byte more is not.
    bench_run(&bench, &action_shell, "{\"script\": \"head -c 1048576 /dev/zero | tr '\\\\0' x\"}");
    Value text;
    Sv error;
    CHECK(bench_result(&bench, &action_shell, "stdout", &text, &error));
    CHECK_INT(value_text(text).len, 1048576);
    bench_run(&bench, &action_shell,
              "{\"script\": \"echo first; (yes || true) | head -c 3000000; echo last\"}");
    CHECK_C(
        bench_json(&bench, &action_shell, "stdout"),
        "error: stdout is not whole: 1,951,435 of 3,000,011 bytes were left out (OUTPUT_BYTES)");
    CHECK_C(
        bench_json(&bench, &action_shell, "lines"),
        "error: stdout is not whole: 1,951,435 of 3,000,011 bytes were left out (OUTPUT_BYTES)");
    Sv shown = value_text(bench.out.results[action_result(&action_shell, SV("stdout"))]);
    CHECK(sv_starts(shown, SV("first\ny\n")));
    CHECK(sv_ends(shown, SV("y\nlast\n")));
    Buf whole = buf_new(4 << 20);
    buf_add_c(&whole, "first\n");
    for (int i = 0; i < 1500000; i++)
        buf_add_c(&whole, "y\n");
    buf_add_c(&whole, "last\n");
    Sv digest = sha256_text(bench.arena, sha256_of(buf_sv(&whole)));
    CHECK(sv_find(shown, digest, 0) != SV_NONE);
    Sv note =
        sv_format(bench.arena,
                  "\n[… 1,951,435 of 3,000,011 bytes were left out here; all of it has %.*s …]\n",
                  SV_ARG(digest));
    CHECK(sv_find(shown, note, 0) != SV_NONE);
    CHECK(sv_ends(bench.out.output, SV("\ny\nlast\n")));
    // A character that the cut goes through is left out whole.
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"echo -n .; (yes € || true) | (tr -d '\\\\n' || true) | head -c 3000000\"}");
    shown = value_text(bench.out.results[action_result(&action_shell, SV("stdout"))]);
    CHECK(sv_find(shown, SV("\xEF\xBF\xBD"), 0) == SV_NONE);
    CHECK_C(bench.out.answer, "exit 0");
    buf_free(&whole);
    bench_free(&bench);
}

// ── ends of our making ──

static void timeouts(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    bench.timeout_ns = 500 * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"echo started; sleep 100 & echo $! > t1; (setsid sleep 100 & echo $! > t2); "
        "setsid --fork sh -c 'echo $$ > t3; exec sleep 100'; wait\"}");
    CHECK(now_ms() - began < 1500);
    CHECK_C(
        bench_outcome(&bench),
        "no_answer timed_out |  | it did not end within 500ms, and was ended with all it had started | look at what it "
        "printed last; where it needs longer, raise its timeout");
    CHECK_C(bench.out.output, "started\n");
    CHECK(bench.out.over);
    for (int i = 1; i <= 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        pid_t pid = pid_in(bench.arena, name);
        CHECK(pid > 0);
        CHECK(kill(pid, 0) != 0);
    }
    // What stands still is ended, too.
    began = now_ms();
    bench_run(&bench, &action_shell, "{\"script\": \"kill -STOP $$\"}");
    CHECK(bench.out.timed_out);
    CHECK(now_ms() - began < 1500);
    // A program that prints without end is still ended in time.
    began = now_ms();
    bench_run(&bench, &action_exec, "{\"argv\": [\"yes\"]}");
    CHECK(bench.out.timed_out);
    CHECK(now_ms() - began < 1500);
    bench_free(&bench);
}

// What does not listen to TERM is killed after the grace.
static void grace(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    bench.timeout_ns = 500 * (int64_t)1000000;
    int64_t began = now_ms();
    bench_run(&bench, &action_shell,
              "{\"script\": \"trap '' TERM; sleep 100 & echo $! > t4; wait; wait\"}");
    CHECK(now_ms() - began >= 2300);
    CHECK(now_ms() - began < 3500);
    CHECK(kill(pid_in(bench.arena, "t4"), 0) != 0);
    bench_free(&bench);
}

static void *cancel_soon(void *what) {
    Bench *bench = what;
    usleep(200000);
    CHECK(write(bench->cancel[1], "x", 1) == 1);
    return NULL;
}

static void cancels(void) {
    Bench bench = bench_new();
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, &bench);
    int64_t began = now_ms();
    bench_run(&bench, &action_exec, "{\"argv\": [\"sleep\", \"100\"]}");
    pthread_join(thread, NULL);
    CHECK(now_ms() - began < 1000);
    CHECK_C(
        bench_outcome(&bench),
        "no_answer cancelled |  | the run was stopped, and it was ended with all it had started | ");
    bench_free(&bench);
}

// ── what is left behind ──

static void left_behind(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    int64_t began = now_ms();
    bench_run(&bench, &action_shell, "{\"script\": \"sleep 100 & echo $! > left; echo done\"}");
    CHECK_C(bench.out.answer, "exit 0");
    CHECK(bench.out.hint.len > 0);
    CHECK_C(bench.out.unfinished,
            "it left 1 process running in the background, which had to be ended: sleep");
    CHECK(now_ms() - began < 1500);
    CHECK(kill(pid_in(bench.arena, "left"), 0) != 0);
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"setsid --fork sleep 100; setsid --fork sh -c 'sleep 100; true'; sleep 0.1\"}");
    CHECK_C(
        bench.out.unfinished,
        "it left 3 processes running in the background, which had to be ended: sleep, sh, sleep");
    // What ends soon by itself is waited for, and nothing needs to be said.
    bench_run(&bench, &action_shell, "{\"script\": \"(sleep 0.2; echo late) & echo first\"}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    CHECK_C(bench_json(&bench, &action_shell, "stdout"), "\"first\\nlate\\n\"");
    // The same supervisor takes the next command.
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    CHECK_C(bench.out.unfinished, "");
    CHECK_C(bench.out.note, "");
    bench_free(&bench);
}

// What is meant to stay lives on, prints on, and holds nobody up; what is not is ended.
static void kept(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    write_file(
        "ticker",
        "#!/bin/bash\nfor i in {1..60}; do echo tick; echo $i > ticks.new; mv ticks.new ticks; sleep 0.05; done\n",
        0755);
    int64_t began = now_ms();
    bench_run(&bench, &action_shell,
              "{\"script\": \"./ticker & echo $! > kept; sleep 0.2\", \"background\": \"keep\"}");
    CHECK(now_ms() - began < 2000);
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    CHECK_C(bench.out.unfinished, "");
    CHECK(
        sv_starts(bench.out.note, SV("it left 2 processes running, as 'background' says: ticker")));
    CHECK(sv_starts(value_text(bench.out.results[action_result(&action_shell, SV("stdout"))]),
                    SV("tick\n")));
    pid_t ticker = pid_in(bench.arena, "kept");
    bench_free(&bench);
    bench = bench_new();
    bench.folder = sv_from_c(scratch);
    pid_t before = pid_in(bench.arena, "ticks");
    usleep(300000);
    CHECK(kill(ticker, 0) == 0);
    CHECK(pid_in(bench.arena, "ticks") > before);
    // By name: what the one that may stay started stays with it.
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"sleep 100 & ./ticker & echo $! > kept\", \"background\": [\"ticker\"]}");
    CHECK_C(bench.out.unfinished,
            "it left 1 process running in the background, which had to be ended: sleep");
    CHECK(kill(pid_in(bench.arena, "kept"), 0) == 0);
    end(pid_in(bench.arena, "kept"));
    end(ticker);
    // At its timeout nothing stays.
    bench.timeout_ns = 500 * (int64_t)1000000;
    bench_run(&bench, &action_shell,
              "{\"script\": \"sleep 100 & echo $! > kept; sleep 100\", \"background\": \"keep\"}");
    CHECK_INT(bench.out.end, OUTCOME_NO_ANSWER);
    CHECK(kill(pid_in(bench.arena, "kept"), 0) != 0);
    // A stop while what was left is still given its time is no way around that it was ended.
    bench.timeout_ns = 300 * (int64_t)1000000;
    bench_run(&bench, &action_shell, "{\"script\": \"sleep 100 & echo $! > kept\"}");
    CHECK_C(bench.out.unfinished,
            "it left 1 process running in the background, which had to be ended: sleep");
    bench_run(&bench, &action_shell, "{\"script\": \"true\", \"background\": [\"keep\", \"ssh\"]}");
    CHECK_C(bench.problem, "'keep' stands alone, without names of programs");
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"], \"background\": [\"/usr/bin/ssh\"]}");
    CHECK_C(bench.problem, "'/usr/bin/ssh' is no name of a program");
    bench_free(&bench);
}

typedef struct Job {
    Bench *bench;
    const char *json;
    int64_t timeout_ms;
    Sv outcome;
} Job;

static void *do_job(void *what) {
    Job *job = what;
    Bench bench = bench_new();
    pool_free(bench.pool);
    bench.pool = job->bench->pool;
    bench.timeout_ns = job->timeout_ms * 1000000;
    bench_run(&bench, &action_shell, job->json);
    Sv outcome = bench_outcome(&bench);
    char *copy = heap_alloc(outcome.len + 1);
    memcpy(copy, outcome.at, outcome.len);
    job->outcome = (Sv){copy, outcome.len};
    bench.pool = NULL;
    bench_free(&bench);
    return NULL;
}

// Two commands at once know nothing of each other's processes.
static void at_once(void) {
    Bench bench = bench_new();
    Job jobs[2] = {{&bench, "{\"script\": \"setsid --fork sleep 0.9; sleep 100\"}", 300, {0}},
                   {&bench, "{\"script\": \"sleep 0.7 & sleep 0.5; wait; echo fine\"}", 5000, {0}}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, do_job, &jobs[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    CHECK(sv_starts(jobs[0].outcome, SV("no_answer timed_out")));
    CHECK_C(jobs[1].outcome, "answered | exit 0 |  | ");
    for (int i = 0; i < 2; i++)
        heap_free((void *)(uintptr_t)jobs[i].outcome.at);
    bench_free(&bench);
}

// ── the runner's death ──

// This program once more, as a runner that is going to be killed.
static int doomed(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(getenv("RB_SCRATCH"));
    bench_run(
        &bench, &action_shell,
        "{\"script\": \"sleep 100 & echo $! > d1; setsid --fork sh -c 'echo $$ > d2; trap \\\"\\\" TERM; sleep 100; "
        "sleep 100'; echo $$ > d3; dirname $KEY > d4; wait\", \"env\": {\"KEY\": {\"file\": \"a secret\"}}}");
    return 1;
}

static void death_of_the_runner(void) {
    Arena *arena = arena_new(1 << 20);
    char self[] = "/proc/self/exe", word[] = "--doomed";
    char *argv[] = {self, word, NULL};
    setenv("RB_SCRATCH", scratch, 1);
    pid_t runner;
    CHECK(posix_spawn(&runner, self, NULL, NULL, argv, environ) == 0);
    pid_t pids[3] = {wait_for_pid(arena, "d1"), wait_for_pid(arena, "d2"),
                     wait_for_pid(arena, "d3")};
    usleep(100000);
    Sv folder = {0};
    CHECK(file_read(arena, sv_format(arena, "%s/d4", scratch), 256, &folder) == FILE_OK);
    folder = sv_trim(folder);
    CHECK(access(sv_to_c(arena, folder), F_OK) == 0);
    kill(runner, SIGKILL);
    waitpid(runner, NULL, 0);
    int64_t began = now_ms();
    for (int i = 0; i < 3; i++) {
        CHECK(pids[i] > 0);
        CHECK(gone_within(pids[i], 1000));
    }
    CHECK(now_ms() - began < 1000);
    usleep(100000);
    CHECK(access(sv_to_c(arena, folder), F_OK) != 0);
    arena_free(arena);
}

// The supervisor of a command that runs: its parent.
static void *kill_supervisor(void *what) {
    Bench *bench = what;
    Arena *arena = arena_new(1 << 20);
    pid_t supervisor = wait_for_pid(arena, "keeper");
    if (supervisor > 1) kill(supervisor, SIGKILL);
    (void)bench;
    arena_free(arena);
    return NULL;
}

static void death_of_the_supervisor(void) {
    Bench bench = bench_new();
    bench.folder = sv_from_c(scratch);
    pthread_t thread;
    pthread_create(&thread, NULL, kill_supervisor, &bench);
    bench_run(&bench, &action_shell, "{\"script\": \"echo $PPID > keeper; sleep 1\"}");
    pthread_join(thread, NULL);
    CHECK_C(
        bench_outcome(&bench),
        "no_answer |  | the process that watched over it was killed, and it was ended with all it had "
        "started | a command must not end its parent process ($PPID); where it did not, somebody else "
        "did, or the system was short of memory");
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    bench_free(&bench);
}

// No descriptor is left: the step says so and nothing ran.
static void no_room(void) {
    Bench bench = bench_new();
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    int held[64], count = 0;
    struct rlimit before, tight;
    getrlimit(RLIMIT_NOFILE, &before);
    tight = (struct rlimit){32, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &tight);
    while (count < 64 && (held[count] = dup(0)) >= 0)
        count++;
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    while (count > 0)
        close(held[--count]);
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK_C(
        bench_outcome(&bench),
        "not_started |  | could not start: what watches over programs cannot be had: Too many open files | ");
    bench_run(&bench, &action_exec, "{\"argv\": [\"true\"]}");
    CHECK_C(bench_outcome(&bench), "answered | exit 0 |  | ");
    bench_free(&bench);
}

// ── for subjects and secrets ──

static void check_program(const char *const *words, size_t count, bool done, const char *wanted) {
    Arena *arena = arena_new(8 << 20);
    const Env *env = env_system();
    Waiter waiter = {.env = env,
                     .cancel_fd = -1,
                     .deadline_ns = env->mono_ns(env->self) + 500 * (int64_t)1000000};
    Sv items[8], text = {0}, error = {0};
    for (size_t i = 0; i < count; i++)
        items[i] = sv_from_c(words[i]);
    Texts argv = {items, count};
    CHECK(stdlib_registry()->program(arena, &argv, SV("/tmp"), false, &waiter, &text, &error) ==
          done);
    CHECK_C(done ? text : error, wanted);
    arena_free(arena);
}

static void programs(void) {
    static const char *const says[] = {"echo", "hello"},
                             *fails[] = {"sh", "-c", "echo no >&2; exit 4"},
                             *hangs[] = {"sleep", "9"}, *none[] = {"no-such-program-here"},
                             *dies[] = {"sh", "-c", "kill -TERM $$"},
                             *kills[] = {"sh", "-c", "sleep 9 & kill -9 $PPID; sleep 9"};
    check_program(says, 2, true, "hello\n");
    check_program(fails, 3, false, "it ended with exit 4: no");
    check_program(hangs, 2, false, "it did not end in time");
    check_program(none, 1, false, "could not start: no program 'no-such-program-here' in PATH");
    check_program(dies, 3, false, "it was ended by SIGTERM");
    check_program(kills, 3, false,
                  "the process that watched over it was killed, and it was ended with all it had "
                  "started");
    check_program(NULL, 0, false, "there is no program to run: the list is empty");
}

// ── all of it ──

// What a command answers, and what it is given: it waits for nothing.
static void at_once_answered(void) {
    answers();
    results();
    live_lines();
    environment();
    private_files();
    input_and_folder();
    interpreters();
    refusals();
}

static void large(void) {
    too_large();
    much_output();
}

static void cut_short(void) {
    cancels();
    death_of_the_runner();
    death_of_the_supervisor();
    no_room();
}

// Each part has a folder of its own.
static void in_folder(Part part) {
    if (!mkdtemp(scratch)) abort();
    part();
    char *remove[] = {"rm", "-rf", scratch, NULL};
    pid_t remover;
    if (posix_spawnp(&remover, "rm", NULL, NULL, remove, environ) == 0) waitpid(remover, NULL, 0);
}
static void in_at_once_answered(void) {
    in_folder(at_once_answered);
}
static void in_large(void) {
    in_folder(large);
}
static void in_timeouts(void) {
    in_folder(timeouts);
}
static void in_grace(void) {
    in_folder(grace);
}
static void in_cut_short(void) {
    in_folder(cut_short);
}
static void in_left_behind(void) {
    in_folder(left_behind);
}
static void in_kept(void) {
    in_folder(kept);
}
static void in_at_once(void) {
    in_folder(at_once);
}
static void in_programs(void) {
    in_folder(programs);
}

int main(int argc, char **argv) {
    BENCH_MAIN;
    if (argc == 2 && strcmp(argv[1], "--doomed") == 0) return doomed();
    static const Part parts[] = {in_at_once_answered, in_large,       in_timeouts, in_grace,
                                 in_cut_short,        in_left_behind, in_kept,     in_at_once,
                                 in_programs};
    return side_by_side(parts, sizeof parts / sizeof *parts);
}
