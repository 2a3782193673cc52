// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DialogScript

/// The quick reader reads what the parser proper reads, place for place, or nothing.
@Suite struct YAMLScannerTests {
    private static func proper(_ text: String) -> YAMLTree? {
        YAMLValue.composed(Array(text.utf8), text: text, file: "f.yaml", Diagnostics())
    }

    @Test("Every shipped file is plain, and read alike")
    func shipped() throws {
        let folder = ShippedFiles.folder
        #expect(folder.files.count > 50)
        for file in folder.files where !file.path.hasSuffix(".mustache") {
            let quick = YAMLScanner.scan(file.bytes)
            let isRead = quick != nil
            #expect(isRead, "\(file.path) is left to the slow parser")
            // Trees are too large to be printed.
            let isAlike = quick == Self.proper(String(decoding: file.bytes, as: UTF8.self))
            #expect(isAlike || !isRead, "\(file.path)")
        }
    }

    @Test(arguments: [
        "a: 1\nb: [x, 'y z', \"甲\", {k: -1, 名: [1, 2,]}]\n", "a:\n- 1\n- - 2\n  - 3\n-\n- k: v\n  l:\nb:\n",
        "t: |\n  一\n\n    二\n  三\n\nu: |-\n  x\nv: >\n  a\n  b\n\n  c\n# end\n",
        "a: one\n  two\n\n  three # not four\nb: '它''s'\n",
        "- a: b\n  c: d # e\n- [甲，\n   乙]\n", "\"q: 1\": x#y\n'z' : a:b\n", "[a, b,\n c]\n", "word\nand word\n",
    ])
    func alike(_ text: String) {
        guard let quick = YAMLScanner.scan(Array(text.utf8)) else { return }
        #expect(quick == Self.proper(text))
    }

    @Test(arguments: [
        "a: &x 1\n", "a: *x\n", "a: !t 1\n", "a:\tb\n", "--- \na: 1\n", "a: 1\na: 2\n", "a: \"\\n\"\n", "? a\n: b\n",
        "a: b: c\n", "a:\n   b: 1\n  c: 2\n", "[a, b\n", "a: 'x\n", "a: x y: z\n", "- a\nb: c\n", "a: [x: y]\n", "",
    ])
    func left(_ text: String) {
        #expect(YAMLScanner.scan(Array(text.utf8)) == nil)
    }

    /// Slips of the fingers, by chance: whatever the quick reader takes, the parser proper reads just so.
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func slips(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let texts = [
            "version: 1\nsteps:\n  - id: a\n    say:\n      - 您好，{name}。\n      - 'x: y'\n    next: b # c\n",
            "a: {b: c, d: [e, \"f\"]}\ng:\n- h: |\n    i\n\n    j\n  k: >-\n    l\n    m\n-\n  n\n",
            "甲: 乙 丙\n  丁\n戊:\n  己: [庚, 辛,\n    壬]\n  癸:\n",
        ]
        let pieces =
            Array("  \n\n:-,[]{}'\"|>#&*!%?甲a1.").map(String.init) + [": ", "- ", "\n  ", "\n    ", " #", "''"]
        var taken = 0
        for round in 0..<1500 {
            var scalars = Array(texts[round % texts.count].unicodeScalars)
            for _ in 0..<1 + next(3) {
                let place = next(scalars.count)
                switch next(3) {
                case 0: scalars.remove(at: place)
                case 1: scalars.insert(contentsOf: Array(pieces[next(pieces.count)].unicodeScalars), at: place)
                default: scalars.replaceSubrange(place...place, with: pieces[next(pieces.count)].unicodeScalars)
                }
                if scalars.isEmpty { scalars = ["a"] }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            guard let quick = YAMLScanner.scan(Array(text.utf8)) else { continue }
            taken += 1
            let proper = Self.proper(text)
            #expect(quick == proper, "seed \(seed), round \(round): \(text.debugDescription)")
            if quick != proper { return }
        }
        #expect(taken > 200, "seed \(seed)")
    }
}
