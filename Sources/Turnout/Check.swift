import ArgumentParser
import Foundation
import Server

/// `turnout check FILE`
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what is wrong with a configuration file.",
        discussion: "The TURNOUT_ variables of the environment are looked at too, as they would be at a start.")

    @Argument(help: "A YAML file.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String

    func run() throws {
        _ = try load(file)
        print("\(file): ok")
    }
}

/// The built-in defaults, changed by a file and the environment. Says on standard error what is wrong with them, and
/// ends the process with 1.
func load(_ file: String?) throws -> Configuration {
    do throws(ConfigurationError) {
        return try Configuration(file: file, environment: ProcessInfo.processInfo.environment)
    } catch {
        throw complaint(error.description)
    }
}

/// Says it on standard error.
/// - Returns: what to throw to end the process with 1.
func complaint(_ text: String) -> ExitCode {
    FileHandle.standardError.write(Data((text + "\n").utf8))
    return .failure
}
