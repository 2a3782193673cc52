// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Places: 幸福家园3号楼2单元, 城关镇李家村, 人民路18号, 城南安置房工地.
extension EntityFinder {
    /// Words a part with a name ends in.
    private static let endings = WordSet(
        "小区 花园 家园 公寓 新村 新城 家属院 安置房 安置点 回迁房 工地 工业园 开发区 街道 社区 大道 大街 广场 市场 菜市场 镇 乡 村 路 街 巷 弄 屯 庄 湾 苑 城 县 市 区 中学 小学 幼儿园 医院")
    /// Words a part with a number ends in.
    private static let numbered = WordSet("号院 号楼 号 栋 幢 楼 单元 室 组 期 区 巷 弄 路 街 村 队")
    /// What cannot be in the name of a place: it begins after the last of these.
    private static let stops = WordSet(
        "我们 俺们 咱们 他们 你们 我 俺 咱 你 他 她 在 住 是 的 到 去 从 有 了 和 跟 说 找 告 被 把 给 叫 来自 位于 于 本人 反映 投诉 举报 请问 关于 这个 那个 这 那 就 也 都 要 让 看 对 向 往 离 靠 想 问 请 家住 现在 现住 原来 原 去年 今年 前年 因 为 和平年代 由 至 及 与 等 很多 好多 几 全 各 每 整个 过 马路 老年人 交通 安全 小孩 学生 家长 没 不 还 但 一个 一条 隔壁 附近 旁边 老板 单位 居民 建议 希望 增设 能不能 可以 某 农 进 回 出 上 下"
    )
    private static let longestPart = 7

    func findPlaces(_ found: inout Findings) {
        let units = found.units
        var index = 0
        while index < units.count {
            guard let (range, parts) = place(units, at: index, free: found.isFree) else {
                index += 1
                continue
            }
            // A single part of a town or a street is a place only with a name of its own before the ending.
            if parts > 0 { found.add(.place, range, .text(found.string(range))) }
            index = range.upperBound
        }
    }

    /// As many parts as follow each other from `start`; parts are Han and an ending, or a number and 号楼 and the like.
    private func place(
        _ units: [TextUnit], at start: Int, free: (Range<Int>) -> Bool
    ) -> (Range<Int>, Int)? {
        guard units[start].isHan, EntityFinder.stops.end(in: units, at: start) == nil else { return nil }
        var index = start
        var parts = 0
        while index < units.count, let end = part(units, at: index, isFirst: parts == 0) {
            guard free(index..<end) else { break }
            index = end
            parts += 1
            if index < units.count, units[index].separation > .blank { break }
        }
        return parts > 0 ? (start..<index, parts) : nil
    }

    private func part(_ units: [TextUnit], at start: Int, isFirst: Bool) -> Int? {
        var index = start
        // A number first: 3号楼, 18号, 2单元, 三组.
        if let number = ChineseNumber.parse(units, at: start), number.range.upperBound < units.count,
            let end = EntityFinder.numbered.end(in: units, at: number.range.upperBound)
        {
            return isFirst && end - start < 4 && !units[start].isHan ? nil : end
        }
        while index < units.count, index - start < EntityFinder.longestPart, units[index].isHan {
            if index > start, units[index].separation > .none { return nil }
            if index > start, EntityFinder.stops.end(in: units, at: index) != nil { return nil }
            // 安置房 may be followed by 工地 at once; the first part needs a name.
            let named = index - start
            if named >= (isFirst ? 2 : 0), let end = EntityFinder.endings.end(in: units, at: index) { return end }
            index += 1
        }
        return nil
    }
}
