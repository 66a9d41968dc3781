#include "spec/hand_line.h"

HandLine *hand_lines_add(Arena *arena, HandLines *lines) {
    arena_grow(arena, lines->items, lines->count, lines->capacity);
    HandLine *line = &lines->items[lines->count++];
    *line = (HandLine){.arena = arena};
    return line;
}

static void add(HandLine *line, HandPiece piece) {
    arena_grow(line->arena, line->pieces, line->count, line->capacity);
    line->pieces[line->count++] = piece;
}

void hand_word(HandLine *line, Sv text) {
    add(line, (HandPiece){.begins = true, .text = text});
}

void hand_option(HandLine *line, const char *word) {
    add(line, (HandPiece){.begins = true, .ours = true, .text = sv_from_c(word)});
}

void hand_more(HandLine *line, Sv text) {
    if (text.len > 0) add(line, (HandPiece){.text = text});
}

void hand_secret(HandLine *line, HandPiece piece) {
    if (piece.text.len > 0) add(line, piece);
}

void hand_note(HandLine *line, Sv note) {
    arena_grow(line->arena, line->notes, line->note_count, line->note_capacity);
    line->notes[line->note_count++] = note;
}
