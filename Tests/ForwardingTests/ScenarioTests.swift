import Testing

@testable import Forwarding

@Suite struct ScenarioTests {
    @Test func everyScenarioHasItsName() {
        let names = Scenario.all.map(\.name)
        #expect(Set(names).count == names.count)
        for name in ["1-gcm", "1000-sha1", "10x10-gcm", "10x10-sha1", "100-paced-gcm"] {
            #expect(names.contains(name))
        }
    }

    @Test(arguments: [
        ("", 13), ("100-gcm", 1), ("100", 3), ("10x10", 2), ("1", 2), ("100-gcm, 10x10", 3), ("100,100-gcm", 3),
    ])
    func namesFindThem(names: String, count: Int) throws {
        #expect(try Scenario.named(names).count == count)
    }

    @Test func unknownNamesAreRefused() {
        let error = #expect(throws: ForwardingError.self) { try Scenario.named("100,17") }
        #expect(error?.description.contains("17 is no scenario") == true)
        #expect(error?.description.contains("10x10-gcm") == true)
    }

    @Test func titlesAreForPeople() throws {
        let titles = Scenario.all.map(\.title)
        for title in ["1 viewer", "1,000 viewers at 1 Mbit/s", "10 rooms of 10", "100 viewers, paced"] {
            #expect(titles.contains(title))
        }
    }
}
