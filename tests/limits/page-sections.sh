# PAGE_SECTIONS: 1,000 headings that begin with # or ##, and one more; those with ### are not counted.
count=1000
[ "$1" = over ] && count=1001
yes '# Look
### Closely
- at it' | head -n $((count * 3)) >page-sections.md
