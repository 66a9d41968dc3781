# PAGE_BRACKETS: opening brackets of a page.
{ printf '# A\n\n- '; yes '![[]()' | head -n 5000 | tr -d '\n'; } >page-brackets.md
[ "$1" = within ] || printf '[' >>page-brackets.md
