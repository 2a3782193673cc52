// SPDX-License-Identifier: Apache-2.0

import DialogScript

/// What is said to the desk rather than to its question: abuse, or that it was all said before. Neither is an answer, a
/// name or a matter; it is taken kindly and the question stands. Abuse with a matter in it (他妈的老板欠我工资) is the matter.
enum Temper: Sendable, Hashable {
    /// Nothing but abuse.
    case angry
    /// 跟你说了三遍了
    case retold
    /// 等一下, 我想想
    case waiting
    /// 我不会写，你帮我写
    case helpless
    /// 我要反映问题: that something is going to be said, and not what.
    case opening

    /// Longer lines say something besides; in UTF-8.
    private static let longest = 90

    /// nil when the line is something else.
    init?(_ line: FoldedLine) {
        guard line.isWhole, line.bytes.count <= Self.longest, !line.isEmpty else { return nil }
        if Self.isAbuse(line) {
            self = .angry
        } else if Self.isMade(line, of: Self.repeating, and: Self.aroundRepeating) {
            self = .retold
        } else if Self.isMade(line, of: Self.stalling, and: Self.aroundStalling) {
            self = .waiting
        } else if Self.isMade(line, of: Self.unable, and: Self.aroundUnable) {
            self = .helpless
        } else if Self.isMade(line, of: Self.openings, and: Self.aroundOpenings) {
            self = .opening
        } else {
            return nil
        }
    }

    private static let coarseWords =
        "他妈的 他妈 你妈的 你妈 妈的 妈逼 妈比 尼玛 泥马 卧槽 我操 我靠 操你 草泥马 傻逼 傻比 煞笔 王八蛋 王八羔子 王八 混蛋 混账东西 混账 畜生 狗日的 狗东西 狗官 贪官 龟孙 龟儿子 去死吧 滚蛋 滚 放屁 放狗屁 狗屁 屁话 扯淡 扯蛋 吃干饭的 吃干饭 白吃饭 吃屎 饭桶 废物 不是东西 不是好东西 没一个好东西 没有一个好东西 不干人事 不办人事 不干正事 不做人 骗子 骗人 官官相护 一丘之貉 日你 他娘的 狗娘养的 奶奶的 脑残 不要脸 烦死了 气死我了 气死人了 什么玩意 管不管事 管不管 有没有人管 有人管没有 干什么吃的 干啥吃的 吃闲饭"
    private static let coarse = PhraseSet(words: coarseWords)
    /// Those of more than one character: 滚 alone stands in 滚动 as well.
    private static let coarsePhrases = PhraseSet(coarseWords.split(separator: " ").map(\.utf8).filter { $0.count > 3 })
    private static let fillers = PhraseSet(
        words:
            "你们这帮 你们这些 你们 他们 这帮 那帮 这群 那群 一群 一帮 一个个 一个 个个 全都 全 都 真 就是 就 是 这些 那些 的 了 啊 吧 呀 呢 嘛 吗 人 当官的 个 我 你 他 哼 呸 啥 什么 东西 玩意 还 也 太 破机器 机器 破 政府 信访局 信访 简直 垃圾 到底 还 老百姓 呗 , . ! ? ; ~ ， 。 、 …"
    )
    private static let repeating = PhraseSet(
        words:
            "说了三遍 说了几遍 说了两遍 说了多少遍 讲了三遍 讲了几遍 说几遍 说多少遍 说过了 讲过了 不是说了 刚说了 刚才说了 前面说了 上面说了 上面写了 前面写了 写过了 都说了 早说了 已经说了 跟你说了 跟你们说了 给你说了 问几遍 问多少遍 还要问 还问 老问 又问 怎么还问 怎么又问 问个没完 没完没了 听不懂人话"
    )

    private static let stalling = PhraseSet(words: "等一下 等一会 等会儿 等会 等等 稍等 我想想 想一想 让我想想 我找找 我看看 别急 慢点")
    private static let aroundStalling = PhraseSet(words: "我 你 先 啊 吧 呀 哈 一下 儿 让 , ， . 。")
    private static let unable = PhraseSet(
        words: "不会写字 不会写 写不了字 写不了 写不来 不识字 不认字 不会打字 打不了字 打字不会 帮我写 替我写 代我写 给我写 看不见 看不清 眼睛花")
    private static let aroundUnable = PhraseSet(words: "我 俺 你们 你 您 字 啊 吧 呀 能 请 来 人 找 个 叫 行不行 行吗 麻烦 , ， . 。")
    private static let openings = PhraseSet(words: "反映 信访 上访 投诉 登记 咨询 说个事 说点事 说件事 有个事 有件事 有点事 有事 问个事")
    private static let aroundOpenings = PhraseSet(
        words:
            "我们 我 俺 要 想 来 是 个 一下 一个 点 些 件 情况 问题 事情 事 的 说 问 跟 向 你们 你 您 这儿 这里 领导 啊 吧 呢 你好 您好 , ， . 。")
    private static let aroundRepeating = PhraseSet(
        words:
            "我 俺 不是 都 就 已经 刚才 刚刚 刚 前面 跟 给 你们 你 您 了 吗 嘛 啊 呀 吧 好几 多少 遍 几遍 三遍 两遍 八遍 回 这个 这些 这 那 还 要 老是 老 怎么 , ， . 。 ! ！ ? ？"
    )

    /// Whether a coarse word is in the line.
    static func isCoarse(_ line: FoldedLine) -> Bool { coarsePhrases.occurs(in: line) }

    private static func isAbuse(_ line: FoldedLine) -> Bool { isMade(line, of: coarse, and: fillers) }

    /// Whether at least one of `words` stands in the line and nothing is left without them and what stands around them.
    private static func isMade(_ line: FoldedLine, of words: PhraseSet, and others: PhraseSet) -> Bool {
        var at = 0
        var found = false
        while at < line.bytes.count {
            if let length = words.match(in: line.bytes, at: at) {
                found = true
                at += length
            } else if let length = others.match(in: line.bytes, at: at) {
                at += length
            } else {
                return false
            }
        }
        return found
    }
}
