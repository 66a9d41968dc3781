// Passwords within an address (postgres://user:password@host): the input that holds it is not
// declared secret, but its password is one all the same.
#ifndef MASK_URL_PASSWORD_H
#define MASK_URL_PASSWORD_H

#include "mask/masker.h"

// The password within the address, as written; false if there is none.
MUST_USE bool url_password(Sv address, Sv *out);
// Makes it known to the masker as "NAME password". A short one is registered with the user and the
// @ around it, since it would otherwise blank out innocent words.
void url_password_remember(Masker *masker, Arena *arena, Sv name, Sv address);
// The address with «NAME password» in place of the password; the address itself if there is none.
Sv url_password_hidden(Arena *arena, Sv name, Sv address);

#endif
