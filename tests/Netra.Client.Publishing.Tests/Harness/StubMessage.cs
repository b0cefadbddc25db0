using System.Text.Json;

namespace Netra.Client.Publishing.Tests;

/// <summary>A message as it came to a <see cref="StubServer"/>.</summary>
internal sealed record StubMessage(string User, string Id, int N)
{
    public static StubMessage Of(JsonElement message) => new(
        message.GetProperty("user_id").GetString()!, message.GetProperty("id").GetString()!, message.GetProperty("payload").GetProperty("n").GetInt32());
}
