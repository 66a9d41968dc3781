#include "base/system/variables.h"

static const char *const basic[] = {"PATH", "HOME", "USER", "LOGNAME", "LANG",
                                    "LC_*", "TZ",   "TERM", "TMPDIR"};

// Of the shell, the loader and the interpreters that programs are most often written for. What one
// program alone takes from its variables, such as how git starts ssh, cannot be listed.
static const char *const choosers[] = {"PATH",
                                       "LD_*",
                                       "DYLD_*",
                                       "GCONV_PATH",
                                       "ENV",
                                       "BASH_ENV",
                                       "BASH_FUNC_*",
                                       "BASHOPTS",
                                       "SHELLOPTS",
                                       "PS4",
                                       "ZDOTDIR",
                                       "PYTHONPATH",
                                       "PYTHONHOME",
                                       "PYTHONSTARTUP",
                                       "PERL5LIB",
                                       "PERLLIB",
                                       "PERL5OPT",
                                       "PERL5DB",
                                       "RUBYLIB",
                                       "RUBYOPT",
                                       "NODE_PATH",
                                       "NODE_OPTIONS",
                                       "PHPRC",
                                       "PHP_INI_SCAN_DIR",
                                       "LUA_INIT*",
                                       "LUA_PATH*",
                                       "LUA_CPATH*",
                                       "OPENSSL_CONF",
                                       "OPENSSL_ENGINES",
                                       "OPENSSL_MODULES",
                                       "CLASSPATH",
                                       "JAVA_TOOL_OPTIONS",
                                       "JDK_JAVA_OPTIONS",
                                       "_JAVA_OPTIONS"};

#define AMONG(names, name) is_among(names, sizeof(names) / sizeof *(names), name)
static bool is_among(const char *const *names, size_t count, Sv name) {
    for (size_t i = 0; i < count; i++)
        if (sv_matches(sv_from_c(names[i]), name)) return true;
    return false;
}

bool variable_is_basic(Sv name) {
    return AMONG(basic, name);
}

bool variable_chooses_code(Sv name) {
    return AMONG(choosers, name);
}
