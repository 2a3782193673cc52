// SPDX-License-Identifier: Apache-2.0

import DialogScript

/// What is said to the desk rather than to its question: abuse, or that it was all said before. Neither is an answer, a
/// name or a matter; it is taken kindly and the question stands. Abuse with a matter in it (他妈的老板欠我工资) is the matter.
enum Temper: Sendable, Hashable {
    /// Nothing but abuse.
    case angry
    /// 跟你说了三遍了
    case retold

    /// Longer lines say something besides; in UTF-8.
    private static let longest = 90
    private static let longestRetold = 42

    /// nil when the line is something else.
    init?(_ line: FoldedLine) {
        guard line.isWhole, line.bytes.count <= Self.longest, !line.isEmpty else { return nil }
        if Self.isAbuse(line) {
            self = .angry
        } else if line.bytes.count <= Self.longestRetold, Self.repeating.contains(where: { line.contains($0) }) {
            self = .retold
        } else {
            return nil
        }
    }

    private static func words(_ text: String) -> [[UInt8]] {
        text.split(separator: " ").map { Array($0.utf8) }.sorted { $0.count > $1.count }
    }

    private static let coarse = words(
        "他妈的 他妈 你妈的 你妈 妈的 妈逼 妈比 尼玛 泥马 卧槽 我操 我靠 操你 草泥马 傻逼 傻比 煞笔 王八蛋 王八羔子 王八 混蛋 混账东西 混账 畜生 狗日的 狗东西 狗官 贪官 龟孙 龟儿子 去死吧 滚蛋 滚 放屁 放狗屁 狗屁 屁话 扯淡 扯蛋 吃干饭的 吃干饭 白吃饭 吃屎 饭桶 废物 不是东西 不是好东西 没一个好东西 没有一个好东西 不干人事 不办人事 不干正事 不做人 骗子 骗人 官官相护 一丘之貉 日你 他娘的 狗娘养的 奶奶的 脑残 不要脸 烦死了 气死我了 气死人了 什么玩意"
    )
    private static let fillers = words(
        "你们这帮 你们这些 你们 他们 这帮 那帮 这群 那群 一群 一帮 一个个 一个 个个 全都 全 都 真 就是 就 是 这些 那些 的 了 啊 吧 呀 呢 嘛 吗 人 当官的 个 我 你 他 哼 呸 啥 什么 东西 玩意 还 也 太 破机器 机器 破 政府 信访局 信访 简直 垃圾 呗 , . ! ? ; ~ ， 。 、 …"
    )
    private static let repeating = words(
        "说了三遍 说了几遍 说了两遍 说了多少遍 讲了三遍 讲了几遍 说几遍 说多少遍 说过了 讲过了 不是说了 刚说了 刚才说了 前面说了 上面说了 上面写了 前面写了 写过了 都说了 早说了 已经说了 跟你说了 跟你们说了 给你说了 问几遍 问多少遍 还要问 老问 又问 怎么还问 问个没完 没完没了 听不懂人话"
    )

    /// Whether a coarse word is in the line.
    static func isCoarse(_ line: FoldedLine) -> Bool { coarse.contains { $0.count > 3 && line.contains($0) } }

    /// Whether nothing is left when coarse words and what stands around them are taken away.
    private static func isAbuse(_ line: FoldedLine) -> Bool {
        var rest = line.bytes[...]
        var found = false
        while !rest.isEmpty {
            if let word = coarse.first(where: { rest.starts(with: $0) }) {
                found = true
                rest = rest.dropFirst(word.count)
            } else if let word = fillers.first(where: { rest.starts(with: $0) }) {
                rest = rest.dropFirst(word.count)
            } else {
                return false
            }
        }
        return found
    }
}
