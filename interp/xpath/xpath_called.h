// Names that an XPath compares as texts: name() = 's:Fault' and local-name() = 'Fault'.
#ifndef XPATH_XPATH_CALLED_H
#define XPATH_XPATH_CALLED_H

#include "late/xml.h"
#include "match/work.h"

// False, with a fault, if nothing in the text has that name, while something has one that readers
// would take for it: with another prefix or none, or with other capitals.
bool xpath_called_are_there(Work *work, xmlDocPtr doc, uint64_t nodes, Sv expression);

#endif
