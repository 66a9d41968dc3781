#include "plan/read/fields.h"

#include "plan/read/read.h"

// What a shape is read into. A row of another shape does not compile.
#define C_TYPE_WORD(choices)     Sv
#define C_TYPE_SENTENCE(choices) Sv
#define C_TYPE_BOOL(choices)     bool
#define C_TYPE_INT(choices)      int64_t
#define C_TYPE_NUMBER(choices)   double
#define C_TYPE_DURATION(choices) int64_t
#define C_TYPE_CHOICE(choices)   ENUM_OF_##choices
// The enum that an array of choices stands for, and its member of the first of them.
#define ENUM_OF_on_failures     OnFailure
#define FIRST_WORD(choices)     0
#define FIRST_SENTENCE(choices) 0
#define FIRST_BOOL(choices)     0
#define FIRST_INT(choices)      0
#define FIRST_NUMBER(choices)   0
#define FIRST_DURATION(choices) 0
#define FIRST_CHOICE(choices)   FIRST_OF_##choices
#define FIRST_OF_on_failures    ON_FAILURE_STOP

typedef struct KeyField {
    KeyPlace place;
    KeyShape shape;
    const char *name;
    size_t offset;
    double min, max; // of an INT or a NUMBER
    int first;       // of a CHOICE
} KeyField;

#define PLACE(id, holds, into, schema, name, key, title) typedef into StructOf##id;
#include "plan/keys/places.def"
#undef PLACE

// The offset of a field; one that has another type makes an array of negative size.
#define OFFSET_OF(Struct, field, Type)                                                             \
    (offsetof(Struct, field) + 0 * sizeof(char[_Generic(&((Struct *)0)->field, Type * : 1, default \
                                                        : -1)]))

static const KeyField fields[] = {
#define KEY(place, name, shape, inner, choices, flags, doc, example)
#define KEY_INTO(place, name, shape, field, choices, flags, doc, example)                          \
    {KEY_##place,                                                                                  \
     SHAPE_##shape,                                                                                \
     name,                                                                                         \
     OFFSET_OF(StructOf##place, field, C_TYPE_##shape(choices)),                                   \
     0,                                                                                            \
     0,                                                                                            \
     FIRST_##shape(choices)},
#define KEY_BETWEEN(place, name, shape, field, min, max, doc, example)                             \
    {KEY_##place, SHAPE_##shape, name, OFFSET_OF(StructOf##place, field, C_TYPE_##shape(NULL)),    \
     min,         max,           0},
#include "plan/keys/keys.def"
#undef KEY
#undef KEY_INTO
#undef KEY_BETWEEN
};

static void read_choice_into(RunbookLoader *loader, const Node *node, const KeyField *field,
                             int *out) {
    int choice;
    if (read_choice(loader, node, field->place, field->name, &choice)) *out = field->first + choice;
}

static void read_field(RunbookLoader *loader, const Node *node, const KeyField *field, void *out) {
    switch (field->shape) {
    case SHAPE_WORD: read_word(loader, node, field->name, out); break;
    case SHAPE_SENTENCE: read_sentence(loader, node, field->name, out); break;
    case SHAPE_BOOL: read_bool(loader, node, field->name, out); break;
    case SHAPE_DURATION: read_duration(loader, node, field->name, out); break;
    case SHAPE_INT:
        read_int(loader, node, field->name, (int64_t)field->min, (int64_t)field->max, out);
        break;
    case SHAPE_NUMBER: read_number(loader, node, field->name, field->min, field->max, out); break;
    case SHAPE_CHOICE: read_choice_into(loader, node, field, out); break;
    default: break; // no other can be read into a field
    }
}

void read_fields(RunbookLoader *loader, const Node *map, KeyPlace place, void *out) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const KeyField *field = &fields[i];
        const Node *node = field->place == place ? node_get(map, sv_from_c(field->name)) : NULL;
        if (node) read_field(loader, node, field, (char *)out + field->offset);
    }
}
