// SPDX-License-Identifier: Apache-2.0

/// The codes of an `error` frame.
public enum ErrorCode: String, Sendable, Hashable, CaseIterable {
    case badFrame = "bad_frame"
    case frameTooLong = "frame_too_long"
    case notGreeted = "not_greeted"
    case unauthorized
    case forbidden
    case unknownType = "unknown_type"
    case badRequest = "bad_request"
    case textTooLong = "text_too_long"
    case rateLimited = "rate_limited"
    case overloaded
    case draining
    case readOnly = "read_only"
    case conflict
    case notFound = "not_found"
    case `internal`

    /// The sentence that is sent when nothing better is known. Chinese where a petitioner or an officer may be shown it,
    /// English where only a programmer can mend it.
    public var sentence: String {
        switch self {
        case .badFrame: "the line is not a JSON object in UTF-8"
        case .frameTooLong: "a line may have at most \(WireLimits.frameBytes) bytes; the rest of it was skipped"
        case .notGreeted: "say hello first: {\"type\":\"hello\",\"v\":1,\"role\":\"relay\",\"name\":…,\"token\":…}"
        case .unauthorized: "口令不对。"
        case .forbidden: "您没有办这件事的权限。"
        case .unknownType: "there is no such type of frame"
        case .badRequest: "a field is missing or has another type than it should"
        case .textTooLong: "一次最多写 \(WireLimits.text) 个字，请分几次写。"
        case .rateLimited: "发得太快了，请稍等几秒再发。"
        case .overloaded: "前面的话还没处理完，请稍等再发。"
        case .draining: "系统正在重启，请过一会儿再发；已经说过的不会丢。"
        case .readOnly: "系统暂时存不进去，这句没有记下，请稍后再发。"
        case .conflict: "情况刚刚变了，请看过新的情况再试。"
        case .notFound: "没有找到。"
        case .internal: "系统出了错，这句没有记下，请再发一次。"
        }
    }
}
