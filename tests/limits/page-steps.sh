# PAGE_STEPS: 10,000 steps and groups drafted from one page, and one more.
count=9997
[ "$1" = over ] && count=9998
{ printf '# A\n\n- Build it: `npm ci`, `npm test`\n\n# B\n\n'; yes -- '- look' | head -n $count; } >page-steps.md
