// The processes beneath this one, children that left their group or session included.
// Owns nothing; sees only descendants, and signals nobody else even where process ids are used
// again.
#ifndef STDLIB_DRIVE_TREE_H
#define STDLIB_DRIVE_TREE_H

#include <stddef.h>
#include <sys/types.h>

enum { TREE_MOST = 4096 }; // processes seen in one look

typedef struct Tree {
    pid_t pids[TREE_MOST]; // parents before their children
    size_t count;
} Tree;

// All descendants of the calling process as they are now, ended ones that nobody waited for
// included.
void tree_look(Tree *tree);
// Sends the signal to each of them.
void tree_signal(const Tree *tree, int signal);
// The name of the program that a process runs, cut to `size`; empty where it is gone or has ended.
void tree_name(pid_t pid, char *out, size_t size);

#endif
