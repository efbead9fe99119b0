import ArgumentParser
import Server

/// `turnout settings`
struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List every setting with its environment variable, its default and its meaning, as Markdown.")

    func run() {
        print(Setting.documentation)
    }
}
