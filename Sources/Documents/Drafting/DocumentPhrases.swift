// SPDX-License-Identifier: Apache-2.0

/// What is never said to a petitioner in writing: threats, labels, promises, and that a date of theirs has passed.
public enum DocumentPhrases {
    public static let forbidden: [String] = [
        "过期", "逾期", "超期", "视为放弃", "作废", "缠访", "闹访", "非正常上访", "越级上访", "无理取闹", "无理要求", "无理上访", "胡搅", "诬告", "拘留", "打击处理",
        "一定给您", "保证解决", "包您满意", "绝对保密", "没人查得到", "不会有人报复", "时效中断", "直接起诉", "后果自负", "息访", "稳控",
    ]
}
