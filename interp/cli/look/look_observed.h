// What an attempt asked and what came back, and what of it the journal does not hold.
#ifndef CLI_LOOK_LOOK_OBSERVED_H
#define CLI_LOOK_LOOK_OBSERVED_H

#include "cli/look/look_page.h"
#include "cli/look/look_story.h"

// `attempt`: the fields of an attempt_ended.
void look_attempt(const LookPage *page, Arena *arena, size_t indent, Value attempt);
// Which values of the step the journal shortened, and by how much, and where the name of a secret
// stands instead of it. Nothing where it holds all.
void look_lost(const LookPage *page, Arena *arena, const LookStory *story);

#endif
