// The chapters of the reference; each makes one page from its table.
#ifndef REFERENCE_REFERENCE_INTERNAL_H
#define REFERENCE_REFERENCE_INTERNAL_H

#include "reference/reference.h"

void reference_actions(const Registry *registry, Buf *out);
void reference_keys(const Registry *registry, Buf *out);
void reference_functions(const Registry *registry, Buf *out);
void reference_diagnostics(const Registry *registry, Buf *out);
void reference_limits(const Registry *registry, Buf *out);
void reference_events(const Registry *registry, Buf *out);
void reference_statuses(const Registry *registry, Buf *out);

#endif
