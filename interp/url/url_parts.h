// Where the parts of a URL stand in its text: the one reading that everything here which looks at
// an address begins with (RFC 3986, section 3). Owns nothing: every part is a view of the text.
// Refuses to judge, to decode and to change: what may stand in a part is said by who asks
// (url/url.h).
#ifndef URL_URL_PARTS_H
#define URL_URL_PARTS_H

#include "base/ascii.h"
#include "base/sv.h"

// How a text is taken that is not quite a URL.
typedef enum UrlLeniency {
    // The whole text is the URL, and each part ends where RFC 3986 has its end.
    URL_AS_WRITTEN,
    // For hiding a password in what may only nearly be a URL, since a wrong address is shown to
    // people too, and other programs forgive more. Three liberties:
    // - the URL may begin anywhere, at its scheme, and ends at a blank; more or fewer slashes than
    //   two may stand in front of a user and password;
    // - behind a password in which '/', '?' or '#' stand as they are, the '@' still ends it;
    // - a ':' with digits alone up to '/', '?' or '#' is a port, never such a password.
    URL_NEARLY
} UrlLeniency;

// A part that is not there is empty, and has_… tells it from one that is there and empty.
typedef struct UrlParts {
    Sv scheme;    // "https"
    Sv authority; // what stands behind "//": user information, host and port
    Sv user_info; // "user:password"
    Sv user;
    Sv password; // behind the first ':' of user_info
    Sv place;    // host and port: "[::1]:80"
    Sv host;     // of an IPv6 address with its brackets
    Sv port;     // as written
    Sv path;
    Sv query;    // without '?'
    Sv fragment; // without '#'
    bool has_scheme, has_authority, has_user, has_password, has_port, has_query, has_fragment;
} UrlParts;

UrlParts url_split(Sv text, UrlLeniency leniency);
// True if the text begins with a scheme ("https://…"), false for a path.
bool url_is_absolute(Sv text);

// The characters that need no percent-encoding anywhere in a URL (RFC 3986, section 2.3).
static inline bool url_is_unreserved(int c) {
    return ascii_is_word(c) || c == '-' || c == '.' || c == '~';
}

#endif
