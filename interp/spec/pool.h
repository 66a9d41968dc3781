// Things that are kept between steps of one run: open connections. Safe to use from several
// threads. A thing is taken out while it is used, so no two threads ever hold the same one.
#ifndef SPEC_POOL_H
#define SPEC_POOL_H

#include "base/sv.h"
#include <stdint.h>

typedef struct Pool Pool;

Pool *pool_new(void);
// Closes all that is in it.
void pool_free(Pool *pool);
// NULL where none is kept under this kind and key. Those that were begun before `since` changes
// were made are closed instead of being handed out. *begun (may be NULL) is how many had been made
// when it was opened, or, where there is none, now, when one will be.
void *pool_take(Pool *pool, const char *kind, Sv key, uint64_t since, uint64_t *begun);
// Keeps it; `owner` is the connection it belongs to (at NULL = none), `begun` as pool_take gave it.
// `close` is called when the pool is freed.
void pool_put(Pool *pool, const char *kind, Sv owner, Sv key, uint64_t begun, void *thing,
              void (*close)(void *thing));

// ── what is too old ──
// Since a step changed something, what was opened before may speak for what was there before.
enum { POOL_ANY = 0 };
// Nothing kept is young enough; and likewise because whoever wrote the step asked for a new one.
#define POOL_NONE  (UINT64_MAX - 1)
#define POOL_ASKED UINT64_MAX
uint64_t pool_changes(Pool *pool); // so far
void pool_note_change(Pool *pool);
// Closes what is kept for this owner; what has none (programs) stays, and an empty owner is all
// that have one.
void pool_close(Pool *pool, Sv owner);

#endif
