// SPDX-License-Identifier: Apache-2.0

/// Words that work at every step; their synonyms are data (`locales/`).
public enum GlobalWord: Int, Sendable, Hashable, CaseIterable {
    case help, back, again, change, person, progress, leave, clear
    /// The kiosk's own: the end of a long text, the beginning of one, and its encoding.
    case done, longText, utf8, gbk
    /// From now on in plain words, as usual again, in few words, in the office's own language again.
    case plain, ordinary, short, ownLanguage

    /// Whether every locale file must have it. The others came later: versions of the dialogs that conversations are
    /// pinned to may be without them.
    var isRequired: Bool { rawValue < GlobalWord.plain.rawValue }

    /// The key in the file.
    package var name: String {
        switch self {
        case .help: "帮助"
        case .back: "返回"
        case .again: "重说"
        case .change: "修改"
        case .person: "人工"
        case .progress: "进度"
        case .leave: "退出"
        case .clear: "清屏"
        case .done: "完"
        case .longText: "长文"
        case .utf8: "UTF8"
        case .gbk: "GBK"
        case .plain: "大白话"
        case .ordinary: "照原样"
        case .short: "短些"
        case .ownLanguage: "中文"
        }
    }
}

/// What short answers mean wherever they stand.
package enum ReplyWord: Int, Sendable, CaseIterable {
    /// 不清楚
    case unsure
    /// 没有
    case nothing
    /// 不想说
    case decline
    case yes, no
    /// 你好
    case greeting

    package var name: String {
        switch self {
        case .unsure: "不清楚"
        case .nothing: "没有"
        case .decline: "不想说"
        case .yes: "是"
        case .no: "不是"
        case .greeting: "你好"
        }
    }
}
