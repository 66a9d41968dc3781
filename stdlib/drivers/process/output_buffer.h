// What a program prints, within a ceiling: head and tail, a digest of everything once something is
// left out, and the last line for a terminal. Owns the memory; refuses nothing, and says what it
// left out.
#ifndef STDLIB_DRIVERS_PROCESS_OUTPUT_BUFFER_H
#define STDLIB_DRIVERS_PROCESS_OUTPUT_BUFFER_H

#include "base/buf.h"
#include "base/system/digest.h"

typedef struct OutputBuffer {
    Buf head;       // the first bytes, half of the ceiling
    char *ring;     // the last bytes, the other half; NULL until the head is full
    size_t half;    // bytes of head and of ring
    uint64_t total; // bytes seen
    Hasher *hasher; // over all bytes, once one is left out; NULL before
} OutputBuffer;

OutputBuffer output_buffer_new(size_t ceiling);
void output_buffer_free(OutputBuffer *capture);
void output_buffer_add(OutputBuffer *capture, Sv bytes);
// What was kept, byte for byte, in the arena. If bytes were left out, a line in their place says
// how many, with the digest of everything. Call once, at the end.
Sv output_buffer_bytes(OutputBuffer *capture, Arena *arena);
// What a text from output_buffer_bytes says about bytes that were left out ("4,096 of 1,052,672
// bytes were left out"); empty if it is complete.
Sv output_buffer_left_out(Sv text);

// The last lines that were printed, and the very last one, of both streams together in order of
// arrival.
typedef struct LastLines {
    char ring[4096];
    uint64_t total;
} LastLines;

void last_lines_add(LastLines *lines, Sv bytes);
// The complete last lines, in the arena, for people: bytes that are not UTF-8 become \xe9. The
// first line is left out if its beginning is lost.
Sv last_lines_text(const LastLines *lines, Arena *arena);
// Replaces the content of `line` with the last line that is not blank, as far as it was kept. A
// carriage return begins the line anew.
void last_lines_last(const LastLines *lines, Buf *line);

#endif
