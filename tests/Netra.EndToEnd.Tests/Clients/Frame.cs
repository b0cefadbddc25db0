using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>A frame from the server, as it came.</summary>
public sealed class Frame
{
    public Frame(string text)
    {
        Text = text;
        using var document = JsonDocument.Parse(text);
        Root = document.RootElement.Clone();
        Type = Root.GetProperty("type").GetString()!;
        Seq = Root.TryGetProperty("seq", out var seq) ? seq.GetInt64() : null;
        Id = Root.TryGetProperty("id", out var id) ? id.GetString() : null;
    }

    public string Text { get; }

    public JsonElement Root { get; }

    public string Type { get; }

    public string? Id { get; }

    /// <summary>Only durable frames have one.</summary>
    public long? Seq { get; }

    public long Timestamp => Root.GetProperty("timestamp").GetInt64();

    public JsonElement Payload => Root.GetProperty("payload");

    /// <summary>The payload as text, without white space.</summary>
    public string PayloadText => JsonSerializer.Serialize(Payload);

    /// <summary>The <c>code</c> of an error frame.</summary>
    public string? Code => Type == "error" ? Payload.GetProperty("code").GetString() : null;

    public override string ToString() => Text;
}
