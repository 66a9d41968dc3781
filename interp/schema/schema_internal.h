// Shared by the files of the schema: small schemas as values.
#ifndef SCHEMA_SCHEMA_INTERNAL_H
#define SCHEMA_SCHEMA_INTERNAL_H

#include "plan/keys/keys.h"
#include "schema/schema.h"

typedef struct SchemaMaker {
    Arena *arena;
    const Registry *registry;
} SchemaMaker;

// {"type": …}, with several types as a list; NULL-terminated.
Value schema_type(SchemaMaker *maker, const char *const *types);
// {"$ref": "#/$defs/NAME"}
Value schema_ref(SchemaMaker *maker, const char *name);
// {"anyOf": [a, b]}, whose description is whatever it is given itself.
Value schema_either(SchemaMaker *maker, Value a, Value b);
Value schema_list(SchemaMaker *maker, Value items);
Value schema_map(SchemaMaker *maker, Value values);
Value schema_enum(SchemaMaker *maker, const char *const *words);
Value schema_text(SchemaMaker *maker);       // any scalar, taken as its characters
Value schema_template(SchemaMaker *maker);   // one ${…}
Value schema_expression(SchemaMaker *maker); // an expression, which YAML may read as a scalar
Value schema_duration(SchemaMaker *maker);
// The schema with one keyword more.
Value schema_with(SchemaMaker *maker, Value schema, const char *key, Value more);
// The schema with a description, which an editor shows to whoever writes what it is of.
Value schema_described(SchemaMaker *maker, Value schema, const char *doc);
// The same with an example in YAML behind it.
Value schema_shown(SchemaMaker *maker, Value schema, const char *doc, const char *example);
// The schema with words for its readers alone.
Value schema_commented(SchemaMaker *maker, Value schema, const char *comment);

// An object of these properties and no others.
typedef struct SchemaObject {
    MapBuilder properties;
    ListBuilder required;
} SchemaObject;
SchemaObject schema_object(SchemaMaker *maker);
void schema_add(SchemaObject *object, const char *name, Value schema, bool required);
// `more` is a map of further keywords (oneOf, dependentSchemas); null = none.
Value schema_object_done(SchemaMaker *maker, SchemaObject *object, Value more);

// The schema behind a verb: the short form, the long one, or either.
Value schema_action(SchemaMaker *maker, const Action *action);
Value schema_param(SchemaMaker *maker, const Param *param);
// An object of parameters; with `beside`, only those that stand beside the verb, else only the
// others.
Value schema_params(SchemaMaker *maker, const Param *params, size_t count);
Value schema_connection(SchemaMaker *maker);
// Adds the rows of a place to an object.
void schema_add_keys(SchemaMaker *maker, SchemaObject *object, KeyPlace place);
Value schema_step(SchemaMaker *maker, KeyPlace place);

#endif
