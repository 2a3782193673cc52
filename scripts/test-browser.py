# SPDX-License-Identifier: Apache-2.0
"""The petitioners' page in a real browser: scripts/test-browser calls this with the built program."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import traceback

import axe_core_python
from playwright.sync_api import sync_playwright

sys.dont_write_bytecode = True
import browser_access  # noqa: E402
import browser_cases  # noqa: E402
import browser_desk  # noqa: E402
from browser_wait import LONG, PatientBrowser, expect, sees  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "images"
FAILED = ROOT / ".build" / "browser-failed"
STORY = "小区暖气半个月不热 找物业没人管"


class Server:
    """The program on free ports, with a data folder of its own."""

    def __init__(self, binary):
        self.binary = binary
        self.data = tempfile.mkdtemp(prefix="shouwen-browser-")
        self.log = pathlib.Path(self.data, "browser.log")
        self.start()

    def start(self):
        free = [part for name in ("kiosk", "relay", "web", "ops") for part in (f"--{name}", "127.0.0.1:0")]
        self.process = subprocess.Popen(
            [self.binary, "serve", "--dialogs", str(ROOT / "dialogs"), "--data", self.data, *free],
            stdout=subprocess.PIPE, stderr=self.log.open("a"), text=True)
        self.ports = {}
        for line in self.process.stdout:
            words = line.split()
            if words == ["ready"]:
                break
            self.ports[words[1]] = int(words[2].rsplit(":", 1)[1])
        else:
            raise SystemExit(f"browser: the server did not start\n{self.tail()}")
        self.url = f"http://127.0.0.1:{self.ports['web']}"

    def tail(self):
        """The last that the program logged; personal data never stands there."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])

    def stop(self):
        self.process.terminate()
        self.process.wait(60)

    def end(self):
        self.stop()
        shutil.rmtree(self.data)


class Officer:
    """Officer 000 on the JSON Lines dialect."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.ports["relay"]), timeout=LONG / 1000)
        self.lines = self.socket.makefile("r", encoding="utf-8")
        self.count = 0
        token = pathlib.Path(server.data, "staff.token").read_text().strip()
        self.send({"type": "hello", "v": 1, "role": "staff", "token": token})
        self.until(lambda frame: frame["type"] == "welcome")

    def send(self, frame):
        self.socket.sendall((json.dumps(frame) + "\n").encode())

    def until(self, fits):
        for line in self.lines:
            frame = json.loads(line)
            if fits(frame):
                return frame
        raise SystemExit("browser: the officer's line ended")

    def ask(self, kind, **members):
        self.count += 1
        name = f"o{self.count}"
        self.send({"type": kind, "id": name, **members})
        frame = self.until(lambda frame: frame.get("re") == name)
        assert frame["type"] == "ok", frame
        return frame


class Petitioner:
    """A page, and what a person does with it."""

    def __init__(self, page, url):
        self.page = page
        self.url = url
        self.faults = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        page.goto(url)

    @property
    def last(self):
        return self.page.get_attribute("#talk", "data-last")

    def changed(self, last):
        self.page.locator(f'#talk:not([data-last="{last}"])').wait_for()
        # And what was sent is done with.
        self.page.locator("body:not(.sending)").wait_for()

    def say(self, text):
        last = self.last
        self.page.fill("#text", text)
        self.page.click(".send")
        self.changed(last)

    def press(self, text):
        last = self.last
        self.page.get_by_role("button", name=text).click()
        self.changed(last)

    @property
    def now(self):
        return self.page.inner_text("#now")

    @property
    def keys(self):
        return [key for key in self.page.locator(".choices kbd").all_inner_texts() if key.isdigit()]

    def answer(self):
        """Any answer that leads on."""
        if self.keys:
            last = self.last
            self.page.locator(".choices button").first.click()
            self.changed(last)
        elif "电话" in self.now:
            self.say("13800000001")
        elif "怎么称呼" in self.now:
            self.say("王小明")
        else:
            self.say("不清楚")

    def register(self):
        for _ in range(40):
            if self.page.locator(".slip h2").count():
                return
            self.answer()
        raise AssertionError("no receipt after forty answers")


def accessible(browser, url, cookies, path="/", wide=True):
    """No finding of axe-core."""
    size = {"width": 1366, "height": 768} if wide else {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, bypass_csp=True)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(url + path)
    source = next(pathlib.Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text()
    page.evaluate(source)
    found = page.evaluate("async () => (await axe.run()).violations")
    text = [f"{one['id']}: {one['help']} {[node['html'] for node in one['nodes']][:3]}" for one in found]
    assert not text, "\n".join(text)
    # Text at twice its size needs no scrolling sideways.
    page.set_viewport_size({"width": 683 if wide else 195, "height": 500})
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{path} is {over} px too wide"
    context.close()


def whole_way(browser, server, pictures):
    for name, size in (("desk", (1366, 768)), ("phone", (390, 844))):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=name == "phone")
        person = Petitioner(context.new_page(), server.url)
        shot = lambda what: pictures and person.page.screenshot(path=str(PICTURES / f"talk-{what}-{name}.png"))
        assert "不是真人" in person.now
        shot("greeting")
        accessible(browser, server.url, context.cookies(), wide=name == "desk")
        person.say("城南安置房工地欠我和八个工友三个月工资 老板电话不接")
        shot("menu")
        accessible(browser, server.url, context.cookies(), wide=name == "desk")
        person.register()
        shot("receipt")
        accessible(browser, server.url, context.cookies(), wide=name == "desk")
        number = person.page.inner_text(".slip .digits >> nth=0")
        person.page.reload()
        sees(person.page, number, at="#now")
        accessible(browser, server.url, context.cookies(), "/receipt", wide=name == "desk")
        accessible(browser, server.url, context.cookies(), "/progress", wide=name == "desk")
        person.page.goto(server.url + "/receipt")
        sees(person.page, number)
        shot("slip")
        assert not person.faults, person.faults
        context.close()


def keyboard(browser, server):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    person = Petitioner(context.new_page(), server.url)
    page = person.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "text":
            break
    last = person.last
    page.keyboard.type("小区暖气半个月不热")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("找物业没人管")
    page.keyboard.press("Enter")
    person.changed(last)
    assert page.locator(".said").last.inner_text().count("\n") == 1
    assert page.inner_text("#live") != ""
    # A digit outside the field presses the menu's button.
    while not person.keys:
        person.answer()
    page.evaluate("document.activeElement.blur()")
    last = person.last
    page.keyboard.press(person.keys[0])
    person.changed(last)
    assert not person.faults, person.faults
    context.close()


def nothing_twice(browser, server):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    person = Petitioner(context.new_page(), server.url)
    page = person.page
    page.fill("#text", STORY)
    page.dblclick(".send")
    person.changed("0")
    assert person.last == "1", person.last
    page.reload()
    assert person.last == "1", person.last
    # A second window learns of the answer by itself.
    other = Petitioner(context.new_page(), server.url)
    assert other.last == "1"
    person.answer()
    for one in (person, other):
        expect(one.page.locator("#talk")).to_have_attribute("data-last", "2")
    # Back and forth in the browser's history sends nothing.
    page.goto(server.url + "/progress")
    page.go_back()
    page.locator("#talk").wait_for()
    page.reload()
    assert person.last == "2"
    # Lost network: said, kept, and sent once when it is back.
    context.set_offline(True)
    page.fill("#text", "不清楚")
    page.click(".send")
    page.locator("#net:not([hidden])").wait_for()
    assert page.input_value("#text") == "不清楚"
    page.locator("body:not(.sending)").wait_for()
    context.set_offline(False)
    page.click(".send")
    person.changed("2")
    page.reload()
    assert person.last == "3"
    context.close()


def officer(browser, server):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = Petitioner(context.new_page(), server.url)
    person.say(STORY)
    person.press("叫工作人员")
    sees(person.page, "正在叫工作人员", at=".speaker")
    staff = Officer(server)
    conv = staff.ask("queue")["items"][-1]["conv"]
    person.page.fill("#text", "写到一半")
    staff.ask("claim", conv=conv)
    staff.ask("say", conv=conv, text="您好，我是值班的。哪栋楼？")
    person.page.locator("#now").get_by_text("哪栋楼").wait_for()
    assert person.page.input_value("#text") == "写到一半"
    person.say("三号楼")
    staff.until(lambda frame: frame["type"] == "line" and frame["text"] == "三号楼")
    staff.ask("release", conv=conv, to="bot")
    person.page.get_by_text("自动接待程序在跟您说话").wait_for()
    assert not person.faults, person.faults
    context.close()


def without_scripts(browser, server):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url)
    page.fill("#text", STORY)
    page.click(".send")
    expect(page.locator("#talk")).to_have_attribute("data-last", "1")
    page.wait_for_url("**/#now")
    page.get_by_role("button", name="字大些").click()
    page.locator("html.big").wait_for()
    page.get_by_role("button", name="旁边来人了，马上清屏").click()
    sees(page, "屏幕清掉了", at="#now")
    assert "暖气" not in page.inner_text("body")
    page.get_by_role("button", name="再问我一遍").click()
    expect(page.locator("#now")).not_to_contain_text("屏幕清掉了")
    page.get_by_role("link", name="把我说的都删掉").click()
    page.get_by_role("button", name="都删掉").click()
    sees(page, "一个字也没有留")
    page.goto(server.url)
    sees(page, "不是真人", at="#now")
    context.close()


def left_alone(browser, server):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    # The page's time stands still but for what is moved here, however slow the machine is.
    page.clock.install(time=1_800_000_000)
    person = Petitioner(page, server.url)
    page.clock.pause_at(1_800_000_300)
    person.say(STORY)
    # Number and code stand there: nothing is cleared.
    page.clock.fast_forward(30 * 60_000)
    assert not page.locator("#net").is_visible() and "暖气" in person.now
    while page.locator("#now .slip").count():
        person.answer()
    page.clock.fast_forward(9 * 60_000)
    assert not page.locator("#net").is_visible()
    page.clock.fast_forward(90_000)
    assert "还在吗" in page.inner_text("#net")
    page.keyboard.press("Shift")
    assert not page.locator("#net").is_visible()
    page.clock.fast_forward(10 * 60_000 + 10_000)
    assert "还在吗" in page.inner_text("#net")
    page.clock.fast_forward(70_000)
    page.get_by_text("屏幕清掉了").wait_for()
    assert "暖气" not in page.inner_text("main")
    person.press("再问我一遍")
    assert not person.faults, person.faults
    context.close()


def main():
    binary = sys.argv[1]
    pictures = "--pictures" in sys.argv[2:]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv[2:-1] else ""
    if pictures:
        PICTURES.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    server = Server(binary)
    failed = []
    try:
        with sync_playwright() as playwright:
            browser = PatientBrowser(playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"] if os.getuid() == 0 else [],
                timeout=3 * LONG))
            for name, test in (
                ("the whole way to a receipt", lambda: whole_way(browser, server, pictures)),
                ("by keyboard alone", lambda: keyboard(browser, server)),
                ("nothing twice, nothing lost", lambda: nothing_twice(browser, server)),
                ("an officer speaks", lambda: officer(browser, server)),
                ("a screen left alone", lambda: left_alone(browser, server)),
                ("without JavaScript", lambda: without_scripts(browser, server)),
                ("a letter, from 代录 to its closing", lambda: browser_cases.life_of_a_letter(
                    browser, binary, server, ROOT, PICTURES if pictures else None)),
                ("a talk, from its first word to 进度", lambda: browser_cases.life_of_a_talk(
                    browser, binary, server, ROOT, Petitioner)),
                ("two officers at one case", lambda: browser_cases.together(browser, binary, server, ROOT, Petitioner)),
                ("every page by the rules of accessibility", lambda: browser_access.every_page(
                    browser, server, binary, ROOT, Petitioner)),
                *browser_desk.tests(
                    browser, server, Server, Petitioner, accessible, binary, ROOT / "dialogs", pictures and PICTURES),
            ):
                if only not in name:
                    continue
                try:
                    test()
                    print(f"browser: {name}: good")
                except Exception as error:  # noqa: BLE001 - the next test is worth running
                    failed.append(name)
                    own = [one for one in traceback.extract_tb(error.__traceback__) if "/scripts/" in one.filename]
                    place = f"{pathlib.Path(own[-1].filename).name}:{own[-1].lineno}: {own[-1].line}" if own else ""
                    print(f"browser: {name}: FAILED\n{place}\n{type(error).__name__}: {error}")
                    browser.tell(name, FAILED)
                    print(server.tail())
                sys.stdout.flush()
            browser.close()
    finally:
        server.end()
    sys.exit(1 if failed else 0)


main()
