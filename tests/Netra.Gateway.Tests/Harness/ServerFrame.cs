using System.Text.Json;

namespace Netra.Gateway.Tests;

/// <summary>A frame as the client got it.</summary>
internal sealed record ServerFrame(string Text, JsonElement Json)
{
    public string Type => Json.GetProperty("type").GetString()!;

    public string? Id => Json.TryGetProperty("id", out var id) ? id.GetString() : null;

    public long Seq => Json.GetProperty("seq").GetInt64();

    /// <summary>Whether it came ahead of its turn.</summary>
    public bool IsExpedited => Json.TryGetProperty("expedited", out var expedited) && expedited.GetBoolean();

    public JsonElement Payload => Json.GetProperty("payload");

    /// <summary>The code of an <c>error</c>.</summary>
    public string? Code => Payload.GetProperty("code").GetString();

    public static ServerFrame Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return new ServerFrame(text, document.RootElement.Clone());
    }

    public override string ToString() => Text;
}
