# SPDX-License-Identifier: Apache-2.0
"""Every page by the rules of accessibility, for scripts/test-browser.py: axe-core, twice the size, and the way of the Tab key."""

import pathlib

import axe_core_python

import browser_cases
from browser_wait import leads, sees

SOURCE = next(pathlib.Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text()
USABLE = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"


def rules(page, name, findings, is_paper=False):
    """axe-core on the page as it stands, with everything that folds opened; and at twice the size of text no scrolling sideways."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    if not page.evaluate("typeof axe !== 'undefined'"):
        page.evaluate(SOURCE)
    for one in page.evaluate("async () => (await axe.run()).violations"):
        parts = [node["html"][:160] for node in one["nodes"]][:3]
        findings.append(f"{name}: {one['id']}: {one['help']} {parts}")
    size = page.viewport_size
    page.set_viewport_size({"width": size["width"] // 2, "height": 500})
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    # A sheet for the printer has the measures of its paper.
    if over > 0 and not is_paper:
        wide = page.evaluate("""() => [...document.querySelectorAll('main *')].filter((e) =>
            e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map((e) => e.outerHTML.slice(0, 90))""")
        findings.append(f"{name}: {over} px too wide at twice the size {wide}")
    page.set_viewport_size(size)


def tab_order(page, name, findings):
    """Tab leads to all that can be used, in the order in which it stands, and it is seen where one is."""
    page.reload()
    page.evaluate("document.activeElement.blur()")
    before, reached = -1, set()
    for _ in range(500):
        page.keyboard.press("Tab")
        at = page.evaluate("""(usable) => {
            const at = document.activeElement;
            if (!at || at === document.body || at === document.documentElement) return null;
            const style = getComputedStyle(at);
            const isSeen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return [[...document.querySelectorAll(usable)].indexOf(at), isSeen, at.outerHTML.slice(0, 90)];
        }""", USABLE)
        if at is None or at[0] in reached:
            break
        if at[0] < before:
            findings.append(f"{name}: Tab goes back to {at[2]}")
        if not at[1]:
            findings.append(f"{name}: it is not seen that Tab is at {at[2]}")
        before = at[0]
        reached.add(at[0])
    missed = page.evaluate("""([usable, reached]) => [...document.querySelectorAll(usable)].filter((e, i) =>
        !reached.includes(i) && e.tabIndex >= 0 && !e.disabled && e.checkVisibility() && e.type !== 'radio')
        .map((e) => e.outerHTML.slice(0, 90))""", [USABLE, list(reached)])
    findings.extend(f"{name}: Tab does not reach {one}" for one in missed[:3])


def prove(page, server, path):
    """The password once more, and from there to a page."""
    page.goto(f"{server.url}/desk/proof?to={path}")
    page.fill("[name=password]", browser_cases.PASSWORD)
    leads(page, lambda: page.get_by_role("button", name="确认").click())
    page.wait_for_url(f"**{path}")


def people(browser, server, binary, root, findings):
    """人员: somebody is added, and comes in with the password that is told once."""
    page = browser_cases.newcomer(browser, server, binary, root, "093", "郑管", "admin", bypass_csp=True)
    page.goto(server.url + "/desk/people")
    rules(page, "/desk/people", findings)
    page.goto(server.url + "/desk/people")
    tab_order(page, "/desk/people", findings)
    page.goto(server.url + "/desk/people")
    for field, text in (("badge", "094"), ("name", "新来的"), ("unit", "接访科")):
        page.fill(f"#{field}", text)
    page.check("#r-new-intake")
    leads(page, lambda: page.get_by_role("button", name="加上，给一次性密码").click())
    once = page.locator(".saying", has_text="094 号的一次性密码").inner_text().split("：")[1].split("。")[0]
    rules(page, "somebody was added", findings)
    new = browser_cases.log_in(browser, server, "094", once, bypass_csp=True)
    sees(new, "094 新来的", at=".me")
    for one in (page, new):
        one.context.close()


def every_page(browser, server, binary, root, make):
    """All pages of officers and petitioners, in their states."""
    findings = []
    roles = {"091": "intake,case,sealed,audit", "092": "intake,case"}
    pages = {}
    for badge, name in (("091", "周全"), ("092", "吴明")):
        pages[badge] = browser_cases.newcomer(browser, server, binary, root, badge, name, roles[badge], bypass_csp=True)
    page, second = pages["091"], pages["092"]

    def look(path, tabs=False):
        answer = page.goto(server.url + path)
        assert answer.status < 500, f"{path}: {answer.status}"
        rules(page, path, findings)
        if tabs:
            page.goto(server.url + path)
            tab_order(page, path, findings)

    # 代录: at its start, on the way, read back, with the receipt.
    look("/desk/dictation", tabs=True)
    number, _ = browser_cases.dictate(page, server, lambda name: rules(page, f"dictation {name}", findings))
    case = f"/desk/cases/{number}"
    look(case, tabs=True)
    second.goto(server.url + case)
    browser_cases.act(page, server.url + case, "分办", unit="县住建局", officer="091")
    browser_cases.act(page, server.url + case, "受理", way="6")
    page.goto(server.url + case)
    page.locator("#moved").wait_for(state="attached")
    rules(page, "a case that another has open", findings)
    # A form that was refused: what is wrong stands beside it.
    form = page.locator("details.act").filter(has=page.locator('input[name="act"][value="备注"]'))
    form.evaluate("e => { e.open = true; e.querySelector('textarea').required = false; }")
    leads(page, lambda: form.locator("button").click())
    page.locator("details.act .trouble").wait_for()
    rules(page, "a form that was refused", findings)
    # The identity of this once; the password may have been given too long ago, on a machine that is slow.
    prove(page, server, case)
    page.locator("summary", has_text="要看身份").click()
    page.fill("#why", "回电核实")
    leads(page, lambda: page.get_by_role("button", name="看身份").click())
    sees(page, "13800000001")
    rules(page, "identity", findings)
    # A paper: drafted, issued, the sheet for the printer.
    page.goto(server.url + case)
    leads(page, lambda: page.locator(".drafts .pill").first.click())
    rules(page, "a draft", findings)
    browser_cases.notice(page, server.url + case, lambda name, sheet=None: rules(sheet or page, f"notice {name}", findings, sheet is not None))
    rules(page, "a paper", findings)
    for path in (
        "/desk/talks", "/desk/find", "/desk/account", "/desk/password", "/desk/proof", "/desk/cases?list=due",
        "/desk/cases?list=open", "/desk/cases?list=ended", "/desk/cases?list=agenda", "/desk/cases?list=supervise",
        "/desk/cases?list=simple", "/desk/cases?number=x", f"/desk/files/{number}", "/desk/reports?by=unit",
        "/desk/reports?by=all", "/desk/reports/print?by=unit", "/desk/reports/cases?kind=month&by=none&figure=registered",
        "/desk/audit", "/desk/audit?check=1", "/desk/cases/XF202601010000012", "/desk/nowhere",
    ):
        look(path, tabs=path in ("/desk/find", "/desk/account", "/desk/audit"))
    # A scan that was put there by mistake, and what is left of it.
    page.goto(server.url + case)
    page.locator(".remove summary").first.click()
    page.fill("[name=reason]:visible", "是别人家的信")
    leads(page, lambda: page.get_by_role("button", name="撤掉附件").first.click())
    sees(page, "号撤掉：是别人家的信")
    rules(page, "a file that was taken away", findings)
    # Somebody found by name; a list that was narrowed and is kept.
    prove(page, server, "/desk/find")
    page.fill("#person", "王小")
    page.fill("#reason", "本人来问编号")
    leads(page, lambda: page.locator('form[method="post"] button', has_text="查").click())
    sees(page, number)
    rules(page, "found by name", findings)
    page.goto(server.url + "/desk?list=open&officer=091")
    page.fill("#view-name", "我手上的")
    page.get_by_role("button", name="存", exact=True).click()
    page.get_by_text("存好了").wait_for()
    sees(page, number, at="#cases")
    rules(page, "a list that is kept", findings)
    look("/desk?list=open", tabs=True)
    # A talk that waits, that one leads, that another leads.
    context = browser.new_context(viewport={"width": 390, "height": 844})
    person = make(context.new_page(), server.url)
    person.say("小区暖气半个月不热 找物业没人管")
    person.press("叫工作人员")
    look("/desk")
    page.locator(".waiting [data-open]").last.click()
    page.locator("#lines").wait_for()
    page.wait_for_load_state("load")
    rules(page, "a talk that waits", findings)
    talk = page.url.removeprefix(server.url)
    leads(page, lambda: page.locator("[data-claim]").first.click())
    page.locator("#text").wait_for()
    rules(page, "a talk that one leads", findings)
    second.goto(server.url + talk)
    rules(second, "a talk that another leads", findings)
    page.get_by_role("button", name="交还给自动接待").click()
    page.get_by_text("交还给自动接待了").wait_for()
    context.close()
    people(browser, server, binary, root, findings)
    # Petitioners' pages that stand by themselves, and the log-in.
    alone = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True).new_page()
    for path in ("/", "/progress", "/receipt", "/erase", "/nowhere", "/desk/login"):
        alone.goto(server.url + path)
        rules(alone, path, findings)
        if path in ("/", "/progress", "/desk/login"):
            tab_order(alone, path, findings)
    alone.context.close()
    for one in pages.values():
        one.context.close()
    assert not findings, "\n".join(findings)
