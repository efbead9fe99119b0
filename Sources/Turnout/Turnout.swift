import ArgumentParser
import Server

/// The command line; everything else is the server's.
@main
struct Turnout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turnout",
        abstract: "A WebRTC SFU and live-media gateway: browsers publish by WHIP and play by WHEP.",
        version: turnoutVersion,
        subcommands: [Serve.self, Check.self, LoadCommand.self, Settings.self], defaultSubcommand: Serve.self)
}
