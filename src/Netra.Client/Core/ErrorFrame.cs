using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>The payload of <c>error</c> (protocol section 6).</summary>
internal sealed record ErrorFrame(string Code, string Message, string? Ref, long? RetryAfterMs)
{
    private static readonly HashSet<string> OfFrames = new(StringComparer.Ordinal)
    {
        ErrorCodes.InvalidJson.Name, ErrorCodes.InvalidType.Name, ErrorCodes.InvalidId.Name, ErrorCodes.InvalidPayload.Name, ErrorCodes.ReservedType.Name,
        ErrorCodes.RateLimited.Name,
    };

    /// <summary>Whether it speaks of a frame. One that was too broken to have an id has none that <see cref="Ref"/> could be.</summary>
    public bool IsOfFrame => OfFrames.Contains(Code);

    public bool IsRateLimited => Code == ErrorCodes.RateLimited.Name;

    /// <exception cref="MalformedFrameException">The payload is not what the protocol says.</exception>
    public static ErrorFrame From(JsonElement payload)
    {
        var members = new FrameMembers(payload);
        return new ErrorFrame(
            members.Text("code"), members.OptionalText("message") ?? "", members.OptionalText("ref"), members.OptionalInteger("retry_after_ms"));
    }
}
