// SPDX-License-Identifier: Apache-2.0

import LineProtocol
import NIOCore

/// Frames of the server out of its bytes.
final class DeskFrameHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// More than any server may send: a later version's longer frame does no harm.
    private static let limit = 1 << 20
    private var framer = JSONLineFramer(limit: limit)
    private let receive: (DeskFrame) -> Void

    init(_ receive: @escaping (DeskFrame) -> Void) { self.receive = receive }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        // A frame may end the connection: it is handed on after the framer is done.
        var frames: [DeskFrame] = []
        buffer.withUnsafeReadableBytes { bytes in
            framer.feed(bytes) { found in
                if case .frame(let frame) = found, let frame = DeskFrame(frame) { frames.append(frame) }
            }
        }
        for frame in frames { receive(frame) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
