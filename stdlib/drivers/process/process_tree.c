#include "drivers/process/process_tree.h"

#include "base/num.h"
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

static size_t read_small(const char *path, char *out, size_t size) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return 0;
    size_t used = 0;
    while (used + 1 < size) {
        ssize_t got = read(fd, out + used, size - 1 - used);
        if (got <= 0) break;
        used += (size_t)got;
    }
    close(fd);
    out[used] = '\0';
    return used;
}

static void add_listed(ProcessTree *tree, pid_t parent, Sv list) {
    Sv word;
    int64_t pid;
    while (tree->count < TREE_MOST && sv_next_part(&list, ' ', &word))
        if (num_parse_i64(word, &pid)) {
            tree->parents[tree->count] = parent;
            tree->pids[tree->count++] = (pid_t)pid;
        }
}

// Children are listed under the thread that created them.
static void add_children(ProcessTree *tree, pid_t parent) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)parent);
    DIR *tasks = opendir(path);
    if (!tasks) return;
    for (struct dirent *entry; (entry = readdir(tasks));) {
        if (entry->d_name[0] == '.') continue;
        char children[320], list[8 * TREE_MOST];
        snprintf(children, sizeof children, "/proc/%d/task/%s/children", (int)parent,
                 entry->d_name);
        size_t used = read_small(children, list, sizeof list);
        add_listed(tree, parent, (Sv){list, used});
    }
    closedir(tasks);
}

void tree_look(ProcessTree *tree) {
    tree->count = 0;
    add_children(tree, getpid());
    for (size_t i = 0; i < tree->count; i++)
        add_children(tree, tree->pids[i]);
}

typedef struct ProcessState {
    char state; // R, S, Z …; 0 if the process is gone
    pid_t parent;
} ProcessState;

static ProcessState state_of(pid_t pid) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    ProcessState state = {0};
    if (read_small(path, text, sizeof text) == 0) return state;
    // The name stands in parentheses and may hold any byte, so the last one ends it.
    char *rest = strrchr(text, ')');
    if (!rest || strlen(rest) < 5) return state;
    Sv words = sv_from_c(rest + 4), word;
    int64_t parent = 0;
    if (!sv_next_part(&words, ' ', &word) || !num_parse_i64(word, &parent)) return state;
    return (ProcessState){.state = rest[2], .parent = (pid_t)parent};
}

bool tree_holds(const ProcessTree *tree, pid_t pid) {
    for (size_t i = 0; i < tree->count; i++)
        if (tree->pids[i] == pid) return true;
    return false;
}

static bool is_ours(const ProcessTree *tree, pid_t parent) {
    return parent == getpid() || tree_holds(tree, parent);
}

bool tree_alive(pid_t pid) {
    char state = state_of(pid).state;
    return state && state != 'Z' && state != 'X';
}

void tree_signal(const ProcessTree *tree, int signal) {
    for (size_t i = 0; i < tree->count; i++) {
        // The descriptor pins the process. Only then does asking for its parent prove that it is
        // still the same one.
        int pinned = pidfd_open(tree->pids[i], 0);
        if (pinned < 0) continue;
        ProcessState state = state_of(tree->pids[i]);
        if (state.state && is_ours(tree, state.parent)) pidfd_send_signal(pinned, signal, NULL, 0);
        close(pinned);
    }
}

void tree_name(pid_t pid, char *out, size_t size) {
    out[0] = '\0';
    if (!tree_alive(pid)) return;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
    size_t used = read_small(path, out, size);
    while (used > 0 && out[used - 1] == '\n')
        out[--used] = '\0';
}

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// How much of a name the kernel keeps, with its NUL.
enum { KERNEL_NAME = 16 };

bool tree_runs(pid_t pid, char *const *names, uint32_t count) {
    char name[KERNEL_NAME + 1], file[4096] = "", path[64], given[4096];
    tree_name(pid, name, sizeof name);
    snprintf(path, sizeof path, "/proc/%d/exe", (int)pid);
    ssize_t linked = readlink(path, file, sizeof file - 1);
    file[linked > 0 ? linked : 0] = '\0';
    snprintf(path, sizeof path, "/proc/%d/cmdline", (int)pid);
    given[read_small(path, given, sizeof given)] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        bool same = strncmp(name, names[i], KERNEL_NAME - 1) == 0 && name[0];
        if (same || strcmp(last_part(file), names[i]) == 0 ||
            strcmp(last_part(given), names[i]) == 0)
            return true;
    }
    return false;
}
