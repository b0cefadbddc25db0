using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>A frame from the server, as it came.</summary>
public sealed class Frame
{
    /// <summary><c>history</c> holds whole frames, each up to 64 levels deep.</summary>
    public static readonly JsonDocumentOptions Json = new() { MaxDepth = 67 };

    public Frame(string text)
    {
        Text = text;
        using var document = JsonDocument.Parse(text, Json);
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

    /// <summary>Whether it was sent ahead of its turn.</summary>
    public bool IsExpedited => Root.TryGetProperty("expedited", out var expedited) && expedited.GetBoolean();

    /// <summary>How far the ordinary run is with this frame: its own seq, or the end of what it skips; 0 of other frames.</summary>
    public long Reaches => Type == "skipped" ? Payload.GetProperty("to").GetInt64() : Seq ?? 0;

    public JsonElement Payload => Root.GetProperty("payload");

    /// <summary>The payload as text, without white space.</summary>
    public string PayloadText => JsonSerializer.Serialize(Payload);

    /// <summary>The <c>code</c> of an error frame.</summary>
    public string? Code => Type == "error" ? Payload.GetProperty("code").GetString() : null;

    public override string ToString() => Text;
}
