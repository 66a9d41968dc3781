// Keeps things between steps of one run: open connections. Safe to use from several threads. A
// thing is taken out while it is used, so no two threads have the same one.
#ifndef SPEC_POOL_H
#define SPEC_POOL_H

#include "base/sv.h"
#include <stdint.h>

typedef struct Pool Pool;

Pool *pool_new(void);
// Closes everything in it.
void pool_free(Pool *pool);
// NULL if none is kept under this kind and key. Things that were begun before `since` changes had
// been made are closed instead of being returned. *begun (may be NULL) is how many changes had been
// made when it was opened, or if there is none, how many have been made now.
void *pool_take(Pool *pool, const char *kind, Sv key, uint64_t since, uint64_t *begun);
// Keeps a thing. `owner` is the connection it belongs to (at NULL = none), `begun` as pool_take
// returned it. `close` is called when the pool is freed.
void pool_put(Pool *pool, const char *kind, Sv owner, Sv key, uint64_t begun, void *thing,
              void (*close)(void *thing));
// As pool_put, a session of a server that others may have to wait for while it is open.
void pool_put_session(Pool *pool, const char *kind, Sv owner, Sv key, uint64_t begun, void *thing,
                      void (*close)(void *thing));

// ── what must live as long as what was started ──
// Descriptors whose end says that nothing of this run acts any more (its lock, its journal's lock):
// every program that it starts from then on is watched by a process that holds them too, and lets
// them go once all that came from the program has ended, or was left running on purpose. They stay
// the caller's. At most POOL_HANDED of them.
enum { POOL_HANDED = 8 };
void pool_hand_on(Pool *pool, int descriptor);
// How many there are; copies them into `out`.
size_t pool_handed(Pool *pool, int out[POOL_HANDED]);

// ── what is too old ──
// What was opened before a step changed something may show what was there before.
enum { POOL_ANY = 0 };
// Nothing kept is young enough; the same because the author of the step asked for a new one.
#define POOL_NONE  (UINT64_MAX - 1)
#define POOL_ASKED UINT64_MAX
uint64_t pool_changes(Pool *pool); // so far
void pool_note_change(Pool *pool);
// Closes what is kept for this owner; an empty owner means all that have one. What has no owner
// (programs) stays.
void pool_close(Pool *pool, Sv owner);
// Before a change that goes by the connection `changing` (empty = by none): closes the sessions
// that are kept for all others. Reads would not take them any more, and they can be in the change's
// way.
void pool_make_way(Pool *pool, Sv changing);

#endif
