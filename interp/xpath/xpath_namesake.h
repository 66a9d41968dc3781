// Names that an XPath asks for and that do not exist, while others do that readers would take for
// them: of another namespace, or with other capitals. That such a path finds nothing shows nothing.
#ifndef XPATH_XPATH_NAMESAKE_H
#define XPATH_XPATH_NAMESAKE_H

#include "late/xml.h"
#include "match/work.h"

// The next node, depth first; NULL after the last one. Updates `depth`.
xmlNodePtr xpath_next_node(xmlNodePtr node, uint64_t *depth);
// False, with a fault, if the text has such a name; `namespaces` as for xpath_eval.
bool xpath_names_are_there(Work *work, xmlDocPtr doc, uint64_t nodes, Sv expression,
                           Value namespaces);

#endif
