// A database that is a file, looked at before a library opens it: what is wrong with it is said
// alike, whichever driver it is for.
#include "base/system/file.h"
#include "drivers/sql/sql_driver.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool sql_check_file(Arena *arena, const char *path, Sv shown, bool write, Outcome *failure) {
    struct stat status;
    bool there = stat(path, &status) == 0;
    if (!there && errno == ENOENT)
        return sql_fail(failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "there is no database file '%s'", path),
                        SV("is the application set up? a relative path starts at the folder that "
                           "runbook was started in, or at --dir"));
    if (!there || access(path, R_OK) != 0) {
        Sv why = file_error(arena, errno);
        return sql_fail(
            failure, OUTCOME_NOT_STARTED,
            sv_format(arena, "'%.*s' cannot be opened: %.*s", SV_ARG(shown), SV_ARG(why)), (Sv){0});
    }
    // A folder, or a pipe that would block on opening.
    if (!S_ISREG(status.st_mode))
        return sql_fail(failure, OUTCOME_NOT_STARTED,
                        sv_format(arena, "'%.*s' is no regular file", SV_ARG(shown)), (Sv){0});
    // SQLite takes an empty file for a database without tables, in which nothing can be wrong.
    if (write || status.st_size > 0) return true;
    return sql_fail(
        failure, OUTCOME_NOT_STARTED,
        sv_format(arena, "'%.*s' is an empty file: there is no database in it", SV_ARG(shown)),
        SV("is this the right path? was the application set up, or the backup whole?"));
}
