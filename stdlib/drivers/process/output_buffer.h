// What a program prints: head and tail within a ceiling, a digest over all once something is left
// out, and the last line for a terminal. Owns the memory of what is kept; refuses nothing, and says
// what it left out.
#ifndef STDLIB_DRIVERS_PROCESS_OUTPUT_BUFFER_H
#define STDLIB_DRIVERS_PROCESS_OUTPUT_BUFFER_H

#include "base/buf.h"
#include "base/system/digest.h"

typedef struct OutputBuffer {
    Buf head;       // the first bytes, half of the ceiling
    char *ring;     // the last bytes, the other half; NULL until the head is full
    size_t half;    // bytes of head and of ring
    uint64_t total; // bytes seen
    Hasher *hasher; // over all bytes, from when the first one is left out; NULL before
} OutputBuffer;

OutputBuffer output_buffer_new(size_t ceiling);
void output_buffer_free(OutputBuffer *capture);
void output_buffer_add(OutputBuffer *capture, Sv bytes);
// What was kept, byte for byte, in the arena. Where bytes were left out a line in their place says
// how many, and the digest of all. To be called once, at the end.
Sv output_buffer_bytes(OutputBuffer *capture, Arena *arena);
// What a text made by output_buffer_bytes says about bytes that were left out ("4,096 of 1,052,672
// bytes were left out"); empty where it is whole.
Sv output_buffer_left_out(Sv text);

// The last lines of what was printed, and the very last one, both streams together in order of
// arrival.
typedef struct LastLines {
    char ring[4096];
    uint64_t total;
} LastLines;

void screen_add(LastLines *screen, Sv bytes);
// The last lines whole, in the arena, for people: bytes that are no UTF-8 stand as \xe9. The first
// is left out where its beginning is lost.
Sv screen_text(const LastLines *screen, Arena *arena);
// The last line that is not blank, as far as it was kept, in place of what is in `line`: a carriage
// return begins a line anew.
void screen_last_line(const LastLines *screen, Buf *line);

#endif
