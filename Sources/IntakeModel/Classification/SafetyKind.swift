// SPDX-License-Identifier: Apache-2.0

/// A danger that comes before everything else in a conversation. A kind that is missed is the worst error of all; one
/// reported for nothing costs a gentle sentence.
public enum SafetyKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// 自伤: the writer may harm himself.
    case selfHarm = "自伤"
    /// 伤人: the writer speaks of harming others or carries something dangerous.
    case harmToOthers = "伤人"
    /// 危急: a life is in danger now (fire, gas, illness, violence going on).
    case emergency = "危急"
    /// 受威胁: the writer is threatened, beaten or held by others.
    case threatened = "受威胁"
}
