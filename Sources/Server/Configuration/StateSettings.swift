/// Where what must survive a restart is kept.
enum StateSettings {
    static let table: [Setting] = [
        Setting(
            "state_directory", \.stateDirectory, .text("the name of a folder"),
            "Folder for what must survive a restart, e.g. links made by the API; made when there is something to keep")
    ]
}
