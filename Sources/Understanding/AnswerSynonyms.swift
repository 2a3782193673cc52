// SPDX-License-Identifier: Apache-2.0

/// Words that people use for one another when they ask: a question is compared by its words and by these kinds of them.
enum AnswerSynonyms {
    /// One kind a line, in the folded form.
    private static let kinds = [
        "老人 爷爷 奶奶 老爹 老娘 我爸 我妈 父亲 母亲 老太太 老头 爹 娘 老爷子 姥姥 外婆 老母亲 岁数大",
        "孩子 娃 小孩 儿子 闺女 女儿 孙子 小朋友 学生",
        "老板 公司 单位 厂里 厂子 工厂 东家 企业 用人单位 包工头 工头",
        "工资 工钱 薪水 血汗钱 辛苦钱 薪 开支 报酬 活钱",
        "房东 二房东 中介",
        "不给 没给 不发 没发 拖着 欠 拖欠 不结 没结 赖账 扣着 不退 没退 退不出来 不兑付",
        "找谁 归谁 哪个部门 去哪 到哪 往哪 谁管 问谁 找哪 朝谁 哪里 哪儿 向谁",
        "怎么办 咋办 怎么弄 咋弄 怎么整 怎么走 办法 咋整",
        "多少钱 多少 几百 几多 什么价 贵",
        "多久 几天 多长时间 多少天 什么时候 啥时候 几时 哪天 何时 期限",
        "能不能 可以吗 行吗 成不成 能吗 行不行 可不可以 能不",
        "不服 不认 不同意 不满意 冤 判错 认错 不公",
        "裁了 辞退 开除 不要我 让我走 撵走 别来了 裁员 下岗 失业 没工作",
        "受伤 摔了 摔断 夹了 轧了 砸了 工伤 撞了 碰了 翻车",
        "吵 闹 响 噪音 声音 动静 喊 睡不着 拖椅子 拖桌子",
        "臭 熏 味 味道 气味 呛 油烟",
        "医院 住院 手术 看病 治病 药费 医药费",
        "村里 村委 大队 村上 队里 支书 村干部 村长",
        "房子 屋 住房 老宅 楼房 房",
        "漏 渗 滴水 长毛 泡了",
        "打 揍 动手 挨打 殴打 打伤",
        "停电 没电 停水 没水 断水 断电 停了",
        "进度 办到哪 走到哪 转给 查一查 看看 什么结果 咋样了",
        "真名 名字 姓名 化名 匿名 不留名 不写名",
        "电话 手机号 号码",
        "法院 判决 判了 官司 起诉 打官司 终审 二审 一审",
        "律师 法律",
        "保密 泄露 知道 传到 看到 看见",
        "残疾 评残 残 聋 瞎 瘫 中风",
        "低保 吃低保 困难户 穷",
        "补贴 补助 津贴 救助 帮一下 救急 资助",
        "证 本 房本 房产证 产权证",
    ]

    private struct Word: Sendable {
        var letters: [UInt16]
        var kind: Int
    }

    /// By the first scalar, longer words first; a word of two kinds belongs to the first.
    private static let words: [UInt16: [Word]] = {
        var words: [UInt16: [Word]] = [:]
        var seen: Set<[UInt16]> = []
        for (kind, line) in kinds.enumerated() {
            for word in line.split(separator: " ") {
                let letters = word.unicodeScalars.compactMap(Normaliser.letter)
                guard let first = letters.first, seen.insert(letters).inserted else { continue }
                words[first, default: []].append(Word(letters: letters, kind: kind))
            }
        }
        return words.mapValues { $0.sorted { $0.letters.count > $1.letters.count } }
    }()

    /// The kind of the longest word that begins at `index`, or nil.
    static func kind(in units: ArraySlice<TextUnit>, at index: Int) -> Int? {
        next: for word in words[units[index].scalar] ?? [] {
            guard index + word.letters.count <= units.endIndex else { continue }
            for (offset, letter) in word.letters.enumerated() where units[index + offset].scalar != letter {
                continue next
            }
            return word.kind
        }
        return nil
    }
}
