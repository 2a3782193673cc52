// SPDX-License-Identifier: Apache-2.0

import Testing

/// Tests of the built program from outside, over real sockets, terminals and signals. They run one after the other, so
/// that the servers do not crowd each other out.
@Suite(.serialized) enum EndToEnd {}
