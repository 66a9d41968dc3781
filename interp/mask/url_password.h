// Passwords within an address (postgres://user:password@host?sslpassword=…): the input that holds
// it is not declared secret, but its password is one all the same. url/url_secrets.h finds them.
#ifndef MASK_URL_PASSWORD_H
#define MASK_URL_PASSWORD_H

#include "mask/masker.h"

// Makes each of them known to the masker as "NAME password", as it is written and as it reads. A
// short one, and one that is the user's name or another part of the address, is registered with
// what stands around it, since it would otherwise blank out innocent words.
void url_password_remember(Masker *masker, Arena *arena, Sv name, Sv address);
// As url_password_remember, for all texts within a value.
void url_passwords_remember(Masker *masker, Arena *arena, Sv name, Value value);
// The address with «NAME password» in place of each password; the address itself if there is none.
Sv url_password_hidden(Arena *arena, Sv name, Sv address);
// As url_password_hidden, for all texts within a value.
Value url_passwords_hidden(Arena *arena, Sv name, Value value);

#endif
