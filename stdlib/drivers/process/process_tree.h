// The processes beneath this one, children that left their group or session included.
// Owns nothing; sees only descendants, and signals nobody else even where process ids are used
// again.
#ifndef STDLIB_DRIVERS_PROCESS_PROCESS_TREE_H
#define STDLIB_DRIVERS_PROCESS_PROCESS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { TREE_MOST = 4096 }; // processes seen in one look

typedef struct ProcessTree {
    pid_t pids[TREE_MOST]; // parents before their children
    pid_t parents[TREE_MOST];
    size_t count;
} ProcessTree;

// All descendants of the calling process as they are now, ended ones that nobody waited for
// included.
void tree_look(ProcessTree *tree);
// Sends the signal to each of them.
void tree_signal(const ProcessTree *tree, int signal);
bool tree_holds(const ProcessTree *tree, pid_t pid);
// False where it has ended, also where nobody has waited for it yet.
bool tree_alive(pid_t pid);
// True where it runs one of these programs: by the name of its file, or the one it was started by.
bool tree_runs(pid_t pid, char *const *names, uint32_t count);
// The name of the program that a process runs, cut to `size`; empty where it is gone or has ended.
void tree_name(pid_t pid, char *out, size_t size);

#endif
