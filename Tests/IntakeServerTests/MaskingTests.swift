// SPDX-License-Identifier: Apache-2.0

import IntakeModel
import Testing

@testable import IntakeServer

@Suite struct MaskingTests {
    @Test(arguments: [
        ("张三丰", IdentityField.name, "张**"), ("李", .name, "李*"), ("13800138000", .phone, "138****8000"),
        ("12345", .phone, "*****"), ("幸福家园3号楼2单元", .address, "幸福家园3号***"), ("张三\n李四", .companions, "张*、李*"),
        ("𠮷田", .name, "𠮷*"),
    ])
    func keepsOnlyWhatTheOwnerRecognises(_ value: String, _ field: IdentityField, _ shown: String) {
        #expect(Masking.masked(value, field) == shown)
    }

    @Test func holesAreShownAsTheKindOfThing() {
        #expect(Masking.label(.identity(.name)) == "〔姓名〕")
        #expect(Masking.label(.code(0)) == "〔查询码〕")
        #expect(Masking.label(.number(0)) == nil)
    }
}
