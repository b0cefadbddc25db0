using System.Text.Json.Nodes;

namespace Netra.Faults;

/// <summary>What came back of a call.</summary>
/// <param name="Status">The status of HTTP; 0: nothing came.</param>
/// <param name="Body">The body.</param>
internal sealed record ApiAnswer(int Status, JsonNode? Body)
{
    public string? Code => (string?)Body?["code"];

    /// <summary>What a caller knows of what it asked for.</summary>
    public Outcome Outcome => Status switch
    {
        200 or 204 => Outcome.Accepted,
        503 when Code == "draining" => Outcome.Refused,
        >= 400 and < 500 => Outcome.Refused,
        _ => Outcome.Unknown,
    };

    /// <summary>Whether the same call may go better later.</summary>
    public bool IsTemporary => Status is 0 or 429 or >= 500;
}
