#include "spec/connection_memory.h"

#include <stddef.h>

void connection_memory_init(ConnectionMemory *memory) {
    pthread_mutex_init(&memory->lock, NULL);
    memory->thing = NULL;
    memory->drop = NULL;
    memory->used = false;
}

void connection_memory_forget(ConnectionMemory *memory) {
    if (memory->thing) memory->drop(memory->thing);
    memory->thing = NULL;
}

void connection_memory_end(ConnectionMemory *memory) {
    connection_memory_forget(memory);
    pthread_mutex_destroy(&memory->lock);
}
