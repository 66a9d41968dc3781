// Where a connection string leads: its own keys, and those of its data source in odbc.ini.
#ifndef STDLIB_DRIVERS_ODBC_ODBC_TARGET_H
#define STDLIB_DRIVERS_ODBC_ODBC_TARGET_H

#include "base/arena.h"
#include "base/must_use.h"
#include "base/sv.h"

typedef struct OdbcKey {
    Sv name;
    Sv value;
} OdbcKey;

enum { ODBC_MOST_KEYS = 128 };
typedef struct OdbcTarget {
    OdbcKey keys[ODBC_MOST_KEYS]; // those that the string gives first, then those of odbc.ini
    size_t count, given;
    Sv source; // the data source's name; empty = the string names a driver itself
    Sv driver; // its name in odbcinst.ini, or a path
    Sv host, port, database;
    Sv password; // that odbc.ini holds: never shown
    bool file;   // SQLite's driver: the database is a file
} OdbcTarget;

// The string alone. False with *error and *hint, neither of which shows a value.
MUST_USE bool odbc_read(Arena *arena, Sv address, OdbcTarget *out, Sv *error, Sv *hint);
// With what odbc.ini says of its data source (odbc_ini.c).
MUST_USE bool odbc_target(Arena *arena, Sv address, OdbcTarget *out, Sv *error, Sv *hint);
// Adds the keys of that section of the file; those that are there already stay.
void odbc_ini_add(Arena *arena, OdbcTarget *target, Sv path, Sv section);
void odbc_add_key(OdbcTarget *target, Sv name, Sv value);
// What a key means, whatever it is called; empty if it is not there.
Sv odbc_key(const OdbcTarget *target, const char *const *names);
bool odbc_is_secret(Sv key);
// With links resolved; a relative one is in `folder`.
Sv odbc_file(Arena *arena, const OdbcTarget *target, Sv folder);
// "odbc://HOST:PORT/DATABASE", "odbc:/FILE"; where neither is known "odbc:?KEY=VALUE;…".
Sv odbc_place(Arena *arena, const OdbcTarget *target, Sv folder);

#endif
