// SPDX-License-Identifier: Apache-2.0

internal import IntakeModel

/// Places: 幸福家园3号楼2单元, 城关镇李家村, 人民路18号, 城南安置房工地.
extension EntityFinder {
    /// Words a part with a name ends in.
    static let endings = WordSet(
        "小区 花园 家园 公寓 新村 新城 家属院 安置房 安置点 回迁房 工地 工业园 开发区 街道 社区 大道 大街 广场 市场 菜市场 镇 乡 村 路 街 巷 弄 屯 庄 湾 苑 城 县 市 区 中学 小学 幼儿园 医院")
    /// Words a part with a number ends in.
    private static let numbered = WordSet("号院 号楼 号 栋 幢 楼 单元 室 组 期 区 巷 弄 路 街 村 队")
    /// What cannot be in the name of a place: it begins after the last of these.
    static let stops = WordSet([(ownStops, 0), (PlainWords.list, 0)])
    private static let ownStops: StaticString =
        "我们 俺们 咱们 他们 你们 人们 我 俺 咱 你 他 她 在 住 是 的 到 去 从 有 了 着 和 跟 说 找 告 被 把 给 叫 来自 位于 于 本人 反映 投诉 举报 请问 关于 这个 那个 这 那 就 也 都 要 让 看 对 向 往 离 靠 想 问 请 家住 现在 现住 原来 原 去年 今年 前年 因 为 和平年代 由 至 及 与 等 很多 好多 几 全 各 每 整个 过 马路 老年人 交通 安全 小孩 学生 家长 没 不 还 但 一个 一条 隔壁 附近 旁边 老板 单位 居民 建议 希望 增设 能不能 可以 某 农 进 回 出 上 下 同乡 老乡 工友 本村 本县 本市 外县 外市 外乡 村里 镇里 县里 市里 家里 乡里 区里 城里 修路 铺路 挖路 走路 占路 让路 堵路 拦路 一路 半路 公路 土路 道路 水路 水泥路 柏油路 巷子口 路口 村口 门口 街口 公交 班车 修好 修 挖"
    /// What the last character of an ending begins when these follow: 村里路灯 is no road.
    private static let otherWords = WordSet("路灯 路费 路过 路边摊 路段 市民 市政 市委 县委 县政 县长 市长 镇长 乡长 区长 区别 城管 城乡 庄稼 街坊 街边 弄坏 弄得 弄丢")
    /// After 十四路: a line, not a road.
    private static let buses = WordSet("公交 公汽 车 班车 汽车 线")
    private static let longestPart = 7

    func findPlaces(_ found: inout Findings, _ marks: PlaceMarks) {
        let units = found.units
        var index = 0
        while index < units.count {
            // 我们小区 has no name, and 们小区 is none.
            if let end = marks.stop(at: index) {
                index = end
                continue
            }
            guard let range = place(units, marks, at: index, found) else {
                index += 1
                continue
            }
            found.add(.place, range, .text(found.string(range)))
            index = range.upperBound
        }
    }

    /// As many parts as follow each other from `start`; parts are Han and an ending, or a number and 号楼 and the like.
    /// The first needs a name: 二楼 and 三组 alone could be anywhere.
    private func place(
        _ units: [TextUnit], _ marks: PlaceMarks, at start: Int, _ found: borrowing Findings
    ) -> Range<Int>? {
        guard units[start].isHan else { return nil }
        var index = start
        while index < units.count, let end = part(units, marks, at: index, isFirst: index == start) {
            guard found.isFree(index..<end) else { break }
            index = end
            if index < units.count, units[index].separation > .blank { break }
        }
        return index > start ? start..<index : nil
    }

    private func part(_ units: [TextUnit], _ marks: PlaceMarks, at start: Int, isFirst: Bool) -> Int? {
        // A number first: 3号楼, 18号, 2单元, 三组.
        if marks.mayBeNumber(at: start), let number = ChineseNumber.parse(units, at: start),
            number.range.upperBound < units.count,
            let end = EntityFinder.numbered.end(in: units, at: number.range.upperBound)
        {
            if !isFirst { return end }
            // 五一路 and 八一路 are names; 十四路公交 and 二楼 are none.
            let isRoad = units[end - 1].scalar == 0x8DEF && number.range.count == 2
            return isRoad && number.whole.map { $0 > 20 } ?? false && !isBus(units, end) ? end : nil
        }
        if !marks.ends(within: EntityFinder.longestPart, of: start) { return nil }
        if marks.stop(at: start) != nil { return nil }
        var index = start
        while index < units.count, index - start < EntityFinder.longestPart, units[index].isHan {
            if index > start, units[index].separation > .none { return nil }
            if index > start, marks.stop(at: index) != nil { return nil }
            // 安置房 may be followed by 工地 at once; the first part needs a name.
            let named = index - start
            if index > 0, named >= (isFirst ? 2 : 0), let end = marks.ending(at: index) {
                // 中心城市: a kind of place, and no name.
                if EntityFinder.isCity(units, end - 1) || EntityFinder.isCity(units, end - 2) {
                    index += 1
                    continue
                }
                // 坐十四路公交
                if units[index - 1].isDigit || ChineseNumber.digit(units[index - 1].scalar) != nil, isBus(units, end) {
                    return nil
                }
                return EntityFinder.otherWords.end(in: units, at: end - 1) == nil ? end : nil
            }
            index += 1
        }
        return nil
    }

    /// Whether 城市 stands at an index.
    private static func isCity(_ units: [TextUnit], _ index: Int) -> Bool {
        index >= 0 && index + 1 < units.count && units[index].scalar == 0x57CE && units[index + 1].scalar == 0x5E02
    }

    private func isBus(_ units: [TextUnit], _ end: Int) -> Bool { EntityFinder.buses.end(in: units, at: end) != nil }

    // MARK: Firms

    static let firmEndings = WordSet("公司 集团 厂 项目部")
    /// What the name of a firm is not, alone: 物业公司 could be any.
    private static let anyFirm = WordSet(
        "物业 建筑 劳务 装修 保险 公交 开发 分 总 外包 中介 家政 快递 销售 设计 搬家 贷款 理财 投资 汽车 房产 地产 培训 旅游 燃气 供水 供电 供热 电力 自来水 天然气 保安 保洁 劳务派遣 派遣 工程 施工 化工 塑料 机械 水泥 搅拌 制砂 食品 服装 电子 造纸 养殖 猪 鸡 砖 黑 小 大 老 工 原 国有 私人 民营 外地 上市 子 母 承包 承建 建设 拆迁 拆除 金融 互联网 网络 网约车 出租车 客运 房地产 房地产开发 有限 股份有限 责任 建材 石材 石料 家具 玩具 制衣 印刷 酒 化肥 农药 屠宰 木材 板 铝 钢铁 炼油 电梯 环评 物管 维保 皮包 独资 私人独资 个人独资 餐饮 制造 教育 物业管理 第三方 商业 营利性 后勤 移动 电信 建筑工程 车位 煤气 餐具"
    )
    /// What the name of a firm may follow within a clause.
    private static let firmLeads = WordSet([(ownLeads, 0), (PlainWords.list, 0)])
    private static let ownLeads: StaticString =
        "在 是 的 到 给 被 把 找 告 叫 跟 和 与 从 由 就 都 我 我们 俺 俺们 咱 咱们 你们 去 说 投诉 反映 举报 本人 去年 今年 前年 现在 工友 同乡 老乡 了"
    private static let shortestFirm = 2
    private static let longestFirm = 10

    /// Firms with a name: 鑫达公司, 红星机械厂. A name begins where a sentence, a part of one or a word that no name holds
    /// ends, so that nothing of the talk around it is taken for it.
    func findFirms(_ found: inout Findings, _ marks: PlaceMarks) {
        let units = found.units
        var index = 0
        var mayBegin = true
        while index < units.count {
            if let end = marks.stop(at: index) {
                mayBegin = EntityFinder.firmLeads.start(in: units, endingAt: end).map { $0 >= index } ?? false
                index = end
                continue
            }
            if mayBegin || units[index].separation > .none, let end = firm(units, marks, at: index, found) {
                found.add(.firm, index..<end, .text(found.string(index..<end)))
                index = end
                mayBegin = true
                continue
            }
            mayBegin = !units[index].isHan || !found.isFree(index..<(index + 1))
            index += 1
        }
    }

    private func firm(
        _ units: [TextUnit], _ marks: PlaceMarks, at start: Int, _ found: borrowing Findings
    ) -> Int? {
        guard marks.firmEnds(within: EntityFinder.longestFirm + 1, of: start) else { return nil }
        var index = start
        while index < units.count, index - start <= EntityFinder.longestFirm, units[index].isHan {
            if index > start, units[index].separation > .none { return nil }
            if marks.stop(at: index) != nil { return nil }
            if index - start >= EntityFinder.shortestFirm,
                let end = marks.firmEnding(at: index), found.isFree(start..<end)
            {
                // 建筑公司, 塑料厂: which one?
                let isAny = EntityFinder.anyFirm.end(in: units, at: start) == index
                return isAny || end < units.count && units[end].scalar == 0x957F ? nil : end
            }
            index += 1
        }
        return nil
    }
}
