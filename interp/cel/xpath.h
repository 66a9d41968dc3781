// XPath 1.0 over HTML and XML texts. The only file that touches libxml2 is xpath.c. Refuses
// entities, external subsets and the network; bounded in text, depth and work.
#ifndef CEL_XPATH_H
#define CEL_XPATH_H

#include "cel/function.h"

// What is wrong with an expression, or an empty view.
Sv xpath_wrong(Arena *arena, Sv expression);
// Nodes become a list of their texts; numbers, bools and strings stay what they are. `namespaces`
// is a map from prefixes to URIs, or null: then the prefixes of the root element hold. Returns
// false with a fault.
bool xpath_eval(CelCall *call, Sv text, Sv expression, Value namespaces, Value *out);

#endif
