# PAGE_DEPTH: lists within each other. A list and its item are a level each, and so is the page.
last=14
[ "$1" = over ] && last=15
{ printf '# A\n\n'; for i in $(seq 0 $last); do printf "%$((i * 2))s- deeper\n" ''; done; } >page-depth.md
