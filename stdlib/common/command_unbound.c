// Programs that do whatever they are told: what is allowed to start one is allowed to do anything.
#include "common/command.h"

#include "base/system/file.h"

typedef struct UnboundRow {
    const char *names; // between spaces; `*` as in all patterns
    const char *why;
} UnboundRow;

static const UnboundRow rows[] = {
    {"ash bash busybox csh dash fish ksh* mksh pdksh pwsh rbash sh tcsh yash zsh",
     "a shell: what its script does is not bounded"},
    {"awk bun deno elixir emacs erl escript gawk gdb ghci groovy guile irb java jshell jrunscript "
     "julia lua* m4 mawk nawk node nodejs ocaml octave perl* php* psysh pypy* python* R Rscript "
     "ruby* scala sed tclsh* ts-node vi vim* nvim wish*",
     "an interpreter: what its program does is not bounded"},
    {"at batch chroot chrt crontab doas entr env expect find firejail flock ionice ltrace nice "
     "nohup nsenter parallel perf pkexec prlimit rlwrap runuser script screen setpriv setsid "
     "setarch socat ssh start-stop-daemon stdbuf strace su sudo systemd-run taskset time timeout "
     "tmux unshare valgrind watch xargs",
     "it runs other programs: which ones is not bounded"},
    {"ansible* bazel bundle cargo cmake composer conda docker gem git go gradle* helm just kubectl "
     "make gmake mvn nerdctl ninja nix* npm npx pip* pipx pnpm podman poetry rake salt* tar "
     "terraform tox uv uvx vagrant yarn",
     "it runs what its own files and arguments say: that is not bounded"},
};

const char *command_unbound(Sv program) {
    Sv name = path_name(program);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Sv rest = sv_from_c(rows[i].names), pattern;
        while (sv_next_part(&rest, ' ', &pattern))
            if (pattern.len > 0 && sv_matches(pattern, name)) return rows[i].why;
    }
    return NULL;
}
