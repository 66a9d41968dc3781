// The supervisor's end of an order: the command that is to be started, with its private files.
#ifndef STDLIB_DRIVERS_PROCESS_SUPERVISOR_ORDER_H
#define STDLIB_DRIVERS_PROCESS_SUPERVISOR_ORDER_H

#include "drivers/process/supervisor.h"
#include <stddef.h>
#include <sys/types.h>

typedef struct Command {
    SupervisorRequest order;
    SupervisorFile *files; // heap
    char *texts;           // heap; what the order says follows it
    const char *folder;    // the first two texts
    const char *program;
    char **argv; // heap, NULL-terminated
    char **envp;
    char **keep;
    char **names;  // of files
    char *content; // of all files, one behind the other
    char **paths;  // heap; texts that were put together here
    int streams[3];
    int private_folder; // descriptor; -1 = none
} Command;

// Reads one order, without what follows it; false at the end of the socket.
bool order_receive(SupervisorRequest *order, int streams[3]);
// Waits for an order to start and reads it. `begun` is told as soon as there is one.
bool command_receive(Command *command, void (*begun)(void *self), void *self);
// Makes its private files beneath a folder whose path goes into `path` (PRIVATE_PATH bytes). False
// with errno, and *failed is 1 + the index of the file that cannot be made.
bool command_make_files(Command *command, char *path, uint32_t *failed);
// Starts it; an errno, or 0.
int command_start(const Command *command, pid_t *out);
// The streams and the folder's descriptor are closed, and its texts wiped: they may hold secrets.
void command_free(Command *command);

void close_all(int *fds, size_t count);

#endif
