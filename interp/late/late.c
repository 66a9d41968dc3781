#include "late/late.h"
#include "late/tables.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

_Static_assert(sizeof(void *) == sizeof(void (*)(void)), "dlsym gives functions as void *");

void late_unloaded(void) {
    static const char words[] = "runbook: a library was used before it was loaded\n";
    if (write(STDERR_FILENO, words, sizeof words - 1) < 0) abort();
    abort();
}

// ── what is read-only ──

typedef struct Pages {
    uintptr_t from, to;
} Pages;

// The pages of this program that the loader made read-only once it had filled them in.
static int find_sealed(struct dl_phdr_info *program, size_t size, void *out) {
    (void)size;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < program->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &program->dlpi_phdr[i];
        if (part->p_type != PT_GNU_RELRO) continue;
        uintptr_t from = program->dlpi_addr + part->p_vaddr, to = from + part->p_memsz;
        *(Pages *)out = (Pages){from & ~(page - 1), to & ~(page - 1)};
    }
    return 1; // the first is this program; libraries follow
}

// Of the table, those that are sealed; else none.
static Pages sealed_pages(const LateTable *table) {
    Pages sealed = {0};
    dl_iterate_phdr(find_sealed, &sealed);
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t from = (uintptr_t)table->addresses;
    uintptr_t to = from + table->count * sizeof(void *);
    Pages pages = {from & ~(page - 1), (to + page - 1) & ~(page - 1)};
    if (pages.from < sealed.from) pages.from = sealed.from;
    if (pages.to > sealed.to) pages.to = sealed.to;
    return pages.from < pages.to ? pages : (Pages){0};
}

static bool protect(Pages pages, int how) {
    return pages.from == pages.to || mprotect((void *)pages.from, pages.to - pages.from, how) == 0;
}

// ── loading ──

// The loader has no number for it, only its words.
static bool is_not_there(const LateTable *table, const char *why) {
    size_t len = strlen(table->soname);
    return strncmp(why, table->soname, len) == 0 && strstr(why + len, "No such file") != NULL;
}

static bool fail(const LateTable *table, const char *why, LateFailure *out) {
    if (is_not_there(table, why))
        snprintf(out->reason, sizeof out->reason, "the library %s is not installed", table->soname);
    else
        snprintf(out->reason, sizeof out->reason, "the library %s cannot be used: %s",
                 table->soname, why);
    snprintf(out->hint, sizeof out->hint, "on Debian the package %s has it: apt install %s",
             table->package, table->package);
    return false;
}

static bool find_all(const LateTable *table, void *handle, void **found, LateFailure *out) {
    const char *name = table->names;
    for (size_t i = 0; i < table->count; i++) {
        found[i] = dlsym(handle, name);
        if (!found[i]) return fail(table, dlerror(), out);
        name += strlen(name) + 1;
    }
    return true;
}

static bool fill(const LateTable *table, void *handle, LateFailure *out) {
    enum { MOST = 256 };
    void *found[MOST];
    if (table->count > MOST) return fail(table, "it has too many functions", out);
    if (!find_all(table, handle, found, out)) return false;
    Pages pages = sealed_pages(table);
    if (!protect(pages, PROT_READ | PROT_WRITE)) return fail(table, strerror(errno), out);
    memcpy(table->addresses, found, table->count * sizeof *found);
    return protect(pages, PROT_READ) || fail(table, strerror(errno), out);
}

// Whole or not at all: functions that are missing are seen here, not in the midst of a step.
static bool load(const LateTable *table, LateFailure *out) {
    void *handle = dlopen(table->soname, RTLD_NOW | RTLD_LOCAL);
    if (!handle) return fail(table, dlerror(), out);
    if (fill(table, handle, out)) return true;
    dlclose(handle);
    return false;
}

bool late_load(LateLibrary library, LateFailure *out) {
    // Two threads may come for the same library, or for two whose tables share a page.
    static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
    static atomic_bool loaded[LATE_COUNT];
    if (atomic_load_explicit(&loaded[library], memory_order_acquire)) return true;
    pthread_mutex_lock(&loading);
    bool done = atomic_load_explicit(&loaded[library], memory_order_relaxed) ||
                load(&late_tables[library], out);
    if (done) atomic_store_explicit(&loaded[library], true, memory_order_release);
    pthread_mutex_unlock(&loading);
    return done;
}
