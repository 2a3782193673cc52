#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Petitioners who chat and officers who watch, in browsers that are played here: how soon a page shows what happened.

Called by scripts/bench-web, which says what is measured.
"""

import argparse
import asyncio
import datetime
import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

STORIES = [
    "小区暖气半个月不热 找物业没人管", "工地欠我三个月工资不给", "村里修路占了我家的地没给补偿", "楼下饭馆油烟天天往我家灌",
    "想问问怎么给老人办高龄补贴", "孩子转学的手续卡了两个月", "低保上个月停了，没人说为什么", "对门装修敲了半年，老人睡不着",
]
# Of every four officers one has each of these pages open.
KINDS = {
    "today": "asking for a person to every page 今天 showing it",
    "talks": "asking for a person to every page 会话 showing it",
    "talk": "a petitioner's words to every page of the talk showing them",
    "case": "a note on a case to every page of it saying that it moved on",
}
ANSWERS = ["城东花园 3 号楼", "去年冬天就开始了", "就是想把事办了", "不清楚", "没有别的了"]


class Page:
    """One browser: a cookie jar, one connection for pages, one for news."""

    count = 0

    def __init__(self, port):
        self.port = port
        # Each browser has an address of its own, as behind a proxy; the rate is held by address.
        Page.count += 1
        self.address = f"10.{Page.count >> 16 & 255}.{Page.count >> 8 & 255}.{Page.count & 255}"
        self.cookies = {}
        self.reader = self.writer = None

    async def connect(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    def head(self, method, path, body=b"", part=False):
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"X-Forwarded-For: {self.address}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if part:
            lines.append("X-Part: 1")
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body

    async def answer(self):
        status = int((await self.reader.readline()).split()[1])
        length, location, chunked = 0, None, False
        while (line := (await self.reader.readline()).strip()):
            name, _, value = line.decode().partition(":")
            name, value = name.lower(), value.strip()
            if name == "content-length":
                length = int(value)
            elif name == "transfer-encoding":
                chunked = True
            elif name == "location":
                location = value
            elif name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        if chunked:
            body = b""
            while (size := int((await self.reader.readline()).strip(), 16)):
                body += await self.reader.readexactly(size)
                await self.reader.readline()
            await self.reader.readline()
        else:
            body = await self.reader.readexactly(length)
        return status, location, body.decode()

    async def ask(self, method, path, fields=None, part=False):
        if self.writer is None:
            await self.connect()
        body = urllib.parse.urlencode(fields).encode() if fields else b""
        self.writer.write(self.head(method, path, body, part))
        await self.writer.drain()
        return await self.answer()

    async def news(self, path, heard):
        """Listens until cancelled; `heard(event, data)` for each event."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head("GET", path))
            event = ""
            while (line := await reader.readline()):
                text = line.decode().strip()
                if text.startswith("event:"):
                    event = text[6:].strip()
                elif text.startswith("data:"):
                    heard(event, text[5:].strip())
        finally:
            writer.close()


def field(text, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    return html.unescape(found.group(1)) if found else ""


class Petitioner(Page):
    def __init__(self, port, number, figures):
        super().__init__(port)
        self.number, self.figures = number, figures
        self.sent, self.turns = 0.0, 0

    def heard(self, event, _):
        if event == "turn" and self.sent:
            self.figures.own_news.append(time.monotonic() - self.sent)
            self.sent = 0.0

    async def talk(self, pause, until):
        _, _, text = await self.ask("GET", "/")
        listening = None
        await asyncio.sleep(pause * (self.number % 97) / 97)
        while time.monotonic() < until:
            keys = re.findall(r'<button name="text" value="(\d)"', text)
            if 'data-open="1"' not in text or self.turns >= 6:
                await self.ask("POST", "/again", {"t": field(text, "t")})
                _, _, text = await self.ask("GET", "/")
                self.turns = 0
                if listening:
                    listening.cancel()
                    listening = None
            said = STORIES[self.number % len(STORIES)] if self.turns == 0 else keys[-1] if keys else ANSWERS[self.turns % 5]
            started = time.monotonic()
            self.sent = started if listening else 0.0
            status, _, text = await self.ask(
                "POST", "/say", {"t": field(text, "t"), "after": field(text, "after"), "text": said}, part=True)
            self.figures.answers.append(time.monotonic() - started)
            if status >= 400:
                self.figures.refused.append(status)
                _, _, text = await self.ask("GET", "/")
            self.turns += 1
            if listening is None:
                after = re.search(r'data-last="(\d+)"', text)
                listening = asyncio.create_task(self.news(f"/news?after={after.group(1) if after else 0}", self.heard))
            await asyncio.sleep(pause)
        if listening:
            listening.cancel()


class Officer(Page):
    """Has a page open and asks for it anew whenever there is news of it, as the page's own script does."""

    def __init__(self, port, badge, password, figures, kind):
        super().__init__(port)
        self.badge, self.password, self.figures, self.kind = badge, password, figures, kind
        self.again = asyncio.Event()
        # What the page is of, what it asks for, and the topics that it hears.
        self.place, self.part, self.topics = "/desk", "/desk", {"desk"}

    async def log_in(self):
        _, _, text = await self.ask("GET", "/desk/login")
        status, place, text = await self.ask(
            "POST", "/desk/login", {"t": field(text, "t"), "badge": self.badge, "password": self.password, "to": "/desk"})
        if status != 303:
            raise SystemExit(f"bench-web: officer {self.badge} could not log in: {status}")
        if place == "/desk/password":
            _, _, text = await self.ask("GET", place)
            new = "beiyong-mima-kaoche-7"
            status, place, text = await self.ask(
                "POST", "/desk/password", {"t": field(text, "t"), "old": self.password, "new": new, "again": new})
            if status != 303:
                raise SystemExit(f"bench-web: officer {self.badge} could not choose a password: {status}")

    def sit_at(self, conv, case):
        if self.kind == "talks":
            self.place = self.part = "/desk/talks"
        elif self.kind == "talk":
            self.place = self.part = f"/desk/talks/{conv}"
            self.topics = {f"talk:{conv}"}
        elif self.kind == "case":
            self.place, self.part, self.topics = f"/desk/cases/{case}", f"/desk/cases/{case}/live", {f"case:{case}"}

    def heard(self, _, data):
        if data == "all" or self.topics & set(data.split()):
            self.again.set()

    async def watch(self, until):
        status, _, text = await self.ask("GET", self.place)
        if status != 200:
            raise SystemExit(f"bench-web: {self.place}: {status}")
        listening = asyncio.create_task(self.news("/desk/news", self.heard))
        try:
            while time.monotonic() < until:
                try:
                    await asyncio.wait_for(self.again.wait(), 1)
                except asyncio.TimeoutError:
                    continue
                self.again.clear()
                status, _, text = await self.ask("GET", self.part, part=True)
                if status != 200:
                    self.figures.refused.append(status)
                self.figures.seen(self, text)
        finally:
            listening.cancel()


class Event:
    """Something that every page of some kinds has to show."""

    def __init__(self, officers, shows):
        self.started, self.shows = time.monotonic(), shows
        self.missing = {officer.badge for officer in officers}


class Figures:
    def __init__(self):
        self.answers, self.own_news, self.refused, self.memory = [], [], [], []
        # By half of the run and kind of page.
        self.pages = {}
        self.events = []
        self.half = 0

    def seen(self, officer, text):
        now = time.monotonic()
        for event in self.events:
            if officer.badge in event.missing and event.shows(text):
                event.missing.discard(officer.badge)
                self.pages.setdefault((self.half, officer.kind), []).append(now - event.started)


class Asker(Page):
    """Somebody who asks for a person and goes on writing."""

    async def begin(self, figures, events=None):
        _, _, text = await self.ask("GET", "/")
        await self.say(text, "门口路灯坏了 天黑看不见路")
        if events:
            figures.events.append(events())
        await self.say(self.text, "人工")

    async def say(self, text, words):
        _, _, self.text = await self.ask(
            "POST", "/say", {"t": field(text, "t"), "after": field(text, "after"), "text": words}, part=True)


async def note(clerk, case, words):
    """An officer writes a note on a case."""
    _, _, text = await clerk.ask("GET", f"/desk/cases/{case}")
    form = next(part for part in text.split("<form ") if 'name="act" value="备注"' in part)
    fields = {name: field(form, name) for name in ("t", "once", "version")}
    status, _, _ = await clerk.ask("POST", f"/desk/cases/{case}/act", {**fields, "act": "备注", "f.text": words})
    return status, int(fields["version"]) + 1


async def stalled(port, path, cookies):
    """Asks for pages and never reads one."""
    page = Page(port)
    page.cookies = cookies
    await page.connect()
    page.writer.transport.pause_reading()
    for _ in range(400):
        page.writer.write(page.head("GET", path))
    await asyncio.sleep(3600)


def resident(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def ticks(pid):
    parts = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def shares(name, values):
    """Prints them, and gives the 99th percentile in seconds; None when there is nothing."""
    values = sorted(values)
    if not values:
        print(f"{name}: nothing measured")
        return None
    at = lambda share: values[min(len(values) - 1, int(len(values) * share))] * 1000
    print(f"{name}: {len(values)}; p50 {at(0.5):.1f} ms, p99 {at(0.99):.1f} ms, longest {values[-1] * 1000:.1f} ms")
    return at(0.99) / 1000


async def happen(number, port, officers, clerk, case, talker, figures):
    """One thing of each kind that officers' pages have to show."""
    at = lambda *kinds: [officer for officer in officers if officer.kind in kinds]
    page = Asker(port)
    # Nobody is taken over here, so that each one is one more who waits; the first is the one whose talk is open.
    await page.begin(figures, lambda: Event(at("today", "talks"), lambda text: text.count("data-claim") > number))
    page.writer.close()
    words = f"再说一句，第{number}次"
    figures.events.append(Event(at("talk"), lambda text: words in text))
    await talker.say(talker.text, words)
    if case:
        _, _, text = await clerk.ask("GET", f"/desk/cases/{case}/live")
        version = int(re.search(r'data-version="(\d+)"', text).group(1)) + 1
        shows = lambda text: int(re.search(r'data-version="(\d+)"', text).group(1)) >= version
        figures.events.append(Event(at("case"), shows))
        status, _ = await note(clerk, case, words)
        if status != 303:
            figures.refused.append(status)


async def measure(options, port, pid, officers, clerk, case, figures):
    talker = Asker(port)
    await talker.begin(figures)
    _, _, text = await clerk.ask("GET", "/desk")
    conv = re.search(r'/desk/talks/(c\d+)"', text).group(1)
    for officer in officers:
        officer.sit_at(conv, case)
    started = time.monotonic()
    until = started + options.seconds
    petitioners = [Petitioner(port, number, figures) for number in range(options.petitioners)]
    tasks = [asyncio.create_task(officer.watch(until)) for officer in officers]
    for petitioner in petitioners:
        tasks.append(asyncio.create_task(petitioner.talk(options.pause, until)))
        if petitioner.number % 50 == 49:
            await asyncio.sleep(0.05)
    blocked, before, number, mark = [], ticks(pid), 0, 0
    while time.monotonic() < until - 5:
        await asyncio.sleep(2)
        number += 1
        figures.memory.append(resident(pid))
        if figures.half == 0 and time.monotonic() > started + options.seconds / 2:
            # From now on with browsers that ask for pages and read none.
            figures.half, mark = 1, len(figures.answers)
            blocked = [asyncio.create_task(stalled(port, "/", {})) for _ in range(options.stalled)]
            if officers:
                blocked += [asyncio.create_task(stalled(port, "/desk", officers[0].cookies)) for _ in range(3)]
        # Pages show the first fifty who wait: more could not be seen on them.
        if number <= 45:
            await happen(number, port, officers, clerk, case, talker, figures)
    await asyncio.wait(tasks, timeout=30)
    for task in tasks + blocked:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    troubles = [r for r in results if isinstance(r, Exception) and not isinstance(r, asyncio.CancelledError)]
    spent = time.monotonic() - started
    print(f"petitioners {options.petitioners}, officers {len(officers)}, cases {options.cases}, {spent:.0f} s; "
          f"in the second half {len(blocked)} browsers that never read")
    print(f"answers a second: {len(figures.answers) / spent:.0f}; refused: {len(figures.refused)}; broken off: {len(troubles)}")
    halves = ("without stalled browsers", "with stalled browsers")
    for half, answers in zip(halves, (figures.answers[:mark], figures.answers[mark:])):
        shares(f"from a form to its answer, {half}", answers)
    shares("from a form to the news of it in the same browser", figures.own_news)
    slow = []
    for kind, what in KINDS.items():
        for half, name in enumerate(halves):
            p99 = shares(f"from {what}, {name}", figures.pages.get((half, kind), []))
            if p99 is None or p99 > 1:
                slow.append(f"{kind} {name}")
    missing = sum(len(event.missing) for event in figures.events)
    print(f"pages that never showed one: {missing}")
    memory = figures.memory + [resident(pid)]
    middle, end = memory[len(memory) // 2], memory[-1]
    print(f"resident, MiB: at the start {memory[0]:.0f}, in the middle {middle:.0f}, at the end {end:.0f}, "
          f"highest {max(memory):.0f}; in the second half {(end - middle) / (spent / 120):+.1f} a minute")
    print(f"processors: {(ticks(pid) - before) / spent:.2f}")
    for trouble in troubles[:3]:
        print(f"  {type(trouble).__name__}: {trouble}")
    grows = end > middle * 1.25
    print(f"every officer's page within a second at p99: {'no: ' + ', '.join(slow) if slow else 'yes'}; "
          f"memory flat: {'no' if grows else 'yes'}")
    return 1 if missing or figures.refused or troubles or slow or grows else 0


def import_cases(options, folder, run):
    """So many open cases with dates behind and before them, taken in while no server runs."""
    today = datetime.date.today()
    day = lambda days: (today + datetime.timedelta(days=days)).isoformat()
    units, topics = ["县人社局", "县住建局", "县民政局", "县交通局", ""], ["劳动和社会保障", "城乡建设", "卫生健康", "农业农村", "交通运输"]
    path = pathlib.Path(folder, "open.csv")
    with path.open("w", encoding="utf-8") as file:
        file.write("来源,原编号,收到日期,信访目的,内容分类,反映内容,渠道,姓名,住址,人数,承办单位,承办人,告知日期,受理日期,第几项\n")
        for number in range(options.cases):
            file.write(
                f"旧系统,B-{number},{day(-1 - number % 75)},求决,{topics[number % 5]},{STORIES[number % len(STORIES)]}第{number}件,"
                f"走访,甲某,城南镇,{1 + number % 9},{units[number % 5]},,,,\n")
    run("case", "import", str(path), "--commit")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--dialogs", default="dialogs")
    parser.add_argument("--folder", default=".build")
    parser.add_argument("--petitioners", type=int, default=2000)
    parser.add_argument("--officers", type=int, default=40)
    parser.add_argument("--stalled", type=int, default=20)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=10)
    options = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="bench-web.", dir=options.folder) as folder:
        data = f"{folder}/data"
        place = ["--data", data, "--dialogs", options.dialogs]
        run = lambda *words: subprocess.run(
            [options.binary, *words, *place], check=True, capture_output=True, text=True).stdout

        def start():
            server = subprocess.Popen(
                [options.binary, "serve", *place, "--kiosk", "127.0.0.1:0", "--relay", "127.0.0.1:0", "--ops", "127.0.0.1:0",
                 "--web", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=open(f"{folder}/log", "a"), text=True)
            port = None
            for line in server.stdout:
                if line.startswith("listening web"):
                    port = int(line.strip().rsplit(":", 1)[1])
                if line.startswith("ready"):
                    break
            if port is None:
                raise SystemExit("bench-web: the server did not start:\n" + open(f"{folder}/log").read()[-2000:])
            return server, port

        server, port = start()
        try:
            if options.cases:
                server.terminate()
                server.wait(30)
                import_cases(options, folder, run)
                server, port = start()
            kinds = [kind for kind in KINDS if options.cases or kind != "case"]
            people = []
            # One more, who does what the others' pages have to show.
            for number in range(options.officers + 1):
                badge = f"{600 + number}"
                run("staff", "add", f"接待{number}", "--badge", badge, "--unit", "接待科", "--roles", "intake,case")
                once = run("staff", "account", badge, "password").split()[-1]
                people.append(Officer(port, badge, once, figures, kinds[number % len(kinds)]))
            *officers, clerk = people

            async def all_of_it():
                for officer in people:
                    await officer.log_in()
                case = None
                if options.cases:
                    _, _, text = await clerk.ask("GET", "/desk?list=open")
                    case = re.search(r'/desk/cases/(XF\d+)', text).group(1)
                return await measure(options, port, server.pid, officers, clerk, case, figures)

            return asyncio.run(all_of_it())
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
