// What the files of this room share.
#ifndef BASE_SYSTEM_FILE_INTERNAL_H
#define BASE_SYSTEM_FILE_INTERNAL_H

#include "base/arena.h"
#include <sys/types.h>

// Opens what is there, a device or a pipe too, for writing; a pipe that nobody reads is waited for
// no longer than two seconds. -1 with errno.
int file_open_straight(const char *name, int flags, mode_t mode);

#endif
