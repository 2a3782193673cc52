// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import Understanding

@Suite struct EntityFinderTests {
    private func found(_ text: String, _ kind: Entity.Kind) -> [Entity] {
        EntityFinder(today: Shipped.today).entities(in: NormalisedText(text)).filter { $0.kind == kind }
    }

    private func slice(_ text: String, _ entity: Entity) -> String {
        String(decoding: Array(text.utf8)[entity.range], as: UTF8.self)
    }

    @Test(arguments: [
        ("电话13800138000", "13800138000"), ("打 138-0013-8000 找我", "13800138000"), ("138 0013 8000", "13800138000"),
        ("+8613800138000", "13800138000"), ("０５７１－８７６５４３２１", "057187654321"), ("座机 7654321", "7654321"),
        ("拨02585123456", "02585123456"), ("400 123 4567", "4001234567"),
    ])
    func phones(_ text: String, _ digits: String) {
        #expect(found(text, .phone).map(\.value) == [.text(digits)])
    }

    @Test(arguments: ["2026年11月3号", "欠了12000000", "一共7654321块", "12345", "XF202611230000171", "4729 8163 0552"])
    func notPhones(_ text: String) {
        #expect(found(text, .phone).isEmpty)
    }

    @Test func identityNumbersAreChecked() {
        let good = "身份证 11010519491231002X"
        #expect(found(good, .idNumber).map(\.value) == [.text("11010519491231002X")])
        #expect(found(good, .idNumber).map(\.isChecked) == [true])
        #expect(found("身份证11010519491231002x", .idNumber).map(\.isChecked) == [true])
        // A slip of one digit: reported all the same, so that it is masked.
        #expect(found("身份证 110105194912310021", .idNumber).map(\.isChecked) == [false])
        #expect(found("老身份证 110105491231002", .idNumber).map(\.isChecked) == [false])
        #expect(found("卡号 6222021234567890123", .account).count == 1)
        #expect(found("6222021234567890123", .idNumber).isEmpty)
    }

    @Test func numbersOfThisOfficeAreKnown() {
        #expect(found("编号是XF202611230000171", .receiptNumber).map(\.value) == [.text("XF202611230000171")])
        #expect(found("xf 码 4729 8163 0552", .code).map(\.value) == [.text("472981630552")])
        #expect(found("472981630552", .code).count == 1)
        #expect(found("472981630552", .code).map(\.isIdentity) == [true])
    }

    @Test(arguments: [
        ("我和八个工友", 9, false), ("我们十二个业主都来了", 12, false), ("俺们仨", 3, false), ("我俩", 2, false),
        ("一共来了六个人", 6, false), ("我跟另外的人 一共23人", 23, false), ("我们二十多个工友", 20, true),
        ("我们村三十户", 30, true), ("我们小区两百户业主联名", 200, true), ("三十六个村民联名", 36, false), ("我们七八个人", 8, true),
        ("我還有兩個同事", 3, false),
    ])
    func people(_ text: String, _ count: Int, _ approximate: Bool) {
        #expect(found(text, .people).map(\.value) == [.count(count, approximate: approximate)], "\(text)")
    }

    @Test(arguments: ["家里有三个孩子", "三号楼", "等了两个月", "一个人", "跑了三趟", "村里还有七八户老人出不了门", "我们小区1500户没有学校上"])
    func notPeople(_ text: String) {
        #expect(found(text, .people).isEmpty, "\(text)")
    }

    @Test(arguments: [
        ("十一万来块", 11_000_000, true), ("欠我三千二", 320_000, false), ("1.5万元", 1_500_000, false),
        ("罚了我五千", 500_000, false), ("200块钱", 20_000, false), ("押金2000元", 200_000, false),
        ("赔一百二十万", 120_000_000, false), ("欠12万3千块", 12_300_000, false), ("一万五千块", 1_500_000, false),
        ("3,500元", 350_000, false), ("要价三十多万", 30_000_000, true), ("五毛", 50, false), ("1.2345万元", 1_234_500, false),
        ("工资八千", 800_000, false),
    ])
    func amounts(_ text: String, _ fen: Int64, _ approximate: Bool) {
        #expect(found(text, .amount).map(\.value) == [.fen(fen, approximate: approximate)], "\(text)")
    }

    @Test(arguments: [
        "交了八年", "欠我三个月", "要了三千次", "100平米", "第三千名", "给了两亩地", "去了三趟", "封了顶一块结", "三亩二分地", "拖欠到2018.10才给", "打给12345",
        "给96533打电话", "金三角花园",
    ])
    func notAmounts(_ text: String) {
        #expect(found(text, .amount).isEmpty, "\(text)")
    }

    @Test(arguments: [
        ("欠我仨月工资", 3), ("3个月的工钱没给", 3), ("两年工资没发", 24), ("工资欠了五个月", 5), ("三个月没发工资", 3),
        ("半年前", nil), ("3月工资", nil), ("等了三个月", nil), ("护理补贴停了六年", nil),
        ("工龄八年", nil), ("干了八年工资没涨", nil),
    ])
    func monthsOfPay(_ text: String, _ months: Int?) {
        #expect(
            found(text, .monthsOfPay).map(\.value) == (months.map { [.count($0, approximate: false)] } ?? []), "\(text)"
        )
    }

    @Test(arguments: [
        ("11月3号送来的", MentionedDate(year: 2026, month: 11, day: 3)),
        ("12月3日", MentionedDate(year: 2025, month: 12, day: 3)),
        ("2026年9月1日", MentionedDate(year: 2026, month: 9, day: 1)),
        ("2026-09-01", MentionedDate(year: 2026, month: 9, day: 1)),
        ("去年", MentionedDate(year: 2025)), ("前年三月", MentionedDate(year: 2024, month: 3)),
        ("上个月", MentionedDate(year: 2026, month: 10)), ("上个月15号", MentionedDate(year: 2026, month: 10, day: 15)),
        ("昨天", MentionedDate(year: 2026, month: 11, day: 22)), ("大前天", MentionedDate(year: 2026, month: 11, day: 20)),
        ("九八年", MentionedDate(year: 1998)), ("08年5月", MentionedDate(year: 2008, month: 5)),
        ("三天前", MentionedDate(year: 2026, month: 11, day: 20)), ("两个月前", MentionedDate(year: 2026, month: 9)),
        ("五年前", MentionedDate(year: 2021)),
        ("上礼拜三", MentionedDate(year: 2026, month: 11, day: 18)),
        ("上个星期五", MentionedDate(year: 2026, month: 11, day: 20)),
        ("星期天", MentionedDate(year: 2026, month: 11, day: 22)), ("上周", MentionedDate(year: 2026, month: 11)),
        ("半年前", MentionedDate(year: 2026, month: 5)), ("二〇一九年", MentionedDate(year: 2019)),
        ("十一月三号", MentionedDate(year: 2026, month: 11, day: 3)),
    ])
    func dates(_ text: String, _ date: MentionedDate) {
        #expect(found(text, .date).map(\.value) == [.date(date)], "\(text)")
    }

    @Test(arguments: ["干了10年", "十三月", "3号楼", "2月30日", "9999年", "一年半"]) func notDays(_ text: String) {
        #expect(!found(text, .date).contains { if case .date(let date) = $0.value { date.day != nil } else { true } })
    }

    @Test func theTurnOfTheYear() throws {
        let january = try #require(CivilDate(year: 2027, month: 1, day: 5))
        let finder = EntityFinder(today: january)
        #expect(
            finder.entities(in: NormalisedText("上个月")).map(\.value) == [.date(MentionedDate(year: 2026, month: 12))])
        #expect(
            finder.entities(in: NormalisedText("12月30号")).map(\.value)
                == [.date(MentionedDate(year: 2026, month: 12, day: 30))])
    }

    @Test(arguments: [
        ("我叫张小明", "张小明"), ("本人李四，今年五十", "李四"), ("姓名：欧阳建国", "欧阳建国"), ("我叫王芳 电话1380", "王芳"),
        ("我是赵铁柱，清河村的", "赵铁柱"), ("俺叫刘桂花今年七十一", "刘桂花"), ("我叫张三家住清河镇", "张三"), ("反映人:孙伟", "孙伟"),
    ])
    func names(_ text: String, _ name: String) {
        #expect(found(text, .name).map(\.value) == [.text(name)], "\(text)")
    }

    @Test(arguments: [
        "我叫老板给钱", "我叫张师傅来修", "我是王家村的", "本人于2015年入职", "我是高中老师", "本人常年在外", "我是农民工", "我叫他别来",
    ])
    func notNames(_ text: String) {
        #expect(found(text, .name).isEmpty, "\(text)")
    }

    @Test(arguments: [
        ("幸福家园3号楼", "幸福家园3号楼"), ("我住清河镇李家村", "清河镇李家村"), ("在人民路18号", "人民路18号"),
        ("城南安置房工地欠我钱", "城南安置房工地"), ("目前东风小区", "东风小区"), ("严重影响翠园小区", "翠园小区"), ("建设路旁边", "建设路"),
    ])
    func places(_ text: String, _ place: String) {
        #expect(found(text, .place).first?.value == .text(place), "\(text)")
    }

    @Test(arguments: [
        "我们小区", "村里修路占了地", "巷子口路灯坏了", "坐十四路公交", "二楼漏水", "村里路灯", "而同一小区一期", "增加一条线路", "占用公共停车区", "最好的省会城市",
    ])
    func notPlaces(_ text: String) {
        #expect(found(text, .place).isEmpty, "\(text)")
    }

    @Test(arguments: [
        ("三万 鑫达公司欠的", "鑫达公司"), ("在红星机械厂干活", "红星机械厂"), ("物业公司不管", nil), ("化工厂排污", nil),
        ("已经多次联系物业公司", nil), ("根据鑫达公司说的", "鑫达公司"),
    ])
    func firms(_ text: String, _ firm: String?) {
        #expect(found(text, .firm).first?.value == firm.map { .text($0) }, "\(text)")
    }

    @Test(arguments: [
        ("收到某人社工认〔2026〕12号", "某人社工认(2026)12号"), ("(2025)苏0102民初123号", "(2025)苏0102民初123号"),
        ("法院下达(2025)苏0102民初123号", "(2025)苏0102民初123号"),
    ])
    func documents(_ text: String, _ number: String) {
        #expect(found(text, .documentNumber).map(\.value) == [.text(number)])
    }

    @Test func spansCutExactlyWhatWasTyped() throws {
        let text = "我叫 𠮷张三。错：我叫张三，电话 １３８ 0013 8000 欠我十一万来块"
        let entities = EntityFinder(today: Shipped.today).entities(in: NormalisedText(text))
        #expect(entities.map { slice(text, $0) } == ["张三", "１３８ 0013 8000", "十一万来块"])
        #expect(entities.map(\.isIdentity) == [true, true, false])
    }

    @Test(arguments: [
        ("三千二", 320_000, false), ("一万零五十", 1_005_000, false), ("十", 1_000, false), ("十几", 1_000, true),
        ("二十", 2_000, false), ("两百五", 25_000, false), ("七八", 800, true), ("1.25", 125, false), ("一百零八", 10_800, false),
        ("十万", 10_000_000, false), ("三十多万", 30_000_000, true), ("二〇二六", 202_600, false), ("3千", 300_000, false),
        ("壹仟贰佰", 120_000, false),
    ])
    func numbers(_ text: String, _ hundredths: Int64, _ approximate: Bool) {
        let number = ChineseNumber.parse(NormalisedText(text).units, at: 0)
        #expect(number?.hundredths == hundredths, "\(text)")
        #expect(number?.isApproximate == approximate)
        #expect(number?.range.upperBound == NormalisedText(text).count)
    }

    @Test(arguments: ["万", "百姓", "几个", "来", "亿", "", "99999999999999999999", "九九九九九九九九九九九"]) func notNumbers(
        _ text: String
    ) {
        #expect(ChineseNumber.parse(NormalisedText(text).units, at: 0) == nil, "\(text)")
    }

    /// Whatever is typed, spans lie in the text, in order, and apart.
    @Test(arguments: [3, 11, 2026]) func survivesAnything(_ seed: UInt64) {
        var state = seed
        let pieces = [
            "我叫", "张", "三", "13800138000", "1101", "0519491231002X", "万", "十", "亿", "年", "月", "号", "楼", "-", " ", "。",
            "〔2026〕",
            "个", "人", "我们", "工资", "欠", "9", "99999999999999", "俩", "上个月", "村", "路", "XF", "：", "几", "多", "来", "块", ".",
            ",", "😀",
        ]
        for _ in 0..<400 {
            var text = ""
            for _ in 0..<14 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            var last = 0
            for entity in EntityFinder(today: Shipped.today).entities(in: NormalisedText(text)) {
                #expect(entity.range.lowerBound >= last, "seed \(seed): \(text)")
                #expect(entity.range.upperBound <= text.utf8.count, "seed \(seed): \(text)")
                last = entity.range.upperBound
            }
        }
    }
}
