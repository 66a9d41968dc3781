// Things that are kept between steps of one run: open connections. Safe to use from several
// threads. A thing is taken out while it is used, so no two threads ever hold the same one.
#ifndef SPEC_POOL_H
#define SPEC_POOL_H

#include "base/sv.h"

typedef struct Pool Pool;

Pool *pool_new(void);
// Closes all that is in it.
void pool_free(Pool *pool);
// NULL where none is kept under this kind and key.
void *pool_take(Pool *pool, const char *kind, Sv key);
// Keeps it; `close` is called when the pool is freed.
void pool_put(Pool *pool, const char *kind, Sv key, void *thing, void (*close)(void *thing));

#endif
