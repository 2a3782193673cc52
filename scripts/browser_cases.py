# SPDX-License-Identifier: Apache-2.0
"""Cases in officers' browsers, for scripts/test-browser.py: a letter is written down, taken on, answered, closed."""

import datetime
import pathlib

from browser_wait import expect, leads, program, sees

PASSWORD = "试用的密码 2026"
SCAN = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 a scan"
LETTER = ("我家住幸福小区三号楼，暖气半个月不热，老人孩子都在屋里穿棉袄。11月10日、15日、20日找了物业三回，每回都说在修，没有人来。"
          "供热站的电话打不通。希望把暖气修好，给个准日子。")


def log_in(browser, server, badge, once, **options):
    """A browser of an officer who comes for the first time and chooses a password."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", **options)
    page = context.new_page()
    page.goto(server.url + "/desk/login")
    page.fill("[name=badge]", badge)
    page.fill("[name=password]", once)
    page.get_by_role("button", name="登录").click()
    page.fill("[name=old]", once)
    page.fill("[name=new]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.get_by_role("button", name="改好").click()
    page.get_by_text("密码改好了").wait_for()
    return page


def newcomer(browser, server, binary, root, badge, name, roles, **options):
    """An officer who was just added, logged in."""
    place = ["--data", server.data, "--dialogs", str(root / "dialogs")]
    program(binary, "staff", "add", name, "--badge", badge, "--unit", "信访局接访科", "--roles", roles, *place)
    once = program(binary, "staff", "account", badge, "password", *place).split()[-1]
    return log_in(browser, server, badge, once, **options)


def officers(browser, binary, server, root, badges=("081", "082", "089"), **options):
    """The one who handles it, the one who examines it, the auditor."""
    pages = []
    roles = (("王敏", "intake,case,admin"), ("李强", "case"), ("孙正", "audit"))
    for badge, (name, roles) in zip(badges, roles):
        pages.append(newcomer(browser, server, binary, root, badge, name, roles, **options))
    return pages


def act(page, url, name, **fields):
    """Opens the form of an act on the page of the case, fills it in, sends it."""
    page.goto(url)
    form = page.locator("details.act").filter(has=page.locator(f'input[name="act"][value="{name}"]'))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for field, value in fields.items():
        place = form.locator(f'[name="f.{field}"]')
        if place.evaluate("e => e.tagName") == "SELECT":
            place.select_option(value)
        else:
            place.fill(value)
    leads(page, lambda: form.locator("button").click())
    page.get_by_text(f"{name}，办好了。").wait_for()


def dictate(page, server, shot):
    page.goto(server.url + "/desk/dictation")
    page.fill("[name=text]", LETTER)
    page.fill('[name="k.name"]', "王小明")
    page.fill('[name="k.phone"]', "13800000001")
    page.fill('[name="k.place"]', "幸福小区三号楼")
    shot("dictation")
    leads(page, lambda: page.get_by_role("button", name="开始录").click())
    read_back = False
    for _ in range(40):
        if page.locator(".slip .digits").count() > 1:
            break
        if page.locator(".read-back").count() and not read_back:
            read_back = True
            shot("read-back")
        if page.locator(".key").count():
            leads(page, lambda: page.locator(".key").first.click())
        else:
            if not page.input_value("#text"):
                page.fill("#text", "不清楚")
            leads(page, lambda: page.get_by_role("button", name="交", exact=True).click())
    else:
        raise AssertionError("no receipt after forty answers")
    assert read_back, "nothing was read back"
    shot("dictated")
    slip = page.locator(".slip .digits").all_inner_texts()
    page.set_input_files("#file", {"name": "来信.jpg", "mimeType": "image/jpeg", "buffer": SCAN})
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="存起来").click()
    opened.value.get_by_text("来信.jpg").first.wait_for()
    opened.value.close()
    return slip[0], slip[1]


def notice(page, case, shot):
    """告知书: drafted, looked at, issued, printed."""
    page.goto(case)
    leads(page, lambda: page.locator(".drafts .pill", has_text="受理（接收）告知书").first.click())
    # A day that lies ahead, whenever this runs.
    ahead = (datetime.date.today() + datetime.timedelta(days=45)).isoformat()
    for place in page.locator("form.act-form textarea").all():
        label = place.evaluate("e => document.querySelector(`label[for=\"${e.id}\"]`).textContent")
        if not place.input_value() and "可以不填" not in label:
            place.fill(ahead if "期限" in label or "日" in label else "县住建局信访室")
    leads(page, lambda: page.get_by_role("button", name="再看一遍").click())
    shot("draft")
    leads(page, lambda: page.get_by_role("button", name="出具", exact=True).click())
    page.get_by_text("出具了，文号").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="打开带姓名的 A4 页").click()
    sheet = opened.value
    sheet.wait_for_load_state()
    sees(sheet, "王小明", at="body")
    shot("notice", sheet)
    sheet.close()


def handle(one, two, case, shot):
    """From 分办 to 办结, through the four standards of 报结."""
    today = one.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    act(one, case, "分办", unit="县住建局", officer="081")
    act(one, case, "受理", way="6")
    one.goto(case)
    shot("case")
    one.locator(".clocks summary", has_text="为什么是这一天").first.click()
    shot("why")
    notice(one, case, shot)
    act(one, case, "面谈", on=today, text="上门看了，室温 14 度。")
    act(one, case, "答复", outcome="支持", text="换了楼前的阀门，室温 20 度。", document="意1号", basis="《供热条例》")
    act(one, case, "送达", paper="处理意见书", method="当面", result="签收", on=today)
    act(one, case, "信访人意见", opinion="同意")
    act(one, case, "到位", measure="解决问题到位", evidence="复测 20 度")
    act(one, case, "报结", text="暖气修好了。")
    act(two, case, "审核", facts="室温记录在案", character="供热问题", handling="修好了", formalities="文书齐全")


def progress(browser, server, number, code):
    """What the petitioner sees with number and code, in a browser of their own."""
    person = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    person.goto(server.url + "/progress")
    person.fill("#number", number)
    person.fill("#code", code)
    person.click(".send")
    person.get_by_text("把这件事办完了").first.wait_for()
    person.context.close()


def life_of_a_talk(browser, binary, server, root, make):
    """A petitioner chats, asks for a person, is answered, registers; the matter is handled to its end, and they see it."""
    one, two, auditor = officers(browser, binary, server, root, ("071", "072", "079"))
    faults = []
    for page in (one, two):
        page.on("pageerror", lambda error: faults.append(str(error)))
    one.goto(server.url + "/desk")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(context.new_page(), server.url)
    person.say("我家住幸福小区三号楼，暖气半个月不热，找物业没人管")
    person.press("叫工作人员")
    row = one.locator(".waiting [data-row]").last
    expect(row).to_contain_text("要人工")
    leads(one, lambda: row.locator("[data-claim]").click())
    one.locator("#text").wait_for()
    one.fill("#text", "您好，我是值班的。家里有老人孩子吗？")
    one.keyboard.press("Enter")
    person.page.locator("#now").get_by_text("有老人孩子吗").wait_for()
    person.say("有老人，穿棉袄坐着")
    one.locator("#lines .petitioner").get_by_text("穿棉袄坐着").wait_for()
    one.get_by_role("button", name="交还给自动接待").click()
    one.get_by_text("交还给自动接待了").wait_for()
    person.page.get_by_text("自动接待程序在跟您说话").wait_for()
    for _ in range(40):
        if person.page.locator(".slip h2").count():
            break
        # A paper wants a name and a place to go to.
        asked = [] if person.keys else [word for word in ("怎么称呼", "住哪") if word in person.now]
        if asked:
            person.say("王小明" if asked[0] == "怎么称呼" else "幸福小区三号楼")
        else:
            person.answer()
    else:
        raise AssertionError("no receipt after forty answers")
    number, code = person.page.locator(".slip .digits").all_inner_texts()[:2]
    case = f"{server.url}/desk/cases/{number}"
    one.goto(case)
    sees(one, "幸福小区")
    handle(one, two, case, lambda *_: None)
    act(two, case, "办结")
    progress(browser, server, number, code)
    assert not person.faults and not faults, (person.faults, faults)
    context.close()
    for page in (one, two, auditor):
        page.context.close()


def together(browser, binary, server, root, make):
    """Two officers at one case, a double click, a lost network, a log-in that ran out: nothing twice, nothing lost."""
    one, two, auditor = officers(browser, binary, server, root, ("061", "062", "069"))
    number, _ = dictate(one, server, lambda _: None)
    case = f"{server.url}/desk/cases/{number}"
    entries = lambda page: page.locator(".timeline li").count()
    form = lambda page: page.locator("details.act").filter(has=page.locator('input[name="act"][value="备注"]'))

    def write(page, text):
        if form(page).get_attribute("open") is None:
            form(page).locator("summary").click()
        form(page).locator("textarea").fill(text)

    one.goto(case)
    before = entries(one)
    # Each knows of the other, without loading anew.
    two.goto(case)
    sees(two, "061 号也开着这一件", at="#live")
    one.locator("#live").get_by_text("062 号也开着这一件").wait_for()
    # Twice on the button is once.
    write(two, "打过电话了")
    form(two).locator("button").dblclick()
    two.get_by_text("备注，办好了").wait_for()
    two.goto(case)
    assert entries(two) == before + 1, entries(two)
    # The other's page says by itself that it is of before, and what is being written there stays.
    write(one, "材料在第三个柜子")
    one.locator("#moved:not([hidden])").wait_for()
    assert form(one).locator("textarea").input_value() == "材料在第三个柜子"
    form(one).locator("button").click()
    one.get_by_text("您的没有办").wait_for()
    assert form(one).locator("textarea").input_value() == "材料在第三个柜子"
    form(one).locator("button").click()
    one.get_by_text("备注，办好了").wait_for()
    # Back, and the same form again: nothing is done twice.
    one.goto(case)
    assert entries(one) == before + 2
    write(one, "再记一句")
    form(one).locator("button").click()
    one.get_by_text("备注，办好了").wait_for()
    one.go_back()
    one.locator("main").wait_for()
    one.goto(case)
    count = entries(one)
    assert count == before + 3, count
    # No network: said, what was written stays, and it is done once when the line is back.
    write(one, "网断时写的")
    one.context.set_offline(True)
    form(one).locator("button").click()
    one.locator("#net", has_text="网断了").wait_for()
    assert form(one).locator("textarea").input_value() == "网断时写的"
    one.context.set_offline(False)
    form(one).locator("button").click()
    one.get_by_text("备注，办好了").wait_for()
    # Two tabs of one officer: ended in the one, the other does not throw away what is being written.
    one.goto(case)
    assert entries(one) == count + 1
    write(one, "退出时还在写的")
    tab = one.context.new_page()
    tab.goto(server.url + "/desk")
    tab.get_by_role("button", name="退出").click()
    one.locator("#net", has_text="登录过期了").wait_for()
    assert form(one).locator("textarea").input_value() == "退出时还在写的"
    form(one).locator("button").click()
    one.get_by_text("刚才这一下没有办").wait_for()
    sees(one, "退出时还在写的")
    one.fill("[name=badge]", "061")
    one.fill("[name=password]", PASSWORD)
    leads(one, lambda: one.get_by_role("button", name="登录").click())
    one.locator(".me", has_text="061").wait_for()
    one.goto(case)
    assert entries(one) == count + 1
    for page in (one, two, auditor):
        page.context.close()


def life_of_a_letter(browser, binary, server, root, pictures):
    one, two, auditor = officers(browser, binary, server, root)

    def shot(name, page=one):
        if pictures:
            page.screenshot(path=str(pathlib.Path(pictures) / f"desk-{name}.png"))

    faults = []
    for page in (one, two, auditor):
        page.on("pageerror", lambda error: faults.append(str(error)))
    number, code = dictate(one, server, shot)
    case = f"{server.url}/desk/cases/{number}"
    one.goto(case)
    sees(one, "幸福小区")
    assert "13800000001" not in one.inner_text("main")
    handle(one, two, case, shot)
    # A second officer on a page of before is told so, and nothing of what was written is lost.
    one.goto(case)
    form = one.locator("details.act").filter(has=one.locator('input[value="备注"]'))
    form.locator("summary").click()
    form.locator("textarea").fill("材料都在第三个柜子里")
    act(two, case, "办结")
    leads(one, lambda: form.locator("button").click())
    one.get_by_text("刚刚有人动过").wait_for()
    kept = [box.input_value() for box in one.locator("textarea").all()] + [one.inner_text("main")]
    assert any("材料都在第三个柜子里" in text for text in kept)
    shot("second-officer")
    # What came in reaches the reports, and every number leads to its cases.
    one.goto(server.url + "/desk/reports?by=unit")
    shot("reports")
    leads(one, lambda: one.locator(".figures a").first.click())
    sees(one, number)
    one.goto(server.url + "/desk/cases?list=ended")
    sees(one, number)
    one.goto(server.url + "/desk/cases?list=due")
    shot("cases")
    auditor.goto(server.url + "/desk/audit?check=1")
    sees(auditor, "从头到尾接得上", "打印带姓名的文书")
    shot("audit", auditor)
    # The petitioner sees how far it has come.
    progress(browser, server, number, code)
    assert not faults, faults
    for page in (one, two, auditor):
        page.context.close()
