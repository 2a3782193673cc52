// SPDX-License-Identifier: Apache-2.0

/// What kind of organ an office is; it decides which clocks run (信访工作条例 arts. 22 and 23).
public enum OfficeKind: String, Sendable, Hashable, CaseIterable {
    /// A 信访 department of a Party committee or government: 转送 within 15 days (art. 22).
    case petitionOffice = "信访部门"
    /// Any other organ or unit: 告知 within 15 days (art. 23).
    case otherOrgan = "其他机关"
}

/// The six ways of 信访工作条例 art. 31 in which an 申诉求决 matter is handled.
public enum HandlingWay: Int, Sendable, Hashable, CaseIterable {
    /// （一）诉讼、法律监督等法定程序.
    case litigation = 1
    /// （二）仲裁.
    case arbitration
    /// （三）党员申诉、申请复审.
    case partyAppeal
    /// （四）行政复议、裁决、确认、许可、处罚.
    case administrativeProcedure
    /// （五）查处违法、履行职责.
    case dutyOfProtection
    /// （六）none of these: heard, investigated, and answered by a 信访处理意见书. The only one with the 60 days.
    case opinion
}
