// What an XPath expression may cost, by a look at its text: an upper bound that is cheap to have,
// not a parse. What is doubtful counts as the dearer thing.
#ifndef XPATH_XPATH_LOOK_H
#define XPATH_XPATH_LOOK_H

#include "base/sv.h"

typedef struct XPathLook {
    bool outside; // some predicate looks outside its own element: each element may read the whole
                  // text
    bool wide;    // uses ancestors, following or preceding nodes: the sets of many nodes overlap
    uint32_t joints; // unions and // within paths: sets that are merged, node against node
    uint32_t depth;  // of brackets within each other
} XPathLook;

XPathLook xpath_look(Sv expression);

#endif
