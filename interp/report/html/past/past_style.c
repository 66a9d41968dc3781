// The rules that only this page needs.
#include "report/html/past/past_page.h"

static const char *const rules[] = {
    ".strip{list-style:none;margin:.1rem 0;padding:0;display:flex;flex-wrap:wrap;gap:1px}",
    ".strip li{margin:0}",
    ".strip a,.strip span{display:inline-block;min-width:1.5rem;line-height:1.5rem;",
    "text-align:center;font-weight:650;text-decoration:none;color:var(--of,var(--soft));",
    "background:var(--panel);border-radius:2px;font-variant-emoji:text}",
    ".strip a:hover{outline:1px solid var(--of,var(--soft))}",
    ".past{font-size:.9rem}",
    ".past th[scope=row]{font-weight:400;min-width:7.5rem}",
    ".scroll .past{min-width:46rem}",
    ".past .when{white-space:nowrap}",
    ".past .by{min-width:4.5rem}",
    ".past .became{white-space:nowrap}",
    ".past td .strip{min-width:13rem;max-width:26rem}",
    ".past tr:target{background:var(--mark)}",
    ".past td>b.became{font-weight:650}",
    ".given{display:inline-block;margin-right:.4rem}",
    ".compared{table-layout:fixed}",
    ".compared th,.compared td{overflow-wrap:anywhere}",
    ".legend span{display:inline-block;margin-right:.5rem;color:var(--soft)}",
    ".legend .mark{color:var(--of,var(--soft));margin-right:.1rem}",
    ".remarkable{list-style:none;padding:0}",
    "svg.times{display:block;width:7.5rem;height:1.5rem}",
    "svg.times polyline{fill:none;stroke:var(--bar);stroke-width:1.5;",
    "vector-effect:non-scaling-stroke}",
    "@media print{.strip a,.strip span{min-width:1em;line-height:1.3}svg.times{width:4rem}",
    ".past,.scroll .past{font-size:8pt;min-width:0}.past .when{white-space:normal}",
    ".past th[scope=row]{min-width:0}",
    ".past td .strip{min-width:6rem}}",
};

void past_style(Buf *out) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        buf_add_c(out, rules[i]);
        buf_add_char(out, '\n');
    }
}
