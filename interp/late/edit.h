// libedit, loaded late (late.h).
#ifndef LATE_EDIT_H
#define LATE_EDIT_H

#include <histedit.h>

typedef struct LateEdit {
#define FUNCTION(name) __typeof__(name) *name;
#include "late/edit.def"
#undef FUNCTION
} LateEdit;
extern LateEdit late_edit;

#ifndef LATE_DIRECT
#include "late/edit_names.h" // made from edit.def by cmake/late_names.cmake
#endif

#endif
