using System.Text.Json;
using Netra.Protocol;

namespace Netra.Client;

/// <summary>What follows from the end of a connection (docs/client.md, section 3).</summary>
/// <param name="IsAgain">Whether coming back is of any use.</param>
/// <param name="FloorMs">The shortest delay.</param>
internal readonly record struct CloseVerdict(bool IsAgain, long FloorMs)
{
    /// <summary>No close frame came.</summary>
    public const int Lost = 1006;

    private const long TooManyFloorMs = 5_000;
    private const long UnavailableFloorMs = 1_000;

    public static CloseVerdict Of(int code, string reason) => (CloseCode)code switch
    {
        CloseCode.Normal or CloseCode.BadRequest or CloseCode.Forbidden or CloseCode.Replaced => new(false, 0),
        CloseCode.Disconnected => new(SaysReconnect(reason), 0),
        CloseCode.TooManyRequests => new(true, TooManyFloorMs),
        CloseCode.Unavailable => new(true, UnavailableFloorMs),
        _ => new(true, 0),
    };

    /// <summary>The close code that a refusal would have with <c>reject=close</c>.</summary>
    public static int CodeOfStatus(int status) => status switch
    {
        401 => (int)CloseCode.Unauthorized,
        403 => (int)CloseCode.Forbidden,
        429 => (int)CloseCode.TooManyRequests,
        503 => (int)CloseCode.Unavailable,
        408 or 425 => Lost,
        >= 400 and < 500 => (int)CloseCode.BadRequest,
        _ => Lost,
    };

    private static bool SaysReconnect(string reason)
    {
        try
        {
            var said = JsonElement.Parse(reason);
            return said.ValueKind == JsonValueKind.Object
                && said.TryGetProperty("reconnect", out var reconnect)
                && reconnect.ValueKind == JsonValueKind.True;
        }
        catch (JsonException)
        {
            // Not what the protocol says stands there; then nobody asked to come back.
            return false;
        }
    }
}
