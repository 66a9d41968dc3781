# For tests of pages in a real browser: `source tests/tools/browser.bash` ends with 77 where there is none, and sets CHROMIUM.
# What drives it stands in tests/browser/package.json; `tools/setup --test` installs it, and so does the first test that needs it.
for tool in node npm python3 chromium; do
  command -v "$tool" >/dev/null || { echo "skipped: there is no $tool here"; exit 77; }
done
CHROMIUM=$(command -v chromium)
export CHROMIUM
(
  flock 9
  [ -d tests/browser/node_modules/playwright-core ] && [ -d tests/browser/node_modules/axe-core ] ||
    npm install --prefix tests/browser --silent --prefer-offline --no-audit --no-fund --no-package-lock >/dev/null 2>&1
) 9<tests/browser/package.json || { echo 'skipped: npm cannot fetch what drives the browser here'; exit 77; }
