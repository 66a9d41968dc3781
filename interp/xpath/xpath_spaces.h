// What the prefixes of an XPath expression stand for: those of the root element, `_` for its own
// namespace where it has no prefix, and what is declared beside the expression, which goes first.
#ifndef XPATH_XPATH_SPACES_H
#define XPATH_XPATH_SPACES_H

#include "late/xml.h"
#include "match/work.h"

// `declared` is a map from prefixes to URIs, or null. False with a fault.
MUST_USE bool xpath_add_spaces(Work *work, xmlXPathContextPtr context, xmlDocPtr doc,
                               Value declared);
// The URI of the prefix; empty if it stands for none.
Sv xpath_space(xmlDocPtr doc, Sv prefix, Value declared);
// The message for an expression that uses a prefix which stands for nothing, with what to write.
Sv xpath_unknown_prefix(Arena *arena, xmlDocPtr doc, Sv expression, Value declared);

#endif
