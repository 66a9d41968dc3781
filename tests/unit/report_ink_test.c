// Whether what must be read can be read: the contrast of its ink with the backgrounds that people
// have, as WCAG 2.1 computes it.
#include "check.h"
#include "report/ink.h"

#include <math.h>

enum { PALETTE = 8 };

typedef struct Colour {
    double red, green, blue; // 0 to 255
} Colour;

// A terminal as its owner set it up: its colours are the eight of SGR 30 to 37.
typedef struct Screen {
    const char *name;
    Colour ground, text, bold;
    Colour palette[PALETTE];
} Screen;

#define RGB(hex)                                                                                   \
    { (double)((hex) >> 16 & 255), (double)((hex) >> 8 & 255), (double)((hex)&255) }
#define XTERM                                                                                      \
    {                                                                                              \
        RGB(0x000000), RGB(0xcd0000), RGB(0x00cd00), RGB(0xcdcd00), RGB(0x0000ee), RGB(0xcd00cd),  \
            RGB(0x00cdcd), RGB(0xe5e5e5)                                                           \
    }
#define SOLARIZED                                                                                  \
    {                                                                                              \
        RGB(0x073642), RGB(0xdc322f), RGB(0x859900), RGB(0xb58900), RGB(0x268bd2), RGB(0xd33682),  \
            RGB(0x2aa198), RGB(0xeee8d5)                                                           \
    }

static const Screen screens[] = {
    {"white", RGB(0xffffff), RGB(0x000000), RGB(0x000000), XTERM},
    {"black", RGB(0x000000), RGB(0xe5e5e5), RGB(0xffffff), XTERM},
    {"Solarized dark", RGB(0x002b36), RGB(0x839496), RGB(0x93a1a1), SOLARIZED},
    {"Solarized light", RGB(0xfdf6e3), RGB(0x657b83), RGB(0x586e75), SOLARIZED},
};

static double linear(double channel) {
    channel /= 255;
    return channel <= 0.03928 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double luminance(Colour colour) {
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
           0.0722 * linear(colour.blue);
}

static double contrast(Colour a, Colour b) {
    double first = luminance(a), second = luminance(b);
    double light = first > second ? first : second, dark = first > second ? second : first;
    return (light + 0.05) / (dark + 0.05);
}

static double between(double text, double ground) {
    enum { FAINT_PERCENT = 55 }; // what terminals leave of a text that is dim
    return (text * FAINT_PERCENT + ground * (100 - FAINT_PERCENT)) / 100;
}

// What the terminal makes of the codes.
static Colour seen(const Screen *screen, Ink ink) {
    const char *code = ink_code(ink);
    if (strcmp(code, "") == 0) return screen->text;
    if (strcmp(code, "\x1b[1m") == 0) return screen->bold;
    if (strcmp(code, "\x1b[2m") == 0)
        return (Colour){between(screen->text.red, screen->ground.red),
                        between(screen->text.green, screen->ground.green),
                        between(screen->text.blue, screen->ground.blue)};
    CHECK(strlen(code) == 5 && code[2] == '3' && code[4] == 'm');
    return screen->palette[code[3] - '0'];
}

// The text of Solarized light itself has less than 4.5; nothing has more than the text that the
// owner of the terminal chose, and what must be read has no less.
static bool can_be_read(const Screen *screen, Ink ink) {
    double own = contrast(screen->text, screen->ground), least = own < 4.5 ? own : 4.5;
    return contrast(seen(screen, ink), screen->ground) >= least;
}

static bool on_all(Ink ink) {
    bool all = true;
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
        all = all && can_be_read(&screens[i], ink);
    return all;
}

int main(void) {
    CHECK(on_all(INK_REASON));
    CHECK(on_all(INK_COMMAND));
    // The measure can fail: a label is dim, and a colour cannot be read on every background.
    CHECK(!on_all(INK_LABEL));
    CHECK(!on_all(INK_CYAN));
    CHECK(!on_all(INK_YELLOW));
    // By its authors' figures.
    CHECK_INT(lround(contrast(screens[0].text, screens[0].ground) * 10), 210);
    CHECK_INT(lround(contrast(screens[2].text, screens[2].ground) * 100), 475);
    CHECK_INT(lround(contrast(screens[3].text, screens[3].ground) * 100), 413);
    return check_done();
}
