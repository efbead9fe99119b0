/// The release that this is (https://semver.org).
package let turnoutVersion = "0.1.0"
