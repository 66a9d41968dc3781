// Which characters a reader would not see, or would see as something else than they are.
#ifndef BASE_SHOWN_INVISIBLE_H
#define BASE_SHOWN_INVISIBLE_H

#include "base/sv.h"

// True for characters that cannot be shown as they are: controls, bidirectional marks, line
// separators, what Unicode calls default ignorable (joiners and variation selectors too), blanks
// that are no spaces, noncharacters, and characters of private use, which have no agreed shape.
bool invisible_alone(uint32_t code_point);
// The same for the character `c` at [from, to) of a text: a joiner or a variation selector is no
// such character where the two beside it make it one that is seen, as in an emoji or between
// letters that it joins or parts.
bool invisible_in(Sv text, size_t from, size_t to, uint32_t c);
// True if nothing in it is visible: it is empty, or consists of blanks, controls and invisible
// characters.
bool invisible_whole(Sv text);

#endif
