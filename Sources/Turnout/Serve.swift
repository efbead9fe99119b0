import ArgumentParser
import Server

/// `turnout`, `turnout --config FILE`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve until SIGTERM; this is what turnout does when no subcommand is named.")

    @Option(
        help: "A YAML file; without it the built-in defaults are used.", completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    func run() async throws {
        let configuration = try load(config)
        do {
            try await serve(configuration: configuration)
        } catch {
            throw complaint("\(error)")
        }
    }
}
