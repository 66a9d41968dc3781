// What may fail says so by its result: MUST_USE in front of a declaration makes the compiler
// complain where nobody looks at it.
#ifndef BASE_MUST_USE_H
#define BASE_MUST_USE_H

#define MUST_USE __attribute__((warn_unused_result))

// For a result that does not matter where it is called; a comment there says why.
static inline void ignore_result(int result) {
    (void)result;
}

#endif
