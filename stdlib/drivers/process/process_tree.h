// The descendants of this process, even if they left its group or session. Sees only descendants,
// and never signals another process, even if a process id has been reused.
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

// All descendants of the calling process at this moment, including ended ones that nobody has
// waited for.
void tree_look(ProcessTree *tree);
// Sends the signal to each of them.
void tree_signal(const ProcessTree *tree, int signal);
bool tree_holds(const ProcessTree *tree, pid_t pid);
// False if it has ended, even if nobody has waited for it yet.
bool tree_alive(pid_t pid);
// Whether it runs one of these programs, by the name of its file or the name it was started by.
bool tree_runs(pid_t pid, char *const *names, uint32_t count);
// The name of the program that a process runs, cut to `size`; empty if it is gone or has ended.
void tree_name(pid_t pid, char *out, size_t size);

#endif
