using Netra.Protocol;

namespace Netra.Client;

/// <summary>Why an entry of the outbox is rejected by the client itself.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Message">For people.</param>
internal readonly record struct Fault(string Code, string Message)
{
    public static readonly Fault OutboxFull = new("outbox_full", "Too many messages wait.");
    public static readonly Fault TooLarge = new(ErrorCodes.TooLarge.Name, "Too large for the server.");
    public static readonly Fault TooDeep = new(ErrorCodes.InvalidJson.Name, "Too deep for the server.");
    public static readonly Fault Conflict = new(ErrorCodes.VersionConflict.Name, "The state has changed.");
}
