// Passwords that stand in an address (postgres://user:password@host): an input that holds one is no
// secret by its declaration, but its password is one all the same.
#ifndef MASK_URL_PASSWORD_H
#define MASK_URL_PASSWORD_H

#include "mask/masker.h"

// The password within the address, as written; false where there is none.
MUST_USE bool url_password(Sv address, Sv *out);
// Makes it known to the masker under "NAME password". A short one is known with the user and the @
// around it, since it would otherwise blank out innocent words.
void url_password_remember(Masker *masker, Arena *arena, Sv name, Sv address);
// The address with «NAME password» in its place; the address itself where there is none.
Sv url_password_hidden(Arena *arena, Sv name, Sv address);

#endif
