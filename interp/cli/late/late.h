// Libraries that are loaded late: the program starts without them, and each comes when one of its
// functions is first called. Where this is used (x86-64, release builds) the functions of NAME.def
// are small jumps through a table of addresses (late.S) that is read-only except while a library's
// part of it is filled; elsewhere the libraries are linked as usual, and nothing of this is built.
#ifndef CLI_LATE_LATE_H
#define CLI_LATE_LATE_H

// Called by late.S with the place in the table that a jump has gone through for the first time; the
// function to go on with. A library that is not there ends the process with status 70, as a missing
// library would have done at the start.
void *late_resolve(void **slot);

#endif
