// name() = 's:Fault' and local-name() = 'Fault' in an XPath: names that are compared as texts.
#ifndef XPATH_XPATH_CALLED_H
#define XPATH_XPATH_CALLED_H

#include "late/xml.h"
#include "match/work.h"

// False, with a fault, where nothing in the text is called so, while something else is that readers
// would take for it: with another prefix or none, or with other capitals.
bool xpath_called_are_there(Work *work, xmlDocPtr doc, uint64_t nodes, Sv expression);

#endif
