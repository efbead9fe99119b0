import Figures
import Testing

@Suite struct MedianTests {
    @Test func theMiddleOneCounts() {
        #expect([3.0, 1, 100].median == 3)
        #expect([4.0, 1, 2, 100].median == 3)
        #expect([7.0].median == 7)
        #expect([Double]().median.isNaN)
    }
}

@Suite struct TableTests {
    @Test func columnsAreAligned() {
        var table = Table("Work", columns: ["each", "all"], notes: ["of ten"])
        table.add("small", ["1", "200"])
        table.add("very large", ["1000", "2"])
        #expect(
            table.text == """
                Work         each   all
                small           1   200
                very large   1000     2
                  of ten
                """)
    }

    @Test(arguments: [
        (0.123, "0.12"), (9.999, "10.00"), (52.34, "52.3"), (523.4, "523"), (0.05, "0.05"), (0, "0.00"),
        (Double.nan, "-"), (Double.infinity, "-"),
    ])
    func numbersHaveThreeDigits(value: Double, text: String) {
        #expect(Table.digits(value) == text)
    }

    @Test func timesHaveTheirUnit() {
        #expect(Table.time(92) == "92.0 ns")
        #expect(Table.time(1_250) == "1.25 µs")
        #expect(Table.time(3_000_000) == "3.00 ms")
    }

    @Test func linesAreNoLongerThanWanted() {
        #expect("- one two three".wrapped(to: 9, indentation: "  ") == "- one two\n  three")
        #expect("enormous word".wrapped(to: 4) == "enormous\nword")
        #expect("".wrapped(to: 4) == "")
    }

    @Test func markdownKeepsItsCells() {
        var table = MarkdownTable(columns: ["who", "how much"])
        table.add(["a|b", "1"])
        #expect(table.text == "| who | how much |\n| --- | ---: |\n| a\\|b | 1 |")
    }
}

@Suite struct MachineTests {
    @Test(arguments: [
        ("processor\t: 0\nmodel name\t: Fast: 3000\nmodel name\t: Other\n", "Fast: 3000"),
        ("processor\t: 0\nBogoMIPS\t: 2\n\nModel\t\t: Small Board 4\n", "Small Board 4"),
        ("BogoMIPS : 2\n", nil),
    ])
    func theProcessorIsNamed(information: String, name: String?) {
        #expect(Machine.processor(in: information) == name)
    }

    @Test func thisOneHasAllItNeeds() throws {
        let machine = Machine.current
        #expect(machine.cores > 0)
        #expect(!machine.processor.isEmpty && !machine.kernel.isEmpty)
        #expect(machine.date.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
        let one = Machine(processor: "Fast", cores: 1, kernel: "6.1", date: "2026-01-02")
        #expect(one.description == "Fast, 1 core, Linux 6.1, 2026-01-02")
    }
}
