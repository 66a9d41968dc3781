# PAGE_DEPTH again, by the marks of one line: thousands of them are refused before anything walks through them. A line across
# the page is no list.
{ printf '# A\n\n- look\n\n'; yes -- '- -' | head -n 200 | tr '\n' ' '; echo; } >page-marks.md
[ "$1" = within ] || { yes -- '> -' | head -n 2000 | tr '\n' ' '; echo 'deep'; } >>page-marks.md
