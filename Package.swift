// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "shouwen",
    products: [
        .executable(name: "shouwen", targets: ["shouwen"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "IntakeModel"),
        .target(name: "Understanding", dependencies: ["IntakeModel"]),
        .target(
            name: "Documents",
            dependencies: ["IntakeModel", "LineProtocol", .product(name: "Mustache", package: "swift-mustache")]),
        .target(
            name: "DialogScript",
            dependencies: ["IntakeModel", "Understanding", "Documents", .product(name: "Yams", package: "Yams")]),
        .target(name: "DialogEngine", dependencies: ["IntakeModel", "DialogScript", "Understanding"]),
        .target(name: "LineProtocol", dependencies: ["IntakeModel"]),
        .target(name: "Reports", dependencies: ["IntakeModel"]),
        .target(
            name: "Vault",
            dependencies: [
                "IntakeModel", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]),
        .target(name: "IntakeStore", dependencies: ["IntakeModel", "Vault"]),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "IntakeModel", "IntakeStore", "Vault",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(
            name: "DeskClient",
            dependencies: [
                "IntakeModel", "LineProtocol",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .target(
            name: "IntakeServer",
            dependencies: [
                "IntakeModel", "Understanding", "Documents", "DialogScript", "DialogEngine", "LineProtocol", "Reports",
                "Vault",
                "IntakeStore", "SQLiteStore",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "DeskWeb",
            dependencies: [
                "IntakeModel", "DialogScript", "DialogEngine", "LineProtocol", "IntakeStore", "IntakeServer", "Reports",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Resources")]),
        .executableTarget(
            name: "shouwen",
            dependencies: [
                "IntakeModel", "Understanding", "Documents", "DialogScript", "DialogEngine", "LineProtocol", "Reports",
                "Vault", "IntakeStore", "SQLiteStore", "IntakeServer", "DeskClient", "DeskWeb",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        // Tests
        .target(
            name: "StoreConformance", dependencies: ["IntakeModel", "IntakeStore", "Vault"],
            path: "Tests/StoreConformance"),
        .testTarget(name: "IntakeModelTests", dependencies: ["IntakeModel"]),
        .testTarget(name: "UnderstandingTests", dependencies: ["IntakeModel", "Understanding", "DialogScript"]),
        .testTarget(
            name: "DocumentsTests", dependencies: ["IntakeModel", "LineProtocol", "Documents", "DialogScript"]),
        .testTarget(
            name: "DialogScriptTests",
            dependencies: [
                "IntakeModel", "Understanding", "DialogScript", "DialogEngine", .product(name: "Yams", package: "Yams"),
            ]),
        .testTarget(
            name: "DialogEngineTests", dependencies: ["IntakeModel", "Understanding", "DialogScript", "DialogEngine"]),
        .testTarget(name: "LineProtocolTests", dependencies: ["IntakeModel", "LineProtocol"]),
        .target(
            name: "OfficeYear", dependencies: ["IntakeModel", "IntakeStore", "Reports"], path: "Tests/OfficeYear"),
        .executableTarget(
            name: "office-year",
            dependencies: ["IntakeModel", "DialogScript", "IntakeStore", "SQLiteStore", "Reports", "OfficeYear"],
            path: "Benchmarks/office-year"),
        .executableTarget(
            name: "case-bench", dependencies: ["IntakeModel", "IntakeStore", "SQLiteStore"],
            path: "Benchmarks/case-bench"),
        .testTarget(name: "ReportsTests", dependencies: ["IntakeModel", "LineProtocol", "Reports"]),
        .testTarget(
            name: "DeskClientTests",
            dependencies: [
                "IntakeModel", "LineProtocol", "DeskClient",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "VaultTests",
            dependencies: ["IntakeModel", "Vault", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(
            name: "IntakeStoreTests", dependencies: ["IntakeModel", "IntakeStore", "Vault", "StoreConformance"]),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "IntakeModel", "IntakeStore", "Vault", "SQLiteStore", "StoreConformance", "LineProtocol",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "IntakeServerTests",
            dependencies: [
                "IntakeModel", "DialogScript", "DialogEngine", "LineProtocol", "IntakeStore", "IntakeServer",
                "SQLiteStore", "StoreConformance", "Reports", "OfficeYear", "Vault",
                .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),
        .testTarget(
            name: "DeskWebTests", dependencies: ["IntakeModel", "LineProtocol", "Reports", "IntakeServer", "DeskWeb"]),
        .testTarget(name: "EndToEndTests", dependencies: ["shouwen", "IntakeModel", "LineProtocol", "Vault"]),
    ]
)

// One place for the settings that every target shares.
for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        .treatAllWarnings(as: .error),
    ]
}

// Tests start some hundred servers, and each compiles the dialogs: what does that is optimised in debug builds, too.
for target in package.targets where ["Understanding", "Documents", "DialogScript"].contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
}
