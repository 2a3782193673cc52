#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Petitioners who chat and officers who watch, in browsers that are played here: how soon a page shows what happened.

Called by scripts/bench-web, which says what is measured.
"""

import argparse
import asyncio
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
    """Looks at what waits; asks for the page anew whenever there is news, as the page's own script does."""

    def __init__(self, port, badge, password, figures):
        super().__init__(port)
        self.badge, self.password, self.figures = badge, password, figures
        self.again = asyncio.Event()
        self.asked = 0

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

    async def watch(self, until):
        listening = asyncio.create_task(self.news("/desk/news", lambda *_: self.again.set()))
        try:
            while time.monotonic() < until:
                try:
                    await asyncio.wait_for(self.again.wait(), 1)
                except asyncio.TimeoutError:
                    continue
                self.again.clear()
                status, _, text = await self.ask("GET", "/desk", part=True)
                self.asked += 1
                if status != 200:
                    self.figures.refused.append(status)
                self.figures.seen(self.badge, text)
        finally:
            listening.cancel()


class Figures:
    def __init__(self):
        self.answers, self.own_news, self.refused, self.pages, self.memory = [], [], [], [], []
        self.probes = {}

    def seen(self, badge, text):
        now = time.monotonic()
        count = re.search(r"在等人的\D*?(\d+)", text)
        waiting = int(count.group(1)) if count else 0
        # Nobody is taken over here, so that each probe is one more who waits.
        for mark, (started, missing) in self.probes.items():
            if badge in missing and waiting >= mark:
                missing.discard(badge)
                self.pages.append(now - started)


async def probe(port, number, figures, officers):
    """Somebody who asks for a person: every officer's page has to show it."""
    page = Page(port)
    _, _, text = await page.ask("GET", "/")
    _, _, text = await page.ask(
        "POST", "/say", {"t": field(text, "t"), "after": field(text, "after"), "text": "门口路灯坏了 天黑看不见路"}, part=True)
    figures.probes[number] = (time.monotonic(), {officer.badge for officer in officers})
    await page.ask("POST", "/say", {"t": field(text, "t"), "after": field(text, "after"), "text": "人工"}, part=True)
    page.writer.close()


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
    values = sorted(values)
    if not values:
        return print(f"{name}: nothing measured")
    at = lambda share: values[min(len(values) - 1, int(len(values) * share))] * 1000
    print(f"{name}: {len(values)}; p50 {at(0.5):.1f} ms, p99 {at(0.99):.1f} ms, longest {values[-1] * 1000:.1f} ms")


async def measure(options, port, pid, officers, figures):
    started = time.monotonic()
    until = started + options.seconds
    petitioners = [Petitioner(port, number, figures) for number in range(options.petitioners)]
    tasks = [asyncio.create_task(officer.watch(until)) for officer in officers]
    for petitioner in petitioners:
        tasks.append(asyncio.create_task(petitioner.talk(options.pause, until)))
        if petitioner.number % 50 == 49:
            await asyncio.sleep(0.05)
    blocked = [asyncio.create_task(stalled(port, "/", {})) for _ in range(options.stalled)]
    if officers:
        blocked += [asyncio.create_task(stalled(port, "/desk", officers[0].cookies)) for _ in range(3)]
    before, number = ticks(pid), 0
    while time.monotonic() < until - 5:
        await asyncio.sleep(2)
        number += 1
        figures.memory.append(resident(pid))
        if number <= 20:
            await probe(port, number, figures, officers)
    await asyncio.wait(tasks, timeout=30)
    for task in tasks + blocked:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    troubles = [r for r in results if isinstance(r, Exception) and not isinstance(r, asyncio.CancelledError)]
    spent = time.monotonic() - started
    print(f"petitioners {options.petitioners}, officers {len(officers)}, stalled browsers {len(blocked)}, {spent:.0f} s")
    print(f"answers a second: {len(figures.answers) / spent:.0f}; refused: {len(figures.refused)}; broken off: {len(troubles)}")
    shares("from a form to its answer", figures.answers)
    shares("from a form to the news of it in the same browser", figures.own_news)
    shares("from asking for a person to every officer's page showing it", figures.pages)
    missing = sum(len(left) for _, left in figures.probes.values())
    print(f"pages that never showed one: {missing}")
    quarter = max(1, len(figures.memory) // 4)
    print("resident, MiB: " + ", ".join(f"{value:.0f}" for value in figures.memory[::quarter]) + f"; at the end {resident(pid):.0f}")
    print(f"processors: {(ticks(pid) - before) / spent:.2f}")
    for trouble in troubles[:3]:
        print(f"  {type(trouble).__name__}: {trouble}")
    return 1 if missing or figures.refused or troubles else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--dialogs", default="dialogs")
    parser.add_argument("--folder", default=".build")
    parser.add_argument("--petitioners", type=int, default=2000)
    parser.add_argument("--officers", type=int, default=40)
    parser.add_argument("--stalled", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=10)
    options = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="bench-web.", dir=options.folder) as folder:
        data = f"{folder}/data"
        server = subprocess.Popen(
            [options.binary, "serve", "--data", data, "--dialogs", options.dialogs, "--kiosk", "127.0.0.1:0",
             "--relay", "127.0.0.1:0", "--ops", "127.0.0.1:0", "--web", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=open(f"{folder}/log", "w"), text=True)
        try:
            port = None
            for line in server.stdout:
                if line.startswith("listening web"):
                    port = int(line.strip().rsplit(":", 1)[1])
                if line.startswith("ready"):
                    break
            if port is None:
                raise SystemExit("bench-web: the server did not start:\n" + open(f"{folder}/log").read()[-2000:])
            officers = []
            for number in range(options.officers):
                badge = f"{600 + number}"
                run = lambda *words: subprocess.run(
                    [options.binary, "staff", *words, "--data", data, "--dialogs", options.dialogs], check=True,
                    capture_output=True, text=True).stdout
                run("add", f"接待{number}", "--badge", badge, "--unit", "接待科", "--roles", "intake")
                officers.append(Officer(port, badge, run("account", badge, "password").split()[-1], figures))

            async def all_of_it():
                for officer in officers:
                    await officer.log_in()
                return await measure(options, port, server.pid, officers, figures)

            return asyncio.run(all_of_it())
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
