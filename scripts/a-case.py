# SPDX-License-Identifier: Apache-2.0
"""Tells one case from the first word at the kiosk to 复核, by the running program on a clock that is moved by hand.

scripts/a-case runs it. What stands on the page is what the program says; only the words between are written here.
Everybody in it is made up.
"""
import datetime
import json
import os
import re
import socket
import subprocess
import sys
import time

PROGRAM, DIALOGS, FOLDER, SHIM = sys.argv[1:5]
ZONE = datetime.timezone(datetime.timedelta(hours=8))
CLOCK = FOLDER + "/now"
LABELS = {
    "to": "去向单位", "unit": "承办单位", "officer": "承办人", "leader": "领导", "document": "文号", "paper": "文书", "on": "日期",
    "way": "第三十一条第几项", "days": "日数", "approver": "批准人", "reason": "理由", "method": "方式", "result": "结果",
    "outcome": "意见", "basis": "依据", "claim": "第几项诉求", "claims": "一共几项诉求", "measure": "哪个到位", "evidence": "凭据",
    "rule": "哪个期限", "from": "从哪天", "through": "到哪天", "place": "地点", "with": "参加人", "facts": "事实清楚",
    "character": "定性准确", "handling": "处理恰当", "formalities": "手续完备", "opinion": "信访人意见", "text": "说明",
    "rate_office": "对信访部门", "rate_unit": "对承办单位",
}
ACTS = {
    "filed": "登记", "briefed": "摘报", "proposed": "拟办", "directed": "批示", "issued": "出具文书", "forwarded": "转送",
    "delivered": "送达", "assigned": "分办", "accepted": "受理", "visited": "走访", "told": "告诉", "urged": "催", "reminded": "催办",
    "extended": "延期", "replied": "答复", "settled": "到位", "reviewAsked": "申请复查", "reviewed": "复查意见",
    "recheckAsked": "申请复核", "paused": "扣除期间", "rechecked": "复核意见", "reported": "报结", "opined": "信访人意见",
    "examined": "审核", "concluded": "办结", "followedUp": "回访", "archived": "归档", "rated": "评价",
}
HEAD = """# 一件事，从机器前第一句话到复核

<!-- 这一页是程序自己写的：scripts/a-case。不要手改。 -->

一件供暖的事，七个多月：登记、转送、受理、延期、书面意见、复查、复核、结案。屏上的话、文书、日子、怎么数出来的，都是
程序真正的输出；期限照《信访工作条例》，放假照国务院的通知。人是编的，机关、电话是样例里的。查询码每件不同，这里遮住。
"""
page = [HEAD]
masks = []
officers = {}
number = code = ""


def set_clock(day, hour, minute):
    moment = datetime.datetime.fromisoformat(day).replace(hour=hour, minute=minute, tzinfo=ZONE)
    with open(CLOCK + ".new", "w") as file:
        file.write(str(int(moment.timestamp())))
    os.rename(CLOCK + ".new", CLOCK)
    return moment


class Line:
    """A client of the JSON Lines dialect."""

    def __init__(self, port, token):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.file = self.socket.makefile("rb")
        self.count = 0
        self.send({"type": "hello", "v": 1, "role": "staff", "token": token})
        assert json.loads(self.file.readline())["type"] == "welcome"

    def send(self, frame):
        self.socket.sendall((json.dumps(frame, ensure_ascii=False) + "\n").encode())

    def ask(self, frame):
        self.count += 1
        frame = {"id": f"a{self.count}-{time.monotonic_ns()}", **frame}
        self.send(frame)
        while True:
            answer = json.loads(self.file.readline())
            if answer.get("re") == frame["id"] and answer["type"] in ("ok", "error"):
                return answer

    def ok(self, frame):
        answer = self.ask(frame)
        if answer["type"] != "ok":
            sys.exit(f"a-case: {frame} was refused: {answer.get('text')}")
        return answer


class Kiosk:
    """Somebody at the kiosk; what was on the screen goes on the page."""

    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", ports["kiosk"]), timeout=60)
        self.seen = self.screen()

    def screen(self):
        data = b""
        while True:
            part = self.socket.recv(4096)
            if not part:
                sys.exit("a-case: the kiosk closed the line")
            data += part
            plain = re.sub(rb"\xff[\xfb-\xfe].|\xff\xfa.*?\xff\xf0|\xff[\xef-\xf9]", b"", data, flags=re.S)
            if plain.endswith(b"\n> "):
                return re.sub(r"\x1b\[[0-9;]*[A-Za-z]|[\r\a]", "", plain.decode())

    def say(self, words):
        self.socket.sendall((words + "\r\n").encode())
        screen = self.screen()
        self.seen += words + "\n" + screen
        return screen

    def close(self):
        output(self.seen.removesuffix("\n> "))
        self.socket.close()


def day(date, hour, minute, words):
    moment = set_clock(date, hour, minute)
    weekday = "一二三四五六日"[moment.weekday()]
    page.append(f"\n## {moment.year}年{moment.month}月{moment.day}日（星期{weekday}）{words}\n")


def tell(words):
    page.append(f"\n{words}\n")


def output(words):
    lines = [line.rstrip() for line in words.strip("\n").split("\n")]
    text = "\n".join(lines)
    for secret, shown in masks:
        text = text.replace(secret, shown)
    page.append(f"\n```text\n{text}\n```\n")


def act(badge, name, fields={}):
    officers[badge].ok({"type": "act", "case": number, "act": name, **fields})
    given = "；".join(f"{LABELS[key]}：{value}" for key, value in fields.items())
    tell(f"- {badge} 号记 **{name}**" + (f"（{given}）" if given else ""))


def refused(badge, name, fields):
    answer = officers[badge].ask({"type": "act", "case": number, "act": name, **fields})
    if answer["type"] != "error":
        sys.exit(f"a-case: {name} was not refused")
    tell(f"- {badge} 号想记 **{name}**，系统不让：")
    output(answer["text"])


def document(badge, kind, fields={}):
    order = {"type": "document", "do": "issue", "case": number, "kind": kind, "fields": fields}
    paper = officers[badge].ok(order)["document"]
    shown = officers[badge].ok({"type": "document", "do": "print", "document": paper})
    tell(f"- {badge} 号出具《{kind}》{paper}：")
    output(shown["text"])
    return paper


def counting(rule, frm, extended=0, without=()):
    command = [PROGRAM, "due", rule, frm, "--dialogs", DIALOGS]
    if extended:
        command += ["--extend", str(extended)]
    for first, last in without:
        command += ["--without", f"{first}..{last}"]
    output(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def register(first, answers):
    global number, code
    visit = Kiosk()
    left = list(answers)
    screen = visit.say(first)
    while "已登记" not in screen:
        known = next((pair for pair in left if pair[0] in screen), None)
        if known is None:
            sys.exit(f"a-case: nobody knows an answer to:\n{screen}")
        left.remove(known)
        screen = visit.say(known[1])
    number = re.search(r"XF20\d{13}", visit.seen)[0]
    code = re.search(r"\d{4} \d{4} \d{4}", visit.seen)[0]
    masks.append((code, "•••• •••• ••••"))
    masks.append((re.search(r"续办号 (\d{8})", visit.seen)[1], "••••••••"))
    visit.say("1")
    visit.close()


def progress(*further):
    visit = Kiosk()
    for words in ("进度", number, code, *further):
        visit.say(words)
    visit.close()


def ledger():
    page.append("\n|  | 哪天记的 | 谁 | 做了什么 | 写了什么 |\n| --- | --- | --- | --- | --- |\n")
    events = officers["012"].ok({"type": "case", "number": number})["case"]["events"]
    for index, event in enumerate(events, 1):
        fields = event.get("fields", {})
        words = [f"{LABELS[key]}：{value}" for key, value in fields.items() if key in LABELS]
        words += [event["text"]] if event["text"] else []
        row = (str(index), event["at"][:10], event.get("by") or "—", ACTS[event["kind"]], "；".join(words))
        page.append("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |\n")


def story():
    day("2026-02-05", 9, 12, "上午，1 号机：登记")
    tell("何秀芬（假名）走进县信访局，在机器前照平常说话写。带 `>` 的行是她写的，别的是机器说的。")
    register(
        "我们楼一冬天暖气都不热，屋里才十三度，找了物业三回没人管",
        [
            ("要不要也在这儿登记", "1"), ("想要个什么结果", "把暖气修热，这一冬的采暖费退一部分"), ("在哪儿的事", "城南街道和平小区 6 号楼"),
            ("从什么时候起", "去年十一月供暖起"), ("业委会", "1"), ("怎么称呼", "何秀芬"), ("您住哪儿", "城南街道和平小区 6 号楼 402"),
            ("留个电话", "不写"), ("这样登记，行吗", "1"),
        ])
    tell("登记那天起，信访部门 15 日内要转给有权处理的单位。这一天怎么数出来的，谁问都能一步一步说：")
    counting("转送", frm="2026-02-05")
    tell("办结的 60 日这时还没有开始：它从受理那天起算，受理只能由人来定。")

    day("2026-02-06", 10, 5, "：摘报、拟办、批示，转送县住建局")
    act("012", "摘报", {"leader": "副局长林正", "text": "和平小区 6 号楼整冬供暖不达标，信访人要求修好并退费。"})
    act("012", "拟办", {"text": "转县住建局，按第三十一条第六项办理。"})
    act("012", "批示", {"leader": "副局长林正", "text": "同意，年前先把温度测了。", "on": "2026-02-06"})
    forward = document("012", "转送函", {"去向单位": "县住建局", "附件": "登记表 1 份"})
    act("012", "转送", {"to": "县住建局", "document": forward})
    where_to = document("012", "去向告知书")
    act(
        "012", "送达",
        {"paper": "其他文书", "method": "邮寄", "result": "签收", "on": "2026-02-06", "document": where_to})
    tell("县住建局从收到那天起 15 日内要书面告知她接收情况、怎么办；觉得不归自己管，5 个工作日内提异议：")
    counting("告知", frm="2026-02-06")
    counting("异议", frm="2026-02-06")

    day("2026-02-24", 8, 50, "：县住建局受理")
    tell("春节放假 2 月 15 日到 23 日，24 日是节后第一天。住建局的周建国接手，先出告知书，再记受理。")
    act("021", "分办", {"unit": "县住建局", "officer": "021", "text": "供热科周建国经办"})
    accepted = document(
        "021", "受理告知书",
        {
            "接收情况": "2 月 6 日收到县信访局转来的材料，已经登记，由周建国办理。", "处理途径和程序": "先入户测温、查供热记录，再听供热公司说明，办完出具书面意见。",
            "第几项": "6",
        })
    act("021", "受理", {"way": "6", "document": accepted})
    act(
        "021", "送达",
        {"paper": "告知书", "method": "当面", "result": "签收", "on": "2026-02-24", "document": accepted})
    tell("受理这一天起，60 日内办结。末日 4 月 25 日是星期六，顺延到星期一；告诉她的是早的那一天：")
    counting("办结", frm="2026-02-24")
    refused(
        "021", "送达", {"paper": "处理意见书", "method": "当面", "result": "签收", "on": "2026-02-24"})
    tell("还没有答复，就谈不上意见书送达：文书以哪一步为前提，那一步没办就记不上，她的复查期限也不会错着走起来。")

    day("2026-03-05", 14, 30, "：入户")
    act(
        "021", "走访",
        {
            "on": "2026-03-05", "place": "和平小区 6 号楼 402", "with": "何秀芬、供热公司维修班",
            "text": "三间屋测温 13.1、13.6、14.2 度，立管堵了。",
        })

    day("2026-03-20", 15, 40, "下午，1 号机：查进度，催一回")
    progress("1", "1")

    day("2026-04-15", 9, 0, "：快到期了")
    act("012", "催办", {"method": "电话", "text": "问到哪一步：管子换了，退多少采暖费要等测温报告。"})

    day("2026-04-17", 10, 0, "：延期，先报批，再告知")
    document(
        "021", "延期审批表", {"延长日数": "20", "延期理由": "退费要等第三方测温报告，5 月上旬才出。"})
    extended = document(
        "021", "延期告知书",
        {"延长日数": "20", "延期理由": "退费要等第三方测温报告，5 月上旬才出。", "批准人": "县住建局局长郑国强"})
    act(
        "021", "延期",
        {"days": "20", "approver": "县住建局局长郑国强", "reason": "退费要等第三方测温报告，5 月上旬才出", "document": extended})
    act(
        "021", "送达",
        {"paper": "告知书", "method": "邮寄", "result": "签收", "on": "2026-04-17", "document": extended})
    counting("办结", frm="2026-02-24", extended=20)

    day("2026-05-12", 16, 0, "：出具信访处理意见书")
    opinion = document(
        "021", "信访处理意见书",
        {
            "事实和理由": "3 月 5 日入户测温，三间屋都低于 18 度，原因是立管堵塞；3 月 9 日更换立管后，测温报告显示 3 月 10 日起达标。",
            "处理意见": "部分支持：立管已经换好；3 月 1 日至 9 日的采暖费由供热公司退还。11 月至 2 月没有测温记录，退费的请求不予支持，理由如上。",
            "意见类别": "部分支持", "依据": "《某市供热条例》第二十一条、第三十条", "逐项答复": "把暖气修热：支持，3 月 9 日换好。\n退一部分采暖费：部分支持，退 9 天。",
        })
    act(
        "021", "答复",
        {
            "outcome": "部分支持", "text": "换立管；退 9 天采暖费。", "document": opinion, "basis": "《某市供热条例》第二十一条、第三十条",
            "claims": "2",
        })
    act("021", "到位", {"measure": "解决问题到位", "claim": "1", "evidence": "3 月 10 日起测温达标的记录"})
    act("021", "到位", {"measure": "解决问题到位", "claim": "2", "evidence": "供热公司 5 月 11 日退费凭证"})
    document("021", "送达回证", {"送达文书": "信访处理意见书", "送达文号": opinion, "送达方式": "当面", "送达人": "周建国"})
    act(
        "021", "送达",
        {"paper": "处理意见书", "method": "当面", "result": "签收", "on": "2026-05-12", "document": opinion})

    day("2026-06-01", 9, 30, "上午，1 号机：不同意，申请复查")
    tell("收到意见书那天起，她有 30 日可以请上一级复查。这一天是她的，不写成谁的期限，也从不说她过了期：")
    counting("复查", frm="2026-05-12")
    progress("1", "1", "冷了一冬只退九天不公道，邻居家有温度计照片", "1")
    counting("复查意见", frm="2026-06-01")

    day("2026-06-24", 11, 0, "：复查意见")
    review = document(
        "031", "复查意见书",
        {
            "事实和理由": "核对入户测温和更换记录属实；信访人交来的温度计照片没有时间，不能证明 11 月至 2 月的温度。", "处理意见": "维持县住建局的处理意见。",
            "意见类别": "维持", "依据": "《信访工作条例》第三十五条",
        })
    act(
        "031", "复查意见", {"outcome": "维持", "document": review, "basis": "《信访工作条例》第三十五条"})
    act(
        "031", "送达",
        {"paper": "复查意见书", "method": "邮寄", "result": "签收", "on": "2026-06-24", "document": review})

    day("2026-07-20", 9, 10, "上午，1 号机：申请复核")
    tell("30 日到 7 月 24 日，她在期限里来了：")
    counting("复核", frm="2026-06-24")
    progress("1", "1", "物业的报修本上写着十二月就报过三回，复查没有看", "1")

    day("2026-08-07", 17, 0, "：听证，期限里扣掉两天")
    document(
        "041", "听证笔录",
        {
            "时间": "2026 年 8 月 6 日 9:00 至 8 月 7 日 11:30", "地点": "市政府信访听证室", "主持人": "陈志远", "书记员": "赵雨",
            "参加人": "何秀芬，县住建局周建国，供热公司维修班长，和平小区物业经理", "发言记录": "何秀芬：报修本上十二月有三次。\n物业经理：报修本属实，维修班来过两次，没修好。",
            "听证占用日数": "2",
        })
    act(
        "041", "扣除期间",
        {"rule": "复核意见", "from": "2026-08-06", "through": "2026-08-07", "reason": "听证"})
    counting("复核意见", frm="2026-07-20", without=[("2026-08-06", "2026-08-07")])

    day("2026-08-18", 10, 20, "：复核意见")
    recheck = document(
        "041", "复核意见书",
        {
            "事实和理由": "报修本证明 12 月起就不热，供热公司两次维修没有修好，不能要求信访人自己测温。",
            "处理意见": "变更复查意见：12 月 1 日至 3 月 9 日的采暖费由供热公司退还。", "意见类别": "变更",
            "依据": "《信访工作条例》第三十六条；《某市供热条例》第三十条",
        })
    act(
        "041", "复核意见",
        {"outcome": "变更", "document": recheck, "basis": "《信访工作条例》第三十六条"})
    act(
        "041", "送达",
        {"paper": "复核意见书", "method": "当面", "result": "签收", "on": "2026-08-18", "document": recheck})
    progress("6")

    day("2026-08-26", 15, 0, "：报结，把关，办结")
    act("021", "到位", {"measure": "解决问题到位", "claim": "2", "evidence": "供热公司 8 月 24 日补退凭证"})
    refused("021", "办结", {})
    act("021", "报结", {"text": "立管已换，采暖费按复核意见退清。"})
    refused("012", "办结", {})
    act("021", "信访人意见", {"opinion": "同意", "text": "钱退到了，同意。"})
    act(
        "022", "审核",
        {"facts": "测温、报修本都在卷。", "character": "供热责任，认定准确。", "handling": "按复核意见退清。", "formalities": "文书、送达齐全。"})
    act("012", "办结")
    document(
        "021", "办结报告",
        {
            "去向单位": "县信访局", "核查经过": "入户测温、查报修本、听证。", "处理意见": "换立管，退 12 月 1 日至 3 月 9 日的采暖费。",
            "执行情况": "8 月 24 日退清。", "信访人意见": "同意",
            "四个标准": "事实清楚：测温和报修本在卷。定性准确：供热责任。处理恰当：按复核意见办。手续完备：文书都已送达。",
        })

    day("2026-09-22", 10, 0, "：回访，归档")
    act("012", "回访", {"on": "2026-09-22", "result": "满意", "text": "供热公司夏天又通了一遍管。"})
    act("012", "归档")

    day("2026-09-25", 9, 0, "上午，1 号机：打分")
    progress("4", "1", "2", "1")
    tell("账上从头到尾是这些。每一步都有人、有日子；后来的只往上加，不改前面的：")
    ledger()


def serve():
    environment = {**os.environ, "LD_PRELOAD": SHIM, "A_CASE_CLOCK": CLOCK}
    command = [PROGRAM, "serve", "--dialogs", DIALOGS, "--data", FOLDER + "/data", "--web", "none", "--log-level", "error"]
    for listener in ("kiosk", "relay", "ops"):
        command += ["--" + listener, "127.0.0.1:0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


set_clock("2026-02-05", 9, 0)
server = serve()
ports = {}
try:
    for line in server.stdout:
        if found := re.match(r"listening (\S+) .*:(\d+)$", line):
            ports[found[1]] = int(found[2])
        if line.startswith("ready"):
            break
    else:
        sys.exit("a-case: the server did not start")
    with open(FOLDER + "/data/staff.token") as file:
        admin = Line(ports["relay"], file.read().strip())
    for name, badge, unit, roles in (
        ("王敏", "012", "县信访局", "intake,case"), ("周建国", "021", "县住建局", "case"), ("李明", "022", "县住建局", "case"),
        ("赵雨", "031", "县政府复查复核窗口", "case"), ("陈志远", "041", "市政府复查复核窗口", "case"),
    ):
        added = admin.ok({"type": "staff.add", "badge": badge, "name": name, "unit": unit, "roles": roles})
        officers[badge] = Line(ports["relay"], added["token"])
    story()
finally:
    server.terminate()
    server.wait()
sys.stdout.write("".join(page))
