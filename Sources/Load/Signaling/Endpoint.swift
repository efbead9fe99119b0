/// A WHIP or WHEP URL for every publisher's stream: `{n}` and `%d` stand for the publisher's number, from 1 on.
struct Endpoint: Sendable, Equatable {
    let template: String

    /// - Throws: ``PlanError/notAURL(_:)`` for what is no http or https URL.
    init(_ template: String) throws(PlanError) {
        let hasScheme = ["http://", "https://"].contains { template.hasPrefix($0) && template.count > $0.count }
        guard hasScheme, !template.contains(" ") else { throw .notAURL(template) }
        self.template = template
    }

    /// Whether each publisher has a URL of its own.
    var hasNumber: Bool { url(1) != url(2) }

    /// - Parameter number: The publisher's, from 1 on.
    func url(_ number: Int) -> String {
        template.replacing("{n}", with: "\(number)").replacing("%d", with: "\(number)")
    }

    /// With a further segment of the path.
    func appending(_ segment: String) throws(PlanError) -> Endpoint {
        try Endpoint((template.hasSuffix("/") ? String(template.dropLast()) : template) + "/" + segment)
    }
}
