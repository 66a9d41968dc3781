// Where an address leads, by libpq's own reading of it: the address with its options, the
// environment (PGHOST, PGSERVICE, …), service files and the defaults. What is shown, what `allow`
// is asked about and what is connected to all come from here.
#ifndef STDLIB_DRIVERS_POSTGRES_POSTGRES_TARGET_H
#define STDLIB_DRIVERS_POSTGRES_POSTGRES_TARGET_H

#include "base/text_list.h"
#include "late/pq.h"

// One server of the list.
typedef struct PostgresHost {
    Sv name;    // as given; of a socket its folder; empty where only the address is given
    Sv address; // `hostaddr`: where it is connected to, whatever the name says; empty = by the name
    Sv port;
} PostgresHost;

typedef struct PostgresTarget {
    PostgresHost *hosts;
    size_t host_count;
    Sv database;
    Sv user;
    Sv options;     // settings that the session begins with: -c search_path=…
    Sv sslmode;     // from wherever libpq has it
    Sv sslrootcert; // likewise; empty = libpq's own place, or the system's
    Sv own_sslmode; // what the address itself says; empty = nothing
    Sv own_gss;     // likewise of gssencmode
    Sv gssencmode;  // of the environment and service files as well
} PostgresTarget;

// Connects to nothing. False with *error, one line that holds no password, where libpq could not
// use the address: a service that is not there, two ports for three hosts.
MUST_USE bool postgres_target(Arena *arena, Sv address, PostgresTarget *out, Sv *error);
// Whether the parts can be what they are taken for: a password with an '@' or a '/' in it is read
// as something else, and must not be shown as that.
bool postgres_is_plausible(Sv hosts, Sv ports);
// Whether it is reached by a socket of this machine's files.
bool postgres_is_socket(const PostgresHost *host);
// As postgres_show, of a connection that is open: the one server that answered, and its address.
Sv postgres_show_open(Arena *arena, const PGconn *conn);
// The value of an option of the address itself; NULL if it has none.
char *postgres_option(Arena *arena, Sv address, const char *name);

#endif
