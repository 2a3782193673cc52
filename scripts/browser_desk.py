# SPDX-License-Identifier: Apache-2.0
"""The officers' pages in a real browser; scripts/test-browser.py calls these."""

import datetime
import pathlib

from browser_wait import expect, leads, program, sees

PASSWORD = "试用的密码 2026"
WIDE = {"width": 1366, "height": 768}


class Clerk:
    """An officer who is logged in, and what they do."""

    def __init__(self, browser, server, badge, name, roles, binary, dialogs, **options):
        def run(*arguments):
            return program(binary, "staff", *arguments, "--data", server.data, "--dialogs", str(dialogs))

        run("add", name, "--badge", badge, "--unit", "接访科", "--roles", roles)
        once = run("account", badge, "password")
        self.server = server
        self.context = browser.new_context(viewport=WIDE, **options)
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.page.goto(server.url + "/desk")
        self.sign_in(badge, once)
        for field, text in (("old", once), ("new", PASSWORD), ("again", PASSWORD)):
            self.page.fill(f"#{field}", text)
        self.page.get_by_role("button", name="改好").click()
        self.page.get_by_text("密码改好了").wait_for()

    def sign_in(self, badge, password):
        self.page.fill("#badge", badge)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name="登录").click()

    def close(self):
        # What was refused on purpose, and a network that was taken away, are told there, too.
        told = ("400 (Bad Request)", "401 (Unauthorized)", "409 (Conflict)", "net::ERR_")
        self.faults = [fault for fault in self.faults if not any(one in fault for one in told)]
        assert not self.faults, self.faults
        self.context.close()


def first_account(browser, server, pictures):
    """The account of the first run, with the password that is printed once."""
    badge, once = pathlib.Path(server.data, "first.password").read_text().split()
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto(server.url + "/desk")
    if pictures:
        page.screenshot(path=str(pictures / "desk-login.png"))
    page.fill("#badge", badge)
    page.fill("#password", "不是这个密码")
    page.get_by_role("button", name="登录").click()
    sees(page, "不对", at=".trouble")
    page.fill("#password", once)
    page.get_by_role("button", name="登录").click()
    sees(page, "先换一个自己的密码", at="h1")
    for field, text in (("old", once), ("new", PASSWORD), ("again", PASSWORD)):
        page.fill(f"#{field}", text)
    page.get_by_role("button", name="改好").click()
    page.get_by_text("密码改好了").wait_for()
    assert not pathlib.Path(server.data, "first.password").exists()
    context.close()


def office_day():
    """The day at the office, wherever this runs."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


def open_cases(server, dialogs):
    """Cases with dates behind and before them, taken in while no server runs."""
    day = lambda days: (office_day() + datetime.timedelta(days=days)).isoformat() if days is not None else ""
    rows = [
        ("A-1", -75, "求决", "劳动和社会保障", "城南安置房工地欠我和八个工友三个月工资", 8, "县人社局", "周丽", -66, -60, "6"),
        ("A-2", -17, "求决", "城乡建设", "小区电梯坏了两个月没人修", 1, "县住建局", "", None, None, ""),
        ("A-3", -15, "申诉", "卫生健康", "新农合报销被退回", 1, "", "", None, None, ""),
        ("A-4", -13, "求决", "农业农村", "承包地被占没有补偿", 3, "", "", None, None, ""),
        ("A-5", -6, "求决", "城乡建设", "楼上漏水物业不管", 1, "", "", None, None, ""),
        ("A-6", -3, "申诉", "劳动和社会保障", "工伤认定的决定不服", 1, "", "", None, None, ""),
        ("A-7", -30, "建议", "交通运输", "村口公路弯急，建议装镜子", 1, "县交通局", "吴强", -20, None, ""),
    ]
    table = ["来源,原编号,收到日期,信访目的,内容分类,反映内容,渠道,姓名,住址,人数,承办单位,承办人,告知日期,受理日期,第几项"]
    for number, received, purpose, topic, words, people, unit, officer, told, accepted, item in rows:
        table.append(",".join([
            "旧系统", number, day(received), purpose, topic, words, "走访", "甲某", "城南镇", str(people), unit, officer,
            day(told), day(accepted), item]))
    path = pathlib.Path(server.data, "open.csv")
    path.write_text("\n".join(table) + "\n", encoding="utf-8")
    server.stop()
    place = ["--data", server.data, "--dialogs", str(dialogs)]
    program(server.binary, "case", "import", str(path), "--commit", *place)
    server.start()


def today(browser, make_server, make, accessible, binary, dialogs, pictures):
    """What is due, who waits, what rings: on one page, by keyboard."""
    server = make_server(binary)
    try:
        began = office_day()
        open_cases(server, dialogs)
        clerk = Clerk(browser, server, "012", "王敏", "intake,case", binary, dialogs)
        crowd = []
        for words in ("小区暖气半个月不热 找物业没人管", "低保停了 村里说不清为什么", "路灯坏了半年 晚上摔了人"):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            person = make(context.new_page(), server.url)
            person.say(words)
            person.press("叫工作人员")
            crowd.append(context)
        page = clerk.page
        page.goto(server.url + "/desk")
        expect(page.locator(".waiting [data-row]")).to_have_count(3)
        first = page.locator(".case-list tbody tr").first
        expect(first).to_contain_text("超期")
        expect(first).to_contain_text("自然日")
        lists = page.locator(".lists").inner_text()
        assert "已超期 0" not in lists and "全部在办 7" in lists, lists
        # Midnight may have passed meanwhile.
        assert "今天到期 0" not in lists or office_day() != began, lists
        leads(page, lambda: page.get_by_role("link", name="全部在办").click())
        texts = page.locator(".case-list .left").all_inner_texts()
        assert len(texts) == 7 and "超期" in texts[0], texts
        assert "今天到期" in " ".join(texts) or office_day() != began, texts
        if pictures:
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=str(pictures / "desk-today.png"))
        accessible(browser, server.url, clerk.context.cookies(), "/desk?list=open")
        for _ in range(5):
            page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.locator(".case-list .is-chosen").count() == 1
        # The mark stays where it was when the page is drawn anew.
        chosen = page.locator(".is-chosen [data-open]").inner_text()
        crowd.pop().close()
        page.evaluate("""() => {
            document.querySelector('.waiting .n').textContent = 'of before';
            dispatchEvent(new Event('online'));
        }""")
        expect(page.locator(".waiting .n")).not_to_contain_text("of before")
        assert page.locator(".is-chosen [data-open]").inner_text() == chosen
        page.keyboard.press("/")
        page.keyboard.type("13800000001")
        leads(page, lambda: page.keyboard.press("Enter"))
        sees(page, "写上为什么要查", at=".trouble")
        assert page.input_value("#person") == "13800000001"
        accessible(browser, server.url, clerk.context.cookies(), "/desk/find")
        alone = browser.new_context(viewport={"width": 390, "height": 844})
        person = make(alone.new_page(), server.url)
        person.say("我不想活了，今天就从这楼上跳下去")
        page.goto(server.url + "/desk?list=open")
        page.locator(".alarm").wait_for()
        if pictures:
            page.screenshot(path=str(pictures / "desk-alarm.png"))
        for context in (*crowd, alone):
            context.close()
        clerk.close()
    finally:
        server.end()


def hand_over(browser, server, make, accessible, clerk, pictures):
    """A petitioner asks for a person; an officer is told, takes over, answers, hands back."""
    page = clerk.page
    page.goto(server.url + "/desk")
    page.get_by_text("现在没有人在等").wait_for()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(context.new_page(), server.url)
    person.say("城南安置房工地欠我和八个工友三个月工资 老板电话不接")
    person.press("叫工作人员")
    # It comes by itself, without loading anew.
    row = page.locator(".waiting [data-row]").last
    expect(row).to_contain_text("要人工")
    accessible(browser, server.url, clerk.context.cookies(), "/desk")
    page.keyboard.press("j")
    page.keyboard.press("o")
    sees(page, "三个月工资", at="#lines")
    page.locator("#lines mark").first.wait_for()
    assert page.locator("#text").count() == 0
    leads(page, lambda: page.get_by_role("button", name="接过来谈").click())
    page.fill("#text", "您好，我是值班的。工地在哪个镇？")
    page.press("#text", "Enter")
    page.locator("#lines .officer").get_by_text("工地在哪个镇").wait_for()
    expect(page.locator("#text")).to_have_value("")
    person.page.locator("#now").get_by_text("工地在哪个镇").wait_for()
    with page.expect_response("**/draft"):
        page.fill("#text", "写到一半的话")
    person.say("在城南镇，安置房二期")
    page.locator("#lines .petitioner").get_by_text("安置房二期").wait_for()
    # What the officer was writing is still there, and after loading anew, too.
    assert page.input_value("#text") == "写到一半的话"
    page.reload()
    assert page.input_value("#text") == "写到一半的话"
    # What was heard wrongly is put right in two keys, before anything is registered.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    right = page.locator('[data-correct="1"]').inner_text().split()[1]
    leads(page, lambda: page.keyboard.press("1"))
    sees(page, f"改成「{right}」", at="#strip")
    sees(page, right, at="#side .facts")
    sees(page, "听错了", at="#lines .private")
    assert page.input_value("#text") == "写到一半的话"
    page.fill("#text", "")
    page.locator("[data-phrase]").first.click()
    assert page.input_value("#text") != ""
    if pictures:
        page.screenshot(path=str(pictures / "desk-talk.png"))
    accessible(browser, server.url, clerk.context.cookies(), page.url.removeprefix(server.url))
    page.dblclick(".say .button.strong")
    expect(page.locator("#lines .officer")).to_have_count(2)
    page.reload()
    expect(page.locator("#lines .officer")).to_have_count(2)
    page.get_by_role("button", name="交还给自动接待").click()
    page.get_by_text("交还给自动接待了").wait_for()
    person.page.get_by_text("自动接待程序在跟您说话").wait_for()
    assert not person.faults, person.faults
    # Back in the browser's memory: what stands there is not the old state.
    page.go_back()
    page.get_by_text("自动接待程序在谈").wait_for()
    assert page.locator("#text").count() == 0
    context.close()


def alarm(browser, server, make, accessible, clerk):
    page = clerk.page
    page.goto(server.url + "/desk/account")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(context.new_page(), server.url)
    person.say("我不想活了，今天就从这楼上跳下去")
    page.locator(".alarm").wait_for()
    sees(page, "自伤", at=".alarm")
    assert "警报" in page.title()
    page.goto(server.url + "/desk")
    accessible(browser, server.url, clerk.context.cookies(), "/desk")
    page.get_by_role("button", name="我去处理").click()
    page.get_by_text("警报由您处理").wait_for()
    assert page.locator(".alarm").count() == 0
    context.close()


def two_windows(browser, server, make, clerk, other):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(context.new_page(), server.url)
    person.say("小区暖气半个月不热 找物业没人管")
    person.press("叫工作人员")
    for one in (clerk, other):
        one.page.goto(server.url + "/desk/talks")
        leads(one.page, lambda: one.page.locator("[data-open]").last.click())
        one.page.locator("#lines").wait_for()
    second = clerk.context.new_page()
    second.goto(clerk.page.url)
    leads(clerk.page, lambda: clerk.page.dblclick("[data-claim]"))
    clerk.page.locator("#text").wait_for()
    # The same officer's other window has it, too; the other officer is told who has it.
    second.locator("#text").wait_for()
    other.page.get_by_text("号工作人员正在谈").wait_for()
    assert other.page.locator("[data-claim]").count() == 0
    # Lost network: said, kept, and sent once when it is back.
    clerk.context.set_offline(True)
    clerk.page.fill("#text", "明天上午有人去看")
    clerk.page.press("#text", "Enter")
    clerk.page.locator("#net:not([hidden])").wait_for()
    assert clerk.page.input_value("#text") == "明天上午有人去看"
    clerk.page.locator(".say:not(.sending)").wait_for()
    clerk.context.set_offline(False)
    clerk.page.click(".say .button.strong")
    second.locator("#lines .officer").get_by_text("明天上午有人去看").wait_for()
    expect(clerk.page.locator("#lines .officer")).to_have_count(1)
    # Logged out in one window: the other is told, and what was written is not lost there.
    second.get_by_role("button", name="退出").click()
    clerk.page.wait_for_url("**/desk/login?**")
    context.close()


def without_scripts(browser, server, make, badge):
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(server.url + "/desk/talks")
    page.fill("#badge", badge)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.locator(".me").wait_for()
    page.wait_for_url("**/desk/talks")
    crowd = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(crowd.new_page(), server.url)
    person.say("小区暖气半个月不热 找物业没人管")
    person.press("叫工作人员")
    page.goto(server.url + "/desk")
    page.locator("[data-claim]").last.click()
    page.fill("#text", "您好，我在。")
    page.get_by_role("button", name="发出").click()
    sees(page, "您好，我在。", at="#lines")
    person.page.locator("#now").get_by_text("您好，我在。").wait_for()
    page.get_by_role("button", name="交还给自动接待").click()
    sees(page, "交还给自动接待了", at="#strip")
    crowd.close()
    context.close()


def tests(browser, server, make_server, make, accessible, binary, dialogs, pictures):
    """Names and functions, in the order in which they are to run."""
    people = {}

    def clerk(badge, name, roles):
        if badge not in people:
            people[badge] = Clerk(browser, server, badge, name, roles, binary, dialogs)
        return people[badge]

    wang = lambda: clerk("021", "王敏", "intake,case")
    li = lambda: clerk("022", "李强", "intake")
    return [
        ("what is due and who waits",
         lambda: today(browser, make_server, make, accessible, binary, dialogs, pictures)),
        ("the first account", lambda: first_account(browser, server, pictures)),
        ("asked for a person, answered, handed back",
         lambda: hand_over(browser, server, make, accessible, wang(), pictures)),
        ("an alarm is seen and taken", lambda: alarm(browser, server, make, accessible, wang())),
        ("two windows and two officers",
         lambda: (two_windows(browser, server, make, wang(), li()), wang().close())),
        ("officers without JavaScript", lambda: (li(), without_scripts(browser, server, make, "022"))),
    ]
