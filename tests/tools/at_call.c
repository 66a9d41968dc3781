// Runs a program, and does something to it at one of its system calls: kills it, or has the call
// fail. All its threads count together, in the order in which the kernel sees them; what it starts
// does not count, and is left alone.
//
//   at_call [-o FILE] count                  PROGRAM …   only counts
//   at_call [-o FILE] kill N                 PROGRAM …   SIGKILL before the N-th call does anything
//   at_call [-o FILE] io   N ERRNO|short     PROGRAM …   the N-th call that touches a file or a
//   stream fails, or takes half
//
// FILE gets one line: how many calls there were (of `io`: how many of those), the number of the
// call that was hit, or -1, and at which call the file whose name ends with journal.jsonl was
// opened first, or 0. The status is the program's, 128 + its signal.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <elf.h>
#include <linux/ptrace.h>

enum { MOST_THREADS = 1024, STOP_AT_CALL = SIGTRAP | 0x80 };
typedef enum Mode { COUNT, KILL, IO } Mode;

typedef struct Thread {
    pid_t id;
    bool inside;  // between the entry and the end of a call
    bool failing; // the call is to give `error`
} Thread;

typedef struct Target {
    Mode mode;
    long at;   // the call that is meant, from 1
    int error; // 0 = half of what was asked for
    pid_t pid;
    Thread threads[MOST_THREADS];
    size_t count;
    long calls;
    long hit;     // number of the call; -1 = it was not reached
    long journal; // at which call the journal was opened first
} Target;

static const long io_calls[] = {
    SYS_read,       SYS_write,      SYS_readv,      SYS_writev,    SYS_pread64,    SYS_pwrite64,
    SYS_openat,     SYS_close,      SYS_fsync,      SYS_fdatasync, SYS_lseek,      SYS_fstat,
    SYS_fcntl,      SYS_mkdirat,    SYS_unlinkat,   SYS_flock,     SYS_getdents64, SYS_ftruncate,
    SYS_socket,     SYS_bind,       SYS_connect,    SYS_sendto,    SYS_recvfrom,   SYS_sendmsg,
    SYS_recvmsg,    SYS_socketpair, SYS_pipe2,      SYS_dup3,      SYS_statx,      SYS_fchmod,
    SYS_readlinkat, SYS_faccessat,  SYS_newfstatat,
#ifdef __x86_64__
    SYS_open,       SYS_stat,       SYS_lstat,      SYS_mkdir,     SYS_unlink,     SYS_rename,
    SYS_rmdir,      SYS_access,     SYS_readlink,
#else
    SYS_renameat,
#endif
};

static bool is_io(uint64_t number) {
    for (size_t i = 0; i < sizeof io_calls / sizeof *io_calls; i++)
        if ((uint64_t)io_calls[i] == number) return true;
    return false;
}

static bool takes_a_length(uint64_t number) {
    return number == SYS_read || number == SYS_write || number == SYS_pread64 ||
           number == SYS_pwrite64 || number == SYS_sendto || number == SYS_recvfrom;
}

static void die(const char *what) {
    fprintf(stderr, "at_call: %s: %s\n", what, strerror(errno));
    exit(125);
}

static void *word(uintptr_t value) {
    union {
        uintptr_t value;
        void *pointer;
    } as = {.value = value};
    return as.pointer;
}

// The call is not made; its end is told to be -error.
static void skip_call(pid_t id) {
#ifdef __x86_64__
    struct user_regs_struct all;
    if (ptrace(PTRACE_GETREGS, id, NULL, &all) != 0) return;
    all.orig_rax = (unsigned long long)-1;
    ptrace(PTRACE_SETREGS, id, NULL, &all);
#else
    int none = -1;
    struct iovec at = {&none, sizeof none};
    ptrace(PTRACE_SETREGSET, id, word(NT_ARM_SYSTEM_CALL), &at);
#endif
}

static void give_error(pid_t id, int error) {
#ifdef __x86_64__
    struct user_regs_struct all;
    if (ptrace(PTRACE_GETREGS, id, NULL, &all) != 0) return;
    all.rax = (unsigned long long)-(long long)error;
    ptrace(PTRACE_SETREGS, id, NULL, &all);
#else
    struct user_regs_struct all;
    struct iovec at = {&all, sizeof all};
    if (ptrace(PTRACE_GETREGSET, id, word(NT_PRSTATUS), &at) != 0) return;
    all.regs[0] = (unsigned long long)-(long long)error;
    ptrace(PTRACE_SETREGSET, id, word(NT_PRSTATUS), &at);
#endif
}

static void halve_length(pid_t id) {
    struct user_regs_struct all;
#ifdef __x86_64__
    if (ptrace(PTRACE_GETREGS, id, NULL, &all) != 0) return;
    if (all.rdx > 1) all.rdx /= 2;
    ptrace(PTRACE_SETREGS, id, NULL, &all);
#else
    struct iovec at = {&all, sizeof all};
    if (ptrace(PTRACE_GETREGSET, id, word(NT_PRSTATUS), &at) != 0) return;
    if (all.regs[2] > 1) all.regs[2] /= 2;
    ptrace(PTRACE_SETREGSET, id, word(NT_PRSTATUS), &at);
#endif
}

// Reads word by word, so that nothing behind the text need be readable.
static bool names_the_journal(pid_t id, uint64_t at) {
    char text[4096];
    size_t have = 0;
    while (have + sizeof(long) < sizeof text) {
        errno = 0;
        long piece = ptrace(PTRACE_PEEKDATA, id, word((uintptr_t)at + have), NULL);
        if (errno != 0) return false;
        memcpy(text + have, &piece, sizeof piece);
        if (memchr(text + have, 0, sizeof piece)) break;
        have += sizeof piece;
    }
    text[sizeof text - 1] = 0;
    static const char name[] = "journal.jsonl";
    size_t length = strnlen(text, sizeof text);
    return length >= sizeof name - 1 && strcmp(text + length - (sizeof name - 1), name) == 0;
}

static Thread *thread_of(Target *target, pid_t id) {
    for (size_t i = 0; i < target->count; i++)
        if (target->threads[i].id == id) return &target->threads[i];
    if (target->count == MOST_THREADS) {
        errno = ENOMEM;
        die("threads");
    }
    target->threads[target->count] = (Thread){.id = id};
    return &target->threads[target->count++];
}

static void forget(Target *target, pid_t id) {
    for (size_t i = 0; i < target->count; i++)
        if (target->threads[i].id == id) target->threads[i] = target->threads[--target->count];
}

// A thread enters a call.
static void enter(Target *target, Thread *thread, const struct ptrace_syscall_info *info) {
    bool counts = target->mode != IO || is_io(info->entry.nr);
    if (!counts) return;
    target->calls++;
    if (!target->journal && info->entry.nr == SYS_openat &&
        names_the_journal(thread->id, info->entry.args[1]))
        target->journal = target->calls;
    if (target->mode == COUNT || target->calls != target->at) return;
    target->hit = (long)info->entry.nr;
    if (target->mode == KILL) {
        kill(target->pid, SIGKILL);
    } else if (target->error) {
        skip_call(thread->id);
        thread->failing = true;
    } else if (takes_a_length(info->entry.nr)) {
        halve_length(thread->id);
    }
}

static void at_call(Target *target, pid_t id) {
    Thread *thread = thread_of(target, id);
    struct ptrace_syscall_info info;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, id, word(sizeof info), &info) <= 0) return;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
        thread->inside = true;
        enter(target, thread, &info);
    } else if (info.op == PTRACE_SYSCALL_INFO_EXIT) {
        thread->inside = false;
        if (thread->failing) give_error(id, target->error);
        thread->failing = false;
    }
}

// Until the program has ended; its status.
static int follow(Target *target) {
    for (;;) {
        int status = 0;
        pid_t id = waitpid(-1, &status, __WALL);
        if (id < 0 && errno == EINTR) continue;
        if (id < 0) die("wait");
        if (!WIFSTOPPED(status)) {
            forget(target, id);
            if (id == target->pid) return status;
            continue;
        }
        int signal = WSTOPSIG(status);
        int deliver = 0;
        if (signal == STOP_AT_CALL)
            at_call(target, id);
        else if (status >> 16)
            thread_of(target, id); // a thread was begun, or begins, or the program was started
        else
            deliver = signal;
        ptrace(PTRACE_SYSCALL, id, NULL, word((uintptr_t)deliver));
    }
}

static int number_of_error(const char *name) {
    static const struct {
        const char *name;
        int number;
    } known[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
                 {"ENOMEM", ENOMEM}, {"EMFILE", EMFILE}, {"short", 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0) return known[i].number;
    errno = EINVAL;
    die(name);
    return 0;
}

static void start(Target *target, char **program) {
    target->pid = fork();
    if (target->pid < 0) die("fork");
    if (target->pid == 0) {
        raise(SIGSTOP);
        execvp(program[0], program);
        die(program[0]);
    }
    int status = 0;
    if (waitpid(target->pid, &status, WUNTRACED) != target->pid) die("wait");
    long options =
        PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, target->pid, NULL, word((uintptr_t)options)) != 0) {
        int why = errno;
        kill(target->pid, SIGKILL);
        errno = why;
        die("ptrace");
    }
    kill(target->pid, SIGCONT);
}

static void write_result(const Target *target, const char *path) {
    FILE *out = path ? fopen(path, "w") : NULL;
    if (!out) return;
    fprintf(out, "%ld %ld %ld\n", target->calls, target->hit, target->journal);
    fclose(out);
}

static int usage(void) {
    fputs("at_call [-o FILE] count | kill N | io N ERRNO  PROGRAM …\n", stderr);
    return 125;
}

int main(int argc, char **argv) {
    static Target target;
    target.hit = -1;
    const char *result = NULL;
    char **rest = argv + 1;
    char **end = argv + argc;
    if (rest + 1 < end && strcmp(*rest, "-o") == 0) result = rest[1], rest += 2;
    if (rest == end) return usage();
    const char *mode = *rest++;
    target.mode = strcmp(mode, "kill") == 0 ? KILL : strcmp(mode, "io") == 0 ? IO : COUNT;
    if (target.mode != COUNT) {
        char *behind = NULL;
        if (rest == end || (target.at = (long)strtoul(*rest, &behind, 10)) < 1 || *behind)
            return usage();
        rest++;
    }
    if (target.mode == IO) {
        if (rest == end) return usage();
        target.error = number_of_error(*rest++);
    }
    if (rest == end) return usage();
    start(&target, rest);
    int status = follow(&target);
    write_result(&target, result);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
