// The names that an XPath expression asks for (name tests), by its grammar's own rules of reading:
// not those of functions, axes and operators, and nothing within quotes.
#ifndef XPATH_XPATH_NAMES_H
#define XPATH_XPATH_NAMES_H

#include "base/sv.h"

typedef struct XPathName {
    Sv prefix;       // empty: none, which stands for no namespace
    Sv local;        // Fault
    bool attribute;  // of an attribute, else of an element
    size_t from, to; // where it stands, its prefix included
} XPathName;

typedef struct XPathReader {
    Sv text;
    size_t at;
    bool operand;   // the last token ended an operand: a name behind it is an operator
    bool attribute; // an attribute's axis stands before
} XPathReader;

// The next name test; false behind the last one.
MUST_USE bool xpath_next_name(XPathReader *reader, XPathName *out);
// The next text within quotes, for reading from the beginning again; false behind the last one.
MUST_USE bool xpath_next_text(XPathReader *reader, Sv *out);

#endif
