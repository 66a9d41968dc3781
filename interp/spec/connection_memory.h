// What an action keeps in memory for one connection between the steps of a run, such as cookies.
// Nothing of it is in the journal. Whoever uses `thing` holds `lock`; several branches of a run may
// do so at once.
#ifndef SPEC_CONNECTION_MEMORY_H
#define SPEC_CONNECTION_MEMORY_H

#include <pthread.h>
#include <stdbool.h>

typedef struct ConnectionMemory {
    pthread_mutex_t lock;
    void *thing; // NULL until an action keeps something; the action's own
    void (*drop)(void *thing);
    bool used; // by a step of this run
} ConnectionMemory;

void connection_memory_init(ConnectionMemory *memory);
// Drops what is kept, by whoever holds the lock.
void connection_memory_forget(ConnectionMemory *memory);
void connection_memory_end(ConnectionMemory *memory);

#endif
