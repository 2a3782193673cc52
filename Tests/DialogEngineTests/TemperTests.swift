// SPDX-License-Identifier: Apache-2.0

import DialogScript
import Testing

@testable import DialogEngine

@Suite("What is said to the desk rather than to its question")
struct TemperTests {
    @Test(
        "kinds",
        arguments: [
            ("你们这帮王八蛋，一个个吃干饭", Temper.angry), ("他妈的", .angry), ("跟你说了三遍了", .retold), ("我不是说了吗", .retold),
            ("等一下啊", .waiting), ("我不会写，你帮我写", .helpless), ("我要反映问题", .opening),
        ])
    func kinds(_ text: String, _ temper: Temper) { #expect(Temper(FoldedLine(text)) == temper) }

    @Test("a matter, a name, an answer", arguments: ["他妈的老板欠我工资", "跟你说了三遍了 三万", "登记吧 等着用钱", "李四", "我要反映村里的路"])
    func others(_ text: String) { #expect(Temper(FoldedLine(text)) == nil) }
}
