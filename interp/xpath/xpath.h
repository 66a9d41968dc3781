// XPath 1.0 over HTML and XML texts. xpath.c and xpath_namesake.c are the only files that use
// libxml2. Refuses entities, external subsets and the network; bounded in text, depth and work.
#ifndef XPATH_XPATH_H
#define XPATH_XPATH_H

#include "match/work.h"

// What is wrong with an expression, or an empty view; also where libxml2 is not installed.
Sv xpath_wrong(Arena *arena, Sv expression);
// Nodes become a list of their texts; numbers, bools and strings stay what they are. `namespaces`
// is a map from prefixes to URIs, or null; it is added to the prefixes of the root element. Returns
// false with a fault, also where libxml2 is not installed; in strict mode one of FAULT_EMPTY
// where a name is asked for that only others of its kind bear: in another namespace, with other
// capitals.
MUST_USE bool xpath_eval(Work *work, Sv text, Sv expression, Value namespaces, Value *out);

#endif
