#include "cli/late/late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { STATUS_NO_LIBRARY = 70 };

// A variable that holds a function is told from a function by its first character.
#define VARIABLE(name)      "*" #name,
#define FUNCTION(name)      #name,
#define LIBRARY(name, file) extern void *late_slots_##name[] __attribute__((visibility("hidden")));
#include "cli/late/libraries.def"
#undef LIBRARY

static const char *const curl_names[] = {
#include "cli/late/curl.def"
};
static const char *const pq_names[] = {
#include "cli/late/pq.def"
};
static const char *const sqlite_names[] = {
#include "cli/late/sqlite.def"
};
static const char *const xml_names[] = {
#include "cli/late/xml.def"
};
static const char *const ssl_names[] = {
#include "cli/late/ssl.def"
};
static const char *const crypto_names[] = {
#include "cli/late/crypto.def"
};
static const char *const edit_names[] = {
#include "cli/late/edit.def"
};
#undef FUNCTION
#undef VARIABLE

typedef struct Library {
    const char *file;
    void **slots;
    const char *const *names; // of the functions, in the order of the slots
    size_t count;
} Library;

static const Library libraries[] = {
#define LIBRARY(name, file)                                                                        \
    {file, late_slots_##name, name##_names, sizeof name##_names / sizeof *name##_names},
#include "cli/late/libraries.def"
#undef LIBRARY
};

static void give_up(const char *what) {
    const char *why = dlerror();
    fprintf(stderr, "runbook: %s cannot be used: %s\n", what, why ? why : "not known");
    exit(STATUS_NO_LIBRARY);
}

// The table lies among what is read-only once the program has started.
static void protect(const Library *library, int how) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
    uintptr_t from = (uintptr_t)library->slots & ~page;
    uintptr_t to = ((uintptr_t)(library->slots + library->count) + page) & ~page;
    if (mprotect((void *)from, to - from, how) != 0) give_up(library->file);
}

static void load(const Library *library) {
    void *handle = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) give_up(library->file);
    protect(library, PROT_READ | PROT_WRITE);
    for (size_t i = 0; i < library->count; i++) {
        const char *name = library->names[i];
        bool variable = *name == '*';
        void *found = dlsym(handle, name + variable);
        if (!found) give_up(name);
        library->slots[i] = variable ? *(void **)found : found;
    }
    protect(library, PROT_READ);
}

// Two threads may come for the same library, or for two whose tables share a page.
void *late_resolve(void **slot) {
    static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
    static bool loaded[sizeof libraries / sizeof *libraries];
    pthread_mutex_lock(&loading);
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        const Library *library = &libraries[i];
        if (slot < library->slots || slot >= library->slots + library->count) continue;
        if (!loaded[i]) load(library);
        loaded[i] = true;
    }
    pthread_mutex_unlock(&loading);
    return *slot;
}
