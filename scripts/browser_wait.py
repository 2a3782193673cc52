# SPDX-License-Identifier: Apache-2.0
"""How the tests in a browser wait: for what is to be seen, never for a time; and what is told of a test that failed."""

import pathlib
import re
import subprocess

from playwright.sync_api import expect

# Milliseconds until something that was waited for counts as not coming. It costs nothing where it comes, and a machine that
# others use, too, may be many times slower than the one on which a test was written.
LONG = 60_000
expect.set_options(timeout=LONG)


class PatientBrowser:
    """A browser whose contexts wait as long as LONG says."""

    def __init__(self, browser):
        self.browser = browser

    def new_context(self, **options):
        context = self.browser.new_context(**options)
        context.set_default_timeout(LONG)
        context.set_default_navigation_timeout(LONG)
        return context

    def close(self):
        self.browser.close()

    def tell(self, name, folder):
        """What every page showed when a test failed: address, title and the first words, and a picture in the folder."""
        pages = [page for context in self.browser.contexts for page in context.pages]
        word = re.sub(r"\W+", "-", name)
        for number, page in enumerate(pages):
            lines = []
            try:
                words = " ".join(page.inner_text("body", timeout=5_000).split())[:300]
                lines = [f"  page {number}: {page.url} [{page.title()}]", f"    {words}"]
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{word}-{number}.png"
                page.screenshot(path=str(path), timeout=5_000)
                lines.append(f"    picture: {path}")
            except Exception as error:  # noqa: BLE001 - what can be told of the others is worth telling
                lines.append(f"  page {number}: {str(error).splitlines()[0]}")
            print("\n".join(lines))


def sees(page, *words, at="main"):
    """Waits until the words stand in a part of the page, whichever page comes."""
    for text in words:
        expect(page.locator(at).first).to_contain_text(text)


def leads(page, act):
    """Does what leads to another page, and waits until that is there as a whole."""
    with page.expect_navigation(timeout=LONG):
        act()


def program(binary, *words):
    """Runs the program; what it wrote. What went wrong is told with the program's own words."""
    done = subprocess.run([binary, *words], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"shouwen {' '.join(words[:3])} ended with {done.returncode}: {done.stderr.strip()[-600:]}")
    return done.stdout.strip()
