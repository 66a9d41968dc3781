// An auditor for ld.so (LD_AUDIT) that lets the library named in HIDE_LIBRARY not be found: what a
// machine looks like on which it is not installed.
#include <link.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

unsigned la_version(unsigned version) {
    (void)version;
    return LAV_CURRENT;
}

// Asked for the name, and then for each place in which it is looked for.
char *la_objsearch(const char *name, uintptr_t *cookie, unsigned flag) {
    (void)cookie;
    static char nowhere[] = "/nonexistent/library";
    const char *hidden = getenv("HIDE_LIBRARY"), *slash = strrchr(name, '/');
    bool hide = hidden && slash && strcmp(slash + 1, hidden) == 0;
    return hide && flag != LA_SER_ORIG ? nowhere : (char *)(uintptr_t)name;
}
