using System.Text.Json;

namespace Netra.Client;

/// <summary>The payload of <c>error</c> (protocol section 6).</summary>
internal sealed record ErrorFrame(string Code, string Message, string? Ref, long? RetryAfterMs)
{
    /// <exception cref="MalformedFrameException">The payload is not what the protocol says.</exception>
    public static ErrorFrame From(JsonElement payload)
    {
        var members = new FrameMembers(payload);
        return new ErrorFrame(
            members.Text("code"), members.OptionalText("message") ?? "", members.OptionalText("ref"), members.OptionalInteger("retry_after_ms"));
    }
}
