using System.Globalization;

namespace Netra.Faults;

/// <summary>A position that a tab passes on an open connection.</summary>
internal sealed record ResumeRequest(string Id, long LastSeq, string? Epoch)
{
    /// <summary>What the tab had when its last connection ended. Until the answer comes it has nothing else, whatever comes before.</summary>
    public bool IsOwnPosition { get; init; }

    /// <summary>When it is time to send it (again), milliseconds since the run began.</summary>
    public long DueMs { get; set; }

    public string Payload => Epoch is null
        ? string.Create(CultureInfo.InvariantCulture, $$"""{"last_seq":{{LastSeq}}}""")
        : string.Create(CultureInfo.InvariantCulture, $$"""{"last_seq":{{LastSeq}},"epoch":"{{Epoch}}"}""");

    public string Frame => $$"""{"type":"resume","id":"{{Id}}","payload":{{Payload}}}""";
}
