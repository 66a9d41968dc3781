// The cost of an XPath expression, estimated from its text: an upper bound that is cheap to
// compute, without parsing. In case of doubt the higher cost is assumed.
#ifndef XPATH_XPATH_LOOK_H
#define XPATH_XPATH_LOOK_H

#include "base/sv.h"

typedef struct XPathLook {
    bool outside; // some predicate looks outside of its own element, so that each element may read
                  // the whole text
    bool wide;    // it uses ancestors, following or preceding nodes: the sets of many nodes overlap
    uint32_t joints; // unions and // within paths: sets that are merged, node against node
    uint32_t depth;  // nesting of brackets
} XPathLook;

XPathLook xpath_look(Sv expression);

#endif
